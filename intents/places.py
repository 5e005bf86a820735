"""Whether somebody works in England, as far as words and names of places tell it."""

from __future__ import annotations

import re

from intents.data_files import read_toml
from intents.sentence import Sentence
from intents.tellings import Telling
from intents.text import Hit, PhraseIndex, words

_NAMES = read_toml("places.toml")
_ELSEWHERE = PhraseIndex((name, True) for name in _NAMES["elsewhere"])
_KIND = (
    r"(?:state|maintained|free|special|primary|secondary|la|academy|junior|infants?|all|through|middle|high|first|upper|lower|"
    r"mainstream|village|independent|private|prep|community|comprehensive|grammar|church|catholic|small|large|big|day|"
    r"sixth|6th|form|fe|further|education|inner|city|faith|local|new|run|funded)"
)
_WORKPLACE = (
    r"(?:schools?|academ(?:y|ies)|primar(?:y|ies)|secondar(?:y|ies)|prus?|nurser(?:y|ies)|preschool|colleges?|comp|comprehensive|"
    r"junior|infants?|mat|trust|childminder|deputy|head|headteacher|principal|senco|sendco|teacher)"
)
_WORKS = re.compile(
    rf"\b(?:{_WORKPLACE}|work|working|works|teach|teaches|teaching|based|head|heads|lead|run|manage|we're|we|"
    r"prep|deputy|leader|ht|aht|dht|slt|in post|ceo|headship|state|maintained|primary|sector|setting|settings|caller|england|special|maintained|independent)\b"
)
# A name behind these words tells of a school's whereabouts ("in rural Kent", "from Aberystwyth").
_BEFORE = re.compile(
    r"\b(?:in|near|around|outside|from|of|across|on|off|over|at)"
    r"(?: (?:the|a|an|north|south|east|west|central|rural|inner|greater|county|city|town|deepest|sunny|coast|island|london|borough|"
    r"mid|middle|outskirts|heart|edge|border|area|part|suburb|of|part of|in|near))* ?$"
)
_BEFORE_KIND = re.compile(rf"^(?:(?:'s)? {_KIND})*(?:'s)? {_WORKPLACE}\b")
_SET_OFF = re.compile(r"(?:[,(:-]|\s-)\s*$")
_ENDS = re.compile(r"^\s*(?:[,.;:!?)-]|$)")
_PART = re.compile(
    r"[.;?!]|\b(?:and|but|though|although)\b|, (?=i\b|i'm\b|my\b|now\b|we\b|we're\b)"
)
# Where somebody lives, comes from, studied, goes to or asks about is not where they work.
_NOT_WORK = re.compile(
    r"\b(?:live|lives|lived|living|originally|raised|train|trained|training|studied|studying|degree|pgce|qualified|qts|born|holiday|grew up|"
    r"(?:husband|wife)(?!,? (?:who's|who|is|works|teaches|leads|runs|heads)\b)|attend|attending|session|sessions|email|letter|message|heard|certificate|diploma|qualification|moved from|moved here|came|come|you run|it run|group|event|conference|talk|meeting|met|saw|"
    r"stay|visit|visiting|move|moving|relocate|relocating|valid|recognised|was|were|travel|commute|weekend|face to face|venue|venues|"
    r"used to|formerly|previously|name|called|regards|dear|mr|mrs|ms|miss|dr|sincerely|thanks|wishes|emigrate|only|unlike|"
    r"your|if|interview|apply|applying|want|would like|going to|go to)\b"
)
_NATION = re.compile(r"england|wales|scotland|northern ireland")
_SOMEBODY = re.compile(
    r"\b(?:i|i'm|we|we're|she|she's|he|he's|caller|deputy|head|headteacher|teacher|senco|colleague|school|academy|leader)\b"
)
_OF_THE_OFFER = re.compile(
    r"(?:<[\w-]+>|\b(?:npqs?|courses?|programmes?|training|one|ones|best|funding|scholarships?|delivery|dates|providers?|hubs?|church))"
    r" (?:in|across|for|of|outside) (?:the )?$"
)
# "a company limited by guarantee registered in England and Wales" says where papers lie
_REGISTERED = re.compile(r"\b(?:registered|incorporated)\b[^.;,]{0,30}\bin (?:the )?$")
_STREET = re.compile(
    r"^\s(?:road|street|avenue|lane|close|way|university|brookes|study|report|hub|house|hall|park|hill|united|city council)\b"
)
_BARE_ANSWER_WORDS = 3
_ANSWERS = re.compile(r"^\W*(?:yes|yep|yeah|in|england|wales|scotland|it's|its)\b")
_ENGLISH = re.compile(
    rf"(?:^|\b(?:an?|our|my|one|this|her|his|in|at|from|am|are|is|state|for)\b|[,.;:(-])\s*english (?:{_KIND} )*{_WORKPLACE}\b"
)
_OTHER_NATION = re.compile(
    rf"\b(?:welsh|scottish|irish|northern irish) (?:{_KIND} )*{_WORKPLACE}\b|\b(?:school|academy|we|it) (?:is|are|'re|'s) (?:welsh|scottish|irish)\b"
)
_OUTSIDE = re.compile(
    r"\b(?:outside(?: of)? (?:england|the uk|uk)|not in (?:england|the uk|uk)|isn't in (?:england|the uk)|abroad|overseas)\b"
)
_TEACHES = re.compile(r"\b(?:teach|teaches|teaching|lead|leads|of|study|studied|speak) english\b")


def is_abroad(text: str) -> bool:
    """Tell whether words in lower case name a place outside England."""
    return bool(_ELSEWHERE.find(words(text)))


class PlaceReader:
    """Finds the places that say whether a workplace is in England."""

    def __init__(self) -> None:
        self._written = frozenset(_NAMES["england_if_capital"])
        self._index = PhraseIndex(
            (name, where != "elsewhere") for where, group in _NAMES.items() for name in group
        )

    def vocabulary(self) -> frozenset[str]:
        """Return every word that is part of a place's name."""
        return self._index.vocabulary()

    def read(self, telling: Telling, sentence: Sentence) -> bool | None:
        """Return whether the workplace is in England; None where nothing tells it."""
        text = telling.own
        said = _said(text)
        if said is not None:
            return said
        if len(telling.forms) <= _BARE_ANSWER_WORDS and not telling.asks:
            alone = self._index.find(telling.forms)
            if len(alone) == 1 and _ANSWERS.match(text):
                return alone[0].value
        answer: bool | None = None
        at = 0
        for hit in self._index.find(telling.forms):
            name = " ".join(telling.forms[hit.first : hit.last])
            start, end = _locate(text, telling.forms, hit, at)
            at = max(at, end)
            written = _written(sentence, name)
            if name in self._written and not written[0].isupper():
                continue
            if start >= 0 and _tells(text, start, end, written=written):
                answer = hit.value
        return answer


def _said(text: str) -> bool | None:
    outside = _OUTSIDE.search(text)
    if outside and not _NOT_WORK.search(_part(text[: outside.start()])):
        return False
    if _OTHER_NATION.search(text):
        return False
    if _ENGLISH.search(text) and not _TEACHES.search(text):
        return True
    return None


def _locate(text: str, forms: tuple[str, ...], hit: Hit[bool], at: int) -> tuple[int, int]:
    """The offsets of a hit in the text, looked for from `at` on; (-1, -1) where they are lost."""
    start = text.find(forms[hit.first], at)
    while start > 0 and text[start - 1].isalnum():
        start = text.find(forms[hit.first], start + 1)
    end = start
    for form in forms[hit.first : hit.last]:
        end = text.find(form, end)
        if start < 0 or end < 0:
            return -1, -1
        end += len(form)
    return start, end


def _written(sentence: Sentence, name: str) -> str:
    """The name as it was written, or in lower case where spelling was corrected."""
    at = sentence.text.lower().find(name)
    return sentence.text[at : at + len(name)] if at >= 0 else name


def _part(before: str) -> str:
    """The part of a sentence in which a place stands."""
    return _PART.split(before)[-1]


def _tells(text: str, start: int, end: int, *, written: str) -> bool:
    before, after = text[:start], text[end:]
    part = _part(before)
    if _REGISTERED.search(before) and "childminder" not in before:
        return False
    if _STREET.match(after) or _NOT_WORK.search(part) or _OF_THE_OFFER.search(before):
        return False
    if re.match(r"^ (?:born|trained|based (?:hub|trust|provider)|time)\b", after):
        return False
    if _NATION.match(text[start:end]) and re.search(rf"\b{_WORKPLACE} $", before):
        return True
    if re.search(r"\bfrom (?:the )?$", before):
        return bool(_SOMEBODY.search(part))
    if _BEFORE.search(before):
        return True
    if _BEFORE_KIND.match(after):
        return not re.search(r"\b(?:mr|mrs|miss|ms|dr) $", before)
    alone = _SET_OFF.search(before) and _ENDS.match(after)
    return bool(
        alone and _WORKS.search(before) and (written[:1].isupper() or written == text[start:end])
    )
