"""The tables beside this file, case by case; and every stable code occurs in one of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.eligibility import Verdict, assess, to_row
from knowledge.eligibility.tables import codes

TODAY = date(2026, 11, 23)
WORDS = {
    "yes": "eligible",
    "no": "not_eligible",
    "ask": "more_information",
    "staff": "ask_staff",
}
COMPARED = {"cohort", "near", "notes", "assumes", "urgent", "precision", "personal"}
KNOWN = {"p", "v", "r", "missing", "deadline", *COMPARED}

Case = dict[str, Any]


def scenarios() -> Iterator[tuple[str, str, Case]]:
    for path in sorted((Path(__file__).parent / "scenarios").glob("*.toml")):
        for offer, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            shared = {key: table[key] for key in ("cohort",) if key in table}
            for case in table["cases"]:
                profile = {**table.get("base", {}), **case["p"]}
                yield offer, table["question"], {**shared, **case, "p": profile}


ALL = list(scenarios())


@pytest.mark.parametrize(
    ("offer", "question", "case"), ALL, ids=[f"{o}-{q}-{c['p']}" for o, q, c in ALL]
)
def test_verdict_is_what_the_table_says(offer: str, question: str, case: Case) -> None:
    assert case.keys() <= KNOWN

    verdict = assess(offer, question, case["p"], TODAY)

    row = to_row(verdict)
    assert row["verdict"] == WORDS[case["v"]]
    assert verdict.missing == tuple(case.get("missing", ()))
    assert verdict.reason == case.get("r", verdict.reason)
    if case["v"] == "yes":
        assert row.get("deadline") == case.get("deadline")
    if "deadline" in case:
        assert row["deadline"] == case["deadline"]
    assert {key: actual(key, verdict) for key in COMPARED & case.keys()} == {
        key: case[key] for key in COMPARED & case.keys()
    }


def actual(key: str, verdict: Verdict) -> object:
    return {
        # A contradiction ends the judgement before any rule is looked at.
        "cohort": "Autumn 2024" if verdict.reason == "staff.conflict" else verdict.cohort or "",
        "near": [".".join(near) for near in verdict.neighbours],
        "notes": list(verdict.notes),
        "assumes": list(verdict.assumptions),
        "urgent": verdict.urgent,
        "precision": verdict.deadline_precision.value,
        "personal": next((k for k, v in WORDS.items() if v == verdict.personal), None),
    }[key]


def test_each_stable_code_has_a_scenario() -> None:
    verdicts = [assess(offer, question, case["p"], TODAY) for offer, question, case in ALL]

    seen = {code for v in verdicts for code in (v.reason, *v.notes, *v.assumptions)}

    assert seen == set(codes())
