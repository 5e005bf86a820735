"""Since when somebody has been a head: dates, terms and years, as far as the words tell them."""

from __future__ import annotations

import re
from datetime import date

from intents.quantities import TERMS, WrittenDate, completed_months, find_dates, past_date

Told = dict[str, object]

HEAD = (
    r"(?:head ?teachers?|heads?|headships?|principal|ht|head of school|executive head|exec head|"
    r"acting head|headmaster|headmistress)"
)
HEAD_WORD = re.compile(rf"\b{HEAD}\b(?!'s)")
_TERM_N = re.compile(r"\b(first|1st|second|2nd) term (?:as|in|of)\b")
_THIS_TERM = re.compile(
    r"\b(?:this term|(?:the )?(?:start|beginning) of (?:the |this )?(?:term|school year|academic year)|this september)\b"
)
_HALF_TERM = re.compile(r"\bsince (?:the )?(?:october |autumn )?half ?-?term\b")
_FIRST_MONTH = re.compile(
    r"\b(?:started|began|became|took over|took up)(?: \S+){0,4} (?:this|last) (?:month|week)\b"
)
_LAST_MONTH = re.compile(r"\blast\s*$")
_LAST_YEAR = re.compile(r"\bsince last (?:academic |school )?year\b")
_BEGAN = re.compile(
    rf"\b(?:since|became|become|started|start|took|take|taking|appointed|from|began|begin|promoted|new {HEAD}|in post|been (?:a |the )?{HEAD}|starting|starts|becoming)\b"
)
_LIMITS_MONTHS = (24, 60)  # only to see on which side of a rule's limit a bare year falls


def read_start(text: str, today: date, *, is_head: bool, asked: bool) -> Told:
    """Return `headship_start_date`, or what a bare year tells of it; empty where nothing does."""
    if not (asked or is_head):
        return {}
    named = named_start(text, today)
    if named or not (asked or _BEGAN.search(text)):
        return named
    for written in find_dates(text):
        if not asked and not _near_headship(text, written):
            continue
        told = _dated(text, written, today)
        if told:
            return told
    return {}


def named_start(text: str, today: date) -> Told:
    """Starts told by the school year: "this term", "my second term", "since half term"."""
    terms = _terms_begun(today)
    nth = _TERM_N.search(text)
    if nth and HEAD_WORD.search(text):
        return {"headship_start_date": f"{terms[0 if nth[1] in ('first', '1st') else 1]:%Y-%m}"}
    if _THIS_TERM.search(text) and (_BEGAN.search(text) or HEAD_WORD.search(text)):
        return {"headship_start_date": f"{terms[0]:%Y-%m}"}
    if _HALF_TERM.search(text):
        return {
            "headship_start_date": f"{date(today.year if today.month > 10 else today.year - 1, 11, 1):%Y-%m}"
        }
    if _FIRST_MONTH.search(text):
        return {"months_in_headship": 0}
    if _LAST_YEAR.search(text):
        return _year_alone(today.year - 1, today)
    return {}


def _terms_begun(today: date) -> list[date]:
    """The first days of terms up to today, latest first."""
    starts = {month for term, month in TERMS.items() if term != "easter"}
    begun = [date(y, m, 1) for y in (today.year - 1, today.year) for m in starts]
    return sorted((day for day in begun if day <= today), reverse=True)


def _near_headship(text: str, written: WrittenDate) -> bool:
    """The date belongs to taking up the post, not to an NPQ or an intake named nearby."""
    window = text[max(0, written.start - 60) : written.start]
    if re.search(r"<(?:offer|npqh)>[^,.;]{0,30}$", window) and not re.search(
        rf"{HEAD}[^,.<]{{0,30}}$", window
    ):
        return False
    return bool(_BEGAN.search(window)) or bool(HEAD_WORD.search(window))


def _dated(text: str, written: WrittenDate, today: date) -> Told:
    window = text[max(0, written.start - 60) : written.start]
    if written.month is None:
        return _year_alone(written.year or today.year, today)
    day = past_date(written, today)
    if day is None or day > today:
        return {}
    if _LAST_MONTH.search(window) and written.year is None and day.year == today.year:
        day = day.replace(year=day.year - 1)  # "last September": not the one that has just been
    return {"headship_start_date": day.isoformat() if written.day else f"{day:%Y-%m}"}


def _year_alone(year: int, today: date) -> Told:
    """A bare year tells the months only where the whole year lies on one side of each limit."""
    longest = completed_months(date(year, 1, 1), today)
    shortest = completed_months(date(year, 12, 31), today)
    if shortest < 0:
        return {}
    if any(shortest <= limit <= longest for limit in _LIMITS_MONTHS):
        return {"headship_started": True}
    return {"months_in_headship": (shortest + longest) // 2}
