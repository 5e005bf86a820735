"""Holds the understanding of enquiries by others at what was reached; floors, not equalities."""

from __future__ import annotations

from tests.corpus import scoring
from tests.ears import TODAY, ear, knowledge

# A little below what was measured on 2026-11-24; raise them when they are passed for good.
_LEAST = {"coverage": 0.84, "staff": 0.87, "junk": 0.92, "soft": 0.86}
_MOST_WRONG = 0.06
# The third batch was scored before anybody looked at it, and stays unread: 0.69 and 0.086.
_FIRST_CONTACT = 0.65
_MOST_WRONG_AT_FIRST = 0.10


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


def test_every_enquiry_of_the_corpus_has_a_name_of_its_own() -> None:
    ids = [case["id"] for case in scoring.load()]

    assert len(ids) == len(set(ids))


def test_no_phrasing_was_copied_from_the_corpus() -> None:
    texts = {" ".join(t["text"].lower().split()) for c in scoring.load() for t in c["turns"]}
    phrasings = {" ".join(p.lower().split()) for p, _ in ear().catalogue.phrasings}

    shared = {text for text in texts & phrasings if len(text.split()) > 6}
    assert not shared
