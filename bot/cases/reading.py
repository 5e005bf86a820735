"""Looking at cases: one, a list, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select

from bot.cases.model import CaseEvent, CaseLine, CaseUnknown, CaseView, Queue, State
from bot.storage.tables import case_events, cases, conversations

Filter = Literal["open", "mine", "unclaimed", "waiting", "done"]
"""open: somebody has to act; mine: of these, one colleague's; unclaimed: nobody's yet;
waiting: sent, snoozed or answered elsewhere; done: closed, the latest first."""

COUNT_UP_TO = 1000
"""Beyond that nobody wants to know how many, and counting would take time."""

_LINE = (
    cases.c.reference, cases.c.state, cases.c.version, cases.c.reason, cases.c.question,
    cases.c.urgent, cases.c.owner, cases.c.contact, conversations.c.channel, cases.c.tags,
    cases.c.opened_at, cases.c.updated_at, cases.c.due_at,
)  # fmt: skip
_JOINED = cases.join(conversations, conversations.c.id == cases.c.conversation_id)


def view(connection: Connection, reference: str) -> CaseView:
    """Return a case with its history. Raises CaseUnknown."""
    query = (
        select(*_LINE, cases.c.id, cases.c.conversation_id, cases.c.draft, cases.c.snoozed_until,
               cases.c.replied_at, cases.c.closed_reason, cases.c.merged_into_id)
        .select_from(_JOINED)
        .where(cases.c.reference == reference)
    )  # fmt: skip
    row = connection.execute(query).first()
    if row is None:
        raise CaseUnknown(reference)
    into = select(cases.c.reference).where(cases.c.id == row.merged_into_id)
    events = (
        select(case_events.c.at, case_events.c.who, case_events.c.what, case_events.c.note)
        .where(case_events.c.case_id == row.id)
        .order_by(case_events.c.id)
    )
    return CaseView(
        _line(row),
        row.conversation_id,
        row.draft,
        row.snoozed_until,
        row.replied_at,
        row.closed_reason,
        connection.execute(into).scalar_one_or_none() if row.merged_into_id else None,
        tuple(CaseEvent(*event) for event in connection.execute(events)),
    )


def listed(
    connection: Connection,
    filter: Filter = "open",  # noqa: A002 - the word of the desk
    limit: int = 50,
    *,
    owner: str | None = None,
    tag: str | None = None,
) -> tuple[CaseLine, ...]:
    """Return cases, urgent ones first, then the oldest; closed ones the latest first.

    `owner` is the colleague whose cases "mine" shows.
    """
    query = select(*_LINE).select_from(_JOINED).where(*_conditions(filter, owner)).limit(limit)
    if filter == "done":
        query = query.order_by(cases.c.queue.desc(), cases.c.opened_at.desc())
    else:
        query = query.order_by(cases.c.queue, cases.c.opened_at)
    if tag is not None:
        # A tag is a JSON text in a list; its quotes keep "fund" from finding "funding".
        query = query.where(cast(cases.c.tags, Text).contains(f'"{tag}"', autoescape=True))
    return tuple(_line(row) for row in connection.execute(query))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases stand in which list; COUNT_UP_TO stands for that many or more."""

    open: int
    """Somebody has to act."""
    unclaimed: int
    """Nobody has them."""
    mine: int
    """Of the open ones, the colleague's own."""
    waiting: int
    """Sent, snoozed or answered elsewhere."""


def counts(connection: Connection, owner: str | None = None) -> Counts:
    """Count the lists."""

    def count(which: Filter) -> int:
        some = select(cases.c.id).where(*_conditions(which, owner)).limit(COUNT_UP_TO).subquery()
        return int(connection.execute(select(func.count()).select_from(some)).scalar_one())

    return Counts(count("open"), count("unclaimed"), count("mine"), count("waiting"))


def contact(connection: Connection, conversation: str, reference: str) -> str | None:
    """Return the address left with a case; None: none, or no such case."""
    query = select(cases.c.contact).where(
        cases.c.conversation_id == conversation, cases.c.reference == reference
    )
    return connection.execute(query).scalar_one_or_none()


def open_reference(connection: Connection, conversation: str) -> str | None:
    """Return the reference of a conversation's last case that is not closed; None: none is."""
    query = (
        select(cases.c.reference)
        .where(cases.c.conversation_id == conversation, cases.c.state != State.CLOSED)
        .order_by(cases.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def _conditions(which: Filter, owner: str | None) -> tuple[ColumnElement[bool], ...]:
    if which == "done":
        return (cases.c.queue == Queue.DONE,)
    if which == "waiting":
        return (cases.c.queue == Queue.WAITING,)
    is_open = cases.c.queue <= Queue.OPEN  # a range, so that the index gives the order
    if which == "mine":
        return (is_open, cases.c.owner == owner)
    if which == "unclaimed":
        return (is_open, cases.c.owner.is_(None))
    return (is_open,)


def _line(row: Any) -> CaseLine:  # a row with the columns of _LINE
    return CaseLine(
        row.reference, State(row.state), row.version, row.reason, row.question, row.urgent,
        row.owner, row.contact, row.channel, tuple(row.tags), row.opened_at, row.updated_at,
        row.due_at,
    )  # fmt: skip
