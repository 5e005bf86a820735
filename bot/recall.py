"""What the desk remembers: contexts and replies, as they were stored."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core import log_failure
from bot.house_rules import HouseRules
from bot.jsonable import part_from_json, to_json
from bot.model import DeskReply
from bot.storage import talks
from handlers import context_from_json, context_to_json
from handlers.model import Context, Outcome, Part


def context_of(stored: dict[str, object]) -> Context:
    """Return a context as it was stored; an empty one where that cannot be read."""
    try:
        return context_from_json(stored) if stored else Context()
    except (KeyError, TypeError, ValueError) as error:
        # Written by another version: better to forget what was talked about than to fail.
        log_failure("context unreadable", error)
        return Context()


def context_json(context: Context, before: dict[str, object]) -> dict[str, object]:
    """Return a context as it is stored; `before`, the stored one, where that cannot be done."""
    try:
        return dict(to_json(context_to_json(context)))
    except (TypeError, ValueError) as error:
        log_failure("context not storable", error)
        return before


def look(
    connection: Connection, channel: str, identity: str, thread: str
) -> tuple[DeskReply | None, talks.Talk, HouseRules]:
    """Return what has to be known before a message is thought about, with one statement.

    The reply that the same message got before (None: it is new), the conversation as it stands,
    and what staff have decided.
    """
    seen = talks.look(connection, channel, identity, thread)
    reply = _stored_reply(connection, seen.entry) if seen.entry is not None else None
    return reply, seen.talk, HouseRules.chosen(seen.topic_off, seen.safety_text)


def _stored_reply(connection: Connection, entry: talks.Entry) -> DeskReply:
    """The reply of then; silence where none was given, or its words are forgotten."""
    if entry.conversation_id is None or entry.turn is None:
        part = Part(Outcome.ESCALATE, "", reason=entry.reason)
        return DeskReply("", -1, part.outcome, (part,), "", None, repeated=True)
    row = talks.turn_of(connection, entry.conversation_id, entry.turn)
    parts = tuple(part_from_json(part) for part in row.parts)
    return DeskReply(
        conversation=row.conversation_id,
        turn=row.number,
        outcome=Outcome(row.outcome),
        parts=parts,
        text=row.reply,
        reference=row.reference,
        ms=row.ms,
        repeated=True,
    )
