"""Whoever tells their own case and then asks little more than "am I in?" wants it judged.

"Head, 14 months in, academy, on NPQH, never withdrew. OK for that offer?": the words that say most
are circumstances, not a question, and a matcher of questions makes nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from handlers.decide import Decision, Verdict
from intents.model import Question

_HEADSHIP = frozenset(
    """months_in_headship headship_start_date headship_started months_in_current_post npqh_status
    withdrawn_from_aso withdrawn_from_ehco npqh_completed_before_first_headship""".split()
)
_WORKPLACE = frozenset(
    """setting state_funded in_top_50_pupil_premium high_disadvantage_16_19 provides_16_to_19
    highly_disadvantaged_ey_setting pupil_premium_percent""".split()
)
# Lists that only a scholarship asks about.
LISTS = frozenset(
    """in_top_50_pupil_premium high_disadvantage_16_19 highly_disadvantaged_ey_setting""".split()
)
_PERSON = frozenset(
    """role aspires_to qualification_level full_and_relevant childminder_leads
    leads_several_schools""".split()
)
_SENCO = frozenset("senco_status senco_start_date nasenco_status".split())
_SUPPORT = ("EHCO", "NPQH-ASO")
_SENCO_OFFER = "NPQSENCO"
# Concepts of "may I", "is it for me", "yes or no": a verdict is asked for, whatever on.
_ASKS_VERDICT = frozenset("eligible take audience".split())
_MONEY = frozenset("funding premium covers".split())
_DATED = "criteria_date"
_PAID = frozenset("funded covered paid".split())
_DUTY = frozenset("mandatory window".split())
# Words of "by when": with a SENCO's own dates told, the window is meant, not an intake.
_DEADLINE = frozenset(
    """deadline deadlines until till clock latest expire expires runs finish finished complete
    completed done qualified limit window left bound""".split()
)
_TALKED_OF = frozenset("content purpose coaching network delivery".split())
_CLEAR = 0.5  # as sure as this, the matcher has found a question of its own
_DOUBTFUL = 0.3  # less sure than this, a staff matter without any wording of its own is a guess
_FRAGMENT_WORDS = 6
# Words that do ask for the order of EHCO and NPQH.
_TIMING = frozenset(
    """alongside together simultaneously same time during while whilst after before first wait
    afterwards later finished finish until order parallel follow follows next""".split()
)
_MAY = re.compile(
    r"\b(?:can|could|may|might|am) (?:i|we|she|he|they|(?:my|our) \w+)\b"
    r"|\b(?:if|whether) (?:i|we|she|he|they|(?:my|our) \w+) (?:can|could|may|might)\b"
    r"|\b(?:something|one|thing|course|programme) (?:that )?(?:i|we|she|he) "
    r"(?:can|could|may|might)\b"
    r"|\benough (?:to|for)\b|\bget on (?:it|npq)\b"
)
# "could I still do it if I pay": asks for leave, not for money
_PAYING = re.compile(
    r"\bif (?:i|we|she|he|they|(?:my|our|the|her|his) \w+) (?:pay|pays|paid|fund|funds)\b"
)
_PLENTY = 2  # keys of headship and NPQH told
_SURE = 0.8
# What even somebody who tells all that may ask for its own sake.
ASKED_PROPER = frozenset("duration assessment pass_rule delivery cohort_terms contact".split())
DUTY_WORDS = frozenset("need needs must required obliged compulsory mandatory".split())
_UNSETTLED_HEAD = "acting_head"
_NOT_PLAIN_HEADS = frozenset({"acting_headteacher", "executive_headteacher"})
_OPEN = frozenset({Verdict.CHOOSE, Verdict.UNCLEAR, Verdict.ASK_OFFER})
# Readings that a told case outweighs: what they say is part of the criteria.
_OUTWEIGHED = frozenset(
    """ehco_timing coaching purpose programme_describe ehco_support programme_compare network
    content new_head_support application_status several_npqs legacy_repeat current_participant
    acting_head programme_recommend assessment_details entry_unsettled funding_covers""".split()
)


def own_case(
    question: Question,
    told: Mapping[str, object],
    about: frozenset[str],
    decision: Decision,
    now: Iterable[str] = (),
    before: str = "",
) -> Decision | None:
    """Return the decision to judge the case that was told; None where the question is another.

    `told` is all that was told, `now` the keys told in this message.
    `about` are the offers of the message and the talk, `before` is the intent served last.
    """
    offer = _offer(question, about) or _by_post(question, told)
    if not offer or (decision.intent == _UNSETTLED_HEAD and told.get("role") in _NOT_PLAIN_HEADS):
        return None
    words = set(question.words)
    if (
        offer in _SUPPORT
        and _HEADSHIP & told.keys()
        and "years" in words
        and {"up", "over"} & words
    ):
        return Decision(Verdict.SERVE, "support_eligibility", why="own_case")  # "are 5 years up?"
    if before == decision.intent and before in _TALKED_OF:
        return None  # "is behaviour one of them?", after the topics
    intent = _judged_by(
        question, frozenset(told), offer, told_now=frozenset(now), open_=decision.verdict in _OPEN
    )
    if offer == _SENCO_OFFER and before == "senco_mandatory" and _goes_on(question):
        return Decision(Verdict.SERVE, before, why="own_case")  # "for me?"
    if not intent:
        return None
    if intent == decision.intent and not _left_open(question, decision):
        # the case that was told speaks for the reading, too
        return replace(decision, score=1.0) if question.personal and not question.gates else None
    duty = intent == "senco_mandatory"
    by_when = (_DEADLINE | {"by"}) & set(question.words)
    if duty and by_when and "senco_start_date" in told and "consequence" not in question.kinds:
        return Decision(Verdict.SERVE, intent, why="own_case")
    if question.kinds - ({"moment", "length"} if duty else set()):
        return None
    passed_over = {"exact_dates"} if duty else {"price"} if _is_it_paid(question) else set()
    if set(question.gates) - passed_over:
        return None
    in_order = _TIMING & set(question.words) and " in time " not in " ".join(question.words)
    timing = decision.intent == "ehco_timing" and not in_order
    plenty = len(_HEADSHIP & told.keys()) >= _PLENTY and question.confidence < _SURE
    weak = (
        decision.verdict in _OPEN
        or (intent == "support_eligibility" and timing)
        or (intent == "support_eligibility" and plenty and decision.intent not in ASKED_PROPER)
        or (decision.intent in _OUTWEIGHED and question.confidence < _CLEAR)
        or (decision.why == "staff" and question.confidence < _DOUBTFUL)
        or (decision.why == "staff" and question.asks_verdict and question.confidence < _CLEAR)
        # "would the course fee be funded?" asks for no price
        or (decision.intent == "price" and intent == "funding_criteria" and _is_it_paid(question))
        or (_may(question) and question.confidence < _DOUBTFUL)
        # "am I too late?", of a headship that was told: its length decides, not a closing date
        or (intent == "support_eligibility" and "since_head" in question.concepts)
        # "can I join? I manage a nursery" wants leave, not the form
        or (decision.intent == "apply_register" and {"eligible", "take"} & question.concepts)
        # a SENCO who asks "is the NPQ for me?" tells of no award to change over from
        or (
            decision.intent == "senco_transition"
            and "nasenco_status" not in told
            and bool({"take", "eligible", "audience"} & question.concepts)
        )
        # who never had the award has nothing to change over from
        or (decision.intent == "senco_transition" and told.get("nasenco_status") == "none")
    )
    weak = weak or _beside_the_point(question, decision, intent)
    # "it takes 18 months, so is she going to run out of time?"
    weak = weak or (duty and "window" in question.concepts and "senco_start_date" in told)
    weak = weak or (duty and question.elliptic and "senco_start_date" in told)  # "is she ok?"
    if duty and "exact_dates" in question.gates and decision.intent != "senco_window":
        weak = True
    return Decision(Verdict.SERVE, intent, why="own_case") if weak else None


def _goes_on(question: Question) -> bool:
    """Words so few that they ask what was asked before: "for me?", "so no?"."""
    little = len(question.words) <= _FRAGMENT_WORDS and not question.gates and not _may(question)
    return little and not question.kinds and not question.concepts - {"audience", "senco", "take"}


def _beside_the_point(question: Question, decision: Decision, intent: str) -> bool:
    """Readings whose words stand there, although a verdict of another kind is asked for.

    "does she meet the scholarship criteria" asks for no date, "would the SENCO one have me" for
    no duty.
    """
    if intent == "funding_criteria" and decision.intent == "funding_date":
        return question.personal and question.asks_verdict and _DATED not in question.concepts
    bound = _DUTY & question.concepts or question.confidence >= _CLEAR
    return intent == "audience" and decision.intent == "senco_mandatory" and not bound


def _may(question: Question) -> bool:
    """ "can I jump on the EHCO as well?": asks for leave, in whatever words."""
    return question.personal and bool(_MAY.search(" ".join(question.words)))


def _is_it_paid(question: Question) -> bool:
    """ "Would the course fee be funded?", but not "what would it cost if she were not?"."""
    words = set(question.words)
    return bool(_PAID & words) and not {"cost", "costs", "much", "if"} & words


def _left_open(question: Question, decision: Decision) -> bool:
    """The right reading, but too unsure to be served: "is NPQEYL something I can do"."""
    asks_so = question.offers or question.asks_verdict or question.concepts
    return bool(asks_so) and decision.verdict in _OPEN


def _offer(question: Question, about: frozenset[str]) -> str:
    if len(question.offers) == 1:
        return question.offers[0]
    if question.offers:
        return ""
    if len(question.hinted_offers) == 1 and question.hinted_offers[0] in _SUPPORT:
        return question.hinted_offers[0]  # "finishing NPQH in March. Can I have the coaching?"
    near = question.near_offers[:1]
    return near[0] if near else next(iter(about)) if len(about) == 1 else ""


def _by_post(question: Question, told: Mapping[str, object]) -> str:
    """ "I'll be SENCO from January. When must I finish the NPQ?": whose NPQ, the post says."""
    words = set(question.words)
    little = len(question.words) <= _FRAGMENT_WORDS
    by_when = _DEADLINE & words or ("by" in words and (little or "when" in words))
    must = DUTY_WORDS & words and {"do", "take"} & words and not question.concepts - _DUTY
    generic = by_when or must or question.elliptic or {"npq", "qualification", "it"} & words
    return _SENCO_OFFER if generic and not question.offers and "senco_status" in told else ""


def _judged_by(
    question: Question,
    keys: frozenset[str],
    offer: str,
    *,
    told_now: frozenset[str],
    open_: bool,
) -> str:
    """The intent whose handler judges such a case; empty where none does."""
    little = len([word for word in question.words if word != "?"]) <= _FRAGMENT_WORDS
    what = {"what", "which"} & set(question.words)  # "what areas would be covered" is no money
    covered = "covered" in question.words and not what and bool(_WORKPLACE & told_now)
    of_money = _MONEY & question.concepts and not _PAYING.search(" ".join(question.words))
    of_money = of_money or covered
    if of_money or (LISTS & told_now and _ASKS_VERDICT & question.concepts):
        relevant = _WORKPLACE | (_HEADSHIP if offer == "EHCO" else frozenset())
        return "funding_criteria" if relevant & keys else ""
    asks_when = _DEADLINE & set(question.words) or question.kinds & {"moment", "length"}
    bound = _DUTY & question.concepts or DUTY_WORDS & set(question.words)
    so = question.elliptic and not question.offers and "senco_start_date" in keys  # "is she ok?"
    if offer == _SENCO_OFFER and _SENCO & keys and (bound or asks_when or so):
        return "senco_mandatory"
    asked = question.asks_verdict or _ASKS_VERDICT & question.concepts or _may(question)
    if not (asked or question.elliptic or little or open_ or not question.asks):
        return ""
    if offer in _SUPPORT:
        return "support_eligibility" if _HEADSHIP & keys else ""
    if DUTY_WORDS & set(question.words):  # "does she need to take it?" asks for no suitability
        return ""
    if question.premises and "length" in question.concepts:  # 'our letter says "twelve months"'
        return ""
    return "audience" if _PERSON & keys else ""
