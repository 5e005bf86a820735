"""A model of two heads and one layer, made up, in the two files that a real one has."""

from __future__ import annotations

import hashlib
import json

import numpy as np

from intents.embeddings import Fingerprints
from intents.features import Floats32

PIECES = (
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "how", "long", "is", "the", "course", "fund", "##ing",
    "##ed", "coach", "cafe", "?", "'", "s", "a", "$", "5",
)  # fmt: skip
WIDTH, INNER, PLACES = 64, 96, 12
VOCABULARY = ("\n".join(PIECES) + "\n").encode()


def tensors() -> dict[str, Floats32]:
    """Return the tensors by name, the same every time."""
    rng = np.random.default_rng(7)

    def some(*shape: int) -> Floats32:
        return (rng.standard_normal(shape) * 0.2).astype(np.float32)

    layer = "encoder.layer.0"
    found = {
        "embeddings.word_embeddings.weight": some(len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": some(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
        f"{layer}.intermediate.dense.weight": some(INNER, WIDTH),
        f"{layer}.intermediate.dense.bias": some(INNER),
        f"{layer}.output.dense.weight": some(WIDTH, INNER),
        f"{layer}.output.dense.bias": some(WIDTH),
    }
    for part in ("self.query", "self.key", "self.value", "output.dense"):
        found[f"{layer}.attention.{part}.weight"] = some(WIDTH, WIDTH)
        found[f"{layer}.attention.{part}.bias"] = some(WIDTH)
    for norm in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        found[f"{norm}.LayerNorm.weight"] = 1.0 + some(WIDTH)
        found[f"{norm}.LayerNorm.bias"] = some(WIDTH)
    return found


def safetensors(arrays: dict[str, Floats32]) -> bytes:
    """Return a safetensors file of the arrays, with the strangers that real ones hold."""
    header: dict[str, object] = {
        "__metadata__": {"format": "pt"},
        "embeddings.position_ids": {"dtype": "I64", "shape": [1, 1], "data_offsets": [0, 8]},
    }
    body = b"\0" * 8
    for name, array in arrays.items():
        first, body = len(body), body + array.astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(array.shape),
            "data_offsets": [first, len(body)],
        }
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + body


WEIGHTS = safetensors(tensors())
FINGERPRINTS = Fingerprints(
    hashlib.sha256(WEIGHTS).hexdigest(), hashlib.sha256(VOCABULARY).hexdigest()
)
