"""Comparing text without typography."""

from __future__ import annotations

import pytest

from knowledge.page import Page, fold, mark_of, numbers_in


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("in\u00a0Autumn \u202fand  Spring", "in autumn and spring"),
        ("a school\u2019s \u201cplan\u201d", 'a school\'s "plan"'),
        ("face\u2011to\u2013face", "face-to-face"),
        ("co\u00adordinate\u200b", "coordinate"),
        ("line\r", "line"),
    ],
)
def test_typography_is_folded_away(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("18 months and at least 90%", {"18", "90"}),
        ("16 to 19", {"16", "19"}),
        ("five NPQs, three-year window", {"5", "3"}),
        ("first 5 years", {"5"}),
        ("someone attends often", set()),
        ("1,500 places", {"1500"}),
    ],
)
def test_numbers_count_as_digits_or_words(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


def test_phrase_has_to_stand_as_whole_words() -> None:
    page = Page.from_text("teachings\nof teaching.")

    assert page.lines_that_say("Teaching") == (2,)


def test_line_beyond_the_page_is_empty() -> None:
    page = Page.from_text("one line")

    assert page.line(2) == ""
    assert page.line(0) == ""


def test_mark_changes_with_a_word_and_not_with_a_space() -> None:
    assert mark_of("18\u00a0months ") == mark_of("18 Months")
    assert mark_of("18 months") != mark_of("15 months")
