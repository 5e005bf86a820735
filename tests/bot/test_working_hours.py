from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.working_hours import calendar_from

WEEK = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
CHRISTMAS = ["2026-12-25", "2026-12-28"]  # a Friday; Boxing Day is moved to the Monday
DESK = calendar_from(WEEK, CHRISTMAS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T12:00", 2, "2026-11-23T14:00"),
        ("2026-11-23T16:00", 2, "2026-11-24T10:00"),
        ("2026-11-27T16:30", 1, "2026-11-30T09:30"),  # over a weekend
        ("2026-11-22T03:00", 1, "2026-11-23T10:00"),  # from a Sunday
        ("2026-12-24T16:00", 2, "2026-12-29T10:00"),  # over bank holidays
        ("2026-07-01T15:30", 1, "2026-07-02T08:30"),  # 17:00 in London is 16:00 UTC in summer
        ("2026-11-23T12:00", 16, "2026-11-25T12:00"),
    ],
)
def test_working_time_stands_still_when_nobody_works(start: str, hours: int, end: str) -> None:
    assert DESK.after(at(start), timedelta(hours=hours)) == at(end)


def test_days_end_with_the_working_day() -> None:
    assert DESK.days_after(at("2026-11-23T12:00"), 2) == at("2026-11-25T17:00")
    assert DESK.days_after(at("2026-12-24T12:00"), 1) == at("2026-12-29T17:00")


def test_open_and_when_next() -> None:
    assert DESK.is_open(at("2026-11-23T09:00"))
    assert not DESK.is_open(at("2026-11-23T17:00"))
    assert DESK.opens_after(at("2026-11-23T17:00")) == at("2026-11-24T09:00")


def test_what_nobody_set_promises_nothing() -> None:
    unset = calendar_from({}, [])

    assert not unset.is_set
    assert unset.after(at("2026-11-23T12:00"), timedelta(hours=1)) is None
    assert unset.days_after(at("2026-11-23T12:00"), 1) is None
    assert unset.opens_after(at("2026-11-23T12:00")) is None


@pytest.mark.parametrize(
    ("hours", "days", "fault"),
    [
        ({"monday": ["09:00", "17:00"]}, [], "'monday' is no day; allowed: mon"),
        ({"mon": ["17:00", "09:00"]}, [], "before it starts"),
        ({"mon": ["nine", "five"]}, [], "allowed: "),
        ({}, ["Christmas"], "allowed: YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_is_named(hours: dict[str, list[str]], days: list[str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        calendar_from(hours, days)
