"""Duplicates and look-alikes in a catalogue."""

from __future__ import annotations

from intents.lint_phrasings import find_confusions, find_duplicates
from intents.matcher import Example
from tests.intents.small_catalogue import examples


def test_a_sound_catalogue_has_no_duplicates() -> None:
    assert find_duplicates(examples()) == ()


def test_the_same_words_under_two_intents_are_found_in_any_order() -> None:
    told = [*examples(), Example("It does COST how much?", "duration")]

    (duplicate,) = find_duplicates(told)

    assert (duplicate.intent, duplicate.other_intent) == ("duration", "price")
    assert duplicate.likeness == 100.0


def test_one_word_more_is_still_a_duplicate_but_two_are_not() -> None:
    one = Example("how much does it really cost", "assessment")
    two = Example("how much does it really truly cost", "assessment")

    assert len(find_duplicates([*examples(), one])) == 1
    assert find_duplicates([*examples(), two]) == ()


def test_short_phrases_that_share_a_word_are_no_duplicates() -> None:
    assert find_duplicates([Example("good", "thanks"), Example("good day", "greeting")]) == ()


def test_intents_that_share_their_words_are_reported_as_confusable() -> None:
    fees = [
        Example("what is the fee of the course", "fee"),
        Example("how much is the fee to pay", "fee"),
        Example("cost of the course", "fee"),
        Example("what does it cost", "fee"),
        Example("is there a price to pay", "fee"),
    ]

    found = find_confusions([*examples(), *fees])

    assert any({c.intent, c.taken_for} == {"fee", "price"} for c in found)
    assert all(0.0 < c.share <= 1.0 and c.count >= 2 for c in found)
