from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_folder import FolderCache, secret_key
from bot.errors import InputError


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "var")

    assert secret_key(tmp_path / "var") == first
    assert len(first) > 40
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]


def test_a_given_key_leaves_no_file(tmp_path: Path) -> None:
    assert secret_key(tmp_path, "given") == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named() -> None:
    with pytest.raises(InputError, match="NPQ_SECRET_KEY"):
        secret_key(Path("/proc/nowhere"))


def test_the_cache_keeps_the_newest_alone(tmp_path: Path) -> None:
    cache = FolderCache(tmp_path / "cache")

    cache.save("old", b"1")
    cache.save("new", b"2")

    assert (cache.load("old"), cache.load("new")) == (None, b"2")


def test_a_cache_that_cannot_be_written_costs_only_time() -> None:
    cache = FolderCache(Path("/proc/nowhere"))

    cache.save("key", b"1")

    assert cache.load("key") is None
