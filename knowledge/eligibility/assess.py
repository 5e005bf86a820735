"""Judges one profile for one question about one offer. Pure: the day is an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from .errors import EligibilityError
from .findings import Finding
from .gates import contradiction, other_intake
from .logic import all_of, any_of, judgement
from .model import CriterionResult, Judgement, Precision, State, Verdict
from .profile import Facts, read_profile
from .questions import asking_order, unknown_reason
from .rules import Criterion, Rule, Silence, rules

OFFERS = ("NPQSL", "NPQH", "NPQEL", "NPQEYL", "NPQSENCO", "NPQH-ASO", "EHCO")
QUESTIONS = ("suitability", "funding", "support", "mandatory")

_WEAK_REASONS = ("no.setting", "")
"""Reasons that say less than another branch of the same group may say."""
_SOFT_REASONS = ("no.role", "no.childminder_not_leading")
_ASSUMED_UNLESS_TOLD = {
    "assume.autumn_2024": "cohort",
    "assume.england": "in_england",
    "assume.college_state_funded": "state_funded",
}


def assess(offer: str, question: str, profile: Mapping[str, object], today: date) -> Verdict:
    """The verdict of the page on this profile.

    Keys that are absent are not told; `as_of` in the profile wins over `today`. A question that
    the page has no criteria for (support for NPQSL, say) goes to staff. Raises ProfileError for a
    key or value that is not possible, EligibilityError for an unknown offer or question.
    """
    if offer not in OFFERS:
        raise EligibilityError(f"offer: {offer!r} is unknown; allowed: {', '.join(OFFERS)}")
    if question not in QUESTIONS:
        raise EligibilityError(
            f"question: {question!r} is unknown; allowed: {', '.join(QUESTIONS)}"
        )
    facts = read_profile(profile, today)
    verdict = _judge(offer, question, facts)
    if verdict.verdict is not Judgement.NOT_ELIGIBLE:
        return verdict
    return replace(verdict, neighbours=_neighbours(rules()[offer, question], facts))


def assess_all(profile: Mapping[str, object], today: date) -> tuple[Verdict, ...]:
    """The verdict on every question that the page has criteria for, in the order of the rules."""
    return tuple(assess(offer, question, profile, today) for offer, question in rules())


def _neighbours(rule: Rule, facts: Facts) -> tuple[tuple[str, str], ...]:
    """What may fit instead: everything near that is not a "no" as well."""
    return tuple(
        near for near in rule.neighbours
        if _judge(*near, facts).verdict is not Judgement.NOT_ELIGIBLE
    )  # fmt: skip


def _judge(offer: str, question: str, facts: Facts) -> Verdict:
    conflict = contradiction(facts)
    if conflict is not None:
        return _gate(offer, question, conflict)
    rule = rules().get((offer, question))
    if rule is None:
        return Verdict(offer, question, Judgement.ASK_STAFF, "staff.no_rule")
    verdict = _apply(rule, facts)
    intake = other_intake(facts, rule)
    if intake is None:
        return verdict
    gate = _gate(offer, question, intake)
    criteria = (intake, *verdict.criteria)
    return replace(gate, criteria=criteria, cohort=rule.cohort, personal=verdict.verdict)


def _gate(offer: str, question: str, result: CriterionResult) -> Verdict:
    return Verdict(offer, question, Judgement.ASK_STAFF, result.reason, criteria=(result,))


def _apply(rule: Rule, facts: Facts) -> Verdict:
    judged = [
        (number, criterion, criterion.judge(facts))
        for number, group in enumerate(rule.groups)
        for criterion in group
    ]
    criteria = [_result(number, criterion, finding) for number, criterion, finding in judged]
    criteria += _silences(rule.silent, facts, rule)
    state = combine(criteria)
    if state is State.MET:
        criteria += _silences(rule.yes_but, facts, rule)
        state = combine(criteria)
    overruling = _silences(rule.not_refused, facts, rule)
    if overruling:
        criteria, state = [*overruling, *criteria], State.AMBIGUOUS
    return _verdict(rule, facts, state, criteria, [finding for _, _, finding in judged])


def combine(criteria: Sequence[CriterionResult]) -> State:
    """All groups count, one criterion of a group is enough: the verdict follows from this alone.

    A gate or an overruling fact (first, with a negative group) decides by itself.
    """
    if criteria and criteria[0].group < 0:
        return criteria[0].state
    groups: dict[int, list[State]] = {}
    for result in criteria:
        groups.setdefault(result.group, []).append(result.state)
    return all_of(any_of(states) for states in groups.values())


def _result(group: int, criterion: Criterion, finding: Finding) -> CriterionResult:
    reason = finding.reason or (criterion.no if finding.state is State.NOT_MET else "")
    return CriterionResult(
        criterion.id, finding.state, criterion.line, criterion.quote, criterion.label, group,
        criterion.reads, reason, finding.missing,
    )  # fmt: skip


def _silences(told: Sequence[Silence], facts: Facts, rule: Rule) -> list[CriterionResult]:
    """One ambiguous result for each volunteered fact; it points at the line that is silent."""
    line = rule.groups[0][0].line
    overruling = told is rule.not_refused
    first_group = -1 if overruling else len(rule.groups) + (100 if told is rule.yes_but else 0)
    return [
        CriterionResult(
            f"silent.{silence.id}", State.AMBIGUOUS, line, "", silence.label,
            -1 if overruling else first_group + number, (silence.key,), silence.reason,
        )
        for number, silence in enumerate(told)
        if silence.speaks_of(facts)
    ]  # fmt: skip


def _verdict(
    rule: Rule,
    facts: Facts,
    state: State,
    criteria: Sequence[CriterionResult],
    findings: Sequence[Finding],
) -> Verdict:
    missing = _missing(rule, criteria) if state is State.UNKNOWN else ()
    reason = unknown_reason(missing[0]) if missing else _reason(state, criteria)
    urgent = state is State.AMBIGUOUS and any(finding.urgent for finding in findings)
    deadline = _deadline(findings) if state is State.MET or urgent else None
    return Verdict(
        offer=rule.offer,
        question=rule.question,
        verdict=judgement(state),
        reason=reason,
        criteria=tuple(criteria),
        missing=missing,
        cohort=rule.cohort,
        deadline=deadline[0] if deadline else None,
        deadline_precision=deadline[1] if deadline else Precision.DAY,
        assumptions=_assumptions(rule, facts),
        notes=_notes(rule, state, reason, findings),
        urgent=urgent,
    )


def _missing(rule: Rule, criteria: Sequence[CriterionResult]) -> tuple[str, ...]:
    keys = {
        key
        for group in {result.group for result in criteria}
        for key in _missing_of([result for result in criteria if result.group == group])
    }
    if rule.first in keys:
        return (rule.first,)
    return tuple(key for key in asking_order() if key in keys)


def _missing_of(group: Sequence[CriterionResult]) -> set[str]:
    if any_of(result.state for result in group) is not State.UNKNOWN:
        return set()
    return {key for result in group for key in result.missing}


def _reason(state: State, criteria: Sequence[CriterionResult]) -> str:
    """The first group that stands in the way, by its most telling branch."""
    if state is State.MET:
        return "yes.criteria_met"
    if criteria[0].group < 0:
        return criteria[0].reason
    for number in dict.fromkeys(result.group for result in criteria):
        group = [result for result in criteria if result.group == number]
        if any_of(result.state for result in group) is state:
            reasons = [result.reason for result in group if result.state is state]
            return next((code for code in reasons if code not in _WEAK_REASONS), reasons[0])
    raise AssertionError("a combined state always stems from one of its groups")


def _deadline(findings: Sequence[Finding]) -> tuple[date, Precision] | None:
    return next((finding.deadline for finding in findings if finding.deadline), None)


def _assumptions(rule: Rule, facts: Facts) -> tuple[str, ...]:
    return tuple(code for code in rule.assumes if _assumed(code, facts))


def _assumed(code: str, facts: Facts) -> bool:
    if code == "assume.college_state_funded":
        college = facts.word("setting") in ("sixth_form_college", "fe_college")
        return college and not facts.told("state_funded")
    key = _ASSUMED_UNLESS_TOLD.get(code)
    return key is None or not facts.told(key)


def _notes(rule: Rule, state: State, reason: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    notes = [note for finding in findings for note in finding.notes] if state is State.MET else []
    if rule.soft and reason in _SOFT_REASONS:
        notes.append("note.soft_no")
    return tuple(dict.fromkeys(notes))
