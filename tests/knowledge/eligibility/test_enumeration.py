"""All combinations of telling answers, for every rule: what must hold whatever was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import pytest

from knowledge.eligibility import Judgement, State, Verdict, assess, combine
from knowledge.eligibility.rules import rules

TODAY = date(2026, 11, 23)
NOT_TOLD = None
YES_NO = (NOT_TOLD, True, False, "dont_know")

WORKPLACE = ("school", "academy", "special_school", "school_with_sixth_form", "sixth_form_college",
             "fe_college", "independent_school", "pvi_nursery", "maintained_nursery",
             "academy_trust_central", "other", "dont_know")  # fmt: skip
HEADSHIP: Mapping[str, tuple[object, ...]] = {
    "months_in_headship": (NOT_TOLD, 10, 24, 30, 60, 70, "dont_know"),
    "role": (NOT_TOLD, "headteacher", "acting_headteacher", "teacher"),
    "npqh_status": (NOT_TOLD, "completed", "in_progress", "accepted_not_started", "none"),
    "withdrawn_from_npq": (NOT_TOLD, True),
}
ROLES = ("teacher", "headteacher", "trust_ceo", "nursery_manager", "childminder", "room_leader",
         "teaching_assistant", "dont_know")  # fmt: skip
PERSON: Mapping[str, tuple[object, ...]] = {
    "role": (NOT_TOLD, *ROLES),
    "aspires_to": (NOT_TOLD, "headteacher", "trust_ceo", "nursery_manager", "none", "dont_know"),
    "leads_several_schools": YES_NO,
    "childminder_leads": YES_NO,
    "in_england": (NOT_TOLD, False),
}
FUNDING: Mapping[str, tuple[object, ...]] = {
    "setting": (NOT_TOLD, *WORKPLACE, "school_based_nursery"),
    "state_funded": YES_NO,
    "provides_16_to_19": YES_NO,
    "in_england": (NOT_TOLD, True, False),
    "on_rise_list": (NOT_TOLD, True),
    "cohort": (NOT_TOLD, "autumn_2026"),
}
LISTS: Mapping[str, tuple[object, ...]] = {
    "setting": (NOT_TOLD, *WORKPLACE, "school_based_nursery"),
    "in_top_50_pupil_premium": YES_NO,
    "high_disadvantage_16_19": YES_NO,
    "highly_disadvantaged_ey_setting": YES_NO,
    "qualification_level": (NOT_TOLD, 2),
    "previously_funded_same_offer": (NOT_TOLD, True),
}
ANSWERS: Mapping[tuple[str, str], Mapping[str, tuple[object, ...]]] = {
    ("NPQSL", "suitability"): PERSON,
    ("NPQH", "suitability"): PERSON,
    ("NPQEL", "suitability"): PERSON,
    ("NPQEYL", "suitability"): {
        "role": (NOT_TOLD, *ROLES),
        "aspires_to": (NOT_TOLD, "headteacher", "nursery_manager", "none", "dont_know"),
        "childminder_leads": YES_NO,
        "setting": (NOT_TOLD, "pvi_nursery", "maintained_nursery", "dont_know"),
        "qualification_level": (NOT_TOLD, 2, 3, "dont_know"),
        "full_and_relevant": YES_NO,
    },
    ("NPQSENCO", "suitability"): {
        "role": (NOT_TOLD, *ROLES),
        "senco_status": (NOT_TOLD, "in_post", "planned", "not_senco", "dont_know"),
    },
    ("NPQH", "funding"): FUNDING,
    ("NPQSENCO", "funding"): FUNDING,
    ("NPQSL", "funding"): LISTS,
    ("NPQEL", "funding"): LISTS,
    ("NPQEYL", "funding"): LISTS,
    ("NPQH-ASO", "support"): {
        "months_in_headship": (NOT_TOLD, 10, 24, 30),
        "role": (NOT_TOLD, "acting_headteacher", "teacher"),
        "npqh_status": (NOT_TOLD, "completed", "in_progress", "none"),
        "npqh_completed_before_first_headship": YES_NO,
        "setting": (NOT_TOLD, "school", "academy", "independent_school", "fe_college"),
        "state_funded": (NOT_TOLD, True, False),
        "in_england": (NOT_TOLD, True, False),
        "withdrawn_from_aso": YES_NO,
    },
    ("EHCO", "support"): {
        **HEADSHIP,
        "headship_started": YES_NO,
        "headship_start_date": (NOT_TOLD, "2020-01-01", "2026-01-01", "2027-09-01"),
    },
    ("EHCO", "funding"): {
        **HEADSHIP,
        "setting": (NOT_TOLD, "school", "academy", "fe_college", "independent_school"),
        "state_funded": (NOT_TOLD, True, False),
        "provides_16_to_19": (NOT_TOLD, True, False),
        "in_england": (NOT_TOLD, True, False),
    },
    ("NPQSENCO", "mandatory"): {
        "senco_status": (NOT_TOLD, "in_post", "planned", "not_senco", "dont_know"),
        "senco_start_date": (NOT_TOLD, "2024-08-31", "2024-10-01", "2026-09-01", "2027-01-01"),
        "nasenco_status": (NOT_TOLD, "none", "held"),
        "setting": (NOT_TOLD, "academy", "school", "independent_school"),
        "state_funded": (NOT_TOLD, True, False),
        "in_england": (NOT_TOLD, True, False),
        "npq_senco_status": (NOT_TOLD, "none", "in_progress", "completed"),
    },
}

Told = tuple[object, ...]
Verdicts = Mapping[Told, Verdict]
EACH_RULE = pytest.mark.parametrize(
    ("offer", "question"), ANSWERS, ids=[".".join(rule) for rule in ANSWERS]
)


def all_verdicts(offer: str, question: str) -> Verdicts:
    answers = ANSWERS[offer, question]
    return {
        told: assess(offer, question, dict(zip(answers, told, strict=True)), TODAY)
        for told in product(*answers.values())
    }


def one_more_answer(verdicts: Verdicts, keys: tuple[str, ...]) -> Iterator[tuple[str, Told, Told]]:
    """(key, before, after) for each pair that differs by one answer to an open question."""
    for after in verdicts:
        for place, value in enumerate(after):
            if value is not NOT_TOLD:
                yield keys[place], (*after[:place], NOT_TOLD, *after[place + 1 :]), after


def test_each_rule_is_enumerated() -> None:
    assert ANSWERS.keys() == rules().keys()


@EACH_RULE
def test_whatever_was_told_the_verdict_follows_from_its_criteria(offer: str, question: str) -> None:
    keys = tuple(ANSWERS[offer, question])
    verdicts = all_verdicts(offer, question)

    for told, verdict in verdicts.items():
        check_verdict(verdict, {k: v for k, v in zip(keys, told, strict=True) if v is not NOT_TOLD})
    for key, before, after in one_more_answer(verdicts, keys):
        check_answer(key, verdicts[before], verdicts[after])


def check_verdict(verdict: Verdict, told: Mapping[str, object]) -> None:
    open_groups = {c.group for c in verdict.criteria} - {
        c.group for c in verdict.criteria if c.state is State.MET
    }
    if verdict.verdict is Judgement.ELIGIBLE:
        assert not open_groups, f"a yes with an open criterion: {told}"
    state = combine(verdict.criteria)
    assert (
        verdict.verdict
        == {
            State.MET: Judgement.ELIGIBLE,
            State.NOT_MET: Judgement.NOT_ELIGIBLE,
            State.UNKNOWN: Judgement.MORE_INFORMATION,
            State.AMBIGUOUS: Judgement.ASK_STAFF,
        }[state]
    ), f"the criteria alone do not give the verdict: {told}"
    assert bool(verdict.missing) == (verdict.verdict is Judgement.MORE_INFORMATION)
    assert not told.keys() & set(verdict.missing), f"asks for what was told: {told}"


def check_answer(key: str, before: Verdict, after: Verdict) -> None:
    """A yes turns into a no only through a criterion that the new answer belongs to."""
    if before.verdict is Judgement.ELIGIBLE and after.verdict is Judgement.NOT_ELIGIBLE:
        failed = [c for c in after.criteria if c.state is State.NOT_MET]
        assert any(key in c.reads for c in failed), f"{key} turned a yes into a no"
    for left, right in zip(before.criteria, after.criteria, strict=False):
        if left.id == right.id and left.state is not right.state:
            assert key in left.reads, f"{key} changed {left.id}, which does not read it"
