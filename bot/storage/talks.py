"""Queries on conversations, turns and the ledger of what came in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.storage.tables import conversations, received, turns


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it stands before the next turn."""

    id: str
    """Its id."""
    context: dict[str, Any]
    """JSON of the context; empty before the first turn."""
    turns: int
    """Turns so far, which is also the number of the next one."""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One turn as it was written."""

    conversation_id: str
    number: int
    text: str
    outcome: str
    parts: list[dict[str, Any]]  # JSON of the parts
    reply: str
    reference: str | None
    ms: float


_TURN = (
    turns.c.conversation_id, turns.c.number, turns.c.text, turns.c.outcome, turns.c.parts,
    turns.c.reply, turns.c.reference, turns.c.ms,
)  # fmt: skip


def find_received(connection: Connection, channel: str, identity: str) -> StoredTurn | None:
    """Return the turn that a message led to; None when the message is new."""
    query = (
        select(*_TURN)
        .join(
            received,
            (received.c.conversation_id == turns.c.conversation_id)
            & (received.c.turn == turns.c.number),
        )
        .where(received.c.channel == channel, received.c.identity == identity)
    )
    row = connection.execute(query).one_or_none()
    return StoredTurn(*row) if row is not None else None


def find_or_open(connection: Connection, channel: str, thread: str, at: datetime) -> Talk:
    """Return the conversation of a thread, locked until the transaction ends; begin one if new."""
    row = connection.execute(
        select(conversations.c.id, conversations.c.context)
        .where(conversations.c.channel == channel, conversations.c.thread == thread)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return Talk(open_talk(connection, channel, thread=thread, opened_at=at), {}, 0)
    count = select(func.count()).select_from(turns).where(turns.c.conversation_id == row.id)
    return Talk(row.id, row.context, connection.execute(count).scalar_one())


def open_talk(
    connection: Connection,
    channel: str,
    *,
    thread: str,
    opened_at: datetime,
    talk_id: str = "",
    token_hash: str | None = None,
) -> str:
    """Begin a conversation and return its id."""
    new = talk_id or secrets.token_hex(16)
    connection.execute(
        insert(conversations).values(
            id=new,
            channel=channel,
            thread=thread,
            token_hash=token_hash,
            context={},
            created_at=opened_at,
            updated_at=opened_at,
        )
    )
    return new


def add_turn(
    connection: Connection,
    talk: Talk,
    *,
    context: dict[str, Any],
    received_at: datetime,
    **columns: object,
) -> None:
    """Write a turn and what the next one starts from."""
    connection.execute(
        insert(turns).values(
            conversation_id=talk.id, number=talk.turns, received_at=received_at, **columns
        )
    )
    connection.execute(
        update(conversations)
        .where(conversations.c.id == talk.id)
        .values(context=context, updated_at=received_at)
    )


def add_received(
    connection: Connection,
    channel: str,
    identity: str,
    *,
    outcome: str,
    reason: str,
    talk: Talk | None,
    received_at: datetime,
) -> None:
    """Enter a message in the ledger; without a talk it was noted but not answered."""
    connection.execute(
        insert(received).values(
            channel=channel,
            identity=identity,
            outcome=outcome,
            reason=reason,
            conversation_id=talk.id if talk else None,
            turn=talk.turns if talk else None,
            received_at=received_at,
        )
    )


def was_received(connection: Connection, channel: str, identity: str) -> bool:
    """Tell whether the ledger has the message, answered or not."""
    query = select(received.c.id).where(
        received.c.channel == channel, received.c.identity == identity
    )
    return connection.execute(query).first() is not None


def token_hash(connection: Connection, channel: str, thread: str) -> str | None:
    """Return the hash of the token that opens a conversation; None when there is none."""
    query = select(conversations.c.token_hash).where(
        conversations.c.channel == channel, conversations.c.thread == thread
    )
    return connection.execute(query).scalar_one_or_none()


def turns_of(connection: Connection, conversation: str) -> tuple[StoredTurn, ...]:
    """Return the turns of a conversation, oldest first."""
    query = select(*_TURN).where(turns.c.conversation_id == conversation).order_by(turns.c.number)
    return tuple(StoredTurn(*row) for row in connection.execute(query))
