"""What a colleague does to a case, but for sending.

Each names the version that was read. Whoever comes second gets CaseConflict with who was first;
all run in the caller's transaction and return the case as it stands then.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from bot.cases.changing import change, expect, locked
from bot.cases.model import ANSWERED, OPEN, CaseView, State
from bot.cases.reading import view
from bot.errors import InputError
from bot.storage.tables import conversations

_ANY = frozenset(State)
_NOT_DONE = _ANY - {State.CLOSED, State.SENDING}
_MAX_TAG = 40


def claim(connection: Connection, reference: str, version: int, by: str, at: datetime) -> CaseView:
    """Take a case."""
    row = expect(connection, reference, version, OPEN | {State.SNOOZED})
    change(connection, row, by=by, at=at, what="claimed", state=State.CLAIMED, owner=by,
           snoozed_until=None)  # fmt: skip
    return view(connection, reference)


def release(
    connection: Connection, reference: str, version: int, by: str, at: datetime
) -> CaseView:
    """Give a case back to whoever wants it."""
    row = expect(connection, reference, version, {State.CLAIMED, State.EDITING})
    change(connection, row, by=by, at=at, what="released", state=State.NEW, owner=None)
    return view(connection, reference)


def edit(connection: Connection, reference: str, version: int, by: str, at: datetime) -> CaseView:
    """Say that a colleague is writing; the case becomes theirs."""
    row = expect(connection, reference, version, OPEN | {State.SNOOZED})
    change(connection, row, by=by, at=at, what="editing", state=State.EDITING, owner=by)
    return view(connection, reference)


def save_draft(
    connection: Connection, reference: str, version: int, by: str, at: datetime, text: str
) -> CaseView:
    """Keep a draft without sending it."""
    row = expect(connection, reference, version, OPEN | {State.SNOOZED})
    change(connection, row, by=by, at=at, what="draft_saved", state=State.CLAIMED, owner=by,
           draft=text)  # fmt: skip
    return view(connection, reference)


def assign(
    connection: Connection, reference: str, version: int, by: str, at: datetime, to: str
) -> CaseView:
    """Give a case to a colleague."""
    row = expect(connection, reference, version, OPEN | {State.SNOOZED})
    change(connection, row, by=by, at=at, what="assigned", note=to, state=State.CLAIMED, owner=to)
    return view(connection, reference)


def snooze(
    connection: Connection, reference: str, version: int, by: str, at: datetime, until: datetime
) -> CaseView:
    """Put a case away until a moment, or until the enquirer writes."""
    if until <= at:
        raise InputError("A case can only be snoozed until a later moment.")
    row = expect(connection, reference, version, OPEN | {State.SNOOZED})
    change(connection, row, by=by, at=at, what="snoozed", state=State.SNOOZED,
           snoozed_until=until)  # fmt: skip
    return view(connection, reference)


def wake(connection: Connection, reference: str, version: int, by: str, at: datetime) -> CaseView:
    """Bring a snoozed case back."""
    row = expect(connection, reference, version, {State.SNOOZED})
    change(connection, row, by=by, at=at, what="woken", state=State.NEW, owner=None,
           snoozed_until=None)  # fmt: skip
    return view(connection, reference)


def note(
    connection: Connection, reference: str, version: int, by: str, at: datetime, text: str
) -> CaseView:
    """Write something for colleagues; it never leaves the house."""
    row = expect(connection, reference, version, _ANY)
    if not text.strip():
        raise InputError("A note needs words.")
    change(connection, row, by=by, at=at, what="note", note=text.strip())
    return view(connection, reference)


def tag(
    connection: Connection,
    reference: str,
    version: int,
    by: str,
    at: datetime,
    tags: tuple[str, ...],
) -> CaseView:
    """Replace the tags of a case."""
    clean = tuple(dict.fromkeys(each.strip().lower()[:_MAX_TAG] for each in tags if each.strip()))
    row = expect(connection, reference, version, _ANY)
    change(connection, row, by=by, at=at, what="tagged", note=", ".join(clean), tags=list(clean))
    return view(connection, reference)


def set_contact(
    connection: Connection, reference: str, version: int, by: str, at: datetime, address: str
) -> CaseView:
    """Enter where the enquirer is to be answered."""
    row = expect(connection, reference, version, _ANY - {State.SENDING})
    change(connection, row, by=by, at=at, what="contact", contact=address)
    return view(connection, reference)


def close(
    connection: Connection, reference: str, version: int, by: str, at: datetime, reason: str
) -> CaseView:
    """End a case without another reply; `reason` is a stable code or a few words."""
    row = expect(connection, reference, version, _NOT_DONE)
    change(connection, row, by=by, at=at, what="closed", note=reason[:64], state=State.CLOSED,
           closed_reason=reason[:64], snoozed_until=None)  # fmt: skip
    return view(connection, reference)


def not_ours(
    connection: Connection, reference: str, version: int, by: str, at: datetime
) -> CaseView:
    """Close a case that is nothing for the team."""
    return close(connection, reference, version, by, at, "not_ours")


def reopen(connection: Connection, reference: str, version: int, by: str, at: datetime) -> CaseView:
    """Take a case up again."""
    row = expect(connection, reference, version, (ANSWERED | {State.CLOSED}) - {State.SENDING})
    change(connection, row, by=by, at=at, what="reopened", state=State.REOPENED, owner=by,
           closed_reason=None, merged_into_id=None)  # fmt: skip
    return view(connection, reference)


def merge(
    connection: Connection, reference: str, version: int, by: str, at: datetime, into: str
) -> CaseView:
    """Close a case in favour of another, which takes its question over; returns that other one.

    What the enquirer writes later goes to the other one too.
    """
    if reference == into:
        raise InputError("A case cannot be merged into itself.")
    row = expect(connection, reference, version, _NOT_DONE)
    target = locked(connection, into)
    if State(target.state) is State.CLOSED:
        raise InputError(f"Case {into} is closed; reopen it first.")
    change(connection, target, by=by, at=at, what="took_over", note=reference,
           question=f"{target.question}\n{row.question}", urgent=target.urgent or row.urgent,
           contact=target.contact or row.contact)  # fmt: skip
    change(connection, row, by=by, at=at, what="merged", note=into, state=State.CLOSED,
           closed_reason="merged", merged_into_id=target.id, snoozed_until=None)  # fmt: skip
    return view(connection, into)


def join(connection: Connection, conversation: str, at: datetime) -> None:
    """Note that a colleague talks in a conversation: the assistant answers only when called."""
    connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation, conversations.c.person_joined_at.is_(None))
        .values(person_joined_at=at)
    )
