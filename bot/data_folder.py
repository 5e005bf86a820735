"""What the desk keeps in its data folder beside the database: the secret key and the fit cache."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from bot.errors import InputError


def secret_key(folder: Path, given: str = "") -> str:
    """Return the key that signs sessions and tokens; without a given one, made once and kept."""
    if given:
        return given
    path = folder / "secret-key"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Of two processes that start at once one makes the key, and both read that one.
        with contextlib.suppress(FileExistsError):
            draft = folder / f".secret-key-{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48) + "\n", "ascii")
            try:
                os.link(draft, path)
            finally:
                draft.unlink()
        return path.read_text("ascii").strip()
    except OSError as error:
        raise InputError(
            f"{path}: the secret key cannot be kept: {error.strerror};"
            " make the folder writable or set NPQ_SECRET_KEY"
        ) from error


@dataclass(frozen=True, slots=True)
class FolderCache:
    """Keeps fitted values as files; a cache that cannot be written only costs time."""

    folder: Path
    """Made when it is first needed."""
    kind: str = "fit"
    """What is kept; a new one of a kind takes the place of the older."""

    def load(self, key: str) -> bytes | None:
        """Return what was saved under a key; None when nothing was."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def save(self, key: str, value: bytes) -> None:
        """Keep a value, whole or not at all, in place of older ones of the same kind."""
        path = self._path(key)
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(value)
            draft.replace(path)
            for older in self.folder.glob(f"{self.kind}-*"):
                if older != path:
                    older.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{self.kind}-{hashlib.sha256(key.encode()).hexdigest()[:32]}"
