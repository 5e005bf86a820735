"""Slips of typing in whole texts, with the real ear's words."""

from __future__ import annotations

import pytest

from intents.respelling import Mended, Respeller
from tests.ears import ear


def mend(text: str) -> Mended:
    return ear().hearing.respeller.mend(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hwo long is teh npqh", "how long is the npqh"),
        ("is the npqsl fuded fr academies", "is the npqsl funded for academies"),
        ("how is it asessed", "how is it assessed"),
        ("howlong is the npqel", "how long is the npqel"),
        ("how lon gis the npqel", "how long is the npqel"),
        ("howxlong is the npqel", "how long is the npqel"),
        ("do i get a schol arship", "do i get a scholarship"),
        ("what is the tiem commitmnt", "what is the time commitment"),
        ("wehn does it start", "when does it start"),
        ("how long is npqhh", "how long is npqh"),
        ("who is the execntivecleadership npq for", "who is the executive leadership npq for"),
        ("is the npq mandatoryfvor me", "is the npq mandatory for me"),
        ("i manage a nurser.y", "i manage a nursery"),
        ("is npqsrlnco online", "is npqsenco online"),
    ],
)
def test_a_slip_is_mended_by_what_people_usually_write(written: str, meant: str) -> None:
    assert mend(written).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "my name is Haroon and I teach in Wapping",
        "is there any chance to change the date",
        "do you run the npqlt",
        "is the cpqel the same",
        "how long is npqekl",  # NPQEL or NPQEYL
        "does it cover falconry",
        "I'm in year 6, room 12b",
        "12 345 %",
        "",
    ],
)
def test_what_is_no_slip_stays_as_it_is(text: str) -> None:
    assert mend(text) == Mended(text, {})


def test_only_the_words_mended_change() -> None:
    mended = mend("Hi!\n\nHow LONG  is the asessment?  Thanks -- Zoë")

    assert mended.text == "Hi!\n\nHow LONG  is the assessment?  Thanks -- Zoë"
    assert mended.corrected == {"asessment": "assessment"}


def test_a_text_of_nothing_but_unknown_words_costs_no_endless_work() -> None:
    mended = mend("xqzvkj " * 4000)

    assert len(mended.corrected) <= 60


def test_a_word_often_misspelt_in_phrasings_is_still_a_slip() -> None:
    phrasings = ["how long is teh course"] * 5 + ["how long is the course"] * 50
    respeller = Respeller(
        phrasings, frozenset({"the", "how", "long"}), frozenset({"the"}), lambda _: ""
    )

    assert respeller.mend("teh course").text == "the course"
