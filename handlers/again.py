"""Questions that ask once more what was asked before, of another offer or another person."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intents.model import Question

_ANY_DIFFERENT = re.compile(
    r"\bany (?:different|better|easier|luck|joy)\b|\bdifferent for (?:me|us|her|him|them)\b"
    r"|\bsame (?:%|percentage|rule|length|number|time|deal)? ?(?:there|again|too)\b"
    r"|\b(?:the )?same (?:for|with|go for|goes for|apply to|applies to|true of|hold for)\b"
)
_AND_ANOTHER = re.compile(r"(?:ok |oh |right |so )*(?:and|what about|how about)\b")
# Concepts that only say whom or which offer it is about.
_SAY_NOTHING_ASKED = frozenset("headship senco early_years several newhead coaching".split())
_WEAK = 0.3  # less sure than this, "and for NPQSL" is no question of its own
_WHAT_ABOUT = (
    ("what", "about"),
    ("how", "about"),
    ("and", "what"),
    ("and", "me"),
    ("me", "?"),
    ("and", "my"),
    ("and", "our"),
)
_VERB = "does|do|is|are|would|will|can|could|has|have|should|must|did"
_BARE_VERB = re.compile(
    rf"\W*(?:(?:and|so|but|then|also) )*(?:{_VERB}) (?:he|she|they|i|we|it|that|(?:my|our|the) \w+)"
    r"(?: (?:too|as well|also))?\W*",
    re.I,
)


def of_another_offer(question: Question) -> bool:
    """ "would NPQH be any different for us?", "and my school for NPQSL?": the same, of an offer."""
    if question.gates or question.kinds:
        return False
    words = " ".join(question.words)
    idle = _SAY_NOTHING_ASKED | ({"compare"} if "same" in question.words else set())
    another = _AND_ANOTHER.match(words) and not question.concepts - idle
    return bool(another or _ANY_DIFFERENT.search(words))


def of_another_person(question: Question, told: Mapping[str, object]) -> bool:
    """ "What about me? I'm the head.": the same question, of somebody else's case."""
    about = question.words[:2] in _WHAT_ABOUT
    tells = bool({"role", "aspires_to", "setting", "state_funded"} & told.keys())
    return about and tells and not question.offers and not question.gates


def of_another_setting(question: Question, supposed: Mapping[str, object]) -> bool:
    """ "What about for independents?": the same question of money, for another kind of place."""
    about = question.words[:2] in _WHAT_ABOUT or question.words[:1] == ("and",)
    placed = bool({"setting", "state_funded"} & supposed.keys())
    return about and placed and not question.gates and not question.offers


def takes_over(question: Question) -> bool:
    """Tell whether it asks what the question before it in the same message asked.

    "Our phase leader wants NPQSL. Does he?", "And separately for NPQSL?"
    """
    weak = question.confidence < _WEAK and bool(question.offers) and of_another_offer(question)
    return weak or bool(_BARE_VERB.fullmatch(question.text))
