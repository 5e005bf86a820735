"""Named arrays as one run of bytes, and back without a copy.

A length, a JSON header that says where each array lies, then plain numbers. Nothing is pickled, so a
file can do no harm. An .npz file is the same with checksums and copies: reading one of 30 MB took
half of the time that a start may take.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]  # of several types: bytes, integers, floats

_MARK = b"npqarr1\n"
_LENGTH = 8  # bytes; little-endian, unsigned
_ALIGNED = 64  # bytes; arrays begin at multiples
_KINDS = "uif"


class StoreError(ValueError):
    """The bytes are not what `pack` made."""


def pack(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return arrays of numbers as bytes."""
    header: dict[str, tuple[str, list[int], int]] = {}
    body = bytearray()
    for name, array in arrays.items():
        body += bytes(-len(body) % _ALIGNED)
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        header[name] = (little.dtype.str, list(array.shape), len(body))
        body += little.tobytes()
    raw = json.dumps({"arrays": header, "size": len(body)}).encode()
    raw += b" " * (-(len(_MARK) + _LENGTH + len(raw)) % _ALIGNED)
    return b"".join((_MARK, len(raw).to_bytes(_LENGTH, "little"), raw, body))


def unpack(content: bytes) -> Arrays:
    """Return the arrays, read only, looking into the bytes; raises StoreError for other bytes."""
    begin = len(_MARK) + _LENGTH
    length = int.from_bytes(content[len(_MARK) : begin], "little")
    if not content.startswith(_MARK) or begin + length > len(content):
        raise StoreError("no arrays")
    try:
        told = json.loads(content[begin : begin + length])
        if begin + length + told["size"] != len(content):
            raise StoreError("cut short")
        return {
            name: _array(content, dtype, shape, begin + length + offset)
            for name, (dtype, shape, offset) in told["arrays"].items()
        }
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(str(error)) from None


def _array(content: bytes, dtype: str, shape: list[int], offset: int) -> NDArray[Any]:
    kind = np.dtype(dtype)
    if kind.kind not in _KINDS:
        raise StoreError(f"arrays of {dtype}")
    return np.frombuffer(content, kind, prod(shape), offset).reshape(shape)
