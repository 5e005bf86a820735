"""What the matcher says of texts that it has not seen, without asking for any such text.

Each fold keeps a part of the examples and a part of the intents from the fit. The kept examples of
fitted intents show how right readings and mix-ups look; the examples of the kept intents are
questions about something that nobody prepared for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.features import Floats, Floats32, Ints
from intents.heads import Penalties, fit, nearest

_FOLDS = 5
_STRIDE = 7  # neighbours in the alphabet are often neighbours in meaning: spread them over folds
_ALL_FOLDS_UP_TO = 1200
_MOST_ROWS = 800  # a kind and fold: enough for three weights


HeldMargins = Callable[[NDArray[np.bool_]], Callable[[int], Floats]]
"""From the mask of examples kept from a fit to what that fit says of an example: its margins."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Texts x intents, each text scored by a fit that has not seen it."""

    logits: Floats
    """Of the logistic reading; -inf for intents that took no part."""
    ridge: Floats
    """Of the ridge reading."""
    nearest: Floats
    """Greatest cosine with a fitted example of each intent."""
    owners: Ints
    """The true intent of each text, -1 where it took no part in the fit."""


def score_held_out(
    coordinates: Floats32,
    inverse: Floats32,
    owners: Ints,
    borders: Ints,
    marks: Ints,
    cosines: Callable[[int], Floats],
    penalties: Penalties,
    nearest_weight: float,
    margins: HeldMargins | None = None,
    margin_weight: float = 0.0,
) -> HeldOut:
    """Score examples held out.

    `coordinates` and `inverse` are those of the fit of all examples; `cosines` gives those of an
    example with every example. `marks` are numbers that the texts alone decide on: they say which
    examples are held out, so that one phrasing more changes nothing for the others.

    All folds run while that is quick; of large catalogues only the first.
    """
    intents = len(borders) - 1
    part = marks % _FOLDS
    family = (np.arange(intents) * _STRIDE) % _FOLDS if intents >= _FOLDS else np.arange(intents)
    pieces = []
    for fold in range(_folds_to_run(len(owners))):
        kept_intent = family[owners] == fold
        fitted = ~kept_intent & (part != fold)
        if len(np.unique(owners[fitted])) < 2:
            continue
        of_margins = margins(~fitted) if margins is not None else None
        weights = fit(coordinates[fitted], owners[fitted], intents, penalties, inverse)
        absent = np.ones(intents, dtype=bool)
        absent[owners[fitted]] = False
        for kept in (~kept_intent & (part == fold), kept_intent):
            chosen = _thin(np.flatnonzero(kept), marks)
            if not len(chosen):
                continue
            near = _nearest(chosen, fitted, coordinates, borders, cosines)
            logits = (coordinates[chosen] @ weights.logistic).astype(np.float64)
            logits += nearest_weight * near
            if of_margins is not None:
                logits += margin_weight * np.stack([of_margins(i) for i in chosen.tolist()])
            logits[:, absent] = -np.inf
            ridge = (coordinates[chosen] @ weights.ridge).astype(np.float64)
            truth = np.where(absent[owners[chosen]], -1, owners[chosen])
            pieces.append(HeldOut(logits, ridge, near, truth))
    return _join(pieces, intents)


def _nearest(
    chosen: Ints,
    fitted: NDArray[np.bool_],
    coordinates: Floats32,
    borders: Ints,
    cosines: Callable[[int], Floats],
) -> Floats:
    """Return the greatest cosine of each chosen example with a fitted one of each intent."""
    if coordinates.shape[1] == len(coordinates):  # no groups: products are cosines plus one
        products = coordinates[chosen] @ coordinates.T - 1.0
        return nearest((products * fitted).astype(np.float64), borders)
    return np.stack([nearest(cosines(i) * fitted, borders) for i in chosen.tolist()])


def _folds_to_run(examples: int) -> int:
    return _FOLDS if examples <= _ALL_FOLDS_UP_TO else 1


def _thin(rows: Ints, marks: Ints) -> Ints:
    return np.sort(rows[np.argsort(marks[rows], kind="stable")[:_MOST_ROWS]])


def _join(pieces: list[HeldOut], intents: int) -> HeldOut:
    if not pieces:  # two intents cannot spare one
        none = np.zeros((0, intents))
        return HeldOut(none, none, none, np.zeros(0, dtype=np.int64))
    return HeldOut(
        np.concatenate([piece.logits for piece in pieces]),
        np.concatenate([piece.ridge for piece in pieces]),
        np.concatenate([piece.nearest for piece in pieces]),
        np.concatenate([piece.owners for piece in pieces]),
    )
