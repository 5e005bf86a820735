from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from bot.embedding_files import install, open_encoder
from bot.errors import InputError
from tests.intents.embeddings import tiny_model

TINY = tiny_model.FINGERPRINTS
FILES = {"model.safetensors": tiny_model.WEIGHTS, "vocab.txt": tiny_model.VOCABULARY}


def folder(path: Path, files: dict[str, bytes] | None = None) -> Path:
    path.mkdir()
    for name, content in (FILES if files is None else files).items():
        (path / name).write_bytes(content)
    return path


def wheel(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


IN_A_PACKAGE = {f"pack/model/{name}": content for name, content in FILES.items()}


def test_a_model_is_installed_from_a_folder_and_opened(tmp_path: Path) -> None:
    install(folder(tmp_path / "from"), tmp_path / "to", TINY)

    encoder = open_encoder(tmp_path / "to", TINY)

    assert encoder.encode(["how long is the course"]).shape == (1, tiny_model.WIDTH)


def test_of_a_wheel_the_two_files_are_copied_and_nothing_else(tmp_path: Path) -> None:
    source = wheel(
        tmp_path / "x-1-py3-none-any.whl",
        {**IN_A_PACKAGE, "pack/__init__.py": b"raise SystemExit('imported')"},
    )

    install(source, tmp_path / "to", TINY)

    assert {path.name for path in (tmp_path / "to").iterdir()} == set(FILES)


def test_both_ways_in_give_the_same_vectors(tmp_path: Path) -> None:
    install(folder(tmp_path / "from"), tmp_path / "one", TINY)
    install(wheel(tmp_path / "x.whl", IN_A_PACKAGE), tmp_path / "two", TINY)

    one, two = (open_encoder(tmp_path / name, TINY).encode(["funding"]) for name in ("one", "two"))

    np.testing.assert_array_equal(one, two)


def test_other_weights_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    source = folder(tmp_path / "from", {**FILES, "model.safetensors": tiny_model.WEIGHTS + b"\0"})

    with pytest.raises(InputError, match="sha256"):
        install(source, tmp_path / "to", TINY)

    assert not (tmp_path / "to").exists()


def test_another_vocabulary_is_refused(tmp_path: Path) -> None:
    source = folder(tmp_path / "from", {**FILES, "vocab.txt": tiny_model.VOCABULARY[::-1]})

    with pytest.raises(InputError, match=r"vocab\.txt has sha256"):
        install(source, tmp_path / "to", TINY)


def test_a_file_changed_after_it_was_installed_is_not_opened(tmp_path: Path) -> None:
    install(folder(tmp_path / "from"), tmp_path / "to", TINY)
    (tmp_path / "to" / "vocab.txt").write_bytes(b"[UNK]\n[CLS]\n[SEP]\n")

    with pytest.raises(InputError, match="NPQ_EMBEDDINGS_DIR"):
        open_encoder(tmp_path / "to", TINY)


@pytest.mark.parametrize("files", [{}, {"model.safetensors": b""}])
def test_a_folder_without_a_model_is_named(tmp_path: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(InputError, match="NPQ_EMBEDDINGS_DIR"):
        open_encoder(folder(tmp_path / "to", files), TINY)


@pytest.mark.parametrize(
    ("files", "count"),
    [
        ({}, 0),
        ({"a/vocab.txt": b""}, 0),
        ({**IN_A_PACKAGE, "other/model.safetensors": b""}, 2),
    ],
)
def test_a_wheel_has_to_hold_each_file_once(
    tmp_path: Path, files: dict[str, bytes], count: int
) -> None:
    with pytest.raises(InputError, match=f"holds {count} files named"):
        install(wheel(tmp_path / "x.whl", files), tmp_path / "to", TINY)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "x.whl"
    source.write_bytes(b"PK but no archive")

    with pytest.raises(InputError, match="neither a folder nor a sound wheel"):
        install(source, tmp_path / "to", TINY)
