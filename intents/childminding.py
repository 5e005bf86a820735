"""Whether a childminder leads others, in whatever words: a team, assistants, people employed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.wishes import NEGATIONS, WISHES

_PEOPLE = r"(?:teams?|assistants?|staff|employees?|helpers?|practitioners?)"
_LEADS = re.compile(
    r"\b(?:lead|leads|leading|led|manage|manages|managing|run|runs|running|supervise|supervises|supervising|"
    r"oversee|oversees|overseeing|employ|employs|employing|responsible for|in charge of)\b"
    rf"(?: (?!by\b|for\b|to\b|as\b)[\w']+){{0,4}}? (?:{_PEOPLE}|(?:other |fellow )?childminders)\b"
    r"|\b(?:employ|employs|employing|supervise|supervises) (?:\w+ )?(?:people|others|adults)\b"
)
# "I've three assistants": to have a team is to lead one, to have colleagues is not.
_HAS = re.compile(
    r"\b(?:have|has|had|i've|ive|she's|he's|with|without|got|plus|and)(?: (?:a|an|any|my|one|two|three|four|five|six|seven|eight|some|several|small|couple|of|paid|full|part|time|great|\d{1,2}))*"
    r" (?:team|assistants?|staff|employees?|helpers?)\b"
)
_NOBODY = re.compile(
    r"\b(?:never|not|don't|doesn't|haven't|didn't|without) (?:\w+ )?(?:employ|employed|employing|lead|led|leading|manage|managed|managing|"
    r"supervise|supervising|have|had)(?: \w+)? (?:anyone|anybody|a soul|others)\b"
)
_WORKS_UNDER = re.compile(
    r"\b(?:working|work|works|employed) (?:under|for|by|with) (?:me|her|him)\b|\b(?:two|three|four|five|\d) assistants\b"
)
_REACH_OF_NOT = 3


def read_leading(forms: Sequence[str]) -> bool | None:
    """Return whether the words say that a childminder leads others; None where they say nothing."""
    text = " ".join(forms)
    if _NOBODY.search(text):
        return False
    for pattern in (_LEADS, _HAS, _WORKS_UNDER):
        for match in pattern.finditer(text):
            said = text[: match.start()].split()[-_REACH_OF_NOT:] + match[0].split()
            if WISHES & set(said):
                continue  # "hoping to employ an assistant" leads nobody yet
            return not _denied(said)
    return None


def _denied(said: Sequence[str]) -> bool:
    return bool(NEGATIONS & set(said)) and "only" not in said
