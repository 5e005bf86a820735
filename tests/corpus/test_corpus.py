"""Holds the understanding of enquiries by others at what was reached; floors, not equalities."""

from __future__ import annotations

from tests.corpus import scoring
from tests.ears import TODAY, ear, knowledge

# A little below what was measured on 2026-11-25; raise them when they are passed for good.
_LEAST = {"coverage": 0.89, "staff": 0.90, "junk": 0.90, "soft": 0.87}
_MOST_WRONG = 0.055
# Nothing was learned from the third batch. The fourth is half of what four authors wrote; it was
# scored at first contact (0.50 to 0.89 a file), then most of its failures were read, and phrasings
# written after them. So it holds what was reached and is no measure of unseen enquiries.
_FIRST_CONTACT = 0.65
_MOST_WRONG_AT_FIRST = 0.11
_FOURTH = {"coverage": 0.77, "staff": 0.88, "junk": 0.95, "soft": 0.83}
_MOST_WRONG_IN_FOURTH = 0.10
# The fifth, by three authors, was read as well, after it had been scored at first contact: coverage
# 0.84, 0.88 and 0.86, wrong 0.10, 0.05 and 0.07 a file.
_FIFTH = {"coverage": 0.92, "staff": 0.93, "junk": 0.95, "soft": 0.80}
_MOST_WRONG_IN_FIFTH = 0.04


def test_enquiries_by_others_are_understood_as_well_as_before() -> None:
    judged = scoring.run(scoring.load("batch[12]_*.jsonl"), ear(), knowledge(), TODAY)

    shares = scoring.summary(judged)

    failing = [f"{j.id}.{j.turn}" for j in judged if j.verdict == "wrong"]
    assert shares["wrong"] <= _MOST_WRONG, failing
    low = {key: shares[key] for key, least in _LEAST.items() if shares[key] < least}
    assert not low


def test_a_batch_that_nothing_was_learned_from_is_understood_as_well_as_before() -> None:
    judged = scoring.run(scoring.load("batch3_*.jsonl"), ear(), knowledge(), TODAY)

    shares = scoring.summary(judged)

    assert shares["coverage"] >= _FIRST_CONTACT
    assert shares["wrong"] <= _MOST_WRONG_AT_FIRST


def test_the_fourth_batch_is_understood_as_well_as_before() -> None:
    judged = scoring.run(scoring.load("batch4_*.jsonl"), ear(), knowledge(), TODAY)

    shares = scoring.summary(judged)

    assert shares["wrong"] <= _MOST_WRONG_IN_FOURTH
    assert {key: shares[key] for key, least in _FOURTH.items() if shares[key] < least} == {}


def test_the_fifth_batch_is_understood_as_well_as_before() -> None:
    judged = scoring.run(scoring.load("batch5_*.jsonl"), ear(), knowledge(), TODAY)

    shares = scoring.summary(judged)

    assert shares["wrong"] <= _MOST_WRONG_IN_FIFTH
    assert {key: shares[key] for key, least in _FIFTH.items() if shares[key] < least} == {}


def test_every_enquiry_of_the_corpus_has_a_name_of_its_own() -> None:
    ids = [case["id"] for case in scoring.load()]

    assert len(ids) == len(set(ids))


def test_no_phrasing_was_copied_from_the_corpus() -> None:
    texts = {" ".join(t["text"].lower().split()) for c in scoring.load() for t in c["turns"]}
    phrasings = {" ".join(p.lower().split()) for p, _ in ear().catalogue.phrasings}

    shared = {text for text in texts & phrasings if len(text.split()) > 6}
    assert not shared
