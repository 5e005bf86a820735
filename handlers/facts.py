"""Answers that are facts and nothing else: the wanted topics of the offers asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.escalation import hand_over, passed_on
from handlers.model import Outcome, Part
from handlers.premises import correction, mistaken_for, overlooked
from handlers.recall import pointed_out, recall
from handlers.turn import Handled, Turn
from handlers.wording import cite, statements, word
from intents.text import words
from knowledge import EVERY_NPQ, Fact, Knowledge, OfferKind

MOST_FACTS = 6  # about ninety words: what fits one bubble
# Subjects in which people ask for a thing of their own choice: "does it cover ...?"
_OPEN_SUBJECTS = frozenset({"content", "purpose", "ehco_support", "coaching", "network"})
# Readings to which such a question is easily taken.
_NEAR_OPEN = frozenset(
    """senco_role framework assessment assessment_workload senco_reason senco_transition_info
    ehco_timing eyl_further_info""".split()
)
# "does NPQSL cover finance": everyday words, and still no fact has them
_NAMES_A_SUBJECT = re.compile(
    r"(?:does|do|will|would|is|are) .{0,60}?\b(?:cover|include|teach|train (?:me|us|you|people) in|"
    r"deal with|look at|touch on|go into|covered|included|taught)\b ?(?!at all|by|on|in)(.{0,60})"
)
_SHORTEST_SUBJECT = 5  # letters
# Words that say nothing of what a question is about, and stand in many a statement.
_IDLE = frozenset(
    """what that this with from does have will your about when which would could there their they
    them then than some more been being into make makes only also just like""".split()
)
_SHARED_KINDS = (OfferKind.SUPPORT,)


def answer_facts(turn: Turn) -> Handled:
    """State the facts wanted; hand over where the page does not settle the topic."""
    facts = wanted_facts(turn)
    if not facts:
        return hand_over(turn, kind="silent", reason=f"not_known.{turn.intent.id}")
    if not turn.offers and turn.intent.id in ("content", "purpose"):
        facts = pointed_out(turn.question.words, facts) or facts
    ordered = by_relevance(facts, turn.question.text) if turn.offer else facts
    found = _found(turn, facts)
    stated = (*ordered, *found) if _names(turn, ordered[:1]) else (*found, *ordered)
    part = state(turn, stated[: _most(turn)])
    if not found and _asks_for_more(turn, facts):
        passed = passed_on(turn, kind="more", reason="not_known.detail")
        return Handled((part, passed), offers=turn.offers)
    return Handled((part,), offers=turn.offers)


def _names(turn: Turn, facts: Iterable[Fact]) -> bool:
    """ "Anything on behaviour, or is it all paperwork?": a fact on the subject has the word."""
    said = {form[:6] for fact in facts for form in words(fact.statement)}
    asked = (form for form in turn.question.words if len(form) > _SHORTEST_SUBJECT)
    return any(form[:6] in said for form in asked)


def _found(turn: Turn, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts on other topics of the offer that the question's words point at."""
    if turn.intent.id not in _OPEN_SUBJECTS | _NEAR_OPEN or turn.offer is None:
        return ()
    return recall(turn.question.words, turn.offer, facts, turn.knowledge)


def _asks_for_more(turn: Turn, facts: Iterable[Fact]) -> bool:
    """ "does NPQH train me in school finance?": a word that no fact on the subject carries."""
    if turn.intent.id not in _OPEN_SUBJECTS:
        return False
    said = {form[:5] for fact in facts for form in words(fact.statement)}
    if any(form[:5] not in said for form in turn.question.telling):
        return True
    named = _NAMES_A_SUBJECT.match(" ".join(turn.question.words))
    subjects = [form for form in words(named[1]) if form.isalpha()] if named else []
    subjects = [form for form in subjects if len(form) >= _SHORTEST_SUBJECT]
    return bool(subjects) and not any(form[:5] in said for form in subjects)


def _most(turn: Turn) -> int:
    return MOST_FACTS if turn.offer else MOST_FACTS + 2


def state(turn: Turn, facts: Iterable[Fact], *, lead: str = "", note: str = "") -> Part:
    """Return the facts as one answer, with a correction first where a premise was wrong."""
    chosen = tuple(facts)
    offers = turn.offers or turn.question.offers
    wrong = overlooked(turn.question, offers, chosen, turn.knowledge)
    chosen = (*wrong, *chosen)
    put_right, label = word("premise", right=False), turn.intent.label
    lead = put_right if wrong else lead or correction(turn.question, chosen, turn.knowledge)
    if lead == put_right or (not lead and turn.intent.id == "duration"):
        chosen = (*chosen, *mistaken_for(turn.question, offers, chosen, turn.knowledge))
    sentences = statements(chosen)
    return Part(
        outcome=Outcome.ANSWER,
        text=word(
            "answer",
            lead=lead,
            sentences=sentences,
            first_alone=False,
            cohort=_cohort(turn.knowledge, chosen),
            note=note,
        ),
        intent=turn.intent.id,
        question=turn.question.text,
        citations=cite(turn.knowledge, chosen),
        about=label[:1].upper() + label[1:] if lead == put_right else "",
    )


def wanted_facts(turn: Turn) -> tuple[Fact, ...]:
    """Return the facts for every offer asked about, or for the whole suite where none is named."""
    if turn.offers:
        found = [_of_offer(turn, offer) for offer in turn.offers]
        own = tuple(dict.fromkeys(fact for facts in found for fact in facts))
        return own or _shared_only(turn)
    shared = facts_about(turn.knowledge, EVERY_NPQ, turn.intent.wants)
    if turn.intent.without_offer == "once":
        return shared or _of_all(turn)
    if shared:
        support = [o.id for o in turn.knowledge.offers.values() if o.kind in _SHARED_KINDS]
        extra = [facts_about(turn.knowledge, offer, turn.intent.wants) for offer in support]
        return (*shared, *(fact for facts in extra for fact in facts))
    return _of_all(turn)


def _shared_only(turn: Turn) -> tuple[Fact, ...]:
    """Facts on topics that no single offer has (the contact address, the frameworks)."""
    wants = turn.intent.wants
    if any(facts_about(turn.knowledge, offer, wants) for offer in turn.knowledge.offers):
        return ()
    return facts_about(turn.knowledge, EVERY_NPQ, wants)


def _of_offer(turn: Turn, offer: str) -> tuple[Fact, ...]:
    found = facts_about(turn.knowledge, offer, turn.intent.wants)
    return found or facts_about(turn.knowledge, offer, turn.intent.otherwise)


def _of_all(turn: Turn) -> tuple[Fact, ...]:
    found = [_of_offer(turn, offer) for offer in turn.knowledge.offers]
    return tuple(fact for facts in found for fact in facts)


def facts_about(knowledge: Knowledge, offer: str, topics: Iterable[str]) -> tuple[Fact, ...]:
    """Return an offer's facts on the topics, topic by topic, each once."""
    found = (fact for topic in topics for fact in knowledge.facts(offer, topic))
    return tuple(dict.fromkeys(found))


def by_relevance(facts: tuple[Fact, ...], question: str) -> tuple[Fact, ...]:
    """Return the facts with those first that share telling words with the question."""
    asked = {form[:6] for form in words(question) if len(form) > 3 and form not in _IDLE}

    def shared(fact: Fact) -> int:
        return len({form[:6] for form in words(fact.statement) if len(form) > 3} & asked)

    common = min((shared(fact) for fact in facts), default=0)
    return tuple(sorted(facts, key=lambda fact: -(shared(fact) - common)))


def _cohort(knowledge: Knowledge, facts: Iterable[Fact]) -> str:
    """The label of the intake that dated facts were published for; empty when none is dated."""
    return next((knowledge.cohort_label(f.cohort) for f in facts if f.cohort), "")
