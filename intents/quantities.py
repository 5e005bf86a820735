"""Numbers, spans of time and dates as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "thirteen": 13, "fourteen": 14, "sixteen": 16, "seventeen": 17, "nineteen": 19, "couple": 2,
    "half": 0,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
NUMBER_WORDS |= _TENS | {
    f"{tens} {unit}": value + NUMBER_WORDS[unit]
    for tens, value in _TENS.items()
    for unit in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
}
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8,
    "ninth": 9, "9th": 9, "tenth": 10, "10th": 10,
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "janurary"), ("february", "feb"), ("march", "mar"),
            ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"), ("august", "aug"),
            ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
# Terms begin with these months; only ever used where a person names a term as a start.
TERMS = {"autumn": 9, "spring": 1, "summer": 4, "easter": 4}

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)).replace(" ", "[ -]")
_NUM = rf"(\d{{1,3}}(?:\.5)?|{_WORDS})"
_HALF = r"( and a half)?"
# "y" and "m" stand for years and months behind figures alone: "I am" is no length of time.
_SPAN = re.compile(
    rf"(?<!half )\b{_NUM}{_HALF}[ -]*"
    r"(decades?|years?|yrs?|months?|mths?|mnths?|weeks?|wks?|terms?|(?<=\d)[ym]|(?<=\d )[ym])"
    rf"{_HALF}\b"
    rf"(?:,? (?:and )?{_NUM}[ -]*(months?|mths?|(?<=\d)m)\b)?"
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?({_MONTH})\b(?:\.? (\d{{1,2}})(?:st|nd|rd|th),?)?"
    rf"(?:(?:,? (?:of )?|-)((?:19|20)\d\d|'?\d\d)\b(?! (?:years?|yrs?|months?|mths?|weeks?|days?|%)))?"
)
_NUMERIC_DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.](\d{1,2})[/.]((?:20)?\d\d)\b")
_MONTH_OF_YEAR = re.compile(r"(?<![\d/.])(0?[1-9]|1[0-2])/(20\d\d)\b")
_MONTH_OF_SHORT_YEAR = re.compile(r"(?<=since )(0?[1-9]|1[0-2])/(2\d)\b(?!/)")
_NEW_YEAR = re.compile(r"\b(?:new year|christmas)\b(?!'s)")
_ISO_DATE = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_TERM = re.compile(r"\b(autumn|spring|summer|easter)(?: term)?(?: of)?(?: (20\d\d))?\b")
# No date is without one of these; most sentences are, and need not be searched nine times.
_DATE_SIGN = re.compile(rf"\d|\b(?:{_MONTH}|{'|'.join(TERMS)}|new year|christmas)\b")
_RECENT = re.compile(r"\b(this|last) (month|week|term)\b")
_YEARS_OF_TERMS = 5  # holds the tenth term, the last that is written out
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in a text."""

    months: float
    """In months; weeks and terms are turned into months."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as far as it was told."""

    year: int | None
    """Four figures; None where only a month was named."""
    month: int | None
    """1 to 12; None where only a year was named."""
    day: int | None
    """1 to 31; None where none was named."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""


def number(word: str) -> float:
    """Return the value of a figure or number word; ValueError for anything else."""
    word = word.replace("-", " ")
    return float(NUMBER_WORDS[word]) if word in NUMBER_WORDS else float(word)


def find_spans(lower: str) -> tuple[Span, ...]:
    """Return each "2 years", "18 months", "a year and a half", "4 yrs and 11 months"."""
    return tuple(
        Span(_months(m), m.start(), m.end()) for m in _SPAN.finditer(lower) if m.group(1) != "half"
    )


def _months(match: re.Match[str]) -> float:
    amount, unit = number(match[1]), match[3]
    if match[2] or match[4]:
        amount += 0.5
    if unit.startswith("d"):
        amount *= 10 * MONTHS_A_YEAR
    elif unit.startswith("y"):
        amount *= MONTHS_A_YEAR
    elif unit.startswith("w"):
        amount /= 4.3
    elif unit.startswith("t"):
        amount *= 4
    return amount + (number(match[5]) if match[5] else 0)


def find_dates(lower: str) -> tuple[WrittenDate, ...]:
    """Return dates in the order of the text; months, terms and years alone count too."""
    if not _DATE_SIGN.search(lower):
        return ()
    found = [*_full_dates(lower), *_month_dates(lower)]
    taken = [(d.start, d.end) for d in found]
    for match in _TERM.finditer(lower):
        if not _overlaps(match, taken):
            year = int(match[2]) if match[2] else None
            found.append(WrittenDate(year, TERMS[match[1]], None, *match.span()))
            taken.append(match.span())
    for match in _NEW_YEAR.finditer(lower):
        found.append(WrittenDate(None, 1, None, *match.span()))
    for match in _YEAR.finditer(lower):
        if not _overlaps(match, taken):
            found.append(WrittenDate(int(match[1]), None, None, *match.span()))
    return tuple(sorted(found, key=lambda d: d.start))


def _full_dates(lower: str) -> list[WrittenDate]:
    numeric = [
        WrittenDate(_year(m[3]), int(m[2]), int(m[1]), *m.span())
        for m in _NUMERIC_DATE.finditer(lower)
        if 1 <= int(m[2]) <= MONTHS_A_YEAR
    ]
    iso = [
        WrittenDate(int(m[1]), int(m[2]), int(m[3]), *m.span()) for m in _ISO_DATE.finditer(lower)
    ]
    months = [
        WrittenDate(int(m[2]), int(m[1]), None, *m.span()) for m in _MONTH_OF_YEAR.finditer(lower)
    ]
    months += [
        WrittenDate(2000 + int(m[2]), int(m[1]), None, *m.span())
        for m in _MONTH_OF_SHORT_YEAR.finditer(lower)
    ]
    return numeric + iso + months


def _month_dates(lower: str) -> list[WrittenDate]:
    found = []
    for m in _DATE.finditer(lower):
        if m[2] in ("may", "mar", "march") and not (
            m[1] or m[3] or m[4] or _after_preposition(lower, m)
        ):
            continue  # "you may", "march on": a month only where something marks it as one
        day = m[1] or m[3]
        found.append(WrittenDate(_year(m[4]), MONTHS[m[2]], int(day) if day else None, *m.span()))
    return found


def _after_preposition(lower: str, match: re.Match[str]) -> bool:
    before = lower[: match.start()].rstrip().rsplit(" ", 1)[-1]
    return before in {"in", "since", "from", "last", "next", "until", "by", "this", "of", "during"}


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    figures = int(text.lstrip("'"))
    return figures if figures > 99 else 2000 + figures


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)


def past_date(written: WrittenDate, today: date) -> date | None:
    """Return the latest day not after today that the words can mean; None for a year alone."""
    if written.month is None:
        return None
    year = written.year or today.year
    day = _clip(year, written.month, written.day or 1)
    if written.year is None and day > today:
        day = _clip(year - 1, written.month, written.day or 1)
    return day


def coming_date(written: WrittenDate, today: date) -> date | None:
    """Return the first day not before today that the words can mean; None for a year alone."""
    if written.month is None:
        return None
    year = written.year or today.year
    day = _clip(year, written.month, written.day or 1)
    if written.year is None and day < today:
        day = _clip(year + 1, written.month, written.day or 1)
    return day


def _clip(year: int, month: int, day: int) -> date:
    last = (
        29
        if month == 2 and year % 4 == 0
        else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    )
    return date(year, month, min(max(day, 1), last))


def terms_begun(today: date) -> list[date]:
    """Return the first days of the terms of five years up to today, latest first."""
    starts = {month for term, month in TERMS.items() if term != "easter"}
    years = range(today.year - _YEARS_OF_TERMS + 1, today.year + 1)
    begun = [date(year, month, 1) for year in years for month in starts]
    return sorted((day for day in begun if day <= today), reverse=True)


def recent_start(lower: str, today: date) -> date | None:
    """Return the first day of "this month", "last term" and the like; None where none is named."""
    match = _RECENT.search(lower)
    if match is None:
        return None
    back = int(match[1] == "last")
    if match[2] == "term":
        return terms_begun(today)[back]
    month = today.year * MONTHS_A_YEAR + today.month - 1 - (back if match[2] == "month" else 0)
    return date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)


def completed_months(start: date, today: date) -> int:
    """Return whole months from start to today; negative where start lies ahead."""
    months = (today.year - start.year) * MONTHS_A_YEAR + today.month - start.month
    return months - (1 if today.day < start.day else 0)
