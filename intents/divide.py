"""Divides a question that asks for two things: "NPQH length + price", "eight topics and the hours".

Where a coordination joins two halves of which each, by itself, is about something else, there are
two questions. The halves are judged by evidence: gates, kinds and concepts of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.asking import is_asking
from intents.reading import QuestionReader
from intents.sentence import Sentence

_JOINTS = re.compile(
    r"\s*(?:[,;]\s*(?:and|plus|also|&|or)?\s+|\s\+\s*|\s&\s|\s/\s|\b(?:and|plus|n|as well as|also)\s+)"
    r"(?:also\s+|separately,?\s+|then\s+|roughly\s+)*",
    re.I,
)
_OF_ONESELF = re.compile(
    r"\W*(?:(?:because|cos|as|since|although|though|but) )?"
    r"(?:(?:not|never|just|already|only|have) (?:yet )?(?:done|did|completed|finished|started|doing|got|had)|did|done|my|our|his|her|i|i've|i'm|we|we've|she|he|they)\b",
    re.I,
)
_SO_LONG = re.compile(
    r"\W*(?:about |nearly |just |over |almost )*(?:\d+|an?|two|three|four|five|six|nine|ten|eighteen) "
    r"(?:months?|mths?|years?|yrs?|terms?|weeks?) (?:in|ago|now|into|so far)\b",
    re.I,
)
_OF_THEM = re.compile(r"\W*(?:(?:can|could|please) (?:you )?)?(?:list|name) them\b", re.I)
_GIVEN = re.compile(r"\W*(?:with (?:a|an|the|my|our)|given|considering)\b", re.I)
_REASON = re.compile(r"(?:because|cos|coz)\b", re.I)
# "NPQH and the SENCO NPQ at the same time": two names of one question
_ENDS_NAMED = re.compile(r"\b(?:npq\w*|ehco|aso)$", re.I)
_BEGINS_NAMED = re.compile(
    r"(?:the |my |an? )?(?:senco |headship |early years |executive |senior )*(?:npq\w*|ehco|aso)\b",
    re.I,
)
_MOST_JOINTS = 5
_LONGEST = 300  # characters; what is longer tells a story
# Concepts that say what is asked; others only say whom or what it is about.
_SUBJECTS = {
    "length": "length", "funding": "money", "premium": "money", "covers": "money",
    "assess": "assessment", "pass_": "assessment", "engagement": "assessment",
    "workload": "assessment", "delivery": "delivery", "season": "terms", "terms": "terms",
    "content": "content", "purpose": "content", "coaching": "coaching", "network": "network",
    "mandatory": "duty", "window": "duty", "replace": "duty", "audience": "who", "eligible": "who",
    "take": "who", "level3": "who", "announced": "announced", "list_": "list",
}  # fmt: skip
_KINDS = {
    "length": "length", "moment": "terms", "count_topics": "content", "share": "assessment",
    "clock": "venue", "place": "venue", "amount": "money",
}  # fmt: skip


def divide(sentence: Sentence, reader: QuestionReader) -> tuple[str, ...]:
    """Return the texts of the questions in a sentence; one where nothing divides it."""
    text = sentence.text
    if len(text) > _LONGEST:
        return (text,)
    for left, right in _halves(text):
        if not is_asking(left) and (
            _OF_ONESELF.match(left)
            or _GIVEN.match(left)
            or reader.tells(reader.hearing.sentence(left, asks=False))
        ):
            continue  # "virtual school head here, is it funded": the first half asks nothing
        if _OF_THEM.match(right):
            continue  # "seeing as it has ten topics, can you list them all"
        told = _SO_LONG.match(right) or reader.tells(reader.hearing.sentence(right, asks=False))
        if told and not is_asking(right):
            continue  # "am I eligible, 18 months in"
        if _REASON.match(right) and is_asking(left):
            return (left,)  # "how much do I need, because I've been ill"
        about, also = _about(left, reader), _about(right, reader)
        if about and also and not about & also:
            rest = divide(reader.hearing.sentence(right, asks=True), reader)
            return (left, *rest)
    return (text,)


def _halves(text: str) -> Iterator[tuple[str, str]]:
    for n, joint in enumerate(_JOINTS.finditer(text)):
        if n >= _MOST_JOINTS:
            return
        left, right = text[: joint.start()].strip(), text[joint.end() :].strip()
        if left and right and not (_ENDS_NAMED.search(left) and _BEGINS_NAMED.match(right)):
            yield left, right


def _about(text: str, reader: QuestionReader) -> frozenset[str]:
    """What a half asks for by itself: one subject, or none that is clear."""
    forms = reader.hearing.sentence(text, asks=True).blanked
    gates = frozenset(f"gate.{gate}" for gate in reader.lexicon.gates(forms))
    kinds = {_KINDS[k] for k in reader.lexicon.kinds(forms) if k in _KINDS}
    subjects = {_SUBJECTS[c] for c in reader.lexicon.concepts(forms) if c in _SUBJECTS}
    strong = subjects - {"who", "list"}
    return gates or frozenset(strong | kinds) or frozenset(subjects)
