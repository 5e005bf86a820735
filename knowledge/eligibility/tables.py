"""Reads the package's own TOML files, once each. No other file is ever opened."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from .errors import RuleError

# tomllib promises no more than dict[str, Any]; each reader narrows it at once.
Table = Mapping[str, Any]

COLUMNS: Mapping[str, frozenset[str]] = {
    column: frozenset(words.split())
    for column, words in {
        "publicly_funded": "yes no staff silent if_state_funded if_state_funded_else_staff"
        " unless_not_state_funded if_16_to_19",
        "state_school": "yes no staff silent if_state_funded if_state_funded_else_staff",
        "state_organisation": "yes no staff silent if_state_funded if_state_funded_else_staff"
        " if_16_to_19_and_state_funded",
        "mainstream": "yes staff if_state_funded_else_staff",
        "pupil_premium_list": "list no staff silent",
        "list_16_to_19": "list list_unless_no_16_to_19 no staff silent",
        "early_years_list": "list no staff silent",
    }.items()
}
"""What each column of settings.toml may say."""


@cache
def read_table(name: str) -> Table:
    """The parsed file `name` of this package."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


@cache
def settings() -> Mapping[str, Mapping[str, str]]:
    """Every kind of workplace with what each test says of it; checked column by column."""
    table = read_table("settings.toml")
    faults = [fault for name, row in table.items() for fault in _faults(name, row)]
    if faults:
        raise RuleError("; ".join(faults))
    return table


def _faults(name: str, row: Table) -> list[str]:
    where = f"settings.toml: [{name}]"
    expected = {"label", *COLUMNS}
    faults = [f"{where}: {key} is missing" for key in sorted(expected - row.keys())]
    faults += [f"{where}: {key} is not a column" for key in sorted(row.keys() - expected)]
    faults += [
        f"{where}: {column} = {row[column]!r}; allowed: {', '.join(sorted(words))}"
        for column, words in COLUMNS.items()
        if column in row and row[column] not in words
    ]
    return faults


@cache
def codes() -> Mapping[str, str]:
    """One plain sentence for every stable code."""
    return {
        f"{family}.{name}": text
        for family, entries in read_table("codes.toml").items()
        for name, text in entries.items()
    }
