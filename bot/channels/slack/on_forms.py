"""What the modals on cases do when they are sent off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from bot import cases
from bot.cases import CaseView, State
from bot.channels.slack.forms import KEEP
from bot.storage.tables import cases as case_table
from bot.storage.tables import slack_taught

Fields = Mapping[str, str]
Change = Callable[[Connection, str, int, str, datetime], CaseView]


def _edit(fields: Fields) -> Change:
    def change(c: Connection, reference: str, version: int, by: str, at: datetime) -> CaseView:
        if fields.get("then") == KEEP:
            return cases.save_draft(c, reference, version, by, at, fields["text"])
        return cases.approve_and_send(c, reference, version, by, at, fields["text"], via="slack")

    return change


def _snooze(fields: Fields) -> Change:
    until = datetime.fromtimestamp(int(fields["until"]), UTC)
    return lambda c, reference, version, by, at: cases.snooze(c, reference, version, by, at, until)


def _assign(fields: Fields) -> Change:
    to = fields["to"]
    return lambda c, reference, version, by, at: cases.assign(c, reference, version, by, at, to)


def _merge(fields: Fields) -> Change:
    into = fields["into"]
    return lambda c, reference, version, by, at: cases.merge(c, reference, version, by, at, into)


def _note(fields: Fields) -> Change:
    text = fields["text"]
    # A note takes nothing from anybody: it is added to the case as it stands.
    return lambda c, reference, _version, by, at: cases.note(
        c, reference, cases.view(c, reference).version, by, at, text
    )


def _elsewhere(fields: Fields) -> Change:
    text = fields.get("text", "")
    return lambda c, reference, _version, by, at: cases.answered_elsewhere(
        c, reference, by, at, text
    )


def _teach(fields: Fields) -> Change:
    """Keep a proposal; what the assistant says is changed by nobody but its reviewers."""

    def change(c: Connection, reference: str, _version: int, by: str, at: datetime) -> CaseView:
        number = select(case_table.c.id).where(case_table.c.reference == reference)
        c.execute(
            insert(slack_taught).values(
                case_id=number.scalar_subquery(), kind=fields["kind"], question=fields["question"],
                proposal=fields["proposal"], source=fields.get("source", ""), by=by, at=at,
            )
        )  # fmt: skip
        return cases.view(c, reference)

    return change


def put_aside(
    connection: Connection, reference: str, version: int, by: str, at: datetime
) -> CaseView:
    """A colleague closed the editor without sending: nobody is writing any more."""
    view = cases.view(connection, reference)
    if view.state is not State.EDITING or view.version != version:
        return view
    return cases.save_draft(connection, reference, version, by, at, view.draft)


ON_FORMS: Mapping[str, Callable[[Fields], Change]] = {
    "edit_form": _edit,
    "snooze_form": _snooze,
    "assign_form": _assign,
    "merge_form": _merge,
    "note_form": _note,
    "elsewhere_form": _elsewhere,
    "teach_form": _teach,
}
