"""Whole months, anniversaries, leap days."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.eligibility import Precision
from knowledge.eligibility.dates import (
    Moment,
    months_later,
    parse_moment,
    side_of_anniversary,
    window_end,
)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 9, 1), 36, date(2027, 9, 1)),
        (date(2026, 11, 23), 18, date(2028, 5, 23)),
        (date(2025, 12, 5), 1, date(2026, 1, 5)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("start", "as_of", "side"),
    [
        ("2024-11-23", date(2026, 11, 22), -1),
        ("2024-11-23", date(2026, 11, 23), 0),
        ("2024-11-23", date(2026, 11, 24), 1),
        ("2024-11", date(2026, 10, 31), -1),
        ("2024-11", date(2026, 11, 30), 0),
        ("2024-11", date(2026, 12, 1), 1),
        ("2024-02-29", date(2026, 2, 27), -1),
        ("2024-02-29", date(2026, 2, 28), 0),
        ("2024-02-29", date(2026, 3, 1), 0),
        ("2024-02-29", date(2026, 3, 2), 1),
    ],
)
def test_side_of_the_second_anniversary(start: str, as_of: date, side: int) -> None:
    moment = parse_moment(start)

    assert moment is not None
    assert side_of_anniversary(moment, 24, as_of) == side


def test_window_says_no_more_than_it_knows() -> None:
    assert window_end(Moment(date(2024, 9, 1)), 3) == (date(2027, 9, 1), Precision.DAY)
    assert window_end(Moment(date(2028, 2, 29)), 3)[1] is Precision.MONTH_END
    assert window_end(Moment(date(2025, 9, 1), month_only=True), 3)[1] is Precision.MONTH


@pytest.mark.parametrize("text", ["", "2025", "2025-9-1", "2025-02-30", "20250901", 20250901])
def test_other_shapes_are_no_date(text: object) -> None:
    assert parse_moment(text) is None
