"""Queries of the web chat beside the turns: colleagues' replies, who has joined, feedback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select, update

from bot.storage.rows import insert_new
from bot.storage.tables import cases, conversations, feedback, staff_replies

_NEVER_SENT_ON = "elsewhere"  # found in the mailbox: the enquirer has it there, quotes and all


@dataclass(frozen=True, slots=True)
class ColleagueReply:
    """What a colleague wrote."""

    id: int
    text: str
    sent_at: datetime
    """The enquirer sees it from then on; until then it can be taken back."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the enquirer thought."""

    turn: int
    """The newest turn when they said so."""
    verdict: str
    """yes, partly or no."""
    reason: str
    """wrong, out_of_date, not_asked, hard; empty: none given."""


@dataclass(frozen=True, slots=True)
class Around:
    """What belongs to a conversation beside its turns."""

    replies: tuple[ColleagueReply, ...]
    """Of colleagues, oldest first; only what has left."""
    joined: bool
    """A colleague talks here: the assistant waits to be called."""
    waiting: bool
    """A case of it is open, so that a reply may come."""
    opinion: Opinion | None
    """None: not asked, or not answered."""


def around(connection: Connection, conversation: str, now: datetime) -> Around:
    """Return what belongs to a conversation as it stands at that moment."""
    replies = (
        select(staff_replies.c.id, staff_replies.c.text, staff_replies.c.sent_at)
        .where(
            staff_replies.c.conversation_id == conversation,
            staff_replies.c.sent_at <= now,
            staff_replies.c.via != _NEVER_SENT_ON,
        )
        .order_by(staff_replies.c.sent_at, staff_replies.c.id)
    )
    open_case = exists().where(cases.c.conversation_id == conversation, cases.c.state != "closed")
    head = select(conversations.c.person_joined_at, open_case).where(
        conversations.c.id == conversation
    )
    said = select(feedback.c.turn, feedback.c.verdict, feedback.c.reason).where(
        feedback.c.conversation_id == conversation
    )
    joined_at, waiting = connection.execute(head).one()
    opinion = connection.execute(said).one_or_none()
    return Around(
        tuple(ColleagueReply(*row) for row in connection.execute(replies)),
        joined_at is not None,
        bool(waiting),
        Opinion(*opinion) if opinion else None,
    )


def add_opinion(
    connection: Connection, conversation: str, turn: int, verdict: str, at: datetime
) -> bool:
    """Note what the enquirer thought; False when they had said so before."""
    return insert_new(
        connection, feedback, ("conversation_id",),
        conversation_id=conversation, turn=turn, verdict=verdict, at=at,
    )  # fmt: skip


def add_reason(connection: Connection, conversation: str, reason: str) -> None:
    """Add why, once; without a verdict nothing happens."""
    connection.execute(
        update(feedback)
        .where(feedback.c.conversation_id == conversation, feedback.c.reason == "")
        .values(reason=reason)
    )
