"""Values of the core as JSON, and parts of a reply back from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from handlers.model import Choice, Citation, Outcome, Part


def to_json(value: object) -> Any:  # any JSON
    """Return dataclasses, mappings, sets, enums and days as plain JSON values.

    Sets are sorted, so that the same value always gives the same JSON.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    names = _field_names(type(value))
    if names is not None:
        return {name: to_json(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((to_json(item) for item in value), key=str)
    if isinstance(value, Sequence):
        return [to_json(item) for item in value]
    if isinstance(value, date):  # moments too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


_NAMES: dict[type, tuple[str, ...] | None] = {}


def _field_names(kind: type) -> tuple[str, ...] | None:
    """Of a dataclass; None for any other type. Looked up once: every turn has hundreds."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None
    return _NAMES[kind]


def part_from_json(stored: Mapping[str, Any]) -> Part:
    """Return a part as `to_json` wrote it."""
    return Part(
        outcome=Outcome(stored["outcome"]),
        text=stored["text"],
        intent=stored["intent"],
        question=stored["question"],
        citations=tuple(Citation(**c) for c in stored["citations"]),
        choices=tuple(Choice(**c) for c in stored["choices"]),
        reason=stored["reason"],
        urgent=stored["urgent"],
        about=stored.get("about", ""),  # turns of older versions have none
    )
