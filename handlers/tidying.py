"""Takes out of a reply of several parts what it has said already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.model import Outcome, Part
from handlers.turn import Handled

_SAYING = (Outcome.ANSWER, Outcome.CLARIFY)
_PERSON = "person_request"
_PLAIN = (Outcome.SMALLTALK, Outcome.DECLINE)


def without_courtesies(handled: Sequence[tuple[str, Handled]]) -> list[tuple[str, Handled]]:
    """Courtesies and declines fall away beside anything else that was said."""
    kept = [h for h in handled if any(p.outcome not in _PLAIN for p in h[1].parts)]
    return kept or list(handled[:1])


def without_repeats(handled: Sequence[tuple[str, Handled]]) -> list[tuple[str, Handled]]:
    """Leave out facts that an earlier part stated: beside a hand-over, or as the same answer.

    "What is the cost? Is there VAT?" gets the scholarship's criteria once. Something is left of
    every question: a hand-over stays, and an answer falls away only where the same intent was
    served before, or the part right above says it all.
    """
    said: set[str] = set()
    above: set[str] = set()
    served: set[str] = set()
    kept: list[tuple[str, Handled]] = []
    for intent, one in handled:
        parts = tuple(p for p in one.parts if not _is_repeat(p, one.parts, said, served, above))
        about = next((p.about for p in parts if p.about), "")
        if about:  # one question, one heading
            parts = tuple(replace(p, about=about) for p in parts)
        if parts:
            kept.append((intent, replace(one, parts=parts)))
        above = {c.fact_id for p in one.parts for c in p.citations}
        said |= above
        served |= {p.intent for p in one.parts if p.outcome in _SAYING}
    return kept


def with_one_handover(handled: Sequence[tuple[str, Handled]]) -> list[tuple[str, Handled]]:
    """Join neighbouring questions on one matter for staff: "How do I sign up? Is there a form?"

    Nothing is asked back of somebody who wants a person.
    """
    person = any(intent == _PERSON for intent, _ in handled)
    out: list[tuple[str, Handled]] = []
    for intent, one in handled:
        if person and all(p.outcome is Outcome.CLARIFY for p in one.parts):
            continue
        if out and out[-1][0] == intent and _is_handover(one) and _is_handover(out[-1][1]):
            out[-1] = (intent, _joined(out[-1][1], one))
        else:
            out.append((intent, one))
    return out


def _is_handover(one: Handled) -> bool:
    return len(one.parts) == 1 and one.parts[0].outcome is Outcome.ESCALATE


def _joined(first: Handled, second: Handled) -> Handled:
    above, below = first.parts[0], second.parts[0]
    asked = f"{above.question} {below.question}"
    return replace(
        first, parts=(replace(above, question=asked, urgent=above.urgent or below.urgent),)
    )


def _is_repeat(
    part: Part, beside: Sequence[Part], said: set[str], served: set[str], above: set[str]
) -> bool:
    facts = {c.fact_id for c in part.citations}
    if (
        part.outcome is not Outcome.ANSWER
        or not facts
        or not facts <= said
        or part.computed
        or part.about
    ):
        return False
    handed_over = any(p.outcome is Outcome.ESCALATE for p in beside)
    return handed_over or part.intent in served or facts <= above
