"""Tells whose case a message is about: the writer's own, or that of somebody the writer names.

"I'm a head; my deputy wants NPQSL" is the deputy's case, and the writer's headship is none of it;
"our deputy is doing NPQH, could I?" is the writer's, and the deputy's NPQH is none of that. What
belongs to the other of the two is covered by `~` before anybody reads circumstances from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from intents.data_files import read_toml
from intents.tellings import Telling, cover_spans

_PEOPLE = read_toml("people.toml")
_COLLEAGUE = (
    "(?:"
    + "|".join(_PEOPLE["colleagues"]["words"])
    + r")(?! (?:posts?|role|job|duties|headships?|course|npqs?|award|position|place)\b)"
)
_KIN = "(?:" + "|".join(_PEOPLE["kin"]["words"]) + ")"
_BYSTANDER = "(?:" + "|".join(_PEOPLE["bystanders"]["words"]) + ")"
_ADJECTIVES = (
    r"(?:(?:\w+'s|new|newly|appointed|current|own|other|excellent|lovely|incoming|previous|neighbouring|local|nearby|fellow|certain|old|very|second|two|three|female|male|young|best|good|"
    r"senior|primary|secondary|nursery|trust|junior|assistant|deputy|lead|class|acting|executive|exec|interim|middle|room|close|dear) )*"
)
_WHOSE = r"(?:my|our|the|a|an|her|his|their|this|that|another|one of (?:my|our|the|their)|two of (?:my|our)|some of (?:my|our))"
_SOMEBODY = rf"(?:{_WHOSE} {_ADJECTIVES}(?:{_COLLEAGUE}|{_KIN})\b|someone(?: (?:in|on|from|at) (?:my|our) \w+)?\b|somebody\b)"
ONE_OF_OURS = rf"(?:(?:my|our|one of (?:my|our|the)|two of (?:my|our)) {_ADJECTIVES}(?:{_COLLEAGUE}|{_KIN})\b|(?:a|another) {_ADJECTIVES}(?:colleague|friend|{_KIN})\b)"
LEAD_IN = (
    r"^\W*(?:(?:and|so|but|because|well|hi|hello|now|also|currently|since|while|although|though|ok|yes|no|sorry|actually|basically|"
    r"personally|then|however|dear|all|both)\W+)*"
)
_I = r"(?:i|i'm|im|i've|ive|i'd|i'll|me)\b"
BY_WRITER = re.compile(rf"{LEAD_IN}(?:~\s+)?{_I}")
# "A head for four years" speaks of the writer, "a head I know has left" does not.
_OF_SOME = rf"(?:a|an|the|another|this|that) {_ADJECTIVES}(?:{_COLLEAGUE}|{_KIN})\b"
_DOES = r"(?= (?:[^,]*\b)?(?:has|is|was|had|who|wants?|did|does|withdrew|left|took|got|told|says|said|i know|i mentor|i work with|of mine|of ours)\b)"
_BY_OTHER = re.compile(
    rf"{LEAD_IN}(?:{_OF_SOME}{_DOES}|(?!(?:a|an|the|another|this|that) ){_SOMEBODY}|{_WHOSE} {_ADJECTIVES}{_BYSTANDER}\b)"
)
_BY_OURS = re.compile(
    rf"{LEAD_IN}(?:my|our) {_ADJECTIVES}{_COLLEAGUE}\b(?! (?:is|are) (?:doing|on)\b)(?![^.;?!]*<)"
)
_BY_PRONOUN = re.compile(
    rf"{LEAD_IN}(?:she|he|she's|he's)\b(?! (?:says|said|told|thinks|recommends|loved|suggested))"
)
_BYSTANDS = re.compile(rf"{LEAD_IN}{_WHOSE} {_ADJECTIVES}{_BYSTANDER}\b")
_CLAUSE_END = re.compile(
    r"[.;?!()\n]|\s-+\s|:(?= )|\b(?:and|but|so|because|though|although|while|whereas)\b|"
    r",(?= (?:i|i'm|i've|can|could|would|should|am i|is she|is he|does|must|she|he|my|our)\b)"
)
_ASKS_FOR = re.compile(
    r"\b(?:asking|writing|enquiring|query|question|asked|emailing|checking)(?: this| you)?(?: just)? (?:for|on behalf of|about) "
    rf"(?:{_SOMEBODY}|someone|somebody)|\bon behalf of (?!me\b|myself\b)|\bfor (?:our|my) (?!line manager|boss|manager){_ADJECTIVES}{_COLLEAGUE}\b(?! (?:post|job|role|position|headship|place))|"
    r"^\W*caller\b|\bso is the person i'm asking for\b"
)
_WANTS = (
    r"(?:wants?|would (?:like|love)|'d like|is (?:keen|interested|hoping|considering|thinking|wondering|asking|looking|after|eligible|right)|"
    r"are (?:keen|interested|hoping|considering|thinking)|wonders?|hopes?|needs?|has asked|have asked|asks|fancies|wishes|"
    r"could|can|should|must|is it|does it|qualif\w+)"
)
_OTHER_WANTS = re.compile(
    rf"\b{ONE_OF_OURS}(?! (?:said|told|says|thinks))(?:(?!\b(?:i|i'm|i've|me|tell|told)\b)[^.;?!]){{0,90}}\b{_WANTS}\b"
)
_ASKED_FOR_OTHER = re.compile(
    rf"\b(?:is|are|can|could|would|will|does|do|should|must|may|might|has) (?:she|he|{ONE_OF_OURS})\b(?! (?:right|correct|wrong|mistaken)\b)|\b(?:what|how|when|where|which|whether|if) (?:she|he)\b"
    rf"|\bfor (?:her|him|{ONE_OF_OURS})|\b(?:suit|open to|fund|help|include|apply to|mandatory for|right for) (?:her|him)\b"
)
_ASKED_FOR_SELF = re.compile(
    r"\b(?:can|could|am|may|might|should|shall|must|do|would|will|have) i\b|\bfor me\b|\bi (?:qualify|eligible|apply|get)\b|\bmy (?:own )?(?:case|place|options)\b"
)
_FOR_SOMEBODY = re.compile(
    rf"\b(?:have|has|want|like|need|for|with|about|of|mentor|manage|know|help|support|got|coach|line manage) (?:also )?(?={_SOMEBODY})"
    rf"|\bwhose (?={_ADJECTIVES}{_COLLEAGUE}\b)"
)


_OF_KIN = re.compile(rf"\b{_WHOSE} {_ADJECTIVES}{_KIN}\b")
_FURTHER = re.compile(
    rf"\b(?:for|of|about) {_SOMEBODY}[^.;?!]*?[:,-] (?=(?:her|his|their) {_ADJECTIVES}{_COLLEAGUE}\b)"
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The tellings of a message without what belongs to anybody but the person asked for."""

    of_person: tuple[Telling, ...]
    """What tells of the person whose case it is."""
    of_workplace: tuple[Telling, ...]
    """What tells of where that person works: a colleague's workplace is the writer's own."""
    others: bool
    """It is not the writer's case."""


def sort_by_person(tellings: tuple[Telling, ...]) -> Sorted:
    """Return the tellings, sorted."""
    others = _is_others(tellings)
    person = tuple(_without(t, writer=others) for t in tellings)
    if not others or any(_OF_KIN.search(t.own) for t in tellings):
        return Sorted(person, person, others)
    return Sorted(person, tuple(_without_bystanders(t) for t in tellings), others)


def asks_for_self(tellings: Iterable[Telling]) -> bool:
    """Whether a question among them is for the writer ("am I", "for me")."""
    return any(t.asks and _ASKED_FOR_SELF.search(f"{t.own} {t.supposed}") for t in tellings)


def _is_others(tellings: tuple[Telling, ...]) -> bool:
    """Whether somebody other than the writer is to profit from the answer."""
    texts = [t.own for t in tellings]
    if any(_ASKS_FOR.search(text) for text in texts):
        return True
    questions = [f"{t.own} {t.supposed}" for t in tellings if t.asks]
    if asks_for_self(tellings):
        return False
    if any(_ASKED_FOR_OTHER.search(q) for q in questions) or any(map(_OTHER_WANTS.search, texts)):
        return True
    writes_of_self = any(BY_WRITER.search(c) for t in texts for _, _, c in _clauses(t))
    by_pronoun = any(_BY_PRONOUN.search(c) for t in texts for _, _, c in _clauses(t))
    if not writes_of_self and by_pronoun:
        return True
    if writes_of_self:
        return False
    asks = any(t.asks for t in tellings)
    return _tells_of_other(texts) if asks else any(map(_BY_OURS.search, texts))


def _tells_of_other(texts: list[str]) -> bool:
    """ "Our head has been in post three years. EHCO?": nobody else can be meant."""
    return any(
        _BY_OTHER.search(c) and not _BYSTANDS.search(c) and "<" not in c
        for text in texts
        for _, _, c in _clauses(text)
    )


def _without(telling: Telling, *, writer: bool) -> Telling:
    """Cover the clauses of the writer, or those of everybody but the writer."""
    spans = []
    covering = False
    further = _FURTHER.search(telling.own) if writer else None
    if further:  # "asking for a head: her deputy wants it": the last who is named
        spans.append((0, further.end()))
    for start, end, clause in _clauses(telling.own):
        if BY_WRITER.search(clause):
            covering = writer
            named = _FOR_SOMEBODY.search(clause) if writer else None
            if named:  # "I have a deputy who wants it": from the deputy on it is theirs
                spans.append((start, start + named.end()))
                covering = False
                continue
        elif _BYSTANDS.search(clause):
            covering = True
        elif _BY_OTHER.search(clause) or _BY_PRONOUN.search(clause):
            covering = not writer
        if covering:
            spans.append((start, end))
    if not spans:
        return telling
    return replace(telling, own=cover_spans(telling.own, spans))


def _without_bystanders(telling: Telling) -> Telling:
    spans = [(start, end) for start, end, c in _clauses(telling.own) if _BYSTANDS.search(c)]
    return replace(telling, own=cover_spans(telling.own, spans))


def _clauses(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for match in _CLAUSE_END.finditer(text):
        if match.start() > start:
            yield start, match.start(), text[start : match.start()]
        start = match.end()
    if start < len(text):
        yield start, len(text), text[start:]
