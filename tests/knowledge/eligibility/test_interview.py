"""The interview: its budgets, its order, and what its answers tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.eligibility import (
    InterviewQuestion,
    Judgement,
    assess,
    next_question,
    profile_keys,
    question_for,
    read_answer,
)
from knowledge.eligibility.questions import asking_order
from knowledge.eligibility.rules import rules

TODAY = date(2026, 11, 23)
TYPED = {
    "months_or_date": ("8", "24", "70", "2026-01-05", "2027-01-05"),
    "date": ("2026-01-05", "2024-01-05", "2025-10"),
    "choice": (),
}


def answers(question: InterviewQuestion) -> list[Mapping[str, object]]:
    typed = [read_answer(question, text) for text in TYPED[question.accepts]]
    assert None not in typed
    return [choice.sets for choice in question.choices] + [told for told in typed if told]


def longest_interview(offer: str, question: str, profile: Mapping[str, object]) -> int:
    """Questions until the verdict, along the worst path through all offered answers."""
    asked = next_question(assess(offer, question, profile, TODAY))
    if asked is None:
        return 0
    return 1 + max(
        longest_interview(offer, question, {**profile, **told}) for told in answers(asked)
    )


@pytest.mark.parametrize(
    ("offer", "question", "budget"),
    [
        ("NPQH-ASO", "support", 5),
        ("EHCO", "funding", 4),
        ("EHCO", "support", 2),
        ("NPQH", "funding", 2),
        ("NPQSENCO", "funding", 2),
        ("NPQSL", "funding", 3),
        ("NPQEYL", "funding", 3),
        ("NPQSENCO", "mandatory", 4),
        ("NPQEYL", "suitability", 5),
        ("NPQEL", "suitability", 2),
    ],
)
def test_no_path_needs_more_questions_than_the_budget(
    offer: str, question: str, budget: int
) -> None:
    assert longest_interview(offer, question, {}) <= budget


def test_a_profile_told_at_once_needs_no_question() -> None:
    profile = {"setting": "academy", "in_england": True, "months_in_headship": 3,
               "npqh_status": "in_progress", "withdrawn_from_aso": False}  # fmt: skip

    assert next_question(assess("NPQH-ASO", "support", profile, TODAY)) is None


def test_the_workplace_is_asked_first_with_examples() -> None:
    question = next_question(assess("NPQH-ASO", "support", {}, TODAY))

    assert question is not None
    assert question.key == "setting"
    assert "academy" in question.text


def test_npqh_has_four_states_to_choose_from() -> None:
    values = {choice.value for choice in question_for("npqh_status", "EHCO").choices}

    assert values == {"in_progress", "completed", "accepted_not_started", "none", "dont_know"}


def test_additional_support_asks_before_or_after_in_the_same_question() -> None:
    choices = question_for("npqh_status", "NPQH-ASO").choices

    told = [c.sets for c in choices if c.value == "completed"]

    assert told == [
        {"npqh_status": "completed", "npqh_completed_before_first_headship": True},
        {"npqh_status": "completed", "npqh_completed_before_first_headship": False},
    ]


@pytest.mark.parametrize("key", asking_order())
def test_every_question_can_be_answered_with_i_do_not_know(key: str) -> None:
    question = question_for(key, "NPQH")

    assert read_answer(question, "I do not know") == {key: "dont_know"}
    assert question.text.endswith(("?", "."))
    assert question.why.endswith(".")


@pytest.mark.parametrize("key", asking_order())
def test_every_choice_tells_only_what_a_profile_may_hold(key: str) -> None:
    for offer in ("NPQH-ASO", "EHCO"):
        for choice in question_for(key, offer).choices:
            assert choice.sets
            assert assess("NPQH", "suitability", choice.sets, TODAY)


@pytest.mark.parametrize("key", asking_order())
def test_no_typed_word_means_two_choices(key: str) -> None:
    for offer in ("NPQH-ASO", "EHCO"):
        choices = question_for(key, offer).choices
        words = [w for c in choices for w in {c.label.casefold(), *c.synonyms}]

        assert len(words) == len(set(words))


def test_every_value_of_a_choice_key_but_rare_workplaces_can_be_chosen() -> None:
    for key in ("role", "aspires_to", "npqh_status", "senco_status", "nasenco_status"):
        offered = {choice.value for choice in question_for(key, "EHCO").choices}

        assert set(profile_keys()[key].values) <= offered


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        ("months_in_headship", "18", {"months_in_headship": 18}),
        ("months_in_headship", " 18 months. ", {"months_in_headship": 18}),
        ("months_in_headship", "2026-01", {"headship_start_date": "2026-01"}),
        ("months_in_headship", "not a head", {"headship_started": False}),
        ("months_in_headship", "a while", None),
        ("senco_start_date", "2025-09-01", {"senco_start_date": "2025-09-01"}),
        ("senco_start_date", "12", None),
        ("in_england", "YES", {"in_england": True}),
        ("in_england", "2025-09-01", None),
        ("setting", "PRU", {"setting": "pupil_referral_unit", "state_funded": True}),
        ("setting", "private school", {"setting": "independent_school"}),
    ],
)
def test_typed_answers(key: str, typed: str, told: Mapping[str, object] | None) -> None:
    assert read_answer(question_for(key, "EHCO"), typed) == told


def test_no_question_that_a_rule_does_not_use() -> None:
    for (offer, question), rule in rules().items():
        reads = {key for group in rule.groups for c in group for key in c.reads}
        missing = assess(offer, question, {}, TODAY).missing

        assert set(missing) <= reads


def test_i_do_not_know_to_everything_ends_with_staff() -> None:
    for offer, question in rules():
        profile: dict[str, object] = {}
        while asked := next_question(assess(offer, question, profile, TODAY)):
            profile[asked.key] = "dont_know"

        assert assess(offer, question, profile, TODAY).verdict is Judgement.ASK_STAFF
