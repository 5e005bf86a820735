"""What a named test hands back, and the few shapes that nearly all of them use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .model import Precision, State


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one criterion, and why."""

    state: State
    reason: str = ""
    """Stable code; empty for met, for unknown, and where the criterion's own `no` says it."""
    missing: tuple[str, ...] = ()
    """Keys to ask for; empty when another criterion asks first."""
    notes: tuple[str, ...] = ()
    deadline: tuple[date, Precision] | None = None
    urgent: bool = False


MET = Finding(State.MET)
NOT_MET = Finding(State.NOT_MET)
WAIT = Finding(State.UNKNOWN)
"""Unknown, but another criterion asks first."""


def ask(*keys: str) -> Finding:
    """Unknown until the person tells these."""
    return Finding(State.UNKNOWN, missing=keys)


def refuse(reason: str) -> Finding:
    """Not met, for a reason more exact than the criterion's own."""
    return Finding(State.NOT_MET, reason)


def staff(reason: str) -> Finding:
    """For staff: nothing that the person could add would settle it."""
    return Finding(State.AMBIGUOUS, reason)


DONT_KNOW = staff("staff.dont_know")
"""Asked, and the person cannot say: never ask the same thing twice."""
