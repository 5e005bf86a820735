"""A second look at what a colleague wrote: lengths and shares that the page gives otherwise.

It points out, and never stops anybody: a colleague may know better than the page. A sentence is
held against the facts of the offers that it names, else of those named last. It is only looked at
where it speaks of a topic by one of the cues below; "come back in two weeks" is nobody's fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.base import Knowledge
from knowledge.model import Fact

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
_WORDS: Mapping[str, int] = {word: n for n, word in enumerate(_NUMBERS, start=1)} | {
    "a": 1, "twenty-four": 24,
}  # fmt: skip
_QUANTITY = re.compile(
    rf"\b(\d{{1,3}}|twenty-four|{'|'.join(_NUMBERS)}|a)[ -]?(months?\b|years?\b|%|per ?cent\b)",
    re.IGNORECASE,
)
# Topic -> by which words a sentence speaks of it.
_CUES = {
    "duration": r"last|takes?\b|took|how long|length|duration|-month|-year|(?:month|year)s? long",
    "pass_rule": r"attend|engag|\bpass",
    "eligibility": r"headship|\bhead\b|\bheads\b|in post",
    "funding": r"headship|\bhead\b|\bheads\b|in post",
    "window": r"window|to complete",
}
_SENTENCE = re.compile(r"[^.!?\n]+")
_MONTHS, _PERCENT = "months", "percent"


@dataclass(frozen=True, slots=True)
class Remark:
    """One quantity that differs from the page."""

    written: str
    """As the colleague wrote it: "12 months"."""
    fact: Fact
    """What the page says."""


def second_look(text: str, knowledge: Knowledge, about: Iterable[str] = ()) -> tuple[Remark, ...]:
    """Return what differs, in the order of the text, each fact once.

    `about` are the offers that the talk is about, for sentences before any is named.
    """
    found: dict[str, Remark] = {}
    offers = tuple(about)
    for sentence in _SENTENCE.findall(text.lower()):
        offers = _named(sentence, knowledge) or offers
        for written, kind, amount in _quantities(sentence):
            fact = _contradicted(sentence, offers, kind, amount, knowledge)
            if fact is not None:
                found.setdefault(fact.id, Remark(written, fact))
    return tuple(found.values())


def _named(sentence: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The offers that a sentence names; of two names at one place the longer counts."""
    words = re.findall(r"[\w']+", sentence)
    names, longest = knowledge.vocabulary(), 8
    named: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            offer = names.get(" ".join(words[at : at + length]))
            if offer is not None:
                named.append(offer)
                at += length
                break
        else:
            at += 1
    return tuple(dict.fromkeys(named))


def _quantities(sentence: str) -> Iterator[tuple[str, str, int]]:
    for found in _QUANTITY.finditer(sentence):
        number, unit = found.groups()
        amount = int(number) if number.isdecimal() else _WORDS[number]
        if unit.startswith("year"):
            yield found.group(), _MONTHS, amount * 12
        else:
            yield found.group(), _MONTHS if unit.startswith("month") else _PERCENT, amount


def _contradicted(
    sentence: str, offers: tuple[str, ...], kind: str, amount: int, knowledge: Knowledge
) -> Fact | None:
    """The first fact on a topic of the sentence that gives another amount; None: none does.

    An amount that any fact of these offers gives is right, whatever it was said of.
    """
    known = [
        (fact, value)
        for offer in offers
        for fact in knowledge.facts(offer)
        if (value := _amount(fact, kind)) is not None
    ]
    if any(value == amount for _, value in known):
        return None
    spoken_of = {topic for topic, cue in _CUES.items() if re.search(cue, sentence)}
    return next((fact for fact, _ in known if fact.topic in spoken_of), None)


def _amount(fact: Fact, kind: str) -> int | None:
    """What a fact says in months or percent; None: it speaks of something else."""
    if isinstance(fact.value, bool) or not isinstance(fact.value, int):
        return None
    if fact.unit == "years" and kind == _MONTHS:
        return fact.value * 12
    return fact.value if fact.unit == kind else None
