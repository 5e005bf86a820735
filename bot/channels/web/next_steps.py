"""Where an answer may lead on to: an interview on the criteria it stated, or the next question."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.channels.web.site import Site
from bot.model import PastTurn
from handlers.model import Outcome
from handlers.verdicts import CRITERIA_TOPICS
from knowledge import Fact, Knowledge, Offer

MOST = 2
"""Next steps under one answer; more would be a menu."""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What is offered under the newest answer."""

    checks: tuple[tuple[str, str], ...] = ()
    """(offer, kind) of interviews."""
    questions: tuple[str, ...] = ()
    """Questions, to be sent as they stand."""


def next_steps(site: Site, history: Sequence[PastTurn]) -> NextSteps:
    """Return the next steps after the newest turn: two at most, interviews first.

    Questions follow only a plain answer about one offer, and only on what the conversation has
    not said of it yet.
    """
    knowledge = site.knowledge
    cited = list(_cited(knowledge, history[-1:]))
    stated = dict.fromkeys(
        (fact.offer, kind)
        for fact in cited
        for kind, topics in CRITERIA_TOPICS.items()
        if set(fact.topics) & set(topics)
    )
    checks = tuple(pair for pair in stated if pair in site.checks)[:MOST]
    offers = {fact.offer for fact in cited} & set(knowledge.offers)
    if len(offers) != 1 or history[-1].outcome is not Outcome.ANSWER:
        return NextSteps(checks)
    offer = knowledge.offer(offers.pop())
    said = {t for f in _cited(knowledge, history) if f.offer == offer.id for t in f.topics}
    return NextSteps(checks, tuple(_questions(knowledge, offer, said))[: MOST - len(checks)])


def _cited(knowledge: Knowledge, turns: Sequence[PastTurn]) -> Iterator[Fact]:
    for citation in (c for turn in turns for part in turn.parts for c in part.citations):
        fact = knowledge.by_id.get(citation.fact_id)
        if fact is not None:
            yield fact


def _questions(knowledge: Knowledge, offer: Offer, said: set[str]) -> Iterator[str]:
    for topics, question in steps():
        if said.isdisjoint(topics) and any(knowledge.facts(offer.id, topic) for topic in topics):
            yield question.format(name=named(offer))


def named(offer: Offer) -> str:
    """Return an offer as it stands in a sentence, "the NPQ for SENCOs"."""
    return f"the {offer.short_name}" if " " in offer.short_name else offer.short_name


@cache
def steps() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return (topics, question) of every step, in their order."""
    text = (files("bot.channels.web") / "next_steps.toml").read_text("utf-8")
    return tuple((tuple(row["topics"]), row["question"]) for row in tomllib.loads(text)["step"])
