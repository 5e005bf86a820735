"""Working hours in words. What STSN has not entered is not said."""

from __future__ import annotations

from datetime import datetime, time

from bot.clock import LONDON
from bot.working_hours import DAYS, Calendar

_NAMES = dict(
    zip(
        DAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


def promise(calendar: Calendar, reply_days: int | None, now: datetime) -> tuple[str, ...]:
    """Return what may be said of when somebody replies: sentences, none where nothing is set.

    `reply_days` is the number of working days that STSN promises; None: it promises nothing.
    """
    if not calendar.is_set:
        return ()
    works = f"The team works {_week(calendar)}"
    works += ", not bank holidays" if calendar.holidays else ""
    if reply_days:
        days = "day" if reply_days == 1 else "days"
        works += f", and usually replies within {reply_days} working {days}"
    opens = calendar.opens_after(now)
    if calendar.is_open(now) or opens is None:
        return (f"{works}.",)
    return (f"Nobody is at work now; they are back on {_moment(opens)}.", f"{works}.")


def _week(calendar: Calendar) -> str:
    """Return "Monday to Friday, 9am to 5pm"; days with other hours follow after a semicolon."""
    groups: list[tuple[list[str], tuple[time, time]]] = []
    for day in DAYS:
        hours = calendar.hours.get(day)
        if hours is None:
            continue
        last = groups[-1] if groups else None
        if last and last[1] == hours and DAYS.index(last[0][-1]) + 1 == DAYS.index(day):
            last[0].append(day)
        else:
            groups.append(([day], hours))
    return "; ".join(f"{_days(days)}, {_hour(a)} to {_hour(b)}" for days, (a, b) in groups)


def _days(days: list[str]) -> str:
    first, last = _NAMES[days[0]], _NAMES[days[-1]]
    return first if len(days) == 1 else f"{first} to {last}"


def _hour(hour: time) -> str:
    minutes = f":{hour.minute:02}" if hour.minute else ""
    return f"{hour.hour % 12 or 12}{minutes}{'am' if hour.hour < 12 else 'pm'}"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B} at {_hour(local.time())}"
