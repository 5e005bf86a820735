"""Four-valued logic: met, not met, unknown (ask the person), ambiguous (ask staff).

All of: one "not met" is final whatever is still open; then staff, then the person.
Any of: one "met" is enough; a branch that is already for staff is not rescued by more questions;
a "no" needs every branch to fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .model import Judgement, State

_ALL_OF = (State.NOT_MET, State.AMBIGUOUS, State.UNKNOWN, State.MET)
_ANY_OF = (State.MET, State.AMBIGUOUS, State.UNKNOWN, State.NOT_MET)

_JUDGEMENTS = {
    State.MET: Judgement.ELIGIBLE,
    State.NOT_MET: Judgement.NOT_ELIGIBLE,
    State.UNKNOWN: Judgement.MORE_INFORMATION,
    State.AMBIGUOUS: Judgement.ASK_STAFF,
}


def all_of(states: Iterable[State]) -> State:
    """Combine criteria that all count; met when there are none."""
    return _strongest(states, _ALL_OF)


def any_of(states: Iterable[State]) -> State:
    """Combine alternatives; not met when there are none."""
    return _strongest(states, _ANY_OF)


def judgement(state: State) -> Judgement:
    """The answer that a combined state stands for."""
    return _JUDGEMENTS[state]


def _strongest(states: Iterable[State], order: Sequence[State]) -> State:
    return min(states, key=order.index, default=order[-1])
