"""What a message means in the talk so far: an answer to our question, a correction, an ellipsis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.model import Context
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
_CORRECTING = frozenset(
    "sorry meant mean typo correction oops actually rather instead scrap".split()
)
# "would NPQH be any different for us?", "what about NPQH for the same person?"
_ALIKE = frozenset("same different else too also either well likewise".split())
_FOR_WHOM = frozenset("us me we i him her he she they them person".split())
_WHAT_ABOUT = frozenset((("what", "about"), ("how", "about"), ("and", "what"), ("and", "for")))
_WHOM = frozenset("compare take eligible audience".split())  # concepts that add no new question
_DOUBTING = frozenset("sure really certain positive".split())
_COURTESIES = frozenset("thanks goodbye acknowledgement greeting".split())
_SURE_OF_COURTESY = 0.5
_SHORT_WORDS = 12
_SHORT_NO = 6
# Subjects in which a detail told afterwards changes the answer.
_PERSONAL = frozenset(
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


def resume(
    interpretation: Interpretation, context: Context, knowledge: Knowledge, text: str
) -> Resumed | None:
    """Return what to go on with, or None when the message stands for itself."""
    question = interpretation.questions[0] if interpretation.questions else None
    if question is None or len(interpretation.questions) > 1:
        return None
    if _is_courtesy(question) and context.pending.get("kind") != "detail":
        return None
    answered = _answer_to_ours(question, interpretation, context, knowledge, text)
    if answered is not None:
        return answered
    if not context.intent:
        return None
    named = question.offers or question.hinted_offers
    short = len(question.words) <= _SHORT_WORDS
    if short and _CORRECTING & set(question.words) and (named or interpretation.circumstances):
        return Resumed(context.intent, named or context.offers)
    if short and _DOUBTING & set(question.words):
        return Resumed(context.intent, context.offers)
    if named and (question.elliptic or _asks_alike(question, context)):
        return Resumed(context.intent, named)
    if _only_tells(question, interpretation):
        return _with_details(question, context, knowledge)
    return None


def _asks_alike(question: Question, context: Context) -> bool:
    """The same question about one other offer, for the person talked about."""
    words = set(question.words)
    alike = words & _ALIKE and words & _FOR_WHOM
    return bool(
        len(question.offers) == 1
        and question.offers[0] not in context.offers
        and len(question.words) <= _SHORT_WORDS
        and not question.concepts - _WHOM
        and not question.gates
        and not question.kinds
        and (alike or question.words[:2] in _WHAT_ABOUT)
    )


def _with_details(question: Question, context: Context, knowledge: Knowledge) -> Resumed | None:
    """Circumstances told after an answer: judge what was talked about for this person."""
    offers = question.offers or context.offers
    if context.intent in _PERSONAL and context.intent != "ehco_timing":
        return Resumed(context.intent, offers)
    if not context.offers:
        return None
    support = knowledge.offer(context.offers[0]).kind is OfferKind.SUPPORT
    return Resumed("support_eligibility" if support else "audience", context.offers)


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
        return _detail(question, interpretation, pending, text)
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
    pending: Mapping[str, object],
    text: str,
) -> Resumed | None:
    key, offer = str(pending["key"]), str(pending["offer"])
    intent = str(pending["intent"])
    told = read_answer(question_for(key, offer), text)
    if told is None and len(question.words) <= _SHORT_WORDS:
        told = _typed(key, offer, question, text, elsewhere=bool(interpretation.circumstances))
    if told is not None:
        return Resumed(intent, (offer,), {**interpretation.circumstances, **told})
    if question.asks and not question.elliptic and key not in interpretation.circumstances:
        return None
    if interpretation.circumstances:
        return Resumed(intent, (offer,))
    return None


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
    return bool(best and best.intent in _COURTESIES and best.probability >= _SURE_OF_COURTESY)


def _ordinal(question: Question) -> int | None:
    if len(question.words) > 5:
        return None
    return next((_ORDINALS[w] for w in question.words if w in _ORDINALS and w != "one"), None)


def _only_tells(question: Question, interpretation: Interpretation) -> bool:
    return not question.asks and bool(interpretation.circumstances)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()
