"""Hand-overs: what is passed to the NPQ team, why, and what may be said beside it."""

from __future__ import annotations

from handlers.decide import NAMING
from handlers.model import Outcome, Part
from handlers.turn import Handled, Turn
from handlers.wording import cite, statements, word
from knowledge import EVERY_NPQ, Fact

_KINDS = {"person_request": "person", "safeguarding": "urgent"}
_MOST_BESIDE = 4
_SURE = 0.6  # confidence of the matcher
_LIKELY = 0.3


def hand_over(turn: Turn, *, kind: str, reason: str, urgent: bool = False) -> Handled:
    """Return one part that passes the question to staff. `reason` is a stable code."""
    return Handled((passed_on(turn, kind=kind, reason=reason, urgent=urgent),), offers=turn.offers)


def passed_on(turn: Turn, *, kind: str, reason: str, urgent: bool = False) -> Part:
    """Return the part that says the question went to staff."""
    return Part(
        outcome=Outcome.ESCALATE,
        text=word("handover", kind=kind, label=turn.intent.label),
        intent=turn.intent.id,
        question=turn.question.text,
        reason=reason,
        urgent=urgent or turn.intent.urgent,
    )


def staff_matter(turn: Turn) -> Handled:
    """Hand over what only staff can answer; state beside it what the page does say."""
    kind = _KINDS.get(turn.intent.id, "staff" if _is_sure(turn) else "perhaps")
    passed = passed_on(turn, kind=kind, reason=f"staff.{turn.intent.id}")
    ours = turn.offers or NAMING & set(turn.question.words)
    facts = beside(turn) if ours and _is_likely(turn) else ()
    if not facts:
        return Handled((passed,), offers=turn.offers)
    return Handled((stated(turn, facts), passed), offers=turn.offers)


def stated(turn: Turn, facts: tuple[Fact, ...]) -> Part:
    """Return the part that says what the page does say, to stand before a hand-over."""
    cohort = next((turn.knowledge.cohort_label(f.cohort) for f in facts if f.cohort), "")
    return Part(
        outcome=Outcome.ANSWER,
        text=word(
            "answer",
            lead="",
            sentences=statements(facts),
            first_alone=False,
            cohort=cohort,
            note="",
        ),
        intent=turn.intent.id,
        question=turn.question.text,
        citations=cite(turn.knowledge, facts),
    )


def _is_sure(turn: Turn) -> bool:
    """The matter may be named: its own wording was there, or the matcher has no doubt."""
    question = turn.question
    return turn.intent.id in question.gates or question.confidence >= _SURE


def _is_likely(turn: Turn) -> bool:
    """ "NPQSL horoscope for Leo" is a price by chance alone: nothing is stated beside it."""
    question = turn.question
    worded = turn.intent.id in question.gates or set(turn.intent.needs) & question.concepts
    return bool(worded) or question.confidence >= _LIKELY


def beside(turn: Turn) -> tuple[Fact, ...]:
    """Return the facts that may stand beside a hand-over, for the offers named or for all NPQs."""
    offers = turn.offers or (EVERY_NPQ,)
    found = [
        fact
        for offer in offers[:1]
        for topic in turn.intent.beside
        for fact in turn.knowledge.facts(offer, topic)
    ]
    return tuple(dict.fromkeys(found))[:_MOST_BESIDE]
