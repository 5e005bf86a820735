"""A reading: what turns a text's cosines with the examples into intents and a confidence.

The matcher has one over words; where a sentence embedding is given, a second one over words and
meanings together. Both are fitted and used in the same way, from cosines alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intents import heads
from intents.features import Floats, Floats32, Ints
from intents.held_out import HeldMargins, HeldOut, score_held_out
from intents.stacker import Stacker, fit_stacker, signs

_Real = TypeVar("_Real", bound="np.floating[Any]")  # of any precision

Cosines = Callable[[int], Floats]
"""From the number of an example to its cosine with every example."""

_TEMPERATURES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the examples stand in all arrays."""

    borders: Ints
    """Where each intent's examples begin; one entry more than intents."""
    groups: Ints
    """First example of each group whose mean cosine the readings are made of."""

    @property
    def intents(self) -> int:
        """Number of intents."""
        return len(self.borders) - 1

    @property
    def examples(self) -> int:
        """Number of examples."""
        return int(self.borders[-1])

    @property
    def grouped(self) -> bool:
        """Means stand in for the examples."""
        return len(self.groups) < self.examples

    @property
    def owners(self) -> Ints:
        """Number of the intent of each example."""
        return np.repeat(np.arange(self.intents), np.diff(self.borders))

    def means(self, values: NDArray[_Real]) -> NDArray[_Real]:
        """Return the mean of each group; the first axis runs over examples."""
        if not self.grouped:
            return values
        sizes = np.diff(self.groups, append=len(values)).astype(values.dtype)
        sums: NDArray[_Real] = np.add.reduceat(values, self.groups)
        means: NDArray[_Real] = sums / (sizes if values.ndim == 1 else sizes[:, None])
        return means


def marks_of(texts: Iterable[str]) -> Ints:
    """Return a number for each text that depends on nothing but the text."""
    return np.array([crc32(text.encode()) for text in texts], dtype=np.int64)


def lay_out(borders: Ints, marks: Ints, *, groups: int, cells: int, exact_up_to: int) -> Layout:
    """Make groups of the examples, given by their marks; see MatcherSettings for the numbers.

    Groups never cross intents, and as examples are sorted by text they start with similar words.
    Texts themselves say where a group begins (content-defined chunking, as in rsync): one phrasing
    more changes the group that it falls into, and no other, unless it is the one with which the
    bound on the number of groups is met and all of them grow.
    """
    examples = int(borders[-1])
    if examples <= exact_up_to:
        return Layout(borders, np.arange(examples))
    most = max(min(groups, cells // examples), len(borders) - 1)
    size = max(1, examples // most)
    firsts = _chunks(borders, marks, size)
    while len(firsts) > most:
        size += 1
        firsts = _chunks(borders, marks, size)
    return Layout(borders, np.array(firsts, dtype=np.int64))


def _chunks(borders: Ints, marks: Ints, size: int) -> list[int]:
    """Return the first example of each group where groups are about so large."""
    firsts: list[int] = []
    for begin, end in zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True):
        firsts.append(begin)
        for at in range(begin + 1, end):
            length = at - firsts[-1]
            marked = marks[at] % size == 0
            if length >= 2 * size or (marked and length >= size // 3):
                firsts.append(at)
    return firsts


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading makes of one text."""

    logits: Floats
    """One an intent; their softmax is the chance of each."""
    confidence: float
    """0 to 1: the intent with the best logit is right and the text is in scope."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A fitted reading; make one with `fit_reading`."""

    dual: Floats32
    """Groups x (logistic reading of each intent, then ridge reading of each)."""
    stacker: Stacker
    """From three signs to the confidence."""
    temperature: float
    """Divides logits before they become shares of probability."""
    nearest_weight: float
    """What the cosine of the nearest example adds to an intent's logit."""
    margin_weight: float = 0.0
    """What a margin adds to an intent's logit."""

    def read(self, cosines: Floats, layout: Layout, margins: Floats | None = None) -> Read:
        """Read a text by its cosine with every example, and by its margins where there are any."""
        near = heads.nearest(cosines, layout.borders)
        readings = (layout.means(cosines) + 1.0).astype(np.float32) @ self.dual
        logits, ridge = readings.astype(np.float64).reshape(2, layout.intents)
        logits = logits + self.nearest_weight * near
        if margins is not None:
            logits = logits + self.margin_weight * margins
        best = int(logits.argmax())
        share = 1.0 / float(np.exp(logits - logits[best]).sum())
        confidence = float(self.stacker.confidence(signs(share, ridge[best], near[best])))
        return Read(logits, confidence)


def fit_reading(
    similarity: Floats32,
    cosines: Cosines,
    layout: Layout,
    *,
    marks: Ints,
    penalties: heads.Penalties,
    nearest_weight: float,
    stranger_importance: float,
    margins: HeldMargins | None = None,
    margin_weight: float = 0.0,
) -> Reading:
    """Fit to all examples, and again to parts to see how unseen texts are read.

    `similarity` is examples x groups and is used up; `marks` are those of the examples' texts.
    Where each example stands for itself, the nearest example adds nothing that the logits do not
    know: its weight is then none.
    """
    owners = layout.owners
    basis = heads.span(similarity, layout.groups)
    weights = heads.fit(basis.coordinates, owners, layout.intents, penalties)
    if not layout.grouped:
        nearest_weight = 0.0
    held_out = score_held_out(
        basis.coordinates,
        weights.inverse,
        owners,
        layout.borders,
        marks,
        cosines,
        penalties,
        nearest_weight,
        margins,
        margin_weight,
    )
    return Reading(
        np.hstack((basis.back @ weights.logistic, basis.back @ weights.ridge)),
        _fit_confidence(held_out, stranger_importance),
        _fit_temperature(held_out),
        nearest_weight,
        margin_weight if margins is not None else 0.0,
    )


def _fit_confidence(held_out: HeldOut, stranger_importance: float) -> Stacker:
    row, best = np.arange(len(held_out.owners)), held_out.logits.argmax(axis=1)
    found = signs(
        heads.softmax(held_out.logits)[row, best],
        held_out.ridge[row, best],
        held_out.nearest[row, best],
    )
    right = (best == held_out.owners).astype(np.float64)
    importance = np.where(held_out.owners < 0, stranger_importance, 1.0)
    return fit_stacker(found, right, importance)


def _fit_temperature(held_out: HeldOut) -> float:
    """Return the temperature under which the right intents of held-out examples are likeliest."""
    fitted = held_out.owners >= 0
    logits, owners = held_out.logits[fitted], held_out.owners[fitted]
    best, best_loss = 1.0, np.inf
    for temperature in _TEMPERATURES:
        chances = heads.softmax(logits / temperature)[np.arange(len(owners)), owners]
        loss = -float(np.log(np.maximum(chances, 1e-9)).sum())
        if loss < best_loss:
            best, best_loss = temperature, loss
    return best
