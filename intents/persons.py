"""Whom a sentence is about: the enquirer or somebody they know, or people at large."""

from __future__ import annotations

import re

from intents.sentence import Sentence

_MINE = frozenset(
    """i i'm im i've ive my me we we're our us she he her his i'd am myself she's he's she'd he'd
    i'll she'll he'll we'd we've""".split()
)
_AT_LARGE = frozenset(
    """you people someone anyone schools heads teachers they must sencos leaders somebody
    anybody settings nurseries""".split()
)
# "must one be a head?", not "one month a head", "the SENCO one"
_ONE_DOES = re.compile(
    r"\bone (?:has|have|had|is|be|does|do|must|can|could|should|would|will|may|might|needs?|gets?|gains?|"
    r"takes?|engages?|passes|pass|applies|apply|qualif\w+)\b|\b(?:can|could|does|do|must|should|would|will|may|might|has|is) one\b"
)
_GROUPS = (
    "teachers|heads|headteachers|sencos|schools|nurseries|settings|childminders|leaders|deputies|"
    "managers|colleges|academies|staff|people|tas|governors|others|non"
)
# "could a 16-19 setting ...?", "is it for ceo types", "what are the criteria"
_ANY_PERSON = re.compile(
    r"\b(?:can|could|do|does|would|is|are|will|may|should) (?:a|an|any|all|some|the) "
    r"(?!<offer>|npq|course|fees?\b|costs?\b|money|charges?\b|programme|qualification|scholarship|funding|coaching|additional|early|"
    r"assessment|offer|support|rule|requirement|senco (?:npq|one|course)|new)\S+|"
    r"\bis (?:it|this|that|<offer>|\S+) (?:just |only |also |really |mainly )?"
    r"(?:for|aimed|meant) (?!me\b|my\b|our\b|us\b)|"
    r"\b(?:wants?|send|share|need|what are|what's|whats) (?:\S+ ){0,4}(?:criteria|conditions|rules)\b|"
    rf"\b(?:can|could|do|are|would|will) (?:{_GROUPS})\b"
)


# Who speaks, not whose case it is: "I was told", "I'm asking whether", "let me know", "we hope".
ASIDES = re.compile(
    r"\b(?:i|we)(?:'m|'ve|'d| am| are| have| had| was| were| would| just| also| only|'m just)*"
    r"(?: been| being)? (?:told|heard|thought|think|gather|gathered|understand|understood|believe|believed|read|"
    r"assume|assumed|guess|reckon|suppose|presume|imagine|hope|wonder|wondered|wondering|asking|ask|enquiring|"
    r"enquire|informed|advised|led to believe|under the impression|sure|unsure|not sure|confused|curious|"
    r"know|see|notice|noticed|saw|like to know|want to know|need to know|wanted to know|wanted to ask)\b"
    r"|\b(?:tell|let|remind|give|send|help|inform|enlighten|show) (?:me|us)\b(?! to (?:do|take|join|go))"
    r"|\b(?:can|could|may|might) (?:i|we) (?:just |quickly |also )?(?:ask|check|confirm|enquire|clarify|query)\b"
    r"|\bif i(?:'m| am) (?:right|wrong|not mistaken)\b|\bcorrect me\b|\bam i (?:right|wrong|correct)\b"
    r"|\bexcuse me\b|\bmy (?:question|query|understanding)\b|\btake it\b|\bi take it\b"
)


def is_personal(sentence: Sentence) -> bool:
    """Tell whether it speaks of the enquirer or of one person they know."""
    if not _MINE & set(sentence.forms):
        return False
    return bool(_MINE & set(ASIDES.sub(" ", " ".join(sentence.forms)).split()))


# "Which of these meet the rule?", "can either have it?"
_OF_SEVERAL = re.compile(
    r"\b(?:which|who|any|either|both|all|each|neither|one) of (?:them|these|those|(?:my|our) \w+s|"
    r"the (?:two|three|four|five|six)\b(?! (?:\w+ ){0,2}?(?:npq|course|programme|offer|qualif))|"
    r"the \w+ (?:heads|deputies|sencos|teachers|colleagues|people))\b"
    r"|\b(?:can|could|would|will|do|does|are|is|may) (?:either|both|they both|they all|each)\b"
)
_FOR_ONE = frozenset("i i'm me she he her him".split())


def is_of_several(sentence: Sentence) -> bool:
    """Tell whether it asks of several people; "which of the two can I have?" asks of offers."""
    return bool(_OF_SEVERAL.search(sentence.lower)) and not _FOR_ONE & set(sentence.forms)


def is_general(sentence: Sentence) -> bool:
    """Tell whether it speaks of people at large and of nobody in particular."""
    words = " ".join(sentence.blanked)
    at_large = (
        _AT_LARGE & set(sentence.forms) or _ANY_PERSON.search(words) or _ONE_DOES.search(words)
    )
    return bool(at_large) and not is_personal(sentence)
