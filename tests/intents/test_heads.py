"""The two linear readings, held against what is known about them."""

from __future__ import annotations

import numpy as np
import pytest

from intents.features import Floats32, Ints
from intents.heads import Penalties, fit, nearest, softmax, span


def clusters(spread: float = 0.3, size: int = 12) -> tuple[Floats32, Ints]:
    """Return three noisy clusters as rows of length one, and the number of each row's cluster."""
    rng = np.random.default_rng(7)
    owners = np.repeat(np.arange(3), size)
    rows = np.eye(3)[owners] + spread * rng.standard_normal((3 * size, 3))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), owners


def test_coordinates_reproduce_the_cosines_plus_one() -> None:
    rows, _ = clusters()
    cosines = rows @ rows.T

    basis = span(cosines.copy(), np.arange(len(rows)))

    assert basis.coordinates @ basis.coordinates.T == pytest.approx(cosines + 1.0, abs=0.02)


def test_the_ridge_reading_solves_its_normal_equations() -> None:
    rows, owners = clusters()
    coordinates = span(rows @ rows.T, np.arange(len(rows))).coordinates

    weights = fit(coordinates, owners, 3, Penalties())

    residual = coordinates.T @ (coordinates @ weights.ridge - np.eye(3)[owners])
    assert residual + 0.5 * weights.ridge == pytest.approx(np.zeros_like(residual), abs=1e-3)


def loss(coordinates: Floats32, weights: Floats32, owners: Ints, penalty: float) -> float:
    shares = softmax(coordinates @ weights)[np.arange(len(owners)), owners]
    return float(-np.log(shares).sum() + penalty / 2.0 * (weights**2).sum())


@pytest.mark.parametrize("penalties", [Penalties(), Penalties(logistic=0.5), Penalties(ridge=0.05)])
def test_no_step_makes_the_logistic_reading_better(penalties: Penalties) -> None:
    rows, owners = clusters(spread=0.5)
    coordinates = span(rows @ rows.T, np.arange(len(rows))).coordinates

    weights = fit(coordinates, owners, 3, penalties).logistic

    reached = loss(coordinates, weights, owners, penalties.logistic)
    slope = coordinates.T @ (softmax(coordinates @ weights) - np.eye(3)[owners])
    slope = slope + penalties.logistic * weights
    for step in (0.01, 0.1, 1.0):
        ahead = (weights - step * slope).astype(np.float32)
        assert loss(coordinates, ahead, owners, penalties.logistic) > 0.997 * reached


def test_an_intent_without_examples_gets_no_weights() -> None:
    rows, owners = clusters()
    coordinates = span(rows @ rows.T, np.arange(len(rows))).coordinates
    kept = owners != 1

    weights = fit(coordinates[kept], owners[kept], 3, Penalties())

    assert not weights.logistic[:, 1].any()
    assert not weights.ridge[:, 1].any()


def test_means_of_groups_still_tell_the_clusters_apart() -> None:
    rows, owners = clusters()
    groups = np.arange(0, len(rows), 4)
    means = np.add.reduceat(rows, groups, axis=0) / 4.0

    basis = span((rows @ means.T).astype(np.float32), groups)
    weights = fit(basis.coordinates, owners, 3, Penalties())

    assert basis.coordinates.shape == (36, 9)
    assert ((basis.coordinates @ weights.logistic).argmax(axis=1) == owners).mean() > 0.9


def test_nearest_is_the_greatest_cosine_of_each_intent() -> None:
    assert nearest(np.array([0.1, 0.9, 0.3]), np.array([0, 2, 3])).tolist() == [0.9, 0.3]
