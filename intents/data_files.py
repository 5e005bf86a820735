"""Reads this package's own TOML files, and says which file is broken and how."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


class CatalogueError(Exception):
    """The ear's data files are at fault; the message lists every fault found."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
        """One line each: file, key, value found, values allowed."""


def read_toml(name: str) -> dict[str, Any]:  # Any: TOML values are checked by who reads them
    """Return the parsed file `data/<name>`; CatalogueError names a broken one."""
    try:
        return tomllib.loads((files("intents") / "data" / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError((f"intents/data/{name}: not valid TOML: {error}",)) from error


def raw_data() -> bytes:
    """Return the bytes of every data file, so that a change in any of them shows."""
    folder = files("intents") / "data"
    names = sorted(f.name for f in folder.iterdir() if f.is_file())
    return b"\0".join((folder / name).read_bytes() for name in (*names, *phrasing_files()))


def phrasing_files() -> tuple[str, ...]:
    """Return the names of all phrasing files, in alphabetical order."""
    folder = files("intents") / "data" / "phrasings"
    return tuple(
        sorted(f"phrasings/{f.name}" for f in folder.iterdir() if f.name.endswith(".toml"))
    )


def read_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a text file, without blank lines and `#` comments."""
    text = (files("intents") / "data" / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
