"""The two gates that end a judgement: details that contradict each other, and another intake."""

from __future__ import annotations

from .model import CriterionResult, State
from .profile import Facts
from .rules import Rule

_PRIVATE = ("independent_school", "international_school")
_STATE = ("la_maintained_school", "academy", "free_school")


def contradiction(facts: Facts) -> CriterionResult | None:
    """The details that cannot both be true, or None. These four and no others."""
    keys = _contradicting_keys(facts)
    if not keys:
        return None
    # No line of the page says so: it lies in the meaning of the words.
    label = "details that fit together"
    return CriterionResult(
        "details", State.AMBIGUOUS, 0, "", label, -1, keys, reason="staff.conflict"
    )


def other_intake(facts: Facts, rule: Rule) -> CriterionResult | None:
    """The intake named, when the page has no criteria for it; None when it may be judged.

    A criterion of one intake says nothing about the next, neither as a yes nor as a no.
    """
    if not rule.intake or not facts.told("cohort") or facts.word("cohort") == rule.intake:
        return None
    label = "the intake that the criteria were published for"
    return CriterionResult(
        "intake", State.AMBIGUOUS, rule.intake_line, rule.cohort or "", label, -1, ("cohort",),
        reason="staff.cohort",
    )  # fmt: skip


def _contradicting_keys(facts: Facts) -> tuple[str, ...]:
    setting, state_funded = facts.word("setting"), facts.flag("state_funded")
    if (setting in _PRIVATE and state_funded) or (setting in _STATE and state_funded is False):
        return ("setting", "state_funded")
    if facts.flag("headship_started") is False:
        if facts.count("months_in_headship") is not None:
            return ("headship_started", "months_in_headship")
        start = facts.moment("headship_start_date")
        if start is not None and not start.surely_after(facts.as_of):
            return ("headship_started", "headship_start_date")
    not_senco = facts.word("senco_status") == "not_senco"
    if not_senco and facts.moment("senco_start_date") is not None:
        return ("senco_status", "senco_start_date")
    return ()
