"""What a message means in the talk so far: an answer to our question, a correction, an ellipsis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handlers.again import of_another_offer, of_another_person, of_another_setting
from handlers.model import Context
from handlers.subject import subject_of
from intents.courtesy import names_courtesy
from intents.model import Interpretation, Question
from knowledge import Knowledge, OfferKind
from knowledge.eligibility import question_for, read_answer

_ORDINALS = {
    "first": 0, "1st": 0, "1": 0, "one": 0, "second": 1, "2nd": 1, "2": 1, "third": 2, "3rd": 2,
    "3": 2, "fourth": 3, "4": 3, "fifth": 4, "5": 4, "former": 0, "latter": 1, "last": -1,
}  # fmt: skip
_UNSURE = (
    "not sure",
    "dont know",
    "don't know",
    "no idea",
    "unsure",
    "dunno",
    "idk",
    "not certain",
)
_YES = frozenset("yes y yep yeah yup correct indeed true definitely".split())
_NO = frozenset("no n nope nah never neither none".split())
_ALL_OF_IT = frozenset("all every whole everything".split())
_SO_THEN = frozenset("so then ok it the of that thats that's its it's a is right and bit".split())
_CORRECTING = frozenset(
    "sorry meant mean typo correction oops actually rather instead scrap".split()
)
_DOUBTING = frozenset("sure really certain positive".split())
_COURTESIES = frozenset("thanks goodbye acknowledgement greeting".split())
_SURE_OF_COURTESY, _CERTAIN = 0.5, 0.9
_SHORT_WORDS = 12
_SHORT_NO = 6
_INTAKE_WORDS = 7
_OF_INTAKES = frozenset("terms season several criteria_date".split())
_OF_BOTH = "new_head_support"  # judged for both offers, a detail of one may settle the other
_DATED = frozenset("funding_criteria funding_compare funding_covers".split())
# Subjects in which a detail told afterwards changes the answer.
PERSONAL = frozenset(
    """funding_criteria audience support_eligibility eyl_entry senco_mandatory senco_window
    new_head_support programme_recommend ehco_timing""".split()
)


@dataclass(frozen=True, slots=True)
class Resumed:
    """What the message goes on with."""

    intent: str
    """The intent to serve again."""
    offers: tuple[str, ...] = ()
    """The offers to serve it for."""
    told: Mapping[str, object] = field(default_factory=dict)
    """Profile keys that the message told as an answer to our question."""
    own: bool = False
    """It goes on with somebody's own case, whatever words this message has."""


def resume(
    interpretation: Interpretation, context: Context, knowledge: Knowledge, text: str
) -> Resumed | None:
    """Return what to go on with, or None when the message stands for itself."""
    question = interpretation.questions[0] if interpretation.questions else None
    if question is None or len(interpretation.questions) > 1:
        return None
    in_interview = context.pending.get("kind") == "detail"
    if _of_another_intake(question, context, knowledge):
        return Resumed("funding_later_cohort", question.offers or context.offers)
    doubts = bool(_DOUBTING & set(question.words)) and len(question.words) <= _SHORT_WORDS
    courteous = _is_courtesy(question) and not (doubts and question.asks)
    if courteous and (not in_interview or _only_courtesy(question)):
        return None
    corrects = _CORRECTING & set(question.words) and len(question.words) <= _SHORT_WORDS
    done = {"NPQH"} if "npqh_status" in interpretation.circumstances else set()
    other = set(question.offers) - {context.pending.get("offer")} - done  # "no NPQH whatsoever"
    if corrects and other and context.intent and context.pending.get("kind") == "detail":
        return Resumed(context.intent, question.offers)  # "no, the SENCO one, sorry"
    answered = _answer_to_ours(question, interpretation, context, knowledge, text)
    if answered is not None:
        return answered
    if not context.intent:
        return None
    named = question.offers or question.hinted_offers
    short = len(question.words) <= _SHORT_WORDS
    if short and _CORRECTING & set(question.words) and (named or interpretation.circumstances):
        return Resumed(context.intent, named or context.offers)
    if doubts:
        return Resumed(context.intent, context.offers)
    words = set(question.words) - {"?"}
    if words & _ALL_OF_IT and words <= _ALL_OF_IT | _SO_THEN:
        return Resumed(context.intent, context.offers)  # "all of it?"
    if context.intent in PERSONAL and words & (_YES | _NO) and words <= _YES | _NO | _SO_THEN:
        return Resumed(context.intent, context.offers, own=bool(context.circumstances))  # "so yes?"
    told_before = context.intent in PERSONAL and bool(context.circumstances)
    if short and context.intent in _DATED and of_another_setting(question, interpretation.supposed):
        return Resumed(context.intent, context.offers)
    if question.elliptic and named:
        return Resumed(context.intent, named, own=told_before)
    one_named = len(named) == 1 and named != context.offers
    if short and named and (told_before or one_named) and of_another_offer(question):
        return Resumed(context.intent, named, own=told_before)
    of_person = short and of_another_person(question, interpretation.circumstances)
    if of_person and context.intent in PERSONAL:
        return Resumed(context.intent, context.offers, own=True)
    if _only_tells(question, interpretation):
        return _with_details(question, interpretation, context, knowledge)
    return None


def _of_another_intake(question: Question, context: Context, knowledge: Knowledge) -> bool:
    """ "even for Sept 2027?", after an answer on money: the same, of that intake."""
    little = len(question.words) <= _INTAKE_WORDS and not question.concepts - _OF_INTAKES
    later = question.cohort is not None and question.cohort not in knowledge.cohorts
    return context.intent in _DATED and later and little and not question.gates


def _with_details(
    question: Question, interpretation: Interpretation, context: Context, knowledge: Knowledge
) -> Resumed | None:
    """Circumstances told after an answer: judge what was talked about for this person."""
    told = interpretation.circumstances
    # "did NPQH last year" names what was done, not what is asked about
    done = {"NPQH"} if "npqh_status" in told and context.offers else set()
    offers = tuple(o for o in question.offers if o not in done) or context.offers
    if told.get("nasenco_status") == "held" and context.intent.startswith("senco_"):
        return Resumed("senco_transition", ("NPQSENCO",), own=True)  # staff decide for holders
    subject = subject_of(told, context.intent, offers, knowledge)
    if subject in PERSONAL and subject != "ehco_timing":
        return Resumed(subject, offers, own=True)
    if not context.offers:
        return None
    support = knowledge.offer(context.offers[0]).kind is OfferKind.SUPPORT
    intent = "support_eligibility" if support else "audience"
    return Resumed(intent, context.offers, own=True)


def _answer_to_ours(
    question: Question,
    interpretation: Interpretation,
    context: Context,
    knowledge: Knowledge,
    text: str,
) -> Resumed | None:
    pending = context.pending
    kind = pending.get("kind")
    if kind == "offer":
        return _chosen_offer(question, pending)
    if kind == "detail":
        resumed = _detail(question, interpretation, context, knowledge, text)
        of_both = len(context.offers) > 1 and not set(question.offers) & set(context.offers)
        if resumed and resumed.intent == _OF_BOTH and of_both:
            resumed = replace(resumed, offers=context.offers)
        return resumed and _of_supposed_case(resumed, interpretation, context)
    if kind == "topic":
        return _chosen_topic(question, pending, context)
    if kind == "role" and {"role", "aspires_to"} & interpretation.circumstances.keys():
        return Resumed(str(pending["intent"]), ())
    return None


def _chosen_offer(question: Question, pending: Mapping[str, object]) -> Resumed | None:
    if question.asks and not question.elliptic and len(question.words) > _SHORT_WORDS // 2:
        return None
    named = question.offers or question.hinted_offers
    if named:
        return Resumed(str(pending["intent"]), named)
    offers = _texts(pending.get("offers"))
    place = _ordinal(question)
    if place is not None and offers and place < len(offers):
        return Resumed(str(pending["intent"]), (offers[place],))
    if any(phrase in " ".join(question.words) for phrase in _UNSURE):
        return Resumed("programme_recommend")
    if {"all", "both", "any"} & set(question.words) and len(question.words) <= 5:
        return Resumed(str(pending["intent"]), offers)
    return None


def _detail(
    question: Question,
    interpretation: Interpretation,
    context: Context,
    knowledge: Knowledge,
    text: str,
) -> Resumed | None:
    pending = context.pending
    key, offer = str(pending["key"]), str(pending["offer"])
    intent = str(pending["intent"])
    here = interpretation.circumstances
    subject = subject_of(here, intent, (offer,), knowledge)
    if subject != intent and key not in here and not question.asks:
        return Resumed(subject, (offer,), own=True)
    told = read_answer(question_for(key, offer), text)
    if told is None and len(question.words) <= _SHORT_WORDS:
        told = _typed(key, offer, question, text, elsewhere=bool(here))
    if told is not None:
        return Resumed(intent, (offer,), {**here, **told}, own=True)
    if question.asks and not question.elliptic and key not in here:
        return None
    return Resumed(intent, (offer,), own=True) if here else None


def _of_supposed_case(
    resumed: Resumed, interpretation: Interpretation, context: Context
) -> Resumed:
    """Who goes on about "if you're a sixth form college" with a detail of their own is one."""
    supposed = context.pending.get("supposed")
    if not isinstance(supposed, Mapping):
        return resumed
    known = {*interpretation.circumstances, *context.circumstances}
    new = {key: value for key, value in supposed.items() if key not in known}
    return replace(resumed, told={**new, **resumed.told})


def _typed(
    key: str, offer: str, question: Question, text: str, *, elsewhere: bool
) -> Mapping[str, object] | None:
    """Read "yes", "no we don't", "dunno" where the interview's own choices did not.

    `elsewhere`: the words tell of something; "no, never been on it" may not be a no to ours.
    """
    asked = question_for(key, offer)
    if any(phrase in " ".join(question.words) for phrase in _UNSURE):
        return {key: "dont_know"}
    first = question.words[0] if question.words else ""
    for words, typed in ((_YES, "yes"), (_NO, "no")):
        if words is _NO and _denies(question, text):
            return read_answer(asked, typed)
        stray = words is _NO and elsewhere and len(question.words) > 1
        if first in words and not question.asks and not stray:
            return read_answer(asked, typed)
    return None


def _denies(question: Question, text: str) -> bool:
    """ "not on any list", "we're not, no": short, and no question."""
    words = question.words
    return "?" not in text and len(words) <= _SHORT_NO and bool({"not", "no", "none"} & set(words))


def _chosen_topic(
    question: Question, pending: Mapping[str, object], context: Context
) -> Resumed | None:
    intents = _texts(pending.get("intents"))
    offers = question.offers or _texts(pending.get("offers")) or context.offers
    place = _ordinal(question)
    if place is not None and place < len(intents):
        return Resumed(intents[place], offers)
    return None


def _is_courtesy(question: Question) -> bool:
    best = question.candidates[0] if question.candidates else None
    if best is None or best.intent not in _COURTESIES or best.probability < _SURE_OF_COURTESY:
        return False
    # "even NPQEL?" only looks like a greeting
    return best.probability >= _CERTAIN or names_courtesy(best.intent, question.words)


def _only_courtesy(question: Question) -> bool:
    """ "No problem" and "no thanks" answer nothing that we asked; "yes, thanks" does."""
    words = [word for word in question.words if word not in _NO]
    return bool(question.candidates[0].probability == 1.0 and words and not _YES & set(words))


def _ordinal(question: Question) -> int | None:
    if len(question.words) > 5:
        return None
    return next((_ORDINALS[w] for w in question.words if w in _ORDINALS and w != "one"), None)


def _only_tells(question: Question, interpretation: Interpretation) -> bool:
    return not question.asks and bool(interpretation.circumstances)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()
