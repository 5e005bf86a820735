"""What there is, and what each programme is."""

from __future__ import annotations

from handlers.asking_back import ask_offer
from handlers.facts import facts_about, state
from handlers.support import both_offers
from handlers.turn import Handled, Turn
from knowledge import EVERY_NPQ, Fact, OfferKind

_MOST = 5


def answer_programmes(turn: Turn) -> Handled:
    """List the programmes, or describe the one asked about."""
    if turn.intent.id == "programme_list":
        return _list(turn)
    if not turn.offers:
        return both_offers(turn) if "newhead" in turn.question.concepts else ask_offer(turn)
    facts = [
        fact
        for offer in turn.offers
        for fact in _description(turn, offer)[: _MOST if turn.offer else 2]
    ]
    return Handled((state(turn, facts),), offers=turn.offers)


def _list(turn: Turn) -> Handled:
    facts = list(facts_about(turn.knowledge, EVERY_NPQ, ("list",)))
    if {"audience", "recommend", "for", "who"} & (
        turn.question.concepts | set(turn.question.words)
    ):
        for offer in turn.knowledge.offers.values():
            if offer.kind is OfferKind.NPQ:
                facts += facts_about(turn.knowledge, offer.id, ("audience",))[:1]
    return Handled((state(turn, facts),), offers=())


def _description(turn: Turn, offer: str) -> list[Fact]:
    topics = turn.intent.wants
    first = [facts_about(turn.knowledge, offer, (topic,))[:2] for topic in topics]
    found = [fact for facts in first for fact in facts]
    return [*dict.fromkeys(found)][:_MOST]
