"""Date arithmetic on whole months, with dates of which only the month may be known."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

from .model import Precision

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a month of which the day is not known."""

    day: date
    """The day; the first of the month when only the month is known."""
    month_only: bool = False

    def surely_after(self, other: date) -> bool:
        """Whether it lies after `other`, whatever the day of the month may be."""
        return self.day > other

    @property
    def is_leap_day(self) -> bool:
        """Whether it is a 29 February."""
        return not self.month_only and (self.day.month, self.day.day) == (2, 29)


def parse_moment(value: object) -> Moment | None:
    """Read `2025-09-01`, `2025-09` or a date object; None when it is no date."""
    if isinstance(value, datetime):
        return Moment(value.date())
    if isinstance(value, date):
        return Moment(value)
    if not isinstance(value, str):
        return None
    try:
        if _DAY.fullmatch(value):
            return Moment(date.fromisoformat(value))
        if _MONTH.fullmatch(value):
            return Moment(date.fromisoformat(f"{value}-01"), month_only=True)
    except ValueError:
        return None
    return None


def months_later(day: date, months: int) -> date:
    """The same day some months later (earlier when negative); the month's last day if need be."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def side_of_anniversary(start: Moment, months: int, as_of: date) -> int:
    """-1 while `as_of` lies before the anniversary, 0 on it, 1 after it.

    "On" is the whole month when only the month is known. The anniversary of a 29 February in a
    common year is 28 February to some and 1 March to others, so both days count as "on".
    """
    end = months_later(start.day, months)
    if start.month_only:
        return _sign((as_of.year, as_of.month), (end.year, end.month))
    moved = start.is_leap_day and end.day != start.day.day
    if moved and as_of in (end, date(end.year, 3, 1)):
        return 0
    return _sign((as_of.toordinal(),), (end.toordinal(),))


def window_end(start: Moment, years: int) -> tuple[date, Precision]:
    """The same day and month some years on, and how exactly it may be said."""
    end = months_later(start.day, years * 12)
    if start.month_only:
        return end, Precision.MONTH
    if start.is_leap_day and end.day != start.day.day:
        return end, Precision.MONTH_END
    return end, Precision.DAY


def _sign(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    return (left > right) - (left < right)
