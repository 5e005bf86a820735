"""Unsound data stops the start-up, with all faults in one message."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from knowledge.eligibility import RuleError
from knowledge.eligibility.rules import build_rules
from knowledge.eligibility.tables import read_table


def broken(part: str, name: str, **changes: object) -> dict[str, Any]:
    table: dict[str, Any] = copy.deepcopy(dict(read_table("rules.toml")))
    entry = table[part][name]
    for field, value in changes.items():
        if value is None:
            del entry[field]
        else:
            entry[field] = value
    return table


@pytest.mark.parametrize(
    ("part", "name", "changes", "named"),
    [
        ("criterion", "ehco.npqh", {"test": "horoscope"}, "headship"),
        ("criterion", "ehco.npqh", {"any_of": None}, "at_least"),
        ("criterion", "ehco.npqh", {"line": None}, "line is missing"),
        ("criterion", "ehco.npqh", {"key": "shoe_size"}, "shoe_size"),
        ("criterion", "ehco.npqh", {"no": "no.idea"}, "no.idea"),
        ("criterion", "ehco.headship", {"limits": 3}, "limits is not for headship"),
        ("rule", "EHCO.support", {"al": []}, "al is not a field"),
        ("rule", "EHCO.support", {"all": ["ehco.nothing"]}, "ehco.nothing"),
        ("rule", "EHCO.support", {"all": None}, "all is missing"),
        ("rule", "EHCO.support", {"silent": ["sleep"]}, "sleep"),
        ("rule", "EHCO.support", {"neighbours": ["NPQX.funding"]}, "NPQX"),
        ("silent", "rise", {"key": "shoe_size"}, "shoe_size"),
        ("silent", "rise", {"is": None}, "any_of"),
    ],
)
def test_fault_names_entry_and_what_is_wrong(
    part: str, name: str, changes: dict[str, object], named: str
) -> None:
    with pytest.raises(RuleError) as fault:
        build_rules(broken(part, name, **changes))

    assert name in str(fault.value)
    assert named in str(fault.value)


def test_all_faults_come_in_one_message() -> None:
    table = broken("criterion", "ehco.npqh", line=None, label=None)

    with pytest.raises(RuleError, match="label is missing") as fault:
        build_rules(table)

    assert "line is missing" in str(fault.value)
