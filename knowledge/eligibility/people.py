"""Tests of the person: present role and the role hoped for."""

from __future__ import annotations

from collections.abc import Sequence

from .findings import DONT_KNOW, MET, NOT_MET, WAIT, Finding, ask, refuse, staff
from .profile import Facts

_OWN_QUESTION = {"trust_ceo": "leads_several_schools", "childminder": "childminder_leads"}
"""Roles that count on one more condition, which is asked before any aspiration."""


def role(facts: Facts, *, roles: Sequence[str], near: Sequence[str] = ()) -> Finding:
    """Whether the present role is one of `roles`.

    `near` are roles that come so close to the page's words that, once the aspiration is told, a
    "no" is not ours to say.
    """
    told = facts.word("role")
    if told is None:
        return DONT_KNOW if facts.unsure("role") else ask("role")
    if told in roles:
        return MET
    return staff("staff.role") if told in near and facts.told("aspires_to") else NOT_MET


def aspiration(
    facts: Facts,
    *,
    roles: Sequence[str],
    unsettled: Sequence[str] = (),
    own_question: str = "",
    near: Sequence[str] = (),
) -> Finding:
    """Whether the person hopes to become one of `roles`.

    `unsettled` are present roles whose aspirations the page does not settle. `own_question` is the
    role whose own condition is asked first; `near` are hopes too close for a "no".
    """
    now, hoped = facts.word("role"), facts.word("aspires_to")
    if facts.unsure("aspires_to"):
        return DONT_KNOW
    if hoped is None:
        first = _OWN_QUESTION.get(own_question, "")
        waits = now == own_question and not facts.told(first)
        return WAIT if waits else ask("aspires_to")
    if now in unsettled and hoped != "none":
        return staff("staff.role")
    if hoped in roles:
        return MET
    return staff("staff.role") if hoped in near else NOT_MET


def executive_role(facts: Facts, *, roles: Sequence[str]) -> Finding:
    """An executive headteacher, or the CEO of a trust who leads several schools."""
    if facts.word("role") != "trust_ceo":
        return role(facts, roles=roles)
    several = facts.flag("leads_several_schools")
    if several is None:
        key = _OWN_QUESTION["trust_ceo"]
        return DONT_KNOW if facts.unsure(key) else ask(key)
    return MET if several else staff("staff.one_school_trust")


def early_years_role(
    facts: Facts, *, nursery_settings: Sequence[str], unlisted: Sequence[str], near: Sequence[str]
) -> Finding:
    """One of the three roles that the page lists for early years leaders.

    `unlisted` early-years roles are for staff, never a "no". A headteacher counts in one of
    `nursery_settings`; `near` are other heads, who are for staff there.
    """
    told = facts.word("role")
    if told == "childminder":
        return _childminder(facts)
    if told == "nursery_manager":
        elsewhere = facts.told("setting") and facts.word("setting") != "pvi_nursery"
        return staff("staff.role") if elsewhere else MET
    if told in unlisted:
        return staff("staff.role")
    if told == "headteacher" or told in near:
        return _head(facts, nursery_settings, settled=told == "headteacher")
    return role(facts, roles=("nursery_headteacher",))


def _childminder(facts: Facts) -> Finding:
    key = _OWN_QUESTION["childminder"]
    leads = facts.flag(key)
    if leads is None:
        return DONT_KNOW if facts.unsure(key) else ask(key)
    return MET if leads else refuse("no.childminder_not_leading")


def _head(facts: Facts, nursery_settings: Sequence[str], *, settled: bool) -> Finding:
    if facts.word("setting") in nursery_settings:
        if settled:
            return MET
        return staff("staff.role") if facts.told("aspires_to") else NOT_MET
    if not facts.told("aspires_to"):
        return NOT_MET
    # Without the place, "neither leads a nursery nor hopes to" would be a guess.
    if facts.unsure("setting"):
        return DONT_KNOW
    return NOT_MET if facts.told("setting") else ask("setting")


def senco_course_role(facts: Facts, *, roles: Sequence[str]) -> Finding:
    """A teacher or school leader; "appropriate for all" forbids a no, so the rest is for staff."""
    told = facts.word("role")
    if told is None:
        return DONT_KNOW if facts.unsure("role") else ask("role")
    return MET if told in roles else staff("staff.role")
