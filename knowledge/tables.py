"""Reads one TOML file into entries that note every fault instead of stopping at the first.

An entry hands out checked values key by key; `close` then refuses the keys that nobody asked
for. A missing or faulty value comes back as an empty one, so that reading can go on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources.abc import Traversable
from typing import Any, TypeGuard, TypeVar

from knowledge.faults import Fault
from knowledge.model import Value

_NO_DATE = date.max

T = TypeVar("T")


class Entry:
    """One table of a data file, asked for its keys one at a time."""

    def __init__(self, table: Mapping[str, Any], file: DataFile, entry: str, start: int) -> None:
        self._table = table  # Any: whatever the file holds; each method checks its own type
        self._file = file
        self._start = start
        self._asked: dict[str, None] = {}
        self.entry = entry

    def text(self, key: str, default: str | None = None) -> str:
        """The string at `key`; missing is a fault unless there is a default."""
        value = self._get(key, required=default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.fault(key, f"found {value!r}; needs a text in quotation marks")
            return default or ""
        return value

    def optional_text(self, key: str) -> str | None:
        """The string at `key`, or None where the key is absent."""
        return self.text(key, default="") or None

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """The string at `key`, which must be one of `allowed`."""
        return self.one_of(key, self.text(key), allowed)

    def one_of(self, key: str, value: str, allowed: Collection[str]) -> str:
        """`value` back again, with a fault noted when it is not allowed.

        Nothing is checked against an empty set: its own file is at fault then, and says so.
        """
        if value and allowed and value not in allowed:
            self.fault(key, f'found "{value}"; allowed: {", ".join(allowed)}')
        return value

    def whole(self, key: str) -> int:
        """The whole number of at least 1 at `key`."""
        value = self._get(key, required=True)
        if value is None:
            return 0
        if not _is_whole(value):
            self.fault(
                key, f"found {value!r}; needs a whole number from 1, without quotation marks"
            )
            return 0
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """The whole numbers at `key`; none where the key is absent."""
        return self._list(key, False, _is_whole, "whole numbers")

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """The strings at `key`; none where the key is absent."""
        return self._list(key, required, _is_text, "texts")

    def day(self, key: str, default: date | None = None) -> date:
        """The date at `key`."""
        value = self._get(key, required=default is None)
        if value is None:
            return default or _NO_DATE
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(key, f"found {value!r}; needs a date such as 2027-01-31, no quotation marks")
            return default or _NO_DATE
        return value

    def value(self, key: str) -> Value | None:
        """The bare value at `key`: a text, number, yes or no, or a list of these."""
        value = self._get(key, required=False)
        if isinstance(value, list) and value and all(_is_plain(item) for item in value):
            return tuple(value)
        if value is None or isinstance(value, str | int | float | bool):
            return value
        self.fault(key, f"found {value!r}; needs a text, a number, true, false or a list of these")
        return None

    def fault(self, key: str, message: str) -> None:
        """Notes a fault of this entry."""
        line = self._file.line_of(key, self._start)
        self._file.faults.append(Fault(self._file.name, message, line, self.entry, key))

    def close(self) -> None:
        """Refuses every key that nobody has asked for."""
        for key in self._table:
            if key not in self._asked:
                self.fault(key, f"unknown key; allowed: {', '.join(self._asked)}")

    def _get(self, key: str, *, required: bool) -> object:
        self._asked[key] = None
        value = self._table.get(key)
        if value is None and required:
            self.fault(key, "is missing; add it")
        return value

    def _list(
        self, key: str, required: bool, fits: Callable[[object], TypeGuard[T]], wanted: str
    ) -> tuple[T, ...]:
        value = self._get(key, required=required)
        if value is None:
            return ()
        found = [item for item in value if fits(item)] if isinstance(value, list) else []
        if not isinstance(value, list) or not value or len(found) < len(value):
            self.fault(key, f"found {value!r}; needs a list of {wanted} in square brackets")
            return ()
        return tuple(found)


@dataclass(slots=True)
class DataFile:
    """One data file, its text and the list that all faults go to."""

    name: str
    """Name of the file."""
    text: str
    """Its text; empty when it could not be read."""
    content: dict[str, Any]  # Any: whatever the file holds
    """Its parsed content; empty when it could not be parsed."""
    faults: list[Fault]
    """Where faults are noted, shared by all files."""

    def head(self, *lists: str) -> Entry:
        """The keys above the first list, as an entry of their own."""
        top = {key: value for key, value in self.content.items() if key not in lists}
        return Entry(top, self, "", 1)

    def entries(self, kind: str, id_key: str = "id") -> list[Entry]:
        """The tables under `[[kind]]`, in the order of the file."""
        tables = self.content.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.faults.append(Fault(self.name, f"needs entries that begin with [[{kind}]]"))
            return []
        starts = [
            number
            for number, line in enumerate(self.text.splitlines(), start=1)
            if line.split("#")[0].strip() == f"[[{kind}]]"
        ]
        return [
            Entry(table, self, _called(kind, table.get(id_key), place), starts[place - 1])
            for place, table in enumerate(tables, start=1)
            if place <= len(starts)
        ]

    def line_of(self, key: str, start: int) -> int:
        """The line of `key` in the entry that starts at `start`; that line where it has none."""
        lines = self.text.splitlines()
        for number in range(start, len(lines) + 1):
            if number > start and lines[number - 1].startswith("[["):
                break
            if key and re.match(rf'\s*"?{re.escape(key)}"?\s*=', lines[number - 1]):
                return number
        return start


def read_file(folder: Traversable, name: str, faults: list[Fault]) -> DataFile:
    """Reads and parses one file; what cannot be read is a fault and an empty file."""
    file = DataFile(name, "", {}, faults)
    try:
        file.text = (folder / name).read_text(encoding="utf-8")
        file.content = tomllib.loads(file.text)
    except FileNotFoundError:
        faults.append(Fault(name, "the file is missing; put it back"))
    except UnicodeDecodeError:
        faults.append(Fault(name, "the file is not UTF-8; save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(name, f"is not valid TOML: {error}; often a quotation mark is missing"))
    return file


def _called(kind: str, id_: object, place: int) -> str:
    return f'{kind} "{id_}"' if _is_text(id_) else f"{kind} {place}"


def _is_text(item: object) -> TypeGuard[str]:
    return isinstance(item, str) and bool(item.strip())


def _is_whole(item: object) -> TypeGuard[int]:
    return isinstance(item, int) and not isinstance(item, bool) and item > 0


def _is_plain(item: object) -> bool:
    return isinstance(item, str | int | float | bool)
