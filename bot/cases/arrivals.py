"""What the enquirer's side does to cases: opens them, adds to them, leaves an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from bot import choices
from bot.cases.changing import CaseRow, change, record
from bot.cases.model import ANSWERED, ASSISTANT, ENQUIRER, State, queue_of
from bot.references import new_reference as _new_reference
from bot.storage.rows import insert_new
from bot.storage.tables import cases, conversations, enquirers

_LATEST = (
    select(cases)
    .where(cases.c.conversation_id == bindparam("conversation"))
    .order_by(cases.c.id.desc())
    .limit(1)
    .with_for_update()
)
_OPEN = insert(cases).returning(cases.c.id)
_REFERENCE_TAKEN = select(cases.c.id).where(cases.c.reference == bindparam("reference"))
_PROPOSE = (
    update(cases)
    .where(cases.c.reference == bindparam("of"), cases.c.owner.is_(None))
    .values(draft=bindparam("draft"))
)
_ENQUIRER = select(enquirers.c.id).where(
    enquirers.c.channel == bindparam("channel"), enquirers.c.address == bindparam("address")
)
_MAX_QUESTION = 20_000  # characters; a case that grows without end helps nobody


def open_or_extend(
    connection: Connection,
    conversation: str,
    *,
    reason: str,
    question: str,
    draft: str,
    urgent: bool,
    contact: str | None,
    at: datetime,
    new_reference: Callable[[], str] = _new_reference,
) -> str:
    """Add to the conversation's case, else open one; its reference.

    An enquirer who asks on keeps one reference, and staff see one case: one that was answered is
    open again, one that was closed stays closed and a new one begins. A draft that a colleague is
    working on stays as it is.
    """
    row = _latest(connection, conversation)
    if row is None or State(row.state) is State.CLOSED:
        return _open(
            connection, conversation, new_reference, reason=reason, question=question, draft=draft,
            urgent=urgent, contact=contact, at=at,
        )  # fmt: skip
    state = State(row.state)
    if state in ANSWERED - {State.SENDING}:
        state = State.REOPENED
    elif state is State.SNOOZED:
        state = State.NEW
    untouched = row.owner is None or State(row.state) in ANSWERED
    change(
        connection,
        row,
        by=ENQUIRER,
        at=at,
        what="asked_again",
        state=state,
        reason=reason or row.reason,
        question=f"{row.question}\n{question}".strip()[:_MAX_QUESTION],
        draft=draft if untouched and state is not State.SENDING else row.draft,
        urgent=row.urgent or urgent,
        contact=contact or row.contact,
        asked_at=at,
        snoozed_until=None,
    )
    return str(row.reference)


def wrote(connection: Connection, conversation: str, at: datetime) -> None:
    """Note that the enquirer wrote, and was answered, while a case is open.

    The case gets a new version: a colleague who is about to reply has to see it first.
    """
    row = _latest(connection, conversation)
    if row is not None and State(row.state) is not State.CLOSED:
        change(connection, row, by=ENQUIRER, at=at, what="wrote")


def propose(connection: Connection, reference: str, draft: str) -> None:
    """Put a draft into a case that was just opened or extended, unless a colleague is at it."""
    connection.execute(_PROPOSE, {"of": reference, "draft": draft})


def remark(connection: Connection, reference: str, at: datetime, text: str) -> None:
    """Write into a case's history what the desk has noticed about it."""
    query = select(cases.c.id).where(cases.c.reference == reference)
    record(connection, connection.execute(query).scalar_one(), reference, by=ASSISTANT, at=at,
           what="note", note=text)  # fmt: skip


def leave_contact(
    connection: Connection, conversation: str, reference: str, address: str, at: datetime
) -> bool:
    """Note where to answer a case; False when the conversation has no such case."""
    row = connection.execute(
        select(cases)
        .where(cases.c.conversation_id == conversation, cases.c.reference == reference)
        .with_for_update()
    ).first()
    if row is None:
        return False
    change(connection, row, by=ENQUIRER, at=at, what="contact", contact=address)
    know_enquirer(connection, conversation, address, None, at)
    return True


def know_enquirer(
    connection: Connection, conversation: str, address: str, name: str | None, at: datetime
) -> None:
    """Tie a conversation to the person at an address, whom the channel may know already."""
    channel = connection.execute(
        select(conversations.c.channel).where(conversations.c.id == conversation)
    ).scalar_one()
    enquirer = enquirer_id(connection, channel, address, name, at)
    connection.execute(
        update(conversations).where(conversations.c.id == conversation).values(enquirer_id=enquirer)
    )


def enquirer_id(
    connection: Connection, channel: str, address: str, name: str | None, at: datetime
) -> int:
    """Return the number of the person whom a channel knows by an address; new ones are added."""
    known = address.strip().lower()[:320]
    asked = {"channel": channel, "address": known}
    found = connection.execute(_ENQUIRER, asked).scalar_one_or_none()
    if found is None:
        insert_new(connection, enquirers, ("channel", "address"), channel=channel, address=known,
                   name=name[:200] if name else None, created_at=at)  # fmt: skip
        found = connection.execute(_ENQUIRER, asked).scalar_one()
    return int(found)


def _latest(connection: Connection, conversation: str) -> CaseRow | None:
    """The conversation's last case, or the one that took it over; locked."""
    row = connection.execute(_LATEST, {"conversation": conversation}).first()
    while row is not None and row.merged_into_id is not None:
        row = connection.execute(
            select(cases).where(cases.c.id == row.merged_into_id).with_for_update()
        ).first()
    return row


def _open(
    connection: Connection,
    conversation: str,
    new_reference: Callable[[], str],
    *,
    reason: str,
    question: str,
    draft: str,
    urgent: bool,
    contact: str | None,
    at: datetime,
) -> str:
    reference = _unused(connection, new_reference)
    written = connection.execute(
        _OPEN,
        {
            "conversation_id": conversation, "reference": reference, "state": State.NEW,
            "reason": reason, "question": question[:_MAX_QUESTION], "draft": draft,
            "urgent": urgent, "contact": contact, "version": 1, "opened_at": at, "updated_at": at,
            "asked_at": at, "tags": [], "queue": queue_of(State.NEW, urgent=urgent),
            "due_at": _due(connection, at),
        },
    )  # fmt: skip
    record(connection, written.scalar_one(), reference, by=ASSISTANT, at=at, what="opened",
           note=reason)  # fmt: skip
    return reference


def _due(connection: Connection, at: datetime) -> datetime | None:
    """By when the team has promised to reply; None: it has promised nothing."""
    chosen = choices.several(connection, ("reply_promise", "working_hours", "bank_holidays"))
    if not chosen["reply_promise"] or not chosen["working_hours"]:
        return None
    return choices.calendar(connection).days_after(at, chosen["reply_promise"])


def _unused(connection: Connection, new_reference: Callable[[], str]) -> str:
    while True:
        reference = new_reference()
        if connection.execute(_REFERENCE_TAKEN, {"reference": reference}).first() is None:
            return reference
