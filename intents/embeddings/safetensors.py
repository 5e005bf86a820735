"""Reads the safetensors format: a length, a JSON header, and plain numbers one after another.

Nothing is copied: the arrays look into the bytes handed over, so of a mapped file only the parts
that are used come into memory. Source: github.com/huggingface/safetensors, "Format".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from intents.embeddings.errors import ModelError
from intents.features import Floats32

_LENGTH = 8  # bytes; little-endian, unsigned
_MOST_HEADER = 100_000_000  # bytes; the format's own limit
_NUMBER = 4  # bytes of an F32


def read_tensors(content: bytes | memoryview) -> dict[str, Floats32]:
    """Return the tensors of 32-bit floats by name, read only; those of other types are left out.

    Raises ModelError for anything that is not a whole safetensors file.
    """
    view = memoryview(content).cast("B")
    length = int.from_bytes(view[:_LENGTH], "little")
    begin = _LENGTH + length
    if len(view) < _LENGTH or length > _MOST_HEADER or begin > len(view):
        raise ModelError(f"no safetensors file: {len(view)} bytes, header of {length}")
    header = _header(bytes(view[_LENGTH:begin]))
    return {
        name: _tensor(name, about, view[begin:])
        for name, about in header.items()
        if name != "__metadata__" and about.get("dtype") == "F32"
    }


def _header(raw: bytes) -> Mapping[str, dict[str, Any]]:  # Any: JSON, checked by _tensor
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"no safetensors file: its header is not JSON: {error}") from None
    if not isinstance(header, dict) or not all(isinstance(v, dict) for v in header.values()):
        raise ModelError("no safetensors file: its header is not an object of objects")
    return header


def _tensor(name: str, about: Mapping[str, Any], data: memoryview) -> Floats32:
    match about:
        case {"shape": [*shape], "data_offsets": [int(first), int(last)]} if all(
            isinstance(size, int) and size >= 0 for size in shape
        ):
            if 0 <= first <= last <= len(data) and last - first == _NUMBER * prod(shape):
                return np.frombuffer(data[first:last], dtype="<f4").reshape(shape)
    raise ModelError(f"tensor {name!r} does not fit its file: {about!r:.120}")
