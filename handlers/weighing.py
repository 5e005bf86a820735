"""What each reading of a question weighs: the matcher's shares, held against other evidence."""

from __future__ import annotations

from collections.abc import Mapping

from intents.catalogue import Intent
from intents.model import Policy, Question

_SUPPORTED = 2.0  # how much a concept that an intent names speaks for it
# Concepts that say what is asked: a reading that names none of those present counts less.
_TELLING = frozenset(
    """funding coaching assess delivery length network mandatory replace level3 covers take
    engagement season newhead""".split()
)
# Of those, the ones that may be no more than another name of the offer asked about.
_NAMESAKES = frozenset("coaching newhead level3".split())
# "May I", "for me": beside "paid" or "marked" they say little of what is asked.
_WEAK = frozenset("take eligible audience".split())
_DISREGARDING = 0.5
_BARELY = 0.8
_POINTED = 1.6  # an intent about certain offers, and one of them is named
_OTHER_KIND = 0.1  # the question asks for a kind of answer that the intent does not give
_SEVERAL = 2
_UNPOINTED = 0.4
_MISSED = 0.1  # weight of a reading that only the kind of answer speaks for
# Kinds that a single intent answers.
_TELLTALE_KINDS = frozenset("limit_headship count_topics share cover_share count_cohorts".split())
_HINTING = frozenset("senco early_years newhead level3 replace do_role".split())


def family_share(
    best: str, readings: list[tuple[str, float]], catalogue: Mapping[str, Intent]
) -> float:
    """Return the share of the reading and of those with nearly the same answer."""
    if not best:
        return 0.0
    family = catalogue[best].family
    return sum(share for intent, share in readings if catalogue[intent].family == family)


def weigh(
    question: Question, catalogue: Mapping[str, Intent], about: frozenset[str] = frozenset()
) -> list[tuple[str, float]]:
    """Return the readings with their shares of 1, best first.

    Readings that cannot be about the offers named fall away; concepts of the lexicon that an
    intent names speak for it, telling ones that it does not name against it. A reading that is
    about certain offers only counts less where nothing points to one of them.
    """
    weighed: list[tuple[str, float]] = []
    telling = _predicates(question)
    supporting = question.concepts - _WEAK if telling - _WEAK else question.concepts
    pointed = about | set(question.offers) | set(question.hinted_offers)
    for candidate in question.candidates:
        intent = catalogue[candidate.intent]
        named = set(question.offers) or (about if question.elliptic else set())
        if intent.offers and named and not set(intent.offers) & (set(question.offers) | about):
            continue
        agreed = about and about == set(
            question.hinted_offers
        )  # "an exec head", in a talk on NPQEL
        if intent.offers and agreed and not set(intent.offers) & about:
            continue
        if intent.id == "overseas_nations" and england_is_a_criterion(question, about):
            continue
        weight = candidate.probability
        undemanded = not set(intent.demands) & question.concepts and len(question.offers) < _SEVERAL
        if intent.demands and undemanded and intent.id not in question.gates:
            weight *= _OTHER_KIND
        if intent.policy is Policy.ANSWER and question.kinds - set(intent.kinds):
            weight *= _OTHER_KIND
        elsewhere = about and not question.offers and not set(intent.offers) & pointed
        if intent.offers and elsewhere and not question.concepts & _HINTING:
            weight *= _UNPOINTED
        if intent.offers and not set(intent.offers) & pointed and not question.concepts & _HINTING:
            weight *= _UNPOINTED
        needs = set(intent.needs)
        if intent.policy is Policy.ANSWER and needs & supporting:
            weight *= _SUPPORTED
        if intent.policy is Policy.ANSWER and set(intent.offers) & set(question.offers):
            weight *= _POINTED
        if telling and not needs & telling and intent.policy in (Policy.ANSWER, Policy.STAFF):
            weight *= _DISREGARDING if intent.policy is Policy.ANSWER or needs else _BARELY
        weighed.append((intent.id, weight))
    weighed += _of_that_kind(question, catalogue, {intent for intent, _ in weighed})
    total = sum(weight for _, weight in weighed)
    if not total:
        return []
    ranked = sorted(weighed, key=lambda reading: (-reading[1], reading[0]))
    return [(intent, weight / total) for intent, weight in ranked]


def _predicates(question: Question) -> frozenset[str]:
    """The concepts that say what is asked: of "EHCO coaching for new heads marked?" the marking."""
    telling = question.concepts & _TELLING
    asked = telling - _NAMESAKES
    return asked if asked and question.offers else telling


def _of_that_kind(
    question: Question, catalogue: Mapping[str, Intent], known: set[str]
) -> list[tuple[str, float]]:
    """Intents that alone give the kind of answer asked for, where the matcher missed them."""
    kinds = question.kinds & _TELLTALE_KINDS
    return [
        (intent.id, _MISSED)
        for intent in catalogue.values()
        if kinds & set(intent.kinds) and intent.id not in known
    ]


def england_is_a_criterion(question: Question, about: frozenset[str]) -> bool:
    """Elsewhere the page is silent on other nations; for these two offers it names England."""
    offers = set(question.offers) or about
    return "NPQH-ASO" in offers or ("EHCO" in offers and "funding" in question.concepts)
