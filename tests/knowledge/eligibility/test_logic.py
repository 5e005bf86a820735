"""Four-valued logic, over all pairs."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from knowledge.eligibility import State
from knowledge.eligibility.logic import all_of, any_of

T, F, U, A = State.MET, State.NOT_MET, State.UNKNOWN, State.AMBIGUOUS


@pytest.mark.parametrize(
    ("states", "both", "either"),
    [
        ((T, F), F, T),
        ((T, U), U, T),
        ((T, A), A, T),
        ((F, U), F, U),
        ((F, A), F, A),
        ((U, A), A, A),
    ],
)
def test_pairs(states: tuple[State, State], both: State, either: State) -> None:
    assert all_of(states) is both
    assert any_of(states) is either


def test_order_never_matters() -> None:
    for states in product(State, repeat=3):
        assert len({all_of(order) for order in permutations(states)}) == 1
        assert len({any_of(order) for order in permutations(states)}) == 1


def test_nothing_to_combine() -> None:
    assert all_of(()) is T
    assert any_of(()) is F
