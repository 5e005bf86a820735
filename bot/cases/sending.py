"""How a colleague's reply leaves: approved, taken back, sent, or found to be sent elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, insert, select, update

from bot import choices
from bot.cases.actions import join
from bot.cases.arrivals import open_or_extend
from bot.cases.changing import CaseRow, change, conflict, expect, locked
from bot.cases.model import ANSWERED, ASSISTANT, OPEN, CaseView, NoAddress, State
from bot.cases.reading import view
from bot.errors import InputError
from bot.storage import deliveries
from bot.storage.tables import cases, conversations, staff_replies
from bot.storage.tables import deliveries as delivery_table

SHOWN_IN_THE_TALK = frozenset({"web", "api", "slack"})
"""Channels whose conversation itself shows what a colleague wrote."""
_SENDABLE = OPEN | {State.SNOOZED}


def approve_and_send(
    connection: Connection,
    reference: str,
    version: int,
    by: str,
    at: datetime,
    text: str,
    *,
    via: str = "desk",
    undo_s: int | None = None,
) -> CaseView:
    """Send a reply, exactly as given, once the time to take it back is over.

    By mail to the case's contact, and into the conversation where its channel shows replies.
    `undo_s` is how long that time is; None: as staff set it. Raises CaseConflict when anybody,
    the enquirer included, was there first, and NoAddress when there is nowhere to send it to.
    """
    if not text.strip():
        raise InputError("A reply needs words.")
    row = expect(connection, reference, version, _SENDABLE)
    channel = connection.execute(
        select(conversations.c.channel).where(conversations.c.id == row.conversation_id)
    ).scalar_one()
    if not row.contact and channel not in SHOWN_IN_THE_TALK:
        raise NoAddress(reference)
    wait_s = choices.get(connection, "undo_seconds") if undo_s is None else undo_s
    leaves_at = at + timedelta(seconds=wait_s or 0)
    _write_reply(connection, row, by, text, leaves_at, via)
    if row.contact:
        deliveries.enqueue(
            connection,
            channel="email",
            kind=deliveries.STAFF_REPLY,
            recipient=row.contact,
            payload={"text": text, "author": by, "reference": reference},
            unique_key=f"staff-reply:{reference}:{version}",
            not_before=leaves_at,
            conversation=row.conversation_id,
            case=row.id,
            at=at,
        )
    join(connection, row.conversation_id, at)
    change(connection, row, by=by, at=at, what="approved", state=State.SENDING, owner=by,
           draft=text, replied_at=leaves_at, snoozed_until=None)  # fmt: skip
    return view(connection, reference)


def undo(connection: Connection, reference: str, version: int, by: str, at: datetime) -> CaseView:
    """Take a reply back; the words become the draft again. Raises CaseConflict when it has left."""
    row = expect(connection, reference, version, {State.SENDING})
    if row.replied_at is None or row.replied_at <= at:
        raise conflict(connection, row)
    if not _stop(connection, row, at):
        raise conflict(connection, row)
    connection.execute(
        update(conversations)
        .where(
            conversations.c.id == row.conversation_id,
            ~exists().where(staff_replies.c.conversation_id == row.conversation_id),
        )
        .values(person_joined_at=None)
    )
    change(connection, row, by=by, at=at, what="undone", state=State.CLAIMED, owner=by,
           replied_at=None)  # fmt: skip
    return view(connection, reference)


def finish_sending(connection: Connection, reference: str, at: datetime) -> CaseView:
    """Call a case sent once its reply has left; reopened if the enquirer wrote meanwhile.

    While it can be taken back, or a delivery is still under way, nothing changes.
    """
    row = locked(connection, reference)
    under_way = exists().where(
        delivery_table.c.case_id == row.id,
        delivery_table.c.state.in_((deliveries.State.DUE, deliveries.State.CLAIMED)),
    )
    if (
        State(row.state) is State.SENDING
        and row.replied_at <= at
        and not connection.execute(select(under_way)).scalar_one()
    ):
        wrote = row.asked_at is not None and row.asked_at > row.replied_at
        state = State.REOPENED if wrote else State.SENT
        change(connection, row, by=ASSISTANT, at=at, what="sent", state=state)
    return view(connection, reference)


def answered_elsewhere(
    connection: Connection, reference: str, by: str, at: datetime, text: str
) -> CaseView:
    """Note a reply that a colleague sent by other means; a draft on its way is stopped.

    Needs no version: it has happened. `at` is when it was sent.
    """
    row = locked(connection, reference)
    if State(row.state) is State.SENDING:
        _stop(connection, row, at)
    _write_reply(connection, row, by, text, at, "elsewhere")
    join(connection, row.conversation_id, at)
    change(connection, row, by=by, at=at, what="answered_elsewhere",
           state=State.ANSWERED_ELSEWHERE, owner=by, replied_at=at)  # fmt: skip
    return view(connection, reference)


def undelivered(
    connection: Connection,
    *,
    case_id: int | None,
    conversation: str | None,
    certain: bool,
    error: str,
    at: datetime,
) -> None:
    """Show staff that a message did not go out, or may not have: its case is open again.

    A message without a case gets one, unless its conversation is gone too.
    """
    what = "undelivered" if certain else "uncertain"
    if case_id is None:
        if conversation is not None:
            open_or_extend(
                connection, conversation, reason=f"delivery.{what}", question="", draft="",
                urgent=False, contact=None, at=at,
            )  # fmt: skip
        return
    row = connection.execute(select(cases).where(cases.c.id == case_id).with_for_update()).first()
    if row is not None:
        state = State.REOPENED if State(row.state) in ANSWERED else State(row.state)
        change(connection, row, by=ASSISTANT, at=at, what=what, note=error, state=state)


def _stop(connection: Connection, row: CaseRow, at: datetime) -> bool:
    """Stop the reply that is on its way; False, and nothing is changed, if it is leaving."""
    keys = connection.execute(
        select(delivery_table.c.unique_key).where(
            delivery_table.c.case_id == row.id,
            delivery_table.c.kind == deliveries.STAFF_REPLY,
            delivery_table.c.state.in_((deliveries.State.DUE, deliveries.State.CLAIMED)),
        )
    ).scalars()
    if not deliveries.withdraw(connection, tuple(keys), at):
        return False
    connection.execute(
        delete(staff_replies).where(
            staff_replies.c.case_id == row.id, staff_replies.c.sent_at == row.replied_at
        )
    )
    return True


def _write_reply(
    connection: Connection, row: CaseRow, by: str, text: str, sent_at: datetime, via: str
) -> None:
    connection.execute(
        insert(staff_replies).values(
            conversation_id=row.conversation_id, case_id=row.id, author=by, text=text,
            sent_at=sent_at, via=via,
        )
    )  # fmt: skip
