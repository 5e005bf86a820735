"""The encoder against the same arithmetic written out number by number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from intents.embeddings import Encoder, ModelError
from tests.intents.embeddings import tiny_model

TEXTS = ("how long is the course", "funding", "how long?", "is the coaching funded?", "")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.read(tiny_model.WEIGHTS, tiny_model.VOCABULARY)


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_is_what_the_arithmetic_written_out_gives(encoder: Encoder, text: str) -> None:
    rows = encoder.pieces.cut(text, tiny_model.PLACES)

    np.testing.assert_allclose(encoder.encode([text])[0], by_hand(rows), atol=2e-6)


def test_texts_together_get_the_vectors_that_each_gets_alone(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)

    alone = [encoder.encode([text])[0] for text in TEXTS]
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_every_vector_has_length_one(encoder: Encoder) -> None:
    lengths = np.linalg.norm(encoder.encode(TEXTS), axis=1)

    np.testing.assert_allclose(lengths, 1.0, atol=1e-6)


def test_a_text_longer_than_the_model_is_cut(encoder: Encoder) -> None:
    long = "how long is the course " * 500

    np.testing.assert_array_equal(encoder.encode([long]), encoder.encode([long + "funding"]))


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, tiny_model.WIDTH)


def test_a_vocabulary_of_another_model_is_refused() -> None:
    with pytest.raises(ModelError, match="20 pieces"):
        Encoder.read(tiny_model.WEIGHTS, tiny_model.VOCABULARY + b"extra\n")


@pytest.mark.parametrize(
    "name", ["encoder.layer.0.output.dense.bias", "embeddings.position_embeddings.weight"]
)
def test_a_model_that_lacks_a_tensor_is_refused_by_its_name(name: str) -> None:
    arrays = {key: array for key, array in tiny_model.tensors().items() if key != name}

    with pytest.raises(ModelError, match=name):
        Encoder.read(tiny_model.safetensors(arrays), tiny_model.VOCABULARY)


def by_hand(rows: tuple[int, ...]) -> list[float]:
    """Encode with lists and loops; heads are 32 wide."""
    t = {name: array.tolist() for name, array in tiny_model.tensors().items()}
    words, places = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
    types = t["embeddings.token_type_embeddings.weight"][0]
    x = [
        [a + b + c for a, b, c in zip(t[words][row], t[places][at], types, strict=True)]
        for at, row in enumerate(rows)
    ]

    def dense(name: str, vector: list[float]) -> list[float]:
        return [
            sum(a * b for a, b in zip(line, vector, strict=True)) + bias
            for line, bias in zip(t[f"{name}.weight"], t[f"{name}.bias"], strict=True)
        ]

    def norm(name: str, vector: list[float]) -> list[float]:
        mean = sum(vector) / len(vector)
        spread = math.sqrt(sum((v - mean) ** 2 for v in vector) / len(vector) + 1e-12)
        scale, shift = t[f"{name}.LayerNorm.weight"], t[f"{name}.LayerNorm.bias"]
        return [(v - mean) / spread * a + b for v, a, b in zip(vector, scale, shift, strict=True)]

    def plus(first: list[float], second: list[float]) -> list[float]:
        return [a + b for a, b in zip(first, second, strict=True)]

    layer = "encoder.layer.0"
    x = [norm("embeddings", vector) for vector in x]
    query, key, value = (
        [dense(f"{layer}.attention.self.{part}", vector) for vector in x]
        for part in ("query", "key", "value")
    )
    after = []
    for at, vector in enumerate(x):
        mixed: list[float] = []
        for head in range(0, tiny_model.WIDTH, 32):
            part = slice(head, head + 32)
            scores = [
                sum(a * b for a, b in zip(query[at][part], other[part], strict=True)) / 32**0.5
                for other in key
            ]
            shares = [math.exp(score) for score in scores]
            for i in range(head, head + 32):
                said = sum(s * v[i] for s, v in zip(shares, value, strict=True))
                mixed.append(said / sum(shares))
        attended = dense(f"{layer}.attention.output.dense", mixed)
        vector = norm(f"{layer}.attention.output", plus(vector, attended))
        wide = dense(f"{layer}.intermediate.dense", vector)
        wide = [v * 0.5 * (1.0 + math.erf(v / math.sqrt(2.0))) for v in wide]
        narrow = dense(f"{layer}.output.dense", wide)
        after.append(norm(f"{layer}.output", plus(vector, narrow)))
    mean = [sum(column) / len(after) for column in zip(*after, strict=True)]
    length = math.sqrt(sum(v * v for v in mean))
    return [v / length for v in mean]
