"""Faults of a catalogue that no single phrasing shows: the same words twice, and look-alikes.

A phrasing under two intents teaches nothing but doubt. Intents that are taken for each other when
their own phrasings are kept from the fit need merging, clearer phrasings, or a second thought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from intents.features import BlockWeights, fit_vocabulary, tokens
from intents.matcher import DEFAULTS, Example, Matcher, MatcherSettings
from intents.postings import transpose

Progress = Callable[[Iterable[int]], Iterable[int]]

_SAME = 95.0  # rapidfuzz's token_set_ratio, 0 to 100
_WORDS_APART = 1  # token_set_ratio calls "how long" and "how long is it online" the same
_LEAST_SHARED = 3  # words; "good" and "good morning" are no duplicates
_LIKELY = 0.5  # cosine; pairs below cannot share all but one word
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
    """95 to 100; 100 also where only the order of words differs."""


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


def find_duplicates(
    examples: Iterable[Example], *, progress: Progress = iter
) -> tuple[Duplicate, ...]:
    """Return all pairs of phrasings that say the same under different intents.

    `progress` may watch the numbers of the phrasings go by. Ten thousand take about ten seconds.
    """
    ordered = _ordered(examples)
    words = [tokens(example.text) for example in ordered]
    folded = [" ".join(text) for text in words]
    vocabulary, rows = fit_vocabulary(words, [()] * len(words), BlockWeights())
    postings = transpose(rows, len(vocabulary.idf))
    found = []
    for i in progress(range(len(ordered))):
        cosines = postings.cosines(rows.vector(i))
        for j in (cosines[:i] >= _LIKELY).nonzero()[0].tolist():
            if ordered[i].intent == ordered[j].intent:
                continue
            likeness = _likeness(folded[j], folded[i])
            if likeness >= _SAME:
                first, second = ordered[j], ordered[i]
                found.append(
                    Duplicate(first.text, first.intent, second.text, second.intent, likeness)
                )
    return tuple(sorted(found, key=lambda d: (-d.likeness, d.intent, d.other_intent, d.text)))


def find_confusions(
    examples: Iterable[Example],
    *,
    protected: frozenset[str] = frozenset(),
    settings: MatcherSettings = DEFAULTS,
    least: int = 2,
    progress: Progress = iter,
) -> tuple[Confusion, ...]:
    """Return the intents taken for others, most often first; fewer than `least` cases are left out.

    Every phrasing is read once by a matcher that was fitted to four fifths of the others.
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


def _likeness(first: str, second: str) -> float:
    some, others = set(first.split()), set(second.split())
    if some == others:
        return 100.0
    if len(some & others) < _LEAST_SHARED or abs(len(some) - len(others)) > _WORDS_APART:
        return 0.0
    return fuzz.token_set_ratio(first, second)
