"""From cosines to a score for each intent: two linear readings of the same examples.

Multinomial logistic regression decides which intent it is: on 50 and more near-synonymous intents
it beats one-vs-rest ridge regression by 4 to 6 points. Ridge tells how familiar the text looks:
its scores fall towards 0 for texts unlike any example, which a softmax never admits.

Both live in the space spanned by the examples or, when these are many, by the means of groups of
them, so no examples x examples matrix is ever made. On 6,400 of our own phrasings, 600 means keep
64.1 % right where all examples reach 65.3 % and 600 single examples 59.8 %: a mean loses no word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from intents.features import Floats, Floats32, Ints

_Real = TypeVar("_Real", bound="np.floating[Any]")  # of any precision

_JITTER = np.float32(1e-3)  # near-duplicate phrasings would make the matrix of the groups singular
# Of the softmax. The true bound is 0.5, but on no set did 0.15 go astray (0.07 did on most), and
# after 20 steps the loss is within 0.3 % of its minimum on the public sets, 1.8 % on our catalogue.
_CURVATURE = 0.15
_STEPS = 20
_BLOCK = 1024  # rows turned at once: the whole product would double the memory of a large fit


@dataclass(frozen=True, slots=True)
class Penalties:
    """How much the two readings are held back; larger trusts single examples less."""

    logistic: float = 0.03
    """Of the squared weights, against the summed log loss."""
    ridge: float = 0.5
    """Of the squared weights, against the summed squared error."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Coordinates in the space of the group means; cosines become inner products there."""

    coordinates: Floats32
    """Examples x groups."""
    back: Floats32
    """Groups x groups: from cosines with the means to coordinates."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The two fitted readings; weights of intents that took no part are zero."""

    logistic: Floats32
    """Coordinates x intents."""
    ridge: Floats32
    """Coordinates x intents."""
    inverse: Floats32
    """Coordinates x coordinates: the inverse of their products, held back by the ridge penalty."""


def span(similarity: Floats32, groups: Ints) -> Basis:
    """Make a basis; `similarity` is examples x groups, `groups` are first examples of each.

    The matrix is used up: it comes back as the coordinates.
    """
    kernel = similarity
    kernel += np.float32(1.0)  # the constant gives every reading an offset
    sizes = np.diff(groups, append=len(kernel)).astype(np.float32)
    core = np.add.reduceat(kernel, groups, axis=0) / sizes[:, None]
    core += _JITTER * core.trace() / np.float32(len(core)) * np.eye(len(core), dtype=np.float32)
    back = np.ascontiguousarray(np.linalg.inv(np.linalg.cholesky(core)).T)
    for at in range(0, len(kernel), _BLOCK):
        kernel[at : at + _BLOCK] = kernel[at : at + _BLOCK] @ back
    return Basis(kernel, back)


def fit(
    coordinates: Floats32,
    owners: Ints,
    intents: int,
    penalties: Penalties,
    inverse: Floats32 | None = None,
) -> Weights:
    """Fit both readings to examples, given by their coordinates and the numbers of their intents.

    Intents without an example take no part. The logistic fit is Nesterov's accelerated descent
    with the ridge's own inverse as a fixed curvature, restarted when it overshoots. `inverse`, from
    a fit of more examples, spares finding that of these: steps are then a little shorter.
    """
    present, target = _one_hot(owners)
    products = coordinates.T @ coordinates
    products += np.float32(penalties.ridge) * np.eye(len(products), dtype=np.float32)
    if inverse is None:
        inverse = np.linalg.inv(products)
        ridge = inverse @ (coordinates.T @ target)
    else:
        ridge = np.linalg.solve(products, coordinates.T @ target)
    # steps must never reckon with a smaller penalty than the true one, or they overshoot
    curvature = max(_CURVATURE, penalties.logistic / penalties.ridge)
    scaled = inverse / np.float32(curvature)
    logistic = _descend(coordinates, target, scaled, np.float32(penalties.logistic))
    spread = np.zeros((2, len(products), intents), dtype=np.float32)
    spread[0][:, present] = logistic
    spread[1][:, present] = ridge
    return Weights(spread[0], spread[1], inverse)


def _descend(
    coordinates: Floats32, target: Floats32, inverse: Floats32, penalty: np.float32
) -> Floats32:
    weights: Floats32 = np.zeros((coordinates.shape[1], target.shape[1]), dtype=np.float32)
    earlier = weights
    scores: Floats32 = np.zeros_like(target)
    earlier_scores = scores
    pace = 1.0
    for _ in range(_STEPS):
        following = (1.0 + (1.0 + 4.0 * pace * pace) ** 0.5) / 2.0
        momentum = np.float32((pace - 1.0) / following)
        ahead = weights + momentum * (weights - earlier)
        ahead_scores = scores + momentum * (scores - earlier_scores)
        slope = coordinates.T @ (softmax(ahead_scores) - target) + penalty * ahead
        step = inverse @ slope
        earlier, earlier_scores = weights, scores
        weights = np.asarray(ahead - step, dtype=np.float32)
        scores = np.asarray(ahead_scores - coordinates @ step, dtype=np.float32)
        uphill = float(np.vdot(slope, weights - earlier)) > 0.0
        pace = 1.0 if uphill else following
    return weights


def softmax(scores: NDArray[_Real]) -> NDArray[_Real]:
    """Return each row as shares that sum to one."""
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True), dtype=scores.dtype)


def nearest(cosines: Floats, borders: Ints) -> Floats:
    """Return the greatest cosine within each intent; examples of an intent stand together."""
    return np.asarray(np.maximum.reduceat(cosines, borders[:-1], axis=-1))


def _one_hot(owners: Ints) -> tuple[Ints, Floats32]:
    present, column = np.unique(owners, return_inverse=True)
    target = np.zeros((len(owners), len(present)), dtype=np.float32)
    target[np.arange(len(owners)), column] = 1.0
    return present, target
