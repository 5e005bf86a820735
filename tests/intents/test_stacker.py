"""Confidence from signs."""

from __future__ import annotations

import numpy as np
import pytest

from intents.stacker import fit_stacker, signs


def test_surer_signs_give_more_confidence() -> None:
    rng = np.random.default_rng(3)
    right = np.repeat([1.0, 0.0], 200)
    found = rng.standard_normal((400, 3)) + 2.0 * right[:, None]

    stacker = fit_stacker(found, right, np.ones(400))

    low, high = stacker.confidence(np.array([[-1.0, -1.0, -1.0], [3.0, 3.0, 3.0]]))
    assert low < 0.1
    assert high > 0.9


def test_confidence_matches_the_share_of_right_readings_where_signs_tell_nothing() -> None:
    right = np.tile([1.0, 1.0, 1.0, 0.0], 100)

    stacker = fit_stacker(np.zeros((400, 3)), right, np.ones(400))

    assert float(stacker.confidence(np.zeros(3))) == pytest.approx(0.75, abs=0.01)


def test_importance_counts_rows_in_part() -> None:
    right = np.tile([1.0, 0.0], 100)

    stacker = fit_stacker(np.zeros((200, 3)), right, np.where(right > 0.0, 1.0, 1.0 / 3.0))

    assert float(stacker.confidence(np.zeros(3))) == pytest.approx(0.75, abs=0.01)


def test_certain_shares_stay_finite() -> None:
    assert np.isfinite(signs(np.array([0.0, 1.0]), np.zeros(2), np.zeros(2))).all()


def test_nothing_right_still_fits() -> None:
    stacker = fit_stacker(np.ones((5, 3)), np.zeros(5), np.ones(5))

    assert float(stacker.confidence(np.ones(3))) < 0.5


def test_no_sign_counts_against_confidence() -> None:
    right = np.repeat([1.0, 0.0], 50)
    found = np.stack((right, -right, np.zeros(100)), axis=1)

    weights = fit_stacker(found, right, np.ones(100)).weights

    assert weights[0] > 0.5
    assert 0.0 < weights[1] < 0.1


def test_without_rows_all_signs_count_alike() -> None:
    stacker = fit_stacker(np.zeros((0, 3)), np.zeros(0), np.zeros(0))

    assert float(stacker.confidence(np.zeros(3))) == 0.5
    assert stacker.weights.tolist() == [0.5, 0.5, 0.5]
