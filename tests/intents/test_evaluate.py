"""The measures, against cases that can be counted by hand."""

from __future__ import annotations

import random
from itertools import count

import numpy as np
import pytest

from intents.evaluate import DataSetError, Outcome, evaluate, misspell, read_data_set
from tests.intents.small_catalogue import examples

TRAIN = [(example.text, example.intent) for example in examples()]


def outcome(*queries: tuple[float, bool, bool]) -> Outcome:
    """Return the outcome of queries given as confidence, right, in scope."""
    confidence, right, inside = zip(*queries, strict=True)
    return Outcome(np.array(confidence), np.array(right), np.array(inside))


MIXED = outcome(
    (0.9, True, True),
    (0.8, True, True),
    (0.7, False, True),
    (0.6, False, False),
    (0.5, True, True),
    (0.1, False, False),
)


def test_accuracy_counts_in_scope_queries_only() -> None:
    assert MIXED.accuracy() == 0.75


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    assert MIXED.auroc() == 7 / 8


def test_auroc_counts_ties_half() -> None:
    assert outcome((0.5, True, True), (0.5, False, False)).auroc() == 0.5


def test_out_of_scope_recall_is_taken_where_nine_tenths_are_kept() -> None:
    inside = [(0.5 + i / 100, True, True) for i in range(10)]

    told = outcome(*inside, (0.505, False, False), (0.52, False, False))

    assert told.oos_recall_at_90() == 0.5


def test_coverage_stops_where_more_than_one_in_twenty_is_wrong() -> None:
    told = outcome(
        *[(0.9, True, True)] * 19, (0.8, False, False), (0.7, False, False), (0.6, True, True)
    )

    assert told.coverage_at_5() == 19 / 20


def test_coverage_takes_the_loosest_threshold_even_behind_a_bad_start() -> None:
    assert outcome((0.9, False, True), *[(0.8, True, True)] * 19).coverage_at_5() == 0.95


def test_nothing_answerable_is_no_coverage() -> None:
    assert outcome((0.9, False, True), (0.8, False, True)).coverage_at_5() == 0.0


def test_joint_counts_right_answers_and_right_refusals() -> None:
    assert MIXED.joint() == 4 / 6


def test_joint_may_refuse_everything() -> None:
    assert outcome((0.9, False, False), (0.8, False, False)).joint() == 1.0


def test_queries_of_equal_confidence_are_answered_or_refused_together() -> None:
    assert outcome((0.5, True, True), (0.5, False, False)).joint() == 0.5


def test_a_run_reports_all_figures_in_order() -> None:
    seconds = count()
    test = [("how long does it take", "duration"), ("cost", "price"), ("my cat is grey", None)]

    told = evaluate(TRAIN, test, clock=lambda: float(next(seconds)), rss_mb=lambda: 64.0)

    assert list(told) == [
        "accuracy", "auroc", "oos_recall_at_90", "coverage_at_5", "joint",
        "fit_s", "p50_ms", "p95_ms", "rss_mb", "noisy",
    ]  # fmt: skip
    assert told["accuracy"] == 1.0
    assert told["auroc"] is not None
    assert (told["fit_s"], told["p50_ms"], told["rss_mb"]) == (1.0, 1000.0, 64.0)
    assert isinstance(told["noisy"], dict)
    assert list(told["noisy"]) == ["accuracy", "joint"]


def test_without_out_of_scope_queries_their_figures_are_none() -> None:
    told = evaluate(TRAIN, [("cost", "price")], clock=lambda: 0.0, rss_mb=lambda: 0.0)

    assert (told["auroc"], told["oos_recall_at_90"], told["joint"]) == (None, None, 1.0)


def test_noise_is_one_edit_in_twelve_characters_and_always_the_same() -> None:
    text = "how long is the course for leaders"

    first, second = (misspell(text, random.Random(0)) for _ in range(2))

    assert first == second != text
    assert abs(len(first) - len(text)) <= 3


@pytest.mark.parametrize("text", ["", "a", "ab"])
def test_noise_bears_short_texts(text: str) -> None:
    for seed in range(20):
        misspell(text, random.Random(seed))


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ([], "top level: found list"),
        ({"train": [["a", "x"]]}, 'key "test"'),
        ({"train": [], "test": [["a", "x"]]}, 'key "train"'),
        ({"train": [["a", "x"], ["b"]], "test": [["a", "x"]]}, r"train\[1\]: found \['b'\]"),
        ({"train": [["a", None], ["b", "x"]], "test": [["a", "x"]]}, r"train\[0\]: found null"),
        ({"train": [["a", "x"], ["b", "y"]], "test": [["a", 3]]}, r"test\[0\]"),
        ({"train": [["a", "x"], ["b", "x"]], "test": [["a", "x"]]}, "one intent only"),
    ],
)
def test_a_malformed_data_set_is_refused_with_its_place(told: object, fault: str) -> None:
    with pytest.raises(DataSetError, match=fault):
        read_data_set(told)


def test_a_sound_data_set_is_read() -> None:
    told = read_data_set({"train": [["a", "x"], ["b", "y"]], "test": [["c", "x"], ["d", None]]})

    assert told.train == (("a", "x"), ("b", "y"))
    assert told.test == (("c", "x"), ("d", None))
