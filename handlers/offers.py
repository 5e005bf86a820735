"""Which offers a question is about: named, hinted at, or talked about before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.model import Context
from intents.catalogue import Intent
from intents.model import Question

_GENERAL = re.compile(
    r"\b(?:all|any|every|each|which|both|these|your|the)(?: of)?(?: the| your| these| five)* "
    r"(?:npqs?|courses|programmes|qualifications|five|ones)\b|\bnpq'?s\b"
)
_SEVERAL = frozenset("each both either two three all them they these those".split())
_SUPPORT = ("NPQH-ASO", "EHCO")
_COACHED = frozenset(("NPQEL", "NPQH-ASO", "EHCO"))  # offers that have coaching of their own
_PAIR = frozenset("two both either".split())
_POINTING = frozenset("it it's its this that they them one the".split())


_ORDINAL = re.compile(
    r"\bthe (former\b|latter\b|(?:first|second|third|last)"
    r"(?= one\b| of (?:those|these|them|the two)\b| \?|$))"
)
_THE_OTHER = re.compile(r"\bthe other(?: one| offer)?\b(?! (?:way|day|week|npqs?|hand))")
_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "latter": 1, "last": -1}


def pointed_at(question: Question, talked_of: tuple[str, ...]) -> tuple[str, ...]:
    """Return the offer that "the second one" means, of several that the talk was about."""
    said = " ".join(question.words)
    if _THE_OTHER.search(said) and len(talked_of) == 1 and talked_of[0] in _SUPPORT:
        return tuple(offer for offer in _SUPPORT if offer not in talked_of)
    found = _ORDINAL.search(said)
    if found is None or question.offers or len(talked_of) < 2:
        return ()
    place = _PLACES[found[1]]
    return talked_of[place:][:1]


def resolve(
    question: Question, intent: Intent, context: Context, mentioned: Iterable[str]
) -> tuple[str, ...] | None:
    """Return the offers meant, best evidence first; () where none is known.

    `mentioned` are the offers named elsewhere in the same message, nearest first. None says that
    the question names an offer that this intent cannot be about.
    """
    if question.offers:
        named = _allowed(question.offers, intent)
        if named is None and intent.offers:
            known = _allowed((*mentioned, *context.offers), intent)
            return known[:1] if known else None
        return named
    hinted = _allowed(question.hinted_offers, intent) if question.hinted_offers else ()
    if intent.offers:
        known = _allowed((*mentioned, *context.offers), intent) or ()
        return hinted[:1] if hinted else known[:1] or _default(intent)
    near = tuple(dict.fromkeys(mentioned))
    if hinted and len(near) > 1 and _PAIR & set(question.words):
        # "what's the difference between the two, and who in headship has them?"
        return _SUPPORT if set(_SUPPORT) <= set(near) else near
    if hinted == ("EHCO",) and intent.id == "coaching" and set(near) & _COACHED - set(_SUPPORT):
        return tuple(offer for offer in near if offer in _COACHED)[:1]  # "and is the coaching ...?"
    if hinted and not (_POINTING & set(question.words) and context.offers):
        return hinted[:1]
    if _GENERAL.search(" ".join(question.words)):
        return ()
    if near:
        return near if _SEVERAL & set(question.words) else near[:1]
    return context.offers or hinted[:1] if hinted else context.offers


def _allowed(offers: tuple[str, ...], intent: Intent) -> tuple[str, ...] | None:
    if not intent.offers:
        return offers
    kept = tuple(offer for offer in offers if offer in intent.offers)
    return kept or None


def _default(intent: Intent) -> tuple[str, ...]:
    return (intent.without_offer,) if intent.without_offer in intent.offers else ()
