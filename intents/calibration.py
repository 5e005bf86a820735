"""How sure an answer has to be, so that a bound on wrong answers is proven by labelled examples.

Learn then test (Angelopoulos and others 2021, arXiv 2110.01052), by a fixed sequence: thresholds are
tried from strict to loose, and the last one before the first that cannot be proven is taken. Each
is tested with the exact bound of Clopper and Pearson. The order, and where it starts, depend on
scores alone and never on what was right; so the chance that a threshold with more wrong answers
than promised is taken at all is at most `doubt`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, exp, lgamma, log, log1p

_STEPS = 60  # halvings of an interval of length one: far below what a double tells apart


@dataclass(frozen=True, slots=True)
class Observation:
    """What became of one labelled example."""

    score: float
    """0 to 1: how sure the desk was."""
    right: bool
    """It did what the label asks for."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A threshold whose bound was proven."""

    threshold: float
    """Least score that passes, 0 to 1."""
    passed: int
    """Observations at or above it."""
    wrong: int
    """Of those."""
    bound: float
    """Share of wrong ones that is exceeded with a chance of `doubt` at most."""


def needed(most_wrong: float, doubt: float) -> int:
    """Return the fewest observations, none of them wrong, that prove the bound."""
    return ceil(log(doubt) / log1p(-most_wrong))


def prove(observations: Iterable[Observation], *, most_wrong: float, doubt: float) -> Proven | None:
    """Return the loosest threshold proven; None where not even the strictest tried is.

    The strictest passes the surer half of all observations, or as many as are `needed` if that is
    more: fewer could not be proven if a single one of them were wrong.
    """
    ordered = sorted(observations, key=lambda o: -o.score)
    begin = max(needed(most_wrong, doubt), len(ordered) // 2)
    proven = None
    wrong = 0
    for passed, observation in enumerate(ordered, start=1):
        wrong += not observation.right
        tied = passed < len(ordered) and ordered[passed].score == observation.score
        if passed < begin or tied:
            continue
        bound = upper_bound(wrong, passed, doubt)
        if bound > most_wrong:
            break
        proven = Proven(observation.score, passed, wrong, bound)
    return proven


def upper_bound(wrong: int, passed: int, doubt: float) -> float:
    """Return the one-sided bound of Clopper and Pearson on the share of wrong ones.

    It is the share under which so few wrong ones would be seen with a chance of just `doubt`.
    """
    if wrong >= passed:
        return 1.0
    low, high = wrong / passed, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        if _chance_of_at_most(wrong, passed, middle) > doubt:
            low = middle
        else:
            high = middle
    return high


def _chance_of_at_most(wrong: int, passed: int, share: float) -> float:
    """Return the chance of `wrong` or fewer among `passed`, each wrong with chance `share`."""
    if share <= 0.0 or share >= 1.0:
        return 1.0 if share <= 0.0 else 0.0
    hit, miss = log(share), log1p(-share)
    return sum(
        exp(
            lgamma(passed + 1)
            - lgamma(k + 1)
            - lgamma(passed - k + 1)
            + k * hit
            + (passed - k) * miss
        )
        for k in range(wrong + 1)
    )
