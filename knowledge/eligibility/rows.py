"""The exact objects of `eligibility --batch`: one case in, one row out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .assess import assess
from .errors import EligibilityError
from .model import Precision, Verdict

_REQUIRED = ("offer", "question", "profile")


def judge_case(case: Mapping[str, object], today: date) -> dict[str, object]:
    """The row for one case; `{"id", "error"}` when the case cannot be judged. Never raises."""
    try:
        return {"id": case.get("id"), **to_row(_assess_case(case, today))}
    except EligibilityError as fault:
        return {"id": case.get("id"), "error": str(fault)}


def to_row(verdict: Verdict) -> dict[str, object]:
    """The verdict as a JSON object, without the case's id."""
    row: dict[str, object] = {
        "verdict": verdict.verdict.value,
        "missing": list(verdict.missing),
        "reason": verdict.reason,
        "criteria": [
            {"id": result.id, "state": result.state.value, "source": result.source}
            for result in verdict.criteria
        ],
    }
    if verdict.deadline is not None:
        row["deadline"] = _deadline(verdict.deadline, verdict.deadline_precision)
    return row


def _deadline(day: date, precision: Precision) -> str:
    """ISO day; year and month alone when no day was told, because none can be computed."""
    return day.isoformat()[:7] if precision is Precision.MONTH else day.isoformat()


def _assess_case(case: Mapping[str, object], today: date) -> Verdict:
    absent = [key for key in _REQUIRED if key not in case]
    if absent:
        raise EligibilityError(f"{', '.join(absent)}: missing; a case needs {', '.join(_REQUIRED)}")
    offer, question, profile = (case[key] for key in _REQUIRED)
    if not isinstance(offer, str) or not isinstance(question, str):
        raise EligibilityError(f"offer, question: {offer!r}, {question!r}; both have to be text")
    if not isinstance(profile, Mapping):
        raise EligibilityError(f"profile: {profile!r}; has to be an object")
    return assess(offer, question, profile, today)
