"""Settings that staff change while the desk runs, each declared in `choices.toml`.

What nobody has changed has its default there. Every change is written to the audit log.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, select

from bot.errors import InputError
from bot.storage import audit
from bot.storage.rows import put
from bot.storage.tables import choices
from bot.working_hours import Calendar, calendar_from

# Made once: the desk looks at every turn.
_ONE = select(choices.c.value).where(choices.c.key == bindparam("key"))
_SEVERAL = select(choices.c.key, choices.c.value).where(
    choices.c.key.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting that staff may change."""

    key: str
    """Its name."""
    meaning: str
    """In words for colleagues."""
    type: str
    """What its values look like; see the head of choices.toml."""
    default: Any  # any JSON
    """What holds until somebody chooses."""


@cache
def declared() -> Mapping[str, Declared]:
    """Return every setting by its key, in the order of the file."""
    table = tomllib.loads((files("bot") / "choices.toml").read_text("utf-8"))
    return {
        key: Declared(key, row["meaning"], row["type"], row.get("default"))
        for key, row in table.items()
    }


def get(connection: Connection, key: str) -> Any:  # any JSON, of the declared type
    """Return what staff chose, else the default. Raises KeyError for a key never declared."""
    default = declared()[key].default
    row = connection.execute(_ONE, {"key": key}).first()
    return row.value if row is not None else default


def several(connection: Connection, keys: Collection[str]) -> dict[str, Any]:
    """Return several settings with one look."""
    chosen = {row.key: row.value for row in connection.execute(_SEVERAL, {"keys": list(keys)})}
    return {key: chosen.get(key, declared()[key].default) for key in keys}


def set(  # noqa: A001 - choices.set reads as what it does
    connection: Connection, key: str, value: Any, by: str, at: datetime
) -> None:
    """Choose a value, in the caller's transaction.

    Raises InputError for an unknown key or a value of another type, naming what is allowed.
    """
    known = declared().get(key)
    if known is None:
        raise InputError(f"{key!r} is no setting; allowed: {', '.join(declared())}")
    try:
        _CHECKS[known.type](value)
    except ValueError as error:
        raise InputError(f"{key}: {error}") from error
    put(connection, choices, ("key",), key=key, value=value, changed_by=by, changed_at=at)
    audit.write(connection, by, "choice.set", key, at)


def calendar(connection: Connection) -> Calendar:
    """Return the working hours and holidays as they are set; unset: a calendar that knows none."""
    chosen = several(connection, ("working_hours", "bank_holidays"))
    return calendar_from(chosen["working_hours"], chosen["bank_holidays"])


def _text(value: object) -> None:
    if not isinstance(value, str) or len(value) > 5000:
        raise ValueError(f"is {value!r}; allowed: a text of at most 5,000 characters")


def _texts(value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise ValueError(f'is {value!r}; allowed: a list of texts, ["...", "..."]')


def _flag(value: object) -> None:
    if not isinstance(value, bool):
        raise ValueError(f"is {value!r}; allowed: true, false")


def _number(value: object) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100_000:
        raise ValueError(f"is {value!r}; allowed: a whole number from 0, or null for none")


def _days(value: object) -> None:
    _texts(value)
    calendar_from({}, value)  # type: ignore[arg-type]  # a list of texts, as just checked


def _hours(value: object) -> None:
    if not isinstance(value, dict):
        raise ValueError(f'is {value!r}; allowed: {{"mon": ["09:00", "17:00"], ...}}')
    calendar_from(value, ())


def _modes(value: object) -> None:
    allowed = ("draft", "automatic", "off")
    if not isinstance(value, dict) or not all(mode in allowed for mode in value.values()):
        raise ValueError(f"is {value!r}; allowed: intent -> {', '.join(allowed)}")


def _address(value: object) -> None:
    _text(value)
    if value and urlsplit(str(value)).scheme not in ("http", "https"):
        raise ValueError(f"is {value!r}; allowed: an https:// address, or empty")


def _time(value: object) -> None:
    _text(value)
    try:
        if value:
            time.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"is {value!r}; allowed: a time of day, 08:30, or empty") from None


_CHECKS: Mapping[str, Callable[[object], None]] = {
    "text": _text, "texts": _texts, "flag": _flag, "number": _number, "days": _days,
    "hours": _hours, "modes": _modes, "address": _address, "time": _time,
}  # fmt: skip
