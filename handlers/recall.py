"""Finds the fact that a question's own words point at, beside what its reading brings.

"Does the SENCO course touch on moving pupils on to their next steps?" is read as a question on
content, and the aims say it. A word that none of the stated facts carries, but another fact of the
same offer does, brings that fact to the front. The words are those of the statement and those that
people use for it (`asked` in the data).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from intents.text import words
from intents.wordforms import stem
from knowledge import EVERY_NPQ, Fact, Knowledge

_MOST = 2
_MOST_POINTED = 4
_RARE = 5  # facts of an offer that share a stem, at most, for it to point at one of them
_SHORTEST = 4
# Criteria are never brought in by the way: they need the question that asks for them.
_CRITERIA = frozenset({"scholarship", "scholarship_covers", "funding", "eligibility"})
# Stems that occur in facts and say nothing of which fact is meant.
_EVERYWHERE = frozenset(
    stem(word)
    for word in """about also cover covers covered autumn available course criteria does doing done
    each education
    educational eligible from funding give have headship includes leader leaders leadership lead
    level make meet meets must need needs offer other people place programme provider qualification
    role scholarship scholarships school schools senco sencos senior someone state support take
    taking teacher teachers that their them these they this those through under what when where
    which will with work working year years your help best first next full part want person
    question questions find know tell like look anything something really want""".split()
)


@dataclass(frozen=True, slots=True)
class _Index:
    """The telling stems of one offer's facts."""

    stems: Mapping[str, frozenset[str]]
    """By fact id."""
    weight: Mapping[str, float]
    """How rare a stem is among the offer's facts; only those that point somewhere."""


def recall(
    question: Iterable[str],
    offer: str,
    chosen: Iterable[Fact],
    knowledge: Knowledge,
    *,
    least: float = 0.0,
) -> tuple[Fact, ...]:
    """Return at most two facts of the offer that words of the question point at, best first.

    `question` are its words, spelling corrected. Facts in `chosen` and words that they carry do
    not count: what is said already need not be found. `least` is the weight, in nats, that the
    shared words of the best fact have to reach.
    """
    index = _index(offer, knowledge)
    said = frozenset[str]().union(*(index.stems.get(f.id, frozenset()) for f in chosen))
    asked = {stem(word) for word in question if len(word) >= _SHORTEST} - said
    telling = asked & index.weight.keys()
    if not telling:
        return ()
    known = {fact.id for fact in chosen}
    scores = {
        id_: sum(index.weight[s] for s in stems & telling)
        for id_, stems in index.stems.items()
        if id_ not in known and stems & telling
    }
    ranked = sorted(scores, key=lambda id_: (-scores[id_], knowledge.fact(id_).source.line, id_))
    best = scores[ranked[0]]
    if best < least:
        return ()
    return tuple(knowledge.fact(id_) for id_ in ranked[:_MOST] if scores[id_] == best)


def pointed_out(question: Iterable[str], facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return those of the facts that carry most telling words of the question; none if many do.

    "Do any of them cover behaviour?" names no offer, and the list of topics of one has the word.
    """
    asked = {stem(word) for word in question if len(word) >= _SHORTEST} - _EVERYWHERE
    shared = {fact.id: len(asked & _stems(fact)) for fact in facts}
    best = max(shared.values(), default=0)
    found = tuple(fact for fact in facts if best and shared[fact.id] == best)
    return found if len(found) <= _MOST_POINTED else ()


@lru_cache(maxsize=64)
def _index(offer: str, knowledge: Knowledge) -> _Index:
    facts = tuple(
        fact
        for fact in knowledge.facts(offer) or knowledge.facts(EVERY_NPQ)
        if fact.topic not in _CRITERIA
    )
    names = {
        stem(form)
        for one in knowledge.offers.values()
        for name in one.nicknames
        for form in name.split()
    }
    stems = {fact.id: _stems(fact) - names - _EVERYWHERE for fact in facts}
    counts = Counter(s for own in stems.values() for s in own)
    weight = {s: log(1 + len(facts) / n) for s, n in counts.items() if n <= _RARE}
    return _Index(stems, weight)


def _stems(fact: Fact) -> frozenset[str]:
    forms = words(" ".join((fact.statement, *fact.asked)))
    return frozenset(stem(form) for form in forms if len(form) >= _SHORTEST)
