"""Holds the understanding of enquiries by others at what was reached; floors, not equalities."""

from __future__ import annotations

import pytest

from tests.corpus import scoring
from tests.ears import TODAY, ear, knowledge

# A little below what was measured on 2026-11-25; raise them when they are passed for good. All
# batches were scored before anybody read them (coverage 0.50 to 0.89 a file, the sixth 0.84, 0.85
# and 0.88, the seventh 0.88 and 0.79, the eighth 0.89, 0.87 and 0.82 with 0.02 to 0.04 wrong, the
# ninth 0.83 and 0.76 with 0.04 and 0.09 wrong); most of their failures were read afterwards. So
# they hold what was reached, and measure nothing unseen.
# Pattern of files -> least shares, and the most that may be wrong.
_FLOORS = {
    "batch[12]_*": ({"coverage": 0.94, "staff": 0.96, "junk": 0.96, "soft": 0.92}, 0.025),
    "batch3_*": ({"coverage": 0.86, "staff": 0.92, "junk": 0.60}, 0.03),
    "batch4_*": ({"coverage": 0.92, "staff": 0.95, "junk": 0.96, "soft": 0.87}, 0.05),
    "batch5_*": ({"coverage": 0.95, "staff": 0.96, "junk": 0.97, "soft": 0.87}, 0.025),
    "batch6_*": ({"coverage": 0.90, "staff": 0.95, "junk": 0.95, "soft": 0.90}, 0.04),
    "batch7_*": ({"coverage": 0.94, "staff": 0.92, "junk": 0.90, "soft": 0.90}, 0.02),
    "batch8_*": ({"coverage": 0.92, "staff": 0.95, "junk": 0.85, "soft": 0.90}, 0.02),
    "batch9_*": ({"coverage": 0.90, "staff": 0.95, "junk": 0.95, "soft": 0.90}, 0.02),
}


@pytest.mark.parametrize("files", _FLOORS)
def test_enquiries_by_others_are_understood_as_well_as_before(files: str) -> None:
    least, most_wrong = _FLOORS[files]
    judged = scoring.run(scoring.load(f"{files}.jsonl"), ear(), knowledge(), TODAY)

    shares = scoring.summary(judged)

    failing = [f"{j.id}.{j.turn}" for j in judged if j.verdict == "wrong"]
    assert shares["wrong"] <= most_wrong, failing
    assert {key: shares[key] for key, floor in least.items() if shares[key] < floor} == {}


def test_every_enquiry_of_the_corpus_has_a_name_of_its_own() -> None:
    ids = [case["id"] for case in scoring.load()]

    assert len(ids) == len(set(ids))


def test_no_phrasing_was_copied_from_the_corpus() -> None:
    texts = {" ".join(t["text"].lower().split()) for c in scoring.load() for t in c["turns"]}
    phrasings = {" ".join(p.lower().split()) for p, _ in ear().catalogue.phrasings}

    shared = {text for text in texts & phrasings if len(text.split()) > 6}
    assert not shared
