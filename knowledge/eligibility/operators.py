"""The four operators that a rule may use. What needs more is a named function in its own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .findings import DONT_KNOW, MET, NOT_MET, WAIT, Finding, ask, staff
from .profile import Facts

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    # Any: operands come from a checked profile and from rules.toml, which pairs them rightly.
    "is": lambda told, wanted: bool(told == wanted),
    "any_of": lambda told, wanted: told in wanted,
    "at_least": lambda told, wanted: bool(told >= wanted),
    "at_most": lambda told, wanted: bool(told <= wanted),
}


def compare(
    facts: Facts,
    *,
    key: str,
    operator: str,
    wanted: object,
    staff_values: Sequence[object] = (),
    staff_reason: str = "staff.silent",
    asks: bool = True,
) -> Finding:
    """Judge one key. `staff_values` are answers that the page does not settle."""
    if facts.unsure(key):
        return DONT_KNOW
    if not facts.told(key):
        return ask(key) if asks else WAIT
    told = facts.values[key]
    if OPERATORS[operator](told, wanted):
        return MET
    return staff(staff_reason) if told in staff_values else NOT_MET
