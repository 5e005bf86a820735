"""Tests of the requirement for SENCOs: the post, its start, and the three-year window."""

from __future__ import annotations

from datetime import date

from .dates import Moment, months_later, window_end
from .findings import DONT_KNOW, MET, WAIT, Finding, ask, refuse, staff
from .model import Precision, State
from .profile import Facts

_STATUS, _START, _COURSE = "senco_status", "senco_start_date", "npq_senco_status"


def senco_post(facts: Facts) -> Finding:
    """In post, or with a date from which on. The window opens on taking up the post."""
    status = facts.word(_STATUS)
    if status is None:
        return DONT_KNOW if facts.unsure(_STATUS) else ask(_STATUS)
    if status == "not_senco":
        return refuse("no.not_senco")
    if status == "planned" and not facts.told(_START):
        return refuse("no.not_yet")
    return MET


def senco_start(facts: Facts, *, not_before: date) -> Finding:
    """Took up the post on or after the day from which the page calls the NPQ mandatory."""
    if facts.unsure(_START):
        return DONT_KNOW
    start = facts.moment(_START)
    if start is None:
        return ask(_START)
    return MET if start.day >= not_before else staff("staff.transition")


def senco_window(
    facts: Facts, *, not_before: date, window_years: int, course_months: int
) -> Finding:
    """Whether the course still fits into the window; carries the deadline.

    A course under way stays a yes to the last day; one that has not begun and no longer fits, or a
    window that is over, is for staff at once.
    """
    if facts.unsure(_COURSE):
        return DONT_KNOW
    if facts.word(_COURSE) == "completed":
        return staff("staff.npq_senco_completed")
    start = facts.moment(_START)
    if start is None:
        return WAIT
    if start.day < not_before:
        return WAIT
    return _judge_window(facts, start, window_years, course_months)


def _judge_window(facts: Facts, start: Moment, years: int, course_months: int) -> Finding:
    deadline = window_end(start, years)
    # With only a month told, its first day is the careful end of the window.
    end = deadline[0]
    if facts.as_of > end:
        return _urgent("staff.window_over", deadline)
    too_late = months_later(facts.as_of, course_months) > end
    course = facts.word(_COURSE)
    if too_late and course == "none":
        return _urgent("staff.window_short", deadline)
    notes = ("note.begun",) if too_late and course is None else ()
    return Finding(State.MET, notes=notes, deadline=deadline)


def _urgent(reason: str, deadline: tuple[date, Precision]) -> Finding:
    return Finding(State.AMBIGUOUS, reason, deadline=deadline, urgent=True)
