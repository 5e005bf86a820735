"""Answers found again by the name that a button carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.channels.slack.answers import Answer
from bot.channels.slack.asking import drafted
from bot.channels.slack.parts import Parts
from bot.desk import CALL
from bot.jsonable import part_from_json
from bot.storage import reading, slack_events, talks
from bot.storage.tables import conversations


@dataclass(frozen=True, slots=True)
class Found:
    """An answer with what it answers."""

    answer: Answer
    """What was said."""
    question: str
    """To which words."""
    thread: str
    """The conversation in the desk's words; a draft has none yet."""


def find_answer(parts: Parts, name: str, now: datetime) -> Found | None:
    """Return the answer of a name; None when it has been forgotten.

    `turn:CONVERSATION:NUMBER` is stored. `event:IDENTITY` is a draft: it is made once more from
    the message, and the same message gets the same words.
    """
    kind, _, rest = name.partition(":")
    if kind == "event":
        with reading(parts.engine) as connection:
            event = slack_events.kept(connection, rest)
        if event is None:
            return None
        return Found(drafted(parts, event, now), event.payload["text"], f"{event.talk}@draft")
    conversation, _, number = rest.partition(":")
    with reading(parts.engine) as connection:
        turns = talks.turns_of(connection, conversation)
        query = select(conversations.c.thread).where(conversations.c.id == conversation)
        thread = connection.execute(query).scalar_one_or_none()
    turn = next((turn for turn in turns if str(turn.number) == number), None)
    if turn is None or thread is None:
        return None
    shown = tuple(part_from_json(part) for part in turn.parts)
    question = turn.text.removeprefix(CALL).strip()
    return Found(Answer(name, shown, turn.reply, turn.reference), question, thread)
