"""The last gate: nothing leaves that no cited fact carries.

Every number, amount of money and name of an intake in an answer has to occur in a cited fact, in
what the person told, or in the verdict's own date. A part that fails becomes a hand-over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.errors import UngroundedError
from handlers.model import Outcome, Part
from knowledge import Knowledge

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MONEY = re.compile(r"[£$€]\s?\d")
_INTAKE = re.compile(r"\b(?:Autumn|Spring|Summer) 20\d\d\b")


def check(part: Part, knowledge: Knowledge, told: Mapping[str, object]) -> None:
    """Raise UngroundedError when the part states what no cited fact carries."""
    if part.outcome not in (Outcome.ANSWER, Outcome.CLARIFY) or not part.citations:
        return
    carried = " ".join(_carried(part, knowledge, told))
    numbers = set(_NUMBER.findall(carried))
    for pattern, allowed in ((_MONEY, ""), (_INTAKE, carried)):
        for found in pattern.findall(part.text):
            if found not in allowed:
                raise UngroundedError(found, part.text)
    for number in _NUMBER.findall(part.text):
        if number not in numbers:
            raise UngroundedError(number, part.text)


def _carried(part: Part, knowledge: Knowledge, told: Mapping[str, object]) -> list[str]:
    facts = [knowledge.fact(c.fact_id) for c in part.citations]
    out = [fact.statement for fact in facts]
    out += [c.cohort for c in part.citations if c.cohort]
    out += [choice.label for choice in part.choices]
    out += [str(value) for value in told.values()]
    out += [offer.short_name for offer in knowledge.offers.values()]
    out += [part.asked, *part.computed]
    return out
