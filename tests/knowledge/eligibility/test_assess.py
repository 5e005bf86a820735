"""What a verdict carries beside its answer."""

from __future__ import annotations

import ast
import sys
from datetime import date
from pathlib import Path

import pytest

import knowledge.eligibility
from knowledge.eligibility import (
    OFFERS,
    EligibilityError,
    Judgement,
    assess,
    assess_all,
    explain,
    quotations,
)
from knowledge.eligibility.tables import codes

TODAY = date(2026, 11, 23)
PACKAGE = Path(knowledge.eligibility.__file__).parent


def test_one_profile_is_judged_for_all_offers() -> None:
    verdicts = assess_all({"setting": "academy", "role": "headteacher"}, TODAY)

    assert {verdict.offer for verdict in verdicts} == set(OFFERS)
    assert len(verdicts) == 14


def test_same_profile_same_verdict() -> None:
    told = {"setting": "school", "months_in_headship": 3}

    assert assess_all(told, TODAY) == assess_all(told, TODAY)


def test_criterion_names_line_quote_and_plain_words() -> None:
    verdict = assess("EHCO", "support", {"months_in_headship": 70}, TODAY)

    head = verdict.criteria[0]
    assert (head.source, head.reason) == ("L203", "no.headship_over_limit")
    assert "five years" in head.quote
    assert "five years" in head.label


def test_another_intake_keeps_the_personal_result_for_staff() -> None:
    told = {"setting": "academy", "cohort": "spring_2027"}

    verdict = assess("NPQH", "funding", told, TODAY)

    assert verdict.verdict is Judgement.ASK_STAFF
    assert verdict.personal is Judgement.ELIGIBLE
    assert verdict.cohort == "Autumn 2024"
    assert verdict.missing == ()
    assert [result.id for result in verdict.criteria] == ["intake", "npqh.funding"]


def test_coaching_funding_carries_no_intake_of_its_own() -> None:
    assert assess("EHCO", "funding", {}, TODAY).cohort is None


@pytest.mark.parametrize(("offer", "question"), [("NPQX", "funding"), ("NPQH", "place")])
def test_unknown_offer_or_question_is_an_error(offer: str, question: str) -> None:
    with pytest.raises(EligibilityError, match="allowed"):
        assess(offer, question, {}, TODAY)


def test_every_code_has_one_plain_sentence() -> None:
    assert all(explain(code).endswith(".") for code in codes())


def test_quotes_are_short() -> None:
    assert all(line > 0 and 0 < len(quote.split()) <= 12 for _, line, quote in quotations())


def test_package_imports_the_standard_library_alone() -> None:
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {name.name.split(".")[0] for name in node.names} <= sys.stdlib_module_names
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert (node.module or "").split(".")[0] in sys.stdlib_module_names
