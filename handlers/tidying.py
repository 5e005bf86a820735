"""Takes out of a reply of several parts what it has said already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.model import Outcome, Part
from handlers.turn import Handled

_PLAIN = (Outcome.SMALLTALK, Outcome.DECLINE)


def without_courtesies(handled: Sequence[tuple[str, Handled]]) -> list[tuple[str, Handled]]:
    """Courtesies and declines fall away beside anything else that was said."""
    kept = [h for h in handled if any(p.outcome not in _PLAIN for p in h[1].parts)]
    return kept or list(handled[:1])


def without_repeats(handled: Sequence[tuple[str, Handled]]) -> list[tuple[str, Handled]]:
    """Leave out facts that an earlier part stated: beside a hand-over, or as the same answer.

    "What is the cost? Is there VAT?" gets the scholarship's criteria once. Something is left of
    every question: a hand-over stays, and an answer falls away only where the same intent was
    served above.
    """
    said: set[str] = set()
    served: set[str] = set()
    kept: list[tuple[str, Handled]] = []
    for intent, one in handled:
        parts = tuple(p for p in one.parts if not _is_repeat(p, one.parts, said, served))
        if parts:
            kept.append((intent, replace(one, parts=parts)))
        said |= {c.fact_id for p in one.parts for c in p.citations}
        served |= {p.intent for p in one.parts if p.outcome is Outcome.ANSWER}
    return kept


def _is_repeat(part: Part, beside: Sequence[Part], said: set[str], served: set[str]) -> bool:
    facts = {c.fact_id for c in part.citations}
    if part.outcome is not Outcome.ANSWER or not facts or not facts <= said or part.computed:
        return False
    handed_over = any(p.outcome is Outcome.ESCALATE for p in beside)
    return handed_over or part.intent in served
