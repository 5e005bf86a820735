"""Settles what one question asks: the matcher's readings first, then what the person told.

Each step may only replace a decision that is open, or one that what was told outweighs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.caution import hold_back
from handlers.decide import Decision, Thresholds, Verdict, decide
from handlers.own_case import ASKED_PROPER, DUTY_WORDS, own_case
from handlers.premises import asks_length
from handlers.weighing import england_is_a_criterion
from intents.catalogue import Intent
from intents.model import Question

_OPEN = frozenset({Verdict.CHOOSE, Verdict.UNCLEAR})
_NAMED_BY = frozenset(
    "role aspires_to setting qualification_level months_in_headship".split()
)  # who tells one of these and then an offer's name alone asks whether it is for them
_WHO = frozenset({"role", "aspires_to"})
_NEW_HEAD = frozenset({"months_in_headship", "headship_started", "headship_start_date"})
_OF_HEADS = _NEW_HEAD | {"npqh_status"}
_FOR_HEADS = frozenset("new_head_support coaching ehco_support".split())
_SUPPORT = frozenset({"EHCO", "NPQH-ASO"})
_FOR_NEW_HEADS = frozenset({"newhead", "coaching"})
_RECOMMEND = "programme_recommend"
_ANY = frozenset("something anything owt summat".split())
# Concepts that only say who asks: "head of sixth form, NPQSL or NPQH?"
_SAY_WHO = frozenset("headship senco early_years newhead recommend".split())
# "can heads do the SENCO one?", "if my deputy could join": leave is asked for, no duty
_LEAVE = re.compile(
    r"(?:can|could|may)\b|(?:if|whether) (?:(?:my|our|the|a) \w+|\w+) (?:can|could|may)\b"
)
_MONEY = frozenset("funding premium covers".split())
_PLACE = frozenset("setting state_funded in_top_50_pupil_premium pupil_premium_percent".split())
_WHICH = frozenset("which what one right suit suits best better something any anything".split())
_SURE = 0.6
_GUESS = 0.3  # confidence below which a matter for staff is no more than that
_DUTY = frozenset({"mandatory", "window"})
_OFFERS = frozenset("offer offers provide provides give gives run do deliver".split())
_DUTIES = frozenset({"senco_mandatory", "senco_window", "senco_replaces"})
_CORRECTING = frozenset("for the i mean meant sorry no one ehco ?".split())  # "for NPQEYL I mean"
_FUNDED = frozenset("funded scholarship scholarships funding".split())
_PAID_FOR = (("covered",), ("included",))
_MUST = DUTY_WORDS | {"have", "make", "makes", "made", "forced"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the person when a question is settled."""

    now: Mapping[str, object]
    """Told in this message, by profile key."""
    ever: Mapping[str, object]
    """Told in the whole talk, this message included."""
    about: frozenset[str]
    """Offers of the message, else of the talk."""
    before: str = ""
    """The intent served last; empty at the beginning."""


def settle(
    question: Question, told: Told, catalogue: Mapping[str, Intent], limits: Thresholds
) -> tuple[Question, Decision]:
    """Return the question as it was understood in the end, and what to do with it."""
    told = _without_status(told)
    question = _within_england(question, told)
    question = _not_asked_about(_with_headship(question, told), told)
    decision = _named_only(question, told) or decide(question, catalogue, limits, about=told.about)
    fresh = told.ever.keys() <= told.now.keys()  # in a talk, "him?" is of what was told before
    guessed = decision.why == "staff" and question.confidence < _GUESS and fresh
    if (decision.verdict in _OPEN or guessed) and question.kernel is not None:
        core = replace(question.kernel, offers=question.offers, near_offers=question.near_offers)
        again = decide(core, catalogue, limits, about=told.about)
        if again.verdict not in _OPEN:
            question, decision = core, again
    of_both = told.about >= _SUPPORT and not question.near_offers  # of the talk before
    unsure = question.confidence < _SURE and decision.intent not in ASKED_PROPER
    if (of_both or unsure or decision.intent in _FOR_HEADS) and _told_of_support(question, told):
        return question, Decision(Verdict.SERVE, "new_head_support", why="new_head")
    if decision.why != "named_only" or told.ever.keys() - {"npqh_status"}:
        decision = (
            own_case(question, told.ever, told.about, decision, told.now, told.before) or decision
        )
    decision = _for_award_holders(question, told, decision)
    if _asks_for_coaching(question, told, decision):
        decision = Decision(Verdict.SERVE, "new_head_support", why="new_head")
    decision = _of_money(question, told, _where_england_counts(question, told, decision))
    decision = _who_may(question, told, _as_asked(question, told, decision))
    if decision.intent == "senco_window" and asks_length(question):
        decision = replace(decision, intent="duration")
    decision = hold_back(decision, limits)
    return question, _recommended(question, told, decision)


def _with_headship(question: Question, told: Told) -> Question:
    """Who has told of being a new head asks for a new head's support."""
    if _NEW_HEAD & told.now.keys() and {"support", "coaching"} & question.concepts:
        return replace(question, concepts=question.concepts | {"newhead"})
    return question


def _without_status(told: Told) -> Told:
    """ "She did NPQH, is EHCO free?": NPQH is told of, the talk is about the support."""
    if "npqh_status" in told.now and told.about & _SUPPORT:
        return replace(told, about=told.about - {"NPQH"})
    return told


def _told_of_support(question: Question, told: Told) -> bool:
    """ "Head for 30 months, NPQH done. What support could I get?": which of the two offers."""
    told_of = (*question.hinted_offers, *question.near_offers)
    named = question.offers or _SUPPORT.intersection(told_of)
    of_both = told.about >= _SUPPORT and "which" in question.words
    of_new_heads = "newhead" in question.concepts and {"support", "coaching"} & question.concepts
    keys = _OF_HEADS & told.now.keys()
    return bool(of_both or of_new_heads) and not named and bool(keys & _NEW_HEAD)


def _within_england(question: Question, told: Told) -> Question:
    """ "I live in Wales but teach in Chester": the place of work counts."""
    if told.now.get("in_england") is not True:
        return question
    return replace(question, gates=tuple(g for g in question.gates if g != "overseas_nations"))


def _not_asked_about(question: Question, told: Told) -> Question:
    if "npqh_status" not in told.now or "compare" in question.concepts:
        return question
    supports = question.concepts >= _FOR_NEW_HEADS or {"newhead", "support"} <= question.concepts
    named = supports or set(question.offers) & _SUPPORT
    near = supports or set(question.near_offers) & _SUPPORT
    return replace(
        question,
        offers=tuple(o for o in question.offers if o != "NPQH" or not named),
        near_offers=tuple(o for o in question.near_offers if o != "NPQH" or not near),
    )


def _named_only(question: Question, told: Told) -> Decision | None:
    """ "caller has a level 2 and manages a nursery. NPQEYL?": an offer and nothing else."""
    meant = _CORRECTING.issuperset(w for w in question.words if not w.startswith("npq"))
    if not ((question.elliptic or meant) and question.offers):
        return None
    support = _SUPPORT.issuperset(question.offers) and "npqh_status" in told.now
    intent = "audience" if support or told.now.keys() & _NAMED_BY else "programme_describe"
    return Decision(Verdict.SERVE, intent, why="named_only")


def _asks_for_coaching(question: Question, told: Told, decision: Decision) -> bool:
    """ "New head. I could get coaching for free, is that so?": NPQH is told of, not asked for."""
    leave = {"eligible", "take"} & question.concepts and _NEW_HEAD & told.ever.keys()
    whose = leave or "newhead" in question.concepts or "who" in question.words
    named = question.offers or _SUPPORT.intersection(
        (*question.hinted_offers, *question.near_offers)
    )
    if decision.intent == "coaching" and whose and not named:
        return True  # "so who gets the free coaching?", "new head. how do I know if I qualify?"
    of_npqh = decision.intent in ("funding_criteria", "funding_covers", "programme_describe")
    return of_npqh and question.concepts >= _FOR_NEW_HEADS and not question.offers


def _for_award_holders(question: Question, told: Told, decision: Decision) -> Decision:
    """Whether a holder of the NASENCO award has to do the NPQ is for staff, however it is asked."""
    duty = decision.intent in _DUTIES or (
        _MUST & set(question.words) and told.about <= {"NPQSENCO"} and not question.gates
    )
    if told.ever.get("nasenco_status") == "held" and duty:
        return Decision(Verdict.SERVE, "senco_transition", why="award_held")
    return decision


def _where_england_counts(question: Question, told: Told, decision: Decision) -> Decision:
    """ "ASO in Wales?": the page names England among the criteria, so they are the answer."""
    elsewhere = "overseas_nations" in question.gates
    if elsewhere and decision.verdict in _OPEN and england_is_a_criterion(question, told.about):
        return Decision(Verdict.SERVE, "support_eligibility", why="england")
    return decision


def _as_asked(question: Question, told: Told, decision: Decision) -> Decision:
    """ "What does NPQEL offer?" wants no list, and "can heads do the SENCO one?" no duty."""
    if decision.verdict is not Verdict.SERVE or question.gates:
        return decision
    bound = DUTY_WORDS & set(question.words) and told.ever.get("senco_status") == "in_post"
    if decision.intent == _RECOMMEND and bound and not question.offers:
        return replace(decision, intent="senco_mandatory")  # "SENCO since May, which do I need?"
    of_one = len(question.offers) == 1 and _OFFERS & set(question.words)
    unexplained = decision.intent == "npq_meaning" and question.offers == ("NPQH-ASO",)
    if unexplained or (decision.intent == "programme_list" and of_one):
        return replace(decision, intent="programme_describe")
    leave = _LEAVE.match(" ".join(question.words)) and not _DUTY & question.concepts
    if decision.intent == "senco_mandatory" and leave:
        return replace(decision, intent="audience")
    return decision


def _who_may(question: Question, told: Told, decision: Decision) -> Decision:
    """ "Who is eligible for NPQEL?", with no word of money: who it is for, and who is paid for."""
    plain = decision.intent == "funding_criteria" and decision.why == "answer"
    of_one = len(question.offers) == 1 and "eligible" in question.concepts
    placed = _PLACE & told.ever.keys() and "aspires_to" not in told.ever
    if plain and of_one and not _MONEY & question.concepts and not placed:
        return replace(decision, intent="audience")
    return decision


def _of_money(question: Question, told: Told, decision: Decision) -> Decision:
    """ "Is the EHCO only paid for in the first year?": its funding has criteria of its own."""
    last = tuple(word for word in question.words if word != "?")[-1:]
    asks_what = {"what", "which", "who", "how"} & set(question.words)
    workplace = "setting" in told.now and last in _PAID_FOR and not asks_what
    if workplace and (decision.verdict in _OPEN or decision.intent == "content"):
        return Decision(Verdict.SERVE, "funding_criteria", why="covered")  # "PRU - covered?"
    abroad = decision.intent == "overseas_nations" and "funding" in question.concepts
    if abroad and told.now.get("in_england") is True:
        return Decision(Verdict.SERVE, "funding_criteria", why="england")
    offers = set(question.offers) or told.about
    paid = "funding" in question.concepts and "if" not in question.words and not question.gates
    if decision.intent == "support_eligibility" and offers == {"EHCO"} and paid:
        return replace(decision, intent="funding_criteria")
    if decision.intent == "audience" and paid and _FUNDED & set(question.words):
        return replace(decision, intent="funding_criteria")  # "is it funded for a teacher who ..."
    return decision


def _recommended(question: Question, told: Told, decision: Decision) -> Decision:
    """Who tells their post or wish and asks "which of yours?" wants the one that fits."""
    if not _WHO & told.now.keys():
        return decision
    if question.of_several and decision.intent == "programme_compare" and len(question.offers) == 1:
        return Decision(Verdict.SERVE, "audience", why="told_who")  # two people, one programme
    if question.offers:
        torn = len(question.offers) > 1 and "or" in question.words and not question.gates
        either = torn and not question.concepts - _SAY_WHO and question.confidence < _SURE
        return Decision(Verdict.SERVE, _RECOMMEND, why="told_who") if either else decision
    if "funding" in question.concepts:
        return decision  # "supply teacher, would I be funded for anything": for which, not what
    lists = decision.intent == "programme_list" and not question.general
    open_ = decision.verdict in (Verdict.ASK_OFFER, Verdict.CHOOSE) and not told.about
    asks_which = open_ and bool(
        _WHICH & set(question.words) or question.concepts or not question.asks
    )
    guessed = decision.why in ("staff", "unknown", "unanchored")
    if guessed and question.confidence < _GUESS and _ANY & set(question.words) and not told.about:
        asks_which = True  # "I'm CEO of six schools, is there something?"
    if asks_which and "senco_start_date" in told.now:  # "SENCO since October, is she ok?"
        return Decision(Verdict.SERVE, "senco_mandatory", why="told_who")
    if lists or asks_which:
        return Decision(Verdict.SERVE, _RECOMMEND, why="told_who")
    return decision
