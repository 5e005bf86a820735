"""Queries on conversations, turns and the ledger of what came in."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Label,
    and_,
    bindparam,
    exists,
    insert,
    literal,
    select,
    update,
)

from bot.storage.tables import cases, choices, conversations, received, turns

FORGOTTEN = "forgotten:"
"""How the identity of a message begins whose words are gone; its hash follows."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it stands before the next turn."""

    id: str
    """Its id."""
    context: dict[str, Any]
    """JSON of the context; empty before the first turn."""
    turns: int
    """Turns so far, which is also the number of the next one."""
    enquirer: int | None = None
    """Number of the person, where the channel knows one."""
    person_joined_at: datetime | None = None
    """Since then a colleague talks here; None: none does."""
    has_case: bool = False
    """A case of it is not closed."""


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
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger."""

    outcome: str
    """Of the reply, or what the message was."""
    reason: str
    """Stable code; empty for a plain answer."""
    conversation_id: str | None
    """None: never answered, or forgotten since."""
    turn: int | None
    """Number of the turn that it led to."""


_TURN = (
    turns.c.conversation_id, turns.c.number, turns.c.text, turns.c.outcome, turns.c.parts,
    turns.c.reply, turns.c.reference, turns.c.ms, turns.c.received_at,
)  # fmt: skip


_HAS_CASE = (
    exists()
    .where(cases.c.conversation_id == conversations.c.id, cases.c.state != "closed")
    .label("has_case")
)

# Every turn needs these: made once, they are only bound and run.
_TALK = (
    conversations.c.id, conversations.c.context, conversations.c.turns,
    conversations.c.enquirer_id, conversations.c.person_joined_at, _HAS_CASE,
)  # fmt: skip
_THIS_TALK = and_(
    conversations.c.channel == bindparam("channel"),
    conversations.c.thread == bindparam("thread"),
)
_THIS_MESSAGE = and_(
    received.c.channel == bindparam("channel"),
    received.c.identity.in_((bindparam("identity"), bindparam("forgotten"))),
)
_FIND_LOCKED = select(*_TALK).where(_THIS_TALK).with_for_update(of=conversations)
_ENTRY = (received.c.outcome, received.c.reason, received.c.conversation_id, received.c.turn)
_FIND_RECEIVED = select(*_ENTRY).where(_THIS_MESSAGE)


def _choice(key: str) -> Label[Any]:  # any JSON
    chosen = select(choices.c.value).where(choices.c.key == key)
    return chosen.scalar_subquery().label(key)


# One row whatever is there: the conversation, the ledger's line, two choices.
_LOOK = select(*_TALK, *_ENTRY, _choice("topic_off"), _choice("safety_text")).select_from(
    select(literal(1).label("one"))
    .subquery()
    .outerjoin(conversations, _THIS_TALK)
    .outerjoin(received, _THIS_MESSAGE)
)
_OPEN = insert(conversations)
_ADD_TURN = insert(turns)
_MOVE_ON = (
    update(conversations)
    .where(conversations.c.id == bindparam("of"))
    .values(
        {
            name: bindparam(name)
            for name in ("context", "updated_at", "turns", "closed_at", "enquirer_id")
        }
    )
)
_ADD_RECEIVED = insert(received)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the desk looks at before it thinks."""

    entry: Entry | None
    """The ledger's line of the same message; None: it is new."""
    talk: Talk
    """The conversation; without an id if there is none yet."""
    topic_off: list[str] | None
    """As staff chose; None: nobody has."""
    safety_text: str | None
    """Likewise."""


def look(connection: Connection, channel: str, identity: str, thread: str) -> Seen:
    """Return all that with one statement; without an identity the message counts as new."""
    row = connection.execute(
        _LOOK,
        {
            "channel": channel,
            "thread": thread,
            "identity": identity,
            "forgotten": forgotten(identity),
        },
    ).one()
    entry = Entry(*row[6:10]) if identity and row.outcome is not None else None
    talk = Talk(*row[:6]) if row.id is not None else Talk("", {}, 0)
    return Seen(entry, talk, row.topic_off, row.safety_text)


def find_received(connection: Connection, channel: str, identity: str) -> Entry | None:
    """Return the ledger's line of a message, its words forgotten or not; None: it is new."""
    row = connection.execute(
        _FIND_RECEIVED,
        {"channel": channel, "identity": identity, "forgotten": forgotten(identity)},
    ).first()
    return Entry(*row) if row is not None else None


def forgotten(identity: str) -> str:
    """Return what stands for an identity once its words are gone.

    Enough to know the same message again, and nothing that tells who sent it.
    """
    return FORGOTTEN + hashlib.sha256(identity.encode()).hexdigest()


def turn_of(connection: Connection, conversation: str, number: int) -> StoredTurn:
    """Return one turn of a conversation."""
    query = select(*_TURN).where(turns.c.conversation_id == conversation, turns.c.number == number)
    return StoredTurn(*connection.execute(query).one())


def find_or_open(connection: Connection, channel: str, thread: str, at: datetime) -> Talk:
    """Return the conversation of a thread, locked until the transaction ends; begin one if new."""
    row = connection.execute(_FIND_LOCKED, {"channel": channel, "thread": thread}).first()
    if row is None:
        return Talk(open_talk(connection, channel, thread=thread, opened_at=at), {}, 0)
    return Talk(*row)


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
        _OPEN,
        {
            "id": new,
            "channel": channel,
            "thread": thread,
            "token_hash": token_hash,
            "context": {},
            "created_at": opened_at,
            "updated_at": opened_at,
            "turns": 0,
        },
    )
    return new


def add_turn(
    connection: Connection,
    talk: Talk,
    *,
    context: dict[str, Any],
    received_at: datetime,
    enquirer: int | None = None,
    **columns: object,
) -> None:
    """Write a turn and what the next one starts from."""
    connection.execute(
        _ADD_TURN,
        {"conversation_id": talk.id, "number": talk.turns, "received_at": received_at, **columns},
    )
    connection.execute(
        _MOVE_ON,
        {
            "of": talk.id,
            "context": context,
            "updated_at": received_at,
            "turns": talk.turns + 1,
            "closed_at": None,
            "enquirer_id": enquirer if enquirer is not None else talk.enquirer,
        },
    )


def add_received(
    connection: Connection,
    channel: str,
    identity: str,
    *,
    outcome: str,
    fate: str,
    reason: str,
    talk: Talk | None,
    received_at: datetime,
) -> None:
    """Enter a message in the ledger; without a talk it was noted but not answered."""
    connection.execute(
        _ADD_RECEIVED,
        {
            "channel": channel,
            "identity": identity,
            "outcome": outcome,
            "fate": fate,
            "reason": reason,
            "conversation_id": talk.id if talk else None,
            "turn": talk.turns if talk else None,
            "received_at": received_at,
        },
    )


def context_of(connection: Connection, conversation: str) -> dict[str, Any]:
    """Return the JSON of a conversation's context; empty when there is none."""
    query = select(conversations.c.context).where(conversations.c.id == conversation)
    return dict(connection.execute(query).scalar_one_or_none() or {})


def turns_of(connection: Connection, conversation: str) -> tuple[StoredTurn, ...]:
    """Return the turns of a conversation, oldest first."""
    query = select(*_TURN).where(turns.c.conversation_id == conversation).order_by(turns.c.number)
    return tuple(StoredTurn(*row) for row in connection.execute(query))
