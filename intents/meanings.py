"""The second reading: what the texts mean, by a sentence embedding, joined with their words.

It is asked only where the words leave the matcher unsure. Cosines of meanings and of words are
summed with weights, as if the embedding were one more block of features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.embeddings import Encoder
from intents.features import Floats, Floats32
from intents.heads import Penalties
from intents.readings import Reading


@dataclass(frozen=True, slots=True)
class MeaningSettings:
    """How meanings are joined with words; chosen by cross-validation on training parts."""

    share: float = 0.7
    """Of the meanings in a joined cosine, 0 to 1; the rest is the words'."""
    penalties: Penalties = field(default_factory=lambda: Penalties(logistic=0.1))
    """How far single examples are trusted."""
    sure: float = 0.95
    """Confidence of the reading by words from which meanings are not looked at."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """Everything of the second reading."""

    encoder: Encoder
    """Turns texts into vectors."""
    texts: tuple[str, ...]
    """Of all examples, as the encoder was given them."""
    vectors: Floats32
    """Of those texts; each of length one."""
    reading: Reading
    """Fitted on joined cosines."""


def join(words: Floats | Floats32, meanings: Floats32, share: float) -> Floats32:
    """Return cosines of words and of meanings as one."""
    return np.asarray((1.0 - share) * words + share * meanings, dtype=np.float32)


def encode_all(
    encoder: Encoder, texts: Sequence[str], known: Mapping[str, Floats32] | None = None
) -> Floats32:
    """Return the vectors of texts; those `known` already are not worked out again."""
    known = known or {}
    new = list(dict.fromkeys(text for text in texts if text not in known))
    found = {**known, **dict(zip(new, encoder.encode(new), strict=True))}
    return rounded(np.array([found[text] for text in texts]))


def rounded(vectors: NDArray[Any]) -> Floats32:
    """Return vectors as they come back from a store that keeps half of their bits.

    Cosines then have three digits, which is more than they tell.
    """
    return vectors.astype(np.float16).astype(np.float32)
