"""The two offers for new heads: who can have them, and both side by side where none is named."""

from __future__ import annotations

from handlers.asking_back import ask_offer
from handlers.escalation import passed_on
from handlers.facts import answer_facts, facts_about, state
from handlers.turn import Handled, Turn
from handlers.verdicts import answer_verdict, criteria_facts, open_detail
from knowledge import OfferKind

_RELEVANT = frozenset(
    """setting state_funded months_in_headship headship_start_date headship_started npqh_status
    withdrawn_from_aso withdrawn_from_ehco withdrawn_from_npq role in_england
    npqh_completed_before_first_headship""".split()
)
_HEADS = frozenset({"newhead", "headship", "coaching", "since_head"})
_HEAD_KEYS = frozenset({"months_in_headship", "headship_start_date", "headship_started"})
_BOTH = ("NPQH-ASO", "EHCO")
_NOT_PLAIN_HEADS = frozenset({"acting_headteacher", "executive_headteacher"})
_EITHER = frozenset("two both either which each".split())
# Words that ask whose schools it is for: of EHCO the page says so where it speaks of the money.
_OF_PLACES = frozenset(
    """england english state independent independents private academy academies maintained prep
    fee-paying trust""".split()
)


def answer_support(turn: Turn) -> Handled:
    """Judge who told their case, state the criteria otherwise."""
    if _asks_which(turn) and turn.told_of(_HEAD_KEYS):
        return _judge_both(turn)
    offers = tuple(o for o in turn.offers if _is_support(turn, o))
    if len(offers) != 1:
        about_heads = turn.question.concepts & _HEADS or turn.circumstances.keys() & _HEAD_KEYS
        return both_offers(turn) if about_heads or turn.offers else ask_offer(turn)
    offer = offers[0]
    if _is_case(turn):
        judged = answer_verdict(turn, offer, "support")
        if not judged.pending or turn.is_own(_RELEVANT):
            return judged
    facts = (
        *facts_about(turn.knowledge, offer, ("cost", "audience"))[:1],
        *facts_about(turn.knowledge, offer, ("eligibility",)),
    )
    if names_a_place(turn):
        facts = (*facts, *facts_about(turn.knowledge, offer, ("funding",)))
    return Handled((state(turn, facts),), open_detail(turn, offer, "support"), offers)


def names_a_place(turn: Turn) -> bool:
    """Tell whether the question is about the country or the kind of school."""
    return bool(_OF_PLACES & set(turn.question.words))


def both_offers(turn: Turn) -> Handled:
    """State both offers with their criteria, so that nobody misses one."""
    facts = [
        fact
        for offer in _BOTH
        for fact in (
            *facts_about(turn.knowledge, offer, ("cost", "audience"))[:1],
            *facts_about(turn.knowledge, offer, ("eligibility",)),
        )
    ]
    asks_back = turn.intent.id == "support_eligibility" and _is_case(turn)
    if asks_back and turn.question.personal and not turn.question.offers:
        part = state(turn, facts)
        return ask_offer(turn, _BOTH, kind="support", before=part.text, citations=part.citations)
    stands_in = turn.circumstances.get("role") in _NOT_PLAIN_HEADS and not turn.question.general
    passed = (passed_on(turn, kind="verdict", reason="staff.role"),) if stands_in else ()
    return Handled((state(turn, facts), *passed), offers=_BOTH)


def describe_support(turn: Turn) -> Handled:
    """What support there is for new heads, no offer named."""
    # of a headship that lies ahead, and NPQH not told, nothing can be judged yet
    ahead = "aspires_to" in turn.circumstances and "npqh_status" not in turn.circumstances
    own = turn.told_of(_HEAD_KEYS) and not turn.question.general and not ahead
    if turn.offer and _is_support(turn, turn.offer):
        return answer_support(turn) if own else answer_facts(turn)
    return _judge_both(turn) if own else both_offers(turn)


def _asks_which(turn: Turn) -> bool:
    """ "Which of the two do I still fall within?": both were named, and neither is set aside."""
    question = turn.question
    named = set(question.offers or question.near_offers)
    words = set(question.words)
    if {"or", "if"} & words:  # "the additional support, and if not, the EHCO?"
        named |= set(question.hinted_offers)
    return (
        set(_BOTH) <= named
        and not set(_BOTH) & set(question.excluded_offers)
        and bool((_EITHER | {"or", "if"}) & words or set(_BOTH) <= set(question.offers))
    )


def _judge_both(turn: Turn) -> Handled:
    """Judge the case for each offer; where both lack a detail, ask for one of them."""
    judged = [answer_verdict(turn, offer, "support") for offer in _BOTH]
    asking = [one for one in judged if one.pending]
    if len(asking) == len(_BOTH):  # EHCO's rule needs fewer details
        stated = state(turn, criteria_facts(turn, _BOTH[0], "support"))
        judged[0], asking = Handled((stated,), offers=_BOTH[:1]), asking[1:]
    pending = asking[0].pending if asking else {}
    judged.sort(key=lambda one: bool(one.pending))  # a question of ours stands last
    return Handled(tuple(part for one in judged for part in one.parts), pending, _BOTH)


def _is_support(turn: Turn, offer: str) -> bool:
    return turn.knowledge.offer(offer).kind is OfferKind.SUPPORT


def _is_case(turn: Turn) -> bool:
    told = turn.told_of(_RELEVANT)
    supposes = told <= {"role"} and bool(turn.question.premises)  # "... for the first five years?"
    return bool(told) and not turn.question.general and not supposes
