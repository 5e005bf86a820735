from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.web.hours import promise
from bot.working_hours import calendar_from

WEEK = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def test_what_nobody_entered_is_not_said() -> None:
    assert promise(calendar_from({}, []), 2, MONDAY_NOON) == ()


def test_hours_without_a_promise_promise_nothing() -> None:
    (said,) = promise(calendar_from(WEEK, []), None, MONDAY_NOON)

    assert said == "The team works Monday to Friday, 9am to 5pm."


def test_a_promise_is_said_in_working_days() -> None:
    (said,) = promise(calendar_from(WEEK, ["2026-12-25"]), 2, MONDAY_NOON)

    assert said == (
        "The team works Monday to Friday, 9am to 5pm, not bank holidays, and usually replies within"
        " 2 working days."
    )


def test_out_of_hours_the_next_day_is_named() -> None:
    said = promise(calendar_from(WEEK, ["2026-11-30"]), None, SATURDAY)

    assert said[0] == "Nobody is at work now; they are back on Tuesday 1 December at 9am."


def test_summer_time_is_london_time() -> None:
    said = promise(calendar_from(WEEK, []), None, datetime(2026, 7, 6, 16, 30, tzinfo=UTC))

    assert said[0] == "Nobody is at work now; they are back on Tuesday 7 July at 9am."


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"mon": ["09:00", "12:30"]}, "Monday, 9am to 12:30pm"),
        ({**WEEK, "wed": ["09:00", "12:00"]},
         "Monday to Tuesday, 9am to 5pm; Wednesday, 9am to 12pm; Thursday to Friday, 9am to 5pm"),
        ({"mon": ["10:00", "16:00"], "wed": ["10:00", "16:00"]},
         "Monday, 10am to 4pm; Wednesday, 10am to 4pm"),
    ],
)  # fmt: skip
def test_weeks_are_said_as_people_say_them(hours: dict[str, list[str]], said: str) -> None:
    assert promise(calendar_from(hours, []), None, MONDAY_NOON)[-1] == f"The team works {said}."
