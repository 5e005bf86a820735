"""What may be told of a person: validation, and typed reading for the rules.

An absent key (or None) means "not told". "dont_know" means asked, and the person cannot say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from .dates import Moment, parse_moment
from .errors import ProfileError
from .tables import read_table, settings

DONT_KNOW = "dont_know"

_YES_NO = ("true", "false", DONT_KNOW)


@dataclass(frozen=True, slots=True)
class Key:
    """One profile key as profile.toml describes it."""

    name: str
    kind: str
    label: str
    """Plain words for a note to staff."""
    values: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A valid profile on the day of the enquiry; every reader gives None for "not told"."""

    values: Mapping[str, object]
    as_of: date

    def unsure(self, key: str) -> bool:
        """Whether the person was asked and cannot say."""
        return self.values.get(key) == DONT_KNOW

    def told(self, key: str) -> bool:
        """Whether anything was said about the key, "I do not know" included."""
        return key in self.values

    def flag(self, key: str) -> bool | None:
        """Yes or no; None when not told or not known."""
        value = self.values.get(key)
        return value if isinstance(value, bool) else None

    def count(self, key: str) -> int | None:
        """A whole number; None when not told or not known."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def word(self, key: str) -> str | None:
        """A chosen word; None when not told or not known."""
        value = self.values.get(key)
        return value if isinstance(value, str) and value != DONT_KNOW else None

    def moment(self, key: str) -> Moment | None:
        """A date; None when not told or not known."""
        value = self.values.get(key)
        return value if isinstance(value, Moment) else None


def read_profile(profile: Mapping[str, object], today: date) -> Facts:
    """Check every key and value; `as_of` in the profile wins over `today`.

    Raises ProfileError for the first key or value that is not possible.
    """
    values = {key: _read(key, value) for key, value in profile.items() if value is not None}
    as_of = values.pop("as_of", None)
    return Facts(values, as_of.day if isinstance(as_of, Moment) else today)


@cache
def profile_keys() -> Mapping[str, Key]:
    """Every profile key by name, in the order of profile.toml."""
    keys = {
        name: Key(name, **{**entry, "values": tuple(entry.get("values", ()))})
        for name, entry in read_table("profile.toml").items()
    }
    keys["setting"] = Key("setting", "choice", keys["setting"].label, tuple(settings()))
    return keys


def _read(name: str, value: object) -> object:
    key = profile_keys().get(name)
    if key is None:
        raise ProfileError("profile", name, profile_keys())
    if value == DONT_KNOW and isinstance(value, str):
        return DONT_KNOW
    return _READERS[key.kind](key, value)


def _choice(key: Key, value: object) -> object:
    if isinstance(value, str) and value in key.values:
        return value
    raise ProfileError(key.name, value, (*key.values, DONT_KNOW))


def _yes_no(key: Key, value: object) -> object:
    if isinstance(value, bool):
        return value
    raise ProfileError(key.name, value, _YES_NO)


def _count(key: Key, value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ProfileError(key.name, value, ("a whole number from 0", DONT_KNOW))


def _number(key: Key, value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return value
    raise ProfileError(key.name, value, ("a number from 0", DONT_KNOW))


def _date(key: Key, value: object) -> object:
    moment = parse_moment(value)
    # The day of the enquiry is ours to know; only what people remember may lack the day.
    needs_day = key.name == "as_of"
    if moment is None or (needs_day and moment.month_only):
        allowed = ("YYYY-MM-DD",) if needs_day else ("YYYY-MM-DD", "YYYY-MM")
        raise ProfileError(key.name, value, (*allowed, DONT_KNOW))
    return moment


def _text(key: Key, value: object) -> object:
    if isinstance(value, str):
        return value
    raise ProfileError(key.name, value, ("text", DONT_KNOW))


def _pattern(key: Key, value: object) -> object:
    if isinstance(value, str) and re.fullmatch(key.pattern, value):
        return value
    raise ProfileError(key.name, value, (f"words like {key.example}", DONT_KNOW))


_READERS = {
    "choice": _choice,
    "yes_no": _yes_no,
    "count": _count,
    "number": _number,
    "date": _date,
    "text": _text,
    "pattern": _pattern,
}
