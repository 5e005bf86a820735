"""Cosines between a text and every training example, without a dense example x feature matrix.

6,000 phrasings have about 40,000 features: dense that is 1 GB, as postings 7 MB.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intents.features import Floats, Floats32, Ints, Ints32, Rows, Vector

_FREQUENT = 1024  # features; they hold nine tenths of all products
_BLOCK = 512  # rows at once


@dataclass(frozen=True, slots=True)
class Postings:
    """For each feature the examples that have it: the rows turned on their side (CSC)."""

    starts: Ints
    """Where the examples of each feature begin; one entry more than there are features."""
    examples: Ints32
    """Example numbers, ascending within a feature."""
    values: Floats32
    """Weight of the feature in that example."""
    count: int
    """Number of examples."""

    def cosines(self, vector: Vector) -> Floats:
        """Return the cosine of the text with every example, in their order."""
        if not len(vector.features):
            return np.zeros(self.count)
        begins = self.starts[vector.features]
        ends = self.starts[vector.features + 1]
        # slices joined are a third quicker than one gather by computed positions
        parts = [slice(a, b) for a, b in zip(begins.tolist(), ends.tolist(), strict=True)]
        weights = np.concatenate([self.values[part] for part in parts])
        weights *= np.repeat(vector.values, ends - begins)
        examples = np.concatenate([self.examples[part] for part in parts])
        sums = np.bincount(examples, weights, minlength=self.count)
        return np.asarray(sums, dtype=np.float64)


def transpose(rows: Rows, features: int) -> Postings:
    """Turn rows into postings."""
    owner = np.repeat(np.arange(rows.count, dtype=np.int32), np.diff(rows.starts))
    order = np.argsort(rows.features, kind="stable")
    ends = np.cumsum(np.bincount(rows.features, minlength=features))
    starts = np.concatenate((np.zeros(1, dtype=np.int64), ends.astype(np.int64)))
    return Postings(starts, owner[order], rows.values[order], rows.count)


def similarities(rows: Rows, others: Rows, features: int) -> Floats32:
    """Return the product of every row (down) with every other row (across).

    The few features that nearly every text has make up most of the products: those go through one
    dense multiplication, the many rare ones through postings.
    """
    common = np.bincount(rows.features, minlength=features) * np.bincount(
        others.features, minlength=features
    )
    column = np.full(features, -1)
    frequent = np.argsort(-common, kind="stable")[:_FREQUENT]
    column[frequent] = np.arange(len(frequent))
    dense = _dense(others, column, 0, others.count).T
    rare = transpose(others.without(column >= 0), features)
    seldom = rows.without(column >= 0)
    matrix = np.empty((rows.count, others.count), dtype=np.float32)
    for first in range(0, rows.count, _BLOCK):
        last = min(first + _BLOCK, rows.count)
        matrix[first:last] = _dense(rows, column, first, last) @ dense
        matrix[first:last] += _products(seldom, rare, first, last)
    return matrix


def _dense(rows: Rows, column: Ints, first: int, last: int) -> Floats32:
    """Return the frequent features of some rows as a plain matrix."""
    matrix = np.zeros((last - first, _FREQUENT), dtype=np.float32)
    part = slice(rows.starts[first], rows.starts[last])
    place = column[rows.features[part]]
    owner = np.repeat(np.arange(last - first), np.diff(rows.starts[first : last + 1]))
    held = place >= 0
    matrix[owner[held], place[held]] = rows.values[part][held]
    return matrix


def _products(rows: Rows, postings: Postings, first: int, last: int) -> Floats32:
    """Return the products of some rows with all examples of the postings."""
    part = slice(rows.starts[first], rows.starts[last])
    features = rows.features[part]
    begins = postings.starts[features]
    lengths = postings.starts[features + 1] - begins
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    where = np.arange(total) + np.repeat(begins - ends + lengths, lengths)
    weights = postings.values[where] * np.repeat(rows.values[part], lengths)
    owner = np.repeat(np.arange(last - first), np.diff(rows.starts[first : last + 1]))
    cell = np.repeat(owner * postings.count, lengths) + postings.examples[where]
    sums = np.bincount(cell, weights, minlength=(last - first) * postings.count)
    return sums.reshape(last - first, postings.count).astype(np.float32)
