"""Working time in London: how long, and when next. Nothing set, nothing counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.clock import LONDON

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FAR = 370  # days; a calendar that opens on none of them opens never


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody is at work."""

    hours: Mapping[str, tuple[time, time]]
    """From and to, by `mon` ... `sun`; a day that is missing is free. Empty: nobody said."""
    holidays: frozenset[date] = frozenset()
    """Days on which nobody works."""

    @property
    def is_set(self) -> bool:
        """Whether anything can be worked out from it."""
        return bool(self.hours)

    def is_open(self, moment: datetime) -> bool:
        """Tell whether somebody is at work at that moment."""
        span = self._span(moment.astimezone(LONDON).date())
        return span is not None and span[0] <= moment < span[1]

    def opens_after(self, moment: datetime) -> datetime | None:
        """Return the next moment at which somebody comes to work; None: never, or not set."""
        for start, _ in self._spans(moment.astimezone(LONDON).date()):
            if start > moment:
                return start
        return None

    def after(self, moment: datetime, worked: timedelta) -> datetime | None:
        """Return the moment at which that much working time has passed; None: never, or not set."""
        left = worked
        for start, end in self._spans(moment.astimezone(LONDON).date()):
            begin = max(start, moment)
            if begin >= end:
                continue
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return None

    def days_after(self, moment: datetime, days: int) -> datetime | None:
        """Return the end of the working day that many working days later; None as above."""
        later = self._spans(moment.astimezone(LONDON).date() + timedelta(days=1))
        for number, (_, end) in enumerate(later, start=1):
            if number == days:
                return end
        return None

    def _spans(self, first: date) -> list[tuple[datetime, datetime]]:
        days = (first + timedelta(days=n) for n in range(_FAR if self.hours else 0))
        return [span for span in map(self._span, days) if span is not None]

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        hours = self.hours.get(DAYS[day.weekday()])
        if hours is None or day in self.holidays:
            return None
        start, end = (datetime.combine(day, hour, LONDON).astimezone(UTC) for hour in hours)
        return start, end


def calendar_from(hours: Mapping[str, Sequence[str]], holidays: Sequence[str]) -> Calendar:
    """Return the calendar that two choices describe: `{"mon": ["09:00", "17:00"]}`, days.

    Raises ValueError with what is wrong and what is allowed.
    """
    return Calendar(
        {day: _hours(day, span) for day, span in hours.items()},
        frozenset(_day(text) for text in holidays),
    )


def _hours(day: str, span: Sequence[str]) -> tuple[time, time]:
    if day not in DAYS:
        raise ValueError(f"{day!r} is no day; allowed: {', '.join(DAYS)}")
    try:
        start, end = (time.fromisoformat(text) for text in span)
    except (ValueError, TypeError):
        raise ValueError(f'{day} is {span!r}; allowed: ["09:00", "17:00"]') from None
    if start >= end:
        raise ValueError(f"{day} ends at {end:%H:%M}, before it starts at {start:%H:%M}")
    return start, end


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        raise ValueError(f"{text!r} is no day; allowed: YYYY-MM-DD") from None
