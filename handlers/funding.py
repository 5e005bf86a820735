"""Scholarships and course fees: the dated criteria, and a verdict for whoever tells their case."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.asking_back import ask_offer
from handlers.escalation import passed_on
from handlers.facts import answer_facts, facts_about, state, wanted_facts
from handlers.model import Part
from handlers.support import names_a_place
from handlers.turn import Handled, Turn
from handlers.verdicts import answer_verdict, judge, open_detail
from knowledge import EVERY_NPQ, Fact, OfferKind
from knowledge.eligibility import Judgement

# What a person may tell that a funding rule looks at.
_RELEVANT = frozenset(
    """setting state_funded in_top_50_pupil_premium high_disadvantage_16_19 pupil_premium_percent
    highly_disadvantaged_ey_setting months_in_headship headship_start_date npqh_status on_rise_list
    provides_16_to_19 previously_funded_same_offer withdrawn_from_npq headship_started""".split()
)
_IS_IT_TRUE = re.compile(
    r"\b(?:is|isn't|was) (?:it|this|that) (?:true|right|correct|the case|so|still)\b"
)
# "does my school have to be in a deprived area": asks what the condition is, and tells nothing
_CONDITION = re.compile(
    r"\b(?:do|does|must|should) (?:i|we|you|they|she|he|(?:my|our|the|a|your) \w+)"
    r"(?: (?:have|need|got)(?: got)? to| need to)? be\b"
)
_ASO = "NPQH-ASO"
# Subjects after whose verdict "and it's free then?" asks of the same person.
_JUDGED_BEFORE = frozenset({"support_eligibility", "audience", "new_head_support", "eyl_entry"})


def answer_funding(turn: Turn) -> Handled:
    """State the criteria, judge a case that was told, ask for the programme where it matters."""
    own_fees = turn.intent.id == "funding_covers" and turn.offer and _asks_whether(turn)
    if turn.offer == _ASO and turn.intent.id == "funding_covers":
        return Handled((state(turn, facts_about(turn.knowledge, _ASO, ("cost",))),), offers=(_ASO,))
    if turn.intent.id == "funding_covers" and turn.offer is None and _is_own_case(turn):
        return _no_offer(turn)
    several = turn.question.of_several and bool(_RELEVANT & turn.told_now)
    if turn.intent.id != "funding_criteria" and not own_fees and not several:
        return _general(turn)
    if len(turn.offers) > 1:
        return _judge_each(turn) or _stated(turn)
    offer = turn.offer
    if offer is None:
        return _no_offer(turn)
    if offer == _ASO and names_a_place(turn):
        facts = facts_about(turn.knowledge, _ASO, ("cost", "eligibility"))
        return Handled((state(turn, facts),), offers=(_ASO,))
    if offer == _ASO:
        return answer_facts(turn)
    if _is_case(turn):
        judged = answer_verdict(turn, offer, "funding")
        # Somebody who asks in general gets the criteria, not a question about their own case.
        if not judged.pending or turn.is_own(_RELEVANT):
            return judged
    stated = _stated(turn)
    return replace(stated, pending=open_detail(turn, offer, "funding"))


def _judge_each(turn: Turn) -> Handled | None:
    """Judge a case for each of several offers; None where one of them lacks a detail."""
    if _ASO in turn.offers or not (_is_case(turn) and turn.is_own(_RELEVANT)):
        return None
    judged = [answer_verdict(turn, offer, "funding") for offer in turn.offers]
    if any(one.pending for one in judged):
        return None
    return Handled(tuple(part for one in judged for part in one.parts), offers=turn.offers)


def _asks_whether(turn: Turn) -> bool:
    """ "Would it pay for our deputy?" asks for a verdict, not which part of the fees is paid."""
    return _is_case(turn) and turn.is_own(_RELEVANT) and "covers" not in turn.question.concepts


def _is_own_case(turn: Turn) -> bool:
    """ "Supply through an agency here, would the fees be paid for me?": whether, not which part."""
    return turn.question.personal and turn.is_own(_RELEVANT) and _is_case(turn)


def _is_case(turn: Turn) -> bool:
    """The person told of a setting or the like, now, or asks about themselves having told it."""
    compares = "compare" in turn.question.concepts and not turn.question.personal
    if compares or _CONDITION.search(" ".join(turn.question.words)):
        return False
    told = _RELEVANT & turn.circumstances.keys()
    if turn.circumstances.get("in_england") is False:
        told |= {"in_england"}
    goes_on = turn.context.intent in _JUDGED_BEFORE and not turn.question.general  # "so it's free?"
    return bool(told) and (bool(told & turn.told_now) or turn.question.personal or goes_on)


def _stated(turn: Turn) -> Handled:
    facts = wanted_facts(turn)
    if not facts:
        return answer_facts(turn)
    return _with_cohort(turn, state(turn, facts))


def _no_offer(turn: Turn) -> Handled:
    overview = state(turn, _overview(turn))
    said = _IS_IT_TRUE.sub(" ", " ".join(turn.question.words))
    if {"it", "this", "that"} & set(said.split()) and not turn.question.offers:
        return ask_offer(turn, before=overview.text, citations=overview.citations)
    if _is_case(turn) and _unsettled_for_all(turn):
        passed = passed_on(turn, kind="verdict", reason="staff.setting")
        return Handled((overview, passed), offers=turn.offers)
    return _with_cohort(turn, overview)


def _unsettled_for_all(turn: Turn) -> bool:
    """ "Supply teacher through an agency, would I be funded for anything?": staff know."""
    npqs = (o.id for o in turn.knowledge.offers.values() if o.kind is OfferKind.NPQ)
    judged = [judge(turn, offer, "funding") for offer in npqs]
    return all(one is not None and one.verdict is Judgement.ASK_STAFF for one in judged)


def _general(turn: Turn) -> Handled:
    """What the funding covers, which are funded for whom, which intake the criteria are for."""
    if turn.offer is None:
        facts = _covers(turn) if turn.intent.id == "funding_covers" else _overview(turn)
        return _with_cohort(turn, state(turn, facts))
    own = wanted_facts(turn)
    extra = facts_about(turn.knowledge, turn.offer, ("scholarship", "funding"))
    if turn.intent.id == "funding_covers" and not facts_about(
        turn.knowledge, turn.offer, ("scholarship_covers",)
    ):
        # The page says that there are scholarships for this one, not how much they cover.
        return Handled(
            (
                state(turn, extra),
                passed_on(turn, kind="silent", reason="not_known.scholarship_covers"),
            ),
            offers=turn.offers,
        )
    return _with_cohort(turn, state(turn, dict.fromkeys((*own, *extra))))


def _covers(turn: Turn) -> tuple[Fact, ...]:
    found = [
        facts_about(turn.knowledge, offer, ("scholarship_covers",))
        for offer in turn.knowledge.offers
    ]
    return tuple(fact for facts in found for fact in facts)


def _overview(turn: Turn) -> tuple[Fact, ...]:
    """The criteria of all five NPQs, the early-years addition and the EHCO's."""
    knowledge = turn.knowledge
    early_years = [
        f
        for f in facts_about(knowledge, "NPQEYL", ("scholarship",))
        if "early years" in f.statement
    ]
    ehco = facts_about(knowledge, "EHCO", ("funding",))[:1]
    return (*facts_about(knowledge, EVERY_NPQ, ("scholarship",)), *early_years, *ehco)


def _with_cohort(turn: Turn, part: Part) -> Handled:
    """Add a hand-over where the question names an intake other than the published one."""
    cohort = turn.question.cohort
    published = {c.cohort for c in part.citations if c.cohort}
    known = {i for i, c in turn.knowledge.cohorts.items() if c.label in published}
    if cohort is None or cohort in known or not published:
        return Handled((part,), offers=turn.offers)
    passed = passed_on(turn, kind="cohort", reason="staff.cohort")
    return Handled((part, passed), offers=turn.offers)
