"""Misspelt words."""

from __future__ import annotations

import pytest

from intents.spelling import Speller

FREQUENCIES = {"assessment": 5, "change": 3, "funding": 9, "fund": 2, "course": 4, "coarse": 1}


def speller(*protected: str) -> Speller:
    return Speller(FREQUENCIES, protected, cutoff=0.75, shortest=4)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("assesment", "assessment"),
        ("assessmnet", "assessment"),
        ("fundign", "funding"),
        ("chance", "change"),
        ("funding", "funding"),
        ("elephant", "elephant"),
        ("fnd", "fnd"),
        ("c0urse", "c0urse"),
    ],
)
def test_a_misspelt_word_becomes_the_nearest_known_one(written: str, meant: str) -> None:
    assert speller().correct(written) == meant


def test_protected_words_are_spelt_right() -> None:
    assert speller("chance").correct("chance") == "chance"


def test_the_more_frequent_word_wins_where_two_are_as_near() -> None:
    assert speller().correct("cuorse") == "course"
    assert speller().correct("cxarse") == "coarse"
    assert Speller({"cart": 1, "card": 7}, cutoff=0.75, shortest=4).correct("carx") == "card"


def test_protected_words_are_no_targets() -> None:
    assert speller("elephant").correct("elephent") == "elephent"
