"""Which intake a question names: "autumn 2026", "next year", "the 2025/26 cohort"."""

from __future__ import annotations

import re
from datetime import date

_TERM_YEAR = re.compile(
    r"\b(autumn|spring|summer|september|sept|january|jan|february|feb|november|october|april|easter|march)"
    r"(?: term)?(?: (?:of|in))?(?: the)? ?(20\d\d|'\d\d)\b"
)
_TERMS = {
    "autumn": "autumn", "september": "autumn", "sept": "autumn", "october": "autumn",
    "november": "autumn", "spring": "spring", "january": "spring", "jan": "spring",
    "february": "spring", "feb": "spring", "march": "spring", "april": "summer",
    "easter": "summer", "summer": "summer",
}  # fmt: skip
_YEARS = re.compile(r"\b(20\d\d) ?[/-] ?(20)?(\d\d)\b")
_FOR_YEAR = re.compile(r"\b(?:for|in|during|from|the|of|starting|by) (20[2-4]\d)\b")
_NEXT = re.compile(
    r"\b(?:next|coming|forthcoming|upcoming|following) (?:\w+ )?(?:year|academic year|autumn|spring|summer|"
    r"september|sept|january|jan|cohort|intake|round|term|one|academic)\b"
)
_THIS = re.compile(
    r"\bthis (?:coming |academic |school )?(?:year|autumn|spring|september|january|intake|cohort|round|time|term)"
    r"(?:'s)?\b|\b(?:current|latest) (?:year|cohort|intake|round)\b"
)
# "head since January 2022", "finished NPQH in spring 2023": a date of somebody's own, no intake
_OF_A_POST = re.compile(
    r"\b(?:since|became|appointed|promoted|took (?:it |the (?:post|job|role) )?(?:up|over|on)|in post from|"
    r"(?:started|began|start) (?:as|in post|(?:my |her |his |the )?(?:headship|post|job|role))|"
    r"did|done|completed|finished|passed|withdrew|dropped out)\b"
    r"(?:(?!\b(?:cohorts?|intakes?|scholarships?|fund\w*|round|course)\b)[^.;:?!]){0,40}?\b(?:20\d\d|'\d\d)\b"
    r"(?! (?:cohort|intake|round|scholarship|funding))"
)
_PUBLISHED = "autumn_2024"  # the one intake a plain question about "the criteria" is judged by
_SPRING_BEGINS_MONTH = 1
_AUTUMN_BEGINS_MONTH = 9


def read_cohort(lower: str, today: date) -> str | None:
    """Return the intake named, as `autumn_2026`; None where none is.

    A bare "next" or "this" is turned into a name by today's date, so that it never means
    an intake of the past.
    """
    lower = _OF_A_POST.sub(" ", lower)
    match = _TERM_YEAR.search(lower)
    if match:
        return f"{_TERMS[match[1]]}_{_year(match[2])}"
    match = _YEARS.search(lower)
    if match:
        return f"autumn_{match[1]}"
    if _NEXT.search(lower):
        return _next_intake(today)
    match = _FOR_YEAR.search(lower)
    if match:
        return f"autumn_{match[1]}" if match[1] == "2024" else f"spring_{match[1]}"
    if _THIS.search(lower):
        return f"autumn_{today.year}" if today.year > 2024 else _PUBLISHED
    return None


def _year(text: str) -> int:
    return int(text) if text.isdigit() else 2000 + int(text.lstrip("'"))


def _next_intake(today: date) -> str:
    if today.month >= _AUTUMN_BEGINS_MONTH:
        return f"spring_{today.year + 1}"
    return f"autumn_{today.year}"
