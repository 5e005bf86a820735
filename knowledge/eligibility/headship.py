"""Tests of a headship: how long, and NPQH before or after it began.

The page does not say up to which day the months are counted, so an exact 24 or 60 is for staff,
and the last month before it is a yes with a remark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .dates import Moment, months_later, side_of_anniversary
from .findings import DONT_KNOW, MET, Finding, ask, refuse, staff
from .model import State
from .profile import Facts

OVER_LIMIT = "no.headship_over_limit"

_MONTHS = "months_in_headship"
_START = "headship_start_date"
_IN_ENGLAND = "months_in_headship_england"
_OTHER_HEADSHIP_KEYS = ("months_in_current_post", "is_first_headship", _IN_ENGLAND)

_EDGE = staff("staff.edge")
_STARTS_LATER = staff("staff.starts_later")
_LAST_MONTH = replace(MET, notes=("note.last_month",))


def headship(
    facts: Facts,
    *,
    limit: int,
    heads: Sequence[str],
    unsettled: Sequence[str],
    in_england: bool = False,
) -> Finding:
    """Whether the person is within the first `limit` months of headship.

    `heads` are the roles that are a headship; another role means that none has begun, as long as
    nothing else is told of one. `unsettled` are roles that the page does not settle.
    """
    finding = _time_as_head(facts, limit, heads, unsettled)
    if in_england:
        finding = _with_months_in_england(facts, limit, finding)
    if facts.word("role") in unsettled and finding.reason != OVER_LIMIT:
        return staff("staff.role_and_headship")
    return finding


def npqh_before_headship(facts: Facts) -> Finding:
    """Currently taking NPQH, or completed it before the first post."""
    before = facts.flag("npqh_completed_before_first_headship")
    status = facts.word("npqh_status")
    if status is None:
        # "Completed before my first headship" tells the status as well.
        if before:
            return MET
        return DONT_KNOW if facts.unsure("npqh_status") else ask("npqh_status")
    if status == "in_progress":
        return MET
    if status == "none":
        return refuse("no.npqh_none")
    if status == "accepted_not_started":
        return staff("staff.npqh_not_started")
    return _completed_before(facts, before)


def _completed_before(facts: Facts, before: bool | None) -> Finding:
    if before is not None:
        return MET if before else refuse("no.npqh_after_first_post")
    key = "npqh_completed_before_first_headship"
    return DONT_KNOW if facts.unsure(key) else ask(key)


def _time_as_head(
    facts: Facts, limit: int, heads: Sequence[str], unsettled: Sequence[str]
) -> Finding:
    start = facts.moment(_START)
    starts_later = start is not None and start.surely_after(facts.as_of)
    if facts.unsure(_MONTHS):
        return DONT_KNOW
    months = facts.count(_MONTHS)
    if months is not None:
        finding = _by_months(months, limit)
        # Months as a head and a start that lies ahead: one of them is not what it seems.
        return _STARTS_LATER if starts_later and finding.state is State.MET else finding
    if start is not None:
        return _STARTS_LATER if starts_later else _by_date(start, limit, facts)
    if facts.flag("headship_started") is False:
        return refuse("no.headship_not_started")
    if facts.unsure(_START) or facts.unsure("headship_started"):
        return DONT_KNOW
    return _by_role(facts, (*heads, *unsettled))


def _by_months(months: int, limit: int) -> Finding:
    if months == limit:
        return _EDGE
    if months > limit:
        return refuse(OVER_LIMIT)
    return _LAST_MONTH if months == limit - 1 else MET


def _by_date(start: Moment, limit: int, facts: Facts) -> Finding:
    side = side_of_anniversary(start, limit, facts.as_of)
    if side == 0:
        return _EDGE
    if side > 0:
        return refuse(OVER_LIMIT)
    last_month = months_later(start.day, limit - 1) <= facts.as_of
    return _LAST_MONTH if last_month else MET


def _by_role(facts: Facts, heads: Sequence[str]) -> Finding:
    role = facts.word("role")
    told = facts.told("headship_started") or any(map(facts.told, _OTHER_HEADSHIP_KEYS))
    if role is not None and role not in heads and not told:
        return refuse("no.not_a_head")
    return ask(_MONTHS)


def _with_months_in_england(facts: Facts, limit: int, total: Finding) -> Finding:
    """All months, or only those in England? The page can be read both ways: both have to agree."""
    in_england = facts.count(_IN_ENGLAND)
    if facts.unsure(_IN_ENGLAND):
        return total if total.state is State.UNKNOWN else staff("staff.headship_england")
    if in_england is None or in_england == facts.count(_MONTHS):
        return total
    if total.state not in (State.MET, State.NOT_MET):
        return total
    agree = _by_months(in_england, limit).state is total.state
    return total if agree else staff("staff.headship_england")
