"""Courtesies, and what is none of our business."""

from __future__ import annotations

from handlers.model import Outcome, Part
from handlers.turn import Handled, Turn
from handlers.wording import word


def courtesy(turn: Turn, kind: str = "") -> Handled:
    """One short line; no fact, and no question of ours is touched by it."""
    text = word("courtesy", kind=kind or turn.intent.id)
    return Handled((Part(Outcome.SMALLTALK, text, turn.intent.id, turn.question.text),))


def decline(turn: Turn, kind: str = "") -> Handled:
    """Say politely that it is not for us; no NPQ fact."""
    text = word("decline", kind=kind or turn.intent.id)
    return Handled((Part(Outcome.DECLINE, text, turn.intent.id, turn.question.text),))
