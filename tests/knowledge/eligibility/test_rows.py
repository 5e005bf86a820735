"""The objects of `eligibility --batch`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.eligibility import assess, judge_case, to_row

TODAY = date(2026, 11, 23)


def test_row_holds_what_the_interface_promises() -> None:
    case = {"id": "a1", "offer": "NPQSL", "question": "funding",
            "profile": {"setting": "academy"}, "why": "ignored"}  # fmt: skip

    row = judge_case(case, TODAY)

    assert row == {
        "id": "a1",
        "verdict": "more_information",
        "missing": ["in_top_50_pupil_premium"],
        "reason": "unknown.list_membership",
        "criteria": [
            {"id": "npqsl.pupil_premium", "state": "unknown", "source": "L29"},
            {"id": "npqsl.disadvantage_16_19", "state": "not_met", "source": "L30"},
        ],
    }
    assert json.loads(json.dumps(row)) == row


def test_deadline_is_there_only_when_computed() -> None:
    told = {"senco_status": "in_post", "senco_start_date": "2025-09-01",
            "nasenco_status": "none", "setting": "academy"}  # fmt: skip

    assert to_row(assess("NPQSENCO", "mandatory", told, TODAY))["deadline"] == "2028-09-01"
    assert "deadline" not in to_row(assess("NPQSENCO", "mandatory", {}, TODAY))


@pytest.mark.parametrize(
    ("case", "named"),
    [
        ({"id": 1, "offer": "NPQX", "question": "funding", "profile": {}}, "NPQEYL"),
        ({"id": 1, "offer": "NPQH", "question": "price", "profile": {}}, "suitability"),
        ({"id": 1, "offer": ["NPQH"], "question": "funding", "profile": {}}, "text"),
        ({"id": 1, "offer": "NPQH", "question": "funding", "profile": []}, "object"),
        ({"id": 1, "offer": "NPQH"}, "question, profile"),
        ({"id": 1, "offer": "NPQH", "question": "funding", "profile": {"x": 1}}, "'x'"),
        ({"id": 1, "offer": "NPQH", "question": "funding", "profile": {"role": "x"}}, "teacher"),
    ],
)
def test_bad_case_becomes_an_error_of_its_own_line(case: Mapping[str, object], named: str) -> None:
    row = judge_case(case, TODAY)

    assert row.keys() == {"id", "error"}
    assert named in str(row["error"])


def test_contradiction_names_no_line_of_the_page() -> None:
    case = {"id": 2, "offer": "NPQH", "question": "funding",
            "profile": {"setting": "academy", "state_funded": False}}  # fmt: skip

    assert judge_case(case, TODAY)["criteria"] == [
        {"id": "details", "state": "ambiguous", "source": ""}
    ]
