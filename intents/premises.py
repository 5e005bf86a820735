"""Amounts that a question takes for granted, so that a wrong one can be put right."""

from __future__ import annotations

import re

from intents.quantities import NUMBER_WORDS, find_spans

_PERCENT = re.compile(r"\b(\d{1,3}|fifty|ninety|hundred) ?(?:%|per ?cent)")
_WORD_PERCENT = {"fifty": 50, "ninety": 90, "hundred": 100}
_COUNT = re.compile(
    r"\b(\d{1,2}|" + "|".join(w for w in NUMBER_WORDS if w not in {"a", "an", "half", "few"}) + r")"
    r" (topics?|modules?|units?|npqs?|programmes?|cohorts?|intakes?|times a year|leadership npqs?|criteria|qualifications)\b"
)
_OF_SCHOOLS = re.compile(r" ?(?:of )?(?:the |all |state )*(?:schools|settings)\b")
_LEVEL = re.compile(r"\blevel (\d)\b")


def read_premises(lower: str) -> tuple[str, ...]:
    """Return amounts as `months:12`, `percent:80`, `count:9`, `level:2`, in that order of kinds.

    A share of all schools is `schools:30`: no percentage of the course.
    """
    found = [f"months:{span.months:g}" for span in find_spans(lower)]
    for match in _PERCENT.finditer(lower):
        value = _WORD_PERCENT.get(match[1]) or int(match[1])
        of_schools = _OF_SCHOOLS.match(lower[match.end() :])
        found.append(f"{'schools' if of_schools else 'percent'}:{value}")
    for match in _COUNT.finditer(lower):
        count = NUMBER_WORDS.get(match[1]) or int(match[1])
        found.append(f"count:{count}")
    found.extend(f"level:{match[1]}" for match in _LEVEL.finditer(lower))
    return tuple(found)
