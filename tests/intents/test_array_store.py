from __future__ import annotations

import numpy as np
import pytest

from intents.array_store import StoreError, pack, unpack

ARRAYS = {
    "ids": np.arange(7, dtype=np.int32),
    "weights": np.linspace(0, 1, 6, dtype=np.float16).reshape(2, 3),
    "none": np.zeros((0, 4), dtype=np.float64),
    "words": np.frombuffer(b"NPQ", dtype=np.uint8),
}


def test_every_array_comes_back_as_it_was() -> None:
    found = unpack(pack(ARRAYS))

    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_nothing_is_copied_and_nothing_can_be_changed() -> None:
    weights = unpack(pack(ARRAYS))["weights"]

    assert not weights.flags.owndata
    assert not weights.flags.writeable


@pytest.mark.parametrize("cut", [0, 5, 20, 100, -1])
def test_a_file_that_was_cut_is_refused(cut: int) -> None:
    with pytest.raises(StoreError):
        unpack(pack(ARRAYS)[:cut])


@pytest.mark.parametrize("kind", ["|O", "<U3", "nonsense"])
def test_arrays_of_anything_but_numbers_are_refused(kind: str) -> None:
    content = pack({"ids": np.zeros(3, dtype=np.int64)})

    with pytest.raises(StoreError):
        unpack(content.replace(b"<i8", kind.encode()))
