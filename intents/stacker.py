"""How sure: a small logistic regression over three signs, fitted without out-of-scope examples.

Right and wrong readings come from `held_out`: examples, and whole intents, kept from a fit. Ten
signs (margins, three neighbours, gap, length, known share, products) were tried: on development
sets they gave an area under the curve of 87.8 where these three gave 88.5, and the softmax's best
share alone 88.1. What tells a held-out intent apart is not quite what tells a stranger apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.features import Floats

SIGNS = 3
_PRIOR = 0.5  # weight of each sign before anything was seen
_PENALTY = 2.0  # for leaving it: as much as a few dozen texts can outweigh
_LEAST_WEIGHT = 0.05
_BIAS_PENALTY = 1e-3  # how often readings are right is all but free
_LEAST_SPREAD = 1e-6
_SETTLED = 1e-8
_STEPS = 25
_CERTAIN = 1e-6  # shares closer to 0 or 1 than this are not told apart


@dataclass(frozen=True, slots=True)
class Stacker:
    """Turns signs into a confidence."""

    weights: Floats
    """One a sign, after centring and scaling."""
    bias: float
    """Log-odds of an average text."""
    centre: Floats
    """Mean of each sign in the fit."""
    scale: Floats
    """Spread of each sign in the fit."""

    def confidence(self, signs: Floats) -> Floats:
        """Return 0 to 1 for each row of signs: the best intent is right and in scope."""
        return _logistic((signs - self.centre) / self.scale @ self.weights + self.bias)


def signs(share: Floats | float, ridge: Floats | float, nearest: Floats | float) -> Floats:
    """Return the signs of a text, or a row of signs for each of many texts.

    All three are of the intent with the best logit: its share, ridge score and nearest cosine.
    """
    share = np.clip(share, _CERTAIN, 1.0 - _CERTAIN)
    return np.stack((np.log(share / (1.0 - share)), ridge, nearest), axis=-1)


def fit_stacker(signs: Floats, right: Floats, importance: Floats) -> Stacker:
    """Fit to rows of signs; `right` is 1 or 0, `importance` weighs each row.

    Every sign counts a little for confidence: with few examples chance would have it count against,
    and a perfect match would be doubted. Without any row the prior stands: all signs count alike.
    """
    if not len(signs):
        return Stacker(np.full(SIGNS, _PRIOR), 0.0, np.zeros(SIGNS), np.ones(SIGNS))
    centre = signs.mean(axis=0)
    scale = np.maximum(signs.std(axis=0), _LEAST_SPREAD)
    design = np.column_stack(((signs - centre) / scale, np.ones(len(signs))))
    free = np.ones(SIGNS + 1, dtype=bool)
    weights = _newton(design, right, importance, free)
    while (weights[:-1] < _LEAST_WEIGHT).any():
        free[:-1] &= weights[:-1] > _LEAST_WEIGHT
        weights = _newton(design, right, importance, free)
    return Stacker(weights[:-1], float(weights[-1]), centre, scale)


def _newton(design: Floats, right: Floats, importance: Floats, free: NDArray[np.bool_]) -> Floats:
    """Return the likeliest weights; those that are not free stay at the least."""
    fixed = np.where(free, 0.0, _LEAST_WEIGHT)
    offset, design = design @ fixed, design * free
    penalty = np.append(np.full(SIGNS, _PENALTY), _BIAS_PENALTY)
    prior = np.append(np.full(SIGNS, _PRIOR), 0.0) * free
    weights = prior.copy()
    for _ in range(_STEPS):
        chance = _logistic(offset + design @ weights)
        slope = design.T @ (importance * (chance - right)) + penalty * (weights - prior)
        curvature = (design.T * (importance * chance * (1.0 - chance))) @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        weights = weights - step
        if float(np.abs(step).max()) < _SETTLED:
            break
    return np.asarray(weights + fixed)


def _logistic(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))))
