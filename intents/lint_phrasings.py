"""Faults of a catalogue that no single phrasing shows: the same words twice, and look-alikes.

A phrasing under two intents teaches nothing but doubt. Intents that are taken for each other when
their own phrasings are kept from the fit need merging, clearer phrasings, or a second thought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from intents.features import tokens
from intents.matcher import DEFAULTS, Example, Matcher, MatcherSettings

Progress = Callable[[Iterable[int]], Iterable[int]]

_SAME = 95.0  # rapidfuzz's token_set_ratio, 0 to 100
_NEARLY = 99.0  # token_set_ratio gives 100 where one holds all words of the other
_WORDS_APART = 1  # token_set_ratio calls "how long" and "how long is it online" the same
_LEAST_SHARED = 3  # words; "good" and "good morning" are no duplicates
_FOLDS = 5
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same phrasing, word order and a word aside, under two intents."""

    text: str
    """As written under the first intent."""
    intent: str
    """The first in the alphabet."""
    other_text: str
    """As written under the second."""
    other_intent: str
    """The second."""
    likeness: float
    """95 to 100; 100 where the words are the same, in whatever order."""
    same: bool
    """Word for word."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """An intent whose phrasings are read as another when they are kept from the fit."""

    intent: str
    """The one that was meant."""
    taken_for: str
    """The one that was read."""
    count: int
    """Phrasings concerned."""
    share: float
    """Of all phrasings of the intent, 0 to 1."""
    texts: tuple[str, ...]
    """The first five of them."""


def find_duplicates(examples: Iterable[Example]) -> tuple[Duplicate, ...]:
    """Return all pairs of phrasings that say the same under different intents."""
    ordered = _ordered(examples)
    words = [tokens(example.text) for example in ordered]
    found = []
    for j, i in sorted(_likely(words)):
        first, second = ordered[j], ordered[i]
        likeness = _likeness(words[j], words[i]) if first.intent != second.intent else 0.0
        if likeness >= _SAME:
            same = words[j] == words[i]
            found.append(
                Duplicate(first.text, first.intent, second.text, second.intent, likeness, same)
            )
    return tuple(sorted(found, key=lambda d: (-d.likeness, d.intent, d.other_intent, d.text)))


def _likely(texts: Sequence[tuple[str, ...]]) -> set[tuple[int, int]]:
    """Return the pairs that share all words but one on either side, in whatever order."""
    having: dict[tuple[str, ...], list[int]] = {}
    for number, text in enumerate(texts):
        told = tuple(sorted(text))
        for key in {told, *(told[:at] + told[at + 1 :] for at in range(len(told)))}:
            if key:
                having.setdefault(key, []).append(number)
    return {pair for numbers in having.values() for pair in combinations(numbers, 2)}


def find_confusions(
    examples: Iterable[Example],
    *,
    protected: frozenset[str] = frozenset(),
    settings: MatcherSettings = DEFAULTS,
    least: int = 2,
    progress: Progress = iter,
) -> tuple[Confusion, ...]:
    """Return the intents taken for others, most often first; fewer than `least` cases are left out.

    `progress` may watch the five fits go by. Every phrasing is read once by a matcher that was fitted to four fifths of the others.
    """
    ordered = _ordered(examples)
    totals = Counter(example.intent for example in ordered)
    taken: dict[tuple[str, str], list[str]] = {}
    for fold in progress(range(_FOLDS)):
        kept = ordered[fold::_FOLDS]
        rest = [example for i, example in enumerate(ordered) if i % _FOLDS != fold]
        matcher = Matcher.fit(rest, protected=protected, settings=settings)
        for example in kept:
            ranking = matcher.rank(example.text, example.concepts)
            read = ranking.candidates[0].intent if ranking.candidates else ""
            if read != example.intent and read:
                taken.setdefault((example.intent, read), []).append(example.text)
    found = (
        Confusion(intent, read, len(texts), len(texts) / totals[intent], tuple(texts[:_SHOWN]))
        for (intent, read), texts in taken.items()
        if len(texts) >= least
    )
    return tuple(sorted(found, key=lambda c: (-c.count, c.intent, c.taken_for)))


def _ordered(examples: Iterable[Example]) -> Sequence[Example]:
    return sorted(set(examples), key=lambda e: (e.intent, e.text, e.concepts))


def _likeness(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    if sorted(first) == sorted(second):
        return 100.0
    some, others = set(first), set(second)
    if len(some & others) < _LEAST_SHARED or abs(len(first) - len(second)) > _WORDS_APART:
        return 0.0
    return min(_NEARLY, fuzz.token_set_ratio(" ".join(first), " ".join(second)))
