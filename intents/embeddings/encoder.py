"""A small BERT with mean pooling (all-MiniLM-L6-v2), forwards only, in numpy.

Sizes come from the tensors themselves; only the width of a head cannot be seen there. Texts of
equal length go through together, so nothing is padded and nothing masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from intents.embeddings.errors import ModelError
from intents.embeddings.safetensors import read_tensors
from intents.embeddings.wordpiece import WordPieces
from intents.features import Floats32

_HEAD_WIDTH = 32  # of MiniLM: 384 in 12 heads
_LONGEST = 128  # pieces; no question of an enquiry is longer, and the cost grows with it
_EPSILON = np.float32(1e-12)
_TOGETHER = 4096  # pieces in one go: more takes memory and is no quicker


@dataclass(frozen=True, slots=True)
class _Dense:
    """A linear map."""

    weight: Floats32
    bias: Floats32

    def __call__(self, x: Floats32) -> Floats32:
        return np.asarray(x @ self.weight.T + self.bias)


@dataclass(frozen=True, slots=True)
class _Norm:
    """Centres and scales the last axis."""

    weight: Floats32
    bias: Floats32

    def __call__(self, x: Floats32) -> Floats32:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
        return np.asarray(centred / spread * self.weight + self.bias)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Attention, then two dense maps, each added to what came in."""

    query_key_value: _Dense
    attended: _Dense
    attended_norm: _Norm
    widen: _Dense
    narrow: _Dense
    norm: _Norm

    def __call__(self, x: Floats32) -> Floats32:
        """Take and return texts x pieces x width."""
        texts, pieces, width = x.shape
        heads = width // _HEAD_WIDTH
        parts = self.query_key_value(x).reshape(texts, pieces, 3, heads, _HEAD_WIDTH)
        query, key, value = parts.transpose(2, 0, 3, 1, 4)
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(_HEAD_WIDTH**0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, pieces, width)
        x = self.attended_norm(x + self.attended(mixed))
        return self.norm(x + self.narrow(_gelu(self.widen(x))))


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turns texts into vectors of length one; texts that mean the like lie near each other."""

    name: str
    """Tells this model from others where vectors are kept."""
    pieces: WordPieces
    """The vocabulary."""
    words: Floats32
    """Vector of each piece."""
    places: Floats32
    """Vector of each place in a text, that of the first segment's type added."""
    norm: _Norm
    """Of the sums of both."""
    layers: tuple[_Layer, ...]
    """In order."""

    @classmethod
    def read(cls, weights: bytes | memoryview, vocabulary: bytes, name: str = "") -> Self:
        """Make the encoder of a model's two files; raises ModelError for another model's.

        The weights stay where they are: the buffer has to live as long as the encoder.
        """
        tensors = _Tensors(read_tensors(weights))
        pieces = WordPieces.read(vocabulary)
        words = tensors.matrix("embeddings.word_embeddings.weight")
        if len(words) != len(pieces.numbers) or words.shape[1] % _HEAD_WIDTH:
            raise ModelError(
                f"the model has vectors of {words.shape[1]} numbers for {len(words)} pieces; needed"
                f" are a multiple of {_HEAD_WIDTH} for the {len(pieces.numbers)} of the vocabulary"
            )
        first_type = tensors.matrix("embeddings.token_type_embeddings.weight")[0]
        return cls(
            name,
            pieces,
            words,
            tensors.matrix("embeddings.position_embeddings.weight")[:_LONGEST] + first_type,
            tensors.norm("embeddings.LayerNorm"),
            tuple(tensors.layer(number) for number in range(tensors.layers())),
        )

    @property
    def width(self) -> int:
        """Numbers in a vector."""
        return int(self.words.shape[1])

    def encode(self, texts: Iterable[str]) -> Floats32:
        """Return a vector of length one for each text, in order."""
        cut = [self.pieces.cut(text, len(self.places)) for text in texts]
        vectors = np.empty((len(cut), self.width), dtype=np.float32)
        by_length: dict[int, list[int]] = {}
        for number, rows in enumerate(cut):
            by_length.setdefault(len(rows), []).append(number)
        for length, numbers in by_length.items():
            step = max(1, _TOGETHER // length)
            for at in range(0, len(numbers), step):
                some = numbers[at : at + step]
                vectors[some] = self._encode([cut[number] for number in some])
        return vectors

    def _encode(self, rows: Sequence[tuple[int, ...]]) -> Floats32:
        """Encode texts of equal length."""
        x = self.norm(self.words[np.array(rows)] + self.places[: len(rows[0])])
        for layer in self.layers:
            x = layer(x)
        mean = x.mean(axis=1)
        return np.asarray(mean / np.linalg.norm(mean, axis=-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class _Tensors:
    """The tensors of a model, asked for by name."""

    by_name: dict[str, Floats32]

    def matrix(self, name: str) -> Floats32:
        found = self.by_name.get(name)
        if found is None or found.ndim != 2:
            raise ModelError(f"the model has no matrix {name!r}: it is no BERT")
        return found

    def vector(self, name: str) -> Floats32:
        found = self.by_name.get(name)
        if found is None or found.ndim != 1:
            raise ModelError(f"the model has no vector {name!r}: it is no BERT")
        return found

    def dense(self, name: str) -> _Dense:
        return _Dense(self.matrix(f"{name}.weight"), self.vector(f"{name}.bias"))

    def norm(self, name: str) -> _Norm:
        return _Norm(self.vector(f"{name}.weight"), self.vector(f"{name}.bias"))

    def layers(self) -> int:
        begin = "encoder.layer."
        return 1 + max(
            (int(n.split(".")[2]) for n in self.by_name if n.startswith(begin)), default=-1
        )

    def layer(self, number: int) -> _Layer:
        at = f"encoder.layer.{number}"
        parts = [self.dense(f"{at}.attention.self.{part}") for part in ("query", "key", "value")]
        return _Layer(
            query_key_value=_Dense(
                np.concatenate([part.weight for part in parts]),
                np.concatenate([part.bias for part in parts]),
            ),
            attended=self.dense(f"{at}.attention.output.dense"),
            attended_norm=self.norm(f"{at}.attention.output.LayerNorm"),
            widen=self.dense(f"{at}.intermediate.dense"),
            narrow=self.dense(f"{at}.output.dense"),
            norm=self.norm(f"{at}.output.LayerNorm"),
        )


def _gelu(x: Floats32) -> Floats32:
    """Return x times the normal distribution's share below x.

    The error function by Abramowitz and Stegun 7.1.26, to 2e-7: numpy has none.
    """
    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    series = np.full_like(t, 1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * t + np.float32(factor)
    erf = np.copysign(1.0 - series * t * np.exp(-z * z), x)
    return np.asarray(x * np.float32(0.5) * (1.0 + erf), dtype=np.float32)
