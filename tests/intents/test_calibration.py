"""The bound against known values, and the promise against thousands of drawn samples."""

from __future__ import annotations

import random

import pytest

from intents.calibration import Observation, needed, prove, upper_bound


@pytest.mark.parametrize(
    ("most_wrong", "doubt", "count"), [(0.05, 0.1, 45), (0.02, 0.1, 114), (0.01, 0.1, 230)]
)
def test_so_many_without_a_wrong_one_prove_it(most_wrong: float, doubt: float, count: int) -> None:
    assert needed(most_wrong, doubt) == count
    assert upper_bound(0, count, doubt) <= most_wrong < upper_bound(0, count - 1, doubt)


@pytest.mark.parametrize(
    ("wrong", "passed", "doubt", "bound"),
    [
        # the upper ends of two-sided intervals for twice the doubt, as printed in textbooks
        (0, 10, 0.025, 0.3085),
        (1, 10, 0.025, 0.4450),
        (5, 10, 0.025, 0.8129),
        (10, 100, 0.05, 0.1637),
        (10, 10, 0.05, 1.0),
    ],
)
def test_the_bound_is_that_of_clopper_and_pearson(
    wrong: int, passed: int, doubt: float, bound: float
) -> None:
    assert upper_bound(wrong, passed, doubt) == pytest.approx(bound, abs=1e-4)


def graded(rights: str) -> list[Observation]:
    """Return observations from the surest down; `x` is wrong."""
    return [Observation(1.0 - at / len(rights), mark != "x") for at, mark in enumerate(rights)]


def test_the_loosest_threshold_before_the_first_failure_is_taken() -> None:
    found = prove(graded("." * 80 + "x" + "." * 19 + "x" * 10), most_wrong=0.05, doubt=0.1)

    assert found is not None
    assert (found.passed, found.wrong) == (100, 1)
    assert found.bound <= 0.05


def test_too_few_prove_nothing() -> None:
    assert prove(graded("." * 44), most_wrong=0.05, doubt=0.1) is None
    assert prove(graded("." * 45), most_wrong=0.05, doubt=0.1) is not None


def test_what_is_often_wrong_proves_nothing() -> None:
    assert prove(graded("..x" * 200), most_wrong=0.05, doubt=0.1) is None


def test_equal_scores_pass_together() -> None:
    same = [Observation(0.5, True)] * 60 + [Observation(0.5, False)] * 10

    assert prove(same, most_wrong=0.05, doubt=0.1) is None


@pytest.mark.parametrize("size", [100, 400])
def test_the_promise_is_broken_as_seldom_as_it_says(size: int) -> None:
    """An answer of score s is wrong with chance (1 - s) / 4: the true share is known."""
    rng = random.Random(size)
    broken = 0
    for _ in range(400):
        scores = [rng.random() for _ in range(size)]
        sample = [Observation(s, rng.random() > (1.0 - s) / 4.0) for s in scores]
        found = prove(sample, most_wrong=0.05, doubt=0.1)
        if found is not None:
            broken += (1.0 - found.threshold) / 8.0 > 0.05

    assert broken / 400 <= 0.1 + 0.045  # three standard errors of 400 draws
