"""What staff have decided about replies: topics that go to them, and words for what is urgent."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot import choices
from handlers.model import Outcome, Part

TOPIC_OFF = "topic.off"
"""Reason of a part that was taken from the assistant because its topic is switched off."""
_PASSED_ON = "I have passed this to the NPQ team."


def house_rules(connection: Connection, parts: tuple[Part, ...], text: str) -> tuple[Part, ...]:
    """Return the parts as staff want them.

    Those on topics that are switched off are handed over; urgent ones carry staff's safety words.
    """
    chosen = choices.several(connection, ("topic_off", "safety_text"))
    off = frozenset(chosen["topic_off"])
    safety = str(chosen["safety_text"]).strip()
    return tuple(_ruled(part, off, safety, text) for part in parts)


def _ruled(part: Part, off: frozenset[str], safety: str, text: str) -> Part:
    if part.intent in off and part.outcome in (Outcome.ANSWER, Outcome.CLARIFY):
        question = part.question or text
        return Part(Outcome.ESCALATE, _PASSED_ON, part.intent, question, reason=TOPIC_OFF)
    if part.urgent and safety:
        return replace(part, text=f"{part.text}\n\n{safety}".strip())
    return part
