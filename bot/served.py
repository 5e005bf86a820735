"""What a reply was made of: the facts cited and the intents served."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from handlers.model import Part
from intents.model import Interpretation
from knowledge import Knowledge


def fact_ids(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return the ids of the facts that parts cite, each once, in order."""
    return tuple(dict.fromkeys(c.fact_id for part in parts for c in part.citations))


def intents_of(
    interpretation: Interpretation | None, parts: tuple[Part, ...]
) -> tuple[tuple[str, float], ...]:
    """Return the intents served with their probability; where none was, the best guesses.

    An intent that was served on other evidence than the matcher's has the probability 0.
    """
    questions = interpretation.questions if interpretation else ()
    guesses = {c.intent: c.probability for q in reversed(questions) for c in q.candidates}
    served = [part.intent for part in parts if part.intent]
    named = served or [q.candidates[0].intent for q in questions if q.candidates]
    return tuple((name, round(guesses.get(name, 0.0), 4)) for name in dict.fromkeys(named))


def fingerprints(knowledge: Knowledge, ids: Iterable[str]) -> dict[str, str]:
    """Return each fact with a fingerprint of what it says now.

    When a fact is corrected, the fingerprint tells who was told the old one. What is cited but is
    no fact (a criterion of the eligibility rules) has none.
    """
    return {
        each: _fingerprint(knowledge.by_id[each].statement) if each in knowledge.by_id else ""
        for each in ids
    }


def _fingerprint(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()[:12]
