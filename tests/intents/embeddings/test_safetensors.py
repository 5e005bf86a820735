from __future__ import annotations

import json

import numpy as np
import pytest

from intents.embeddings.errors import ModelError
from intents.embeddings.safetensors import read_tensors
from tests.intents.embeddings import tiny_model


def with_header(header: object, body: bytes = b"\0" * 16) -> bytes:
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + body


def one(shape: list[object], offsets: list[object]) -> bytes:
    return with_header({"w": {"dtype": "F32", "shape": shape, "data_offsets": offsets}})


def test_every_float_tensor_comes_back_as_it_was() -> None:
    found = read_tensors(tiny_model.WEIGHTS)

    wanted = tiny_model.tensors()
    assert found.keys() == wanted.keys()
    for name, array in wanted.items():
        np.testing.assert_array_equal(found[name], array)


def test_tensors_look_into_the_bytes_without_a_copy() -> None:
    tensor = read_tensors(one([4], [0, 16]))["w"]

    assert not tensor.flags.owndata
    assert not tensor.flags.writeable


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x05\0\0",
        (10**12).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"{",
        (2).to_bytes(8, "little") + b"[]",
        (5).to_bytes(8, "little") + b"{nope",
        with_header({"w": 3}),
        with_header({"w": {"dtype": "F32"}}),
        one([4], [0, 20]),
        one([5], [0, 16]),
        one([4], [-16, 0]),
        one([4], [16, 0]),
        one([-2, -2], [0, 16]),
        one(["4"], [0, 16]),
        one([4], ["0", 16]),
    ],
)
def test_anything_but_a_whole_file_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError):
        read_tensors(content)
