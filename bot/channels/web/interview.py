"""The eligibility interview as a walk: answers in, the next question or the verdict out.

Nothing is kept anywhere: the answers given so far stand in the page's own address, and each page
walks through them again from nothing. So Back, Change and reload need no code of their own, and an
answer that no longer matters after a change (a nursery's list, say, when it is a school after all)
is not taken along: the walk never comes to its question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.eligibility import (
    DONT_KNOW,
    Choice,
    InterviewQuestion,
    Judgement,
    ProfileError,
    State,
    Verdict,
    assess,
    profile_keys,
    question_for,
    read_answer,
)

SKIP = "skip"
_LONGEST = 200  # characters of one typed answer
_SOME_MONTHS = 8  # within every limit of the page, so that an interview goes on

Reader = Callable[[InterviewQuestion, str], Mapping[str, object]]
"""(question, freely typed text) to profile keys; empty when it tells nothing."""


def split(question: InterviewQuestion) -> tuple[str, str]:
    """Return the question proper, and what its text adds to it (examples, forms of a date)."""
    asked, mark, added = question.text.partition("? ")
    return asked + mark.strip(), added


@dataclass(frozen=True, slots=True)
class Answer:
    """One question that was answered."""

    question: InterviewQuestion
    """As it was put."""
    text: str
    """As it stands in the address: a value, a label, or what was typed."""
    told: Mapping[str, object]
    """The profile keys that it settled."""

    @property
    def choice(self) -> Choice | None:
        """The ready answer that was taken; None when it was typed."""
        return next(
            (c for c in self.question.choices if token(self.question, c) == self.text), None
        )

    @property
    def shown(self) -> str:
        """The answer in words; of a typed one also what it was taken for."""
        if self.choice is not None:
            return self.choice.label
        asked = {self.question.key, "headship_start_date"}
        asked.update(key for choice in self.question.choices for key in choice.sets)
        meant = "; ".join(_meant(key, told) for key, told in self.told.items() if key in asked)
        return meant if self.text in map(_said, self.told.values()) else f"“{self.text}” ({meant})"


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an interview has come."""

    offer: str
    kind: str
    """suitability, funding, support or mandatory."""
    answers: tuple[Answer, ...]
    """In the order asked."""
    skipped: tuple[str, ...]
    """Keys of the questions that were skipped."""
    verdict: Verdict
    """On what has been told."""
    open: InterviewQuestion | None
    """The question to put now; None: there is nothing left to ask."""
    draft: str = ""
    """What stands in the address for the open question: to be changed, or not understood."""

    @property
    def profile(self) -> dict[str, object]:
        """Everything that was told."""
        return {key: value for answer in self.answers for key, value in answer.told.items()}

    @property
    def address(self) -> tuple[tuple[str, str], ...]:
        """What the address has to hold for this stage: (key, text), skipped ones last."""
        given = tuple((answer.question.key, answer.text) for answer in self.answers)
        return given + tuple((key, SKIP) for key in self.skipped)

    @property
    def questions_skipped(self) -> tuple[InterviewQuestion, ...]:
        """The questions that were skipped."""
        return tuple(question_for(key, self.offer) for key in self.skipped)

    def without_last(self) -> tuple[tuple[str, str], ...]:
        """What the address has to hold for one step back."""
        return self.address[:-1]


def walk(
    offer: str,
    kind: str,
    given: Mapping[str, str],
    today: date,
    read: Reader,
    *,
    change: str = "",
) -> Stage:
    """Walk as far as the given answers lead; `change` stops at that question once more."""
    answers: list[Answer] = []
    skipped: list[str] = []
    profile: dict[str, object] = {}
    while True:
        verdict = assess(offer, kind, profile, today)
        key = next((key for key in verdict.missing if key not in skipped), None)
        if key is None:
            return Stage(offer, kind, tuple(answers), tuple(skipped), verdict, None)
        question = question_for(key, offer)
        text = given.get(key, "")[:_LONGEST].strip()
        if text == SKIP and key != change:
            skipped.append(key)
            continue
        told = understand(question, text, verdict, profile, today, read) if text else {}
        asked_before = any(answer.question.key == key for answer in answers)
        if not told or key == change or asked_before:
            draft = "" if text == SKIP else text
            return Stage(offer, kind, tuple(answers), tuple(skipped), verdict, question, draft)
        answers.append(Answer(question, text, told))
        profile |= told


def understand(
    question: InterviewQuestion,
    text: str,
    verdict: Verdict,
    profile: Mapping[str, object],
    today: date,
    read: Reader,
) -> Mapping[str, object]:
    """Return what an answer tells; empty when it is not clear, or tells of something else."""
    chosen = read_answer(question, text)
    if chosen is not None:
        return chosen
    useful = {key for criterion in verdict.criteria for key in criterion.reads}
    told = {
        key: value
        for key, value in read(question, text).items()
        if key in useful and key in profile_keys() and key not in profile
    }
    try:
        after = assess(verdict.offer, verdict.question, {**profile, **told}, today)
    except ProfileError:
        return {}
    return told if question.key not in after.missing else {}


def token(question: InterviewQuestion, choice: Choice) -> str:
    """Return how a ready answer stands in an address: its value where that is enough."""
    value = _said(choice.value)
    if choice.value is not None and read_answer(question, value) == choice.sets:
        return value
    return choice.label


def from_profile(
    offer: str, kind: str, profile: Mapping[str, object], today: date
) -> dict[str, str]:
    """Return the answers that are known already, as they would stand in an address."""
    given: dict[str, str] = {}
    for _ in profile:  # each round can settle one more question
        stage = walk(offer, kind, given, today, lambda *_: {})
        if stage.open is None:
            break
        text = _known(stage.open, profile)
        if not text:
            break
        given[stage.open.key] = text
    return given


def _known(question: InterviewQuestion, profile: Mapping[str, object]) -> str:
    for choice in question.choices:
        if choice.sets and all(profile.get(key) == told for key, told in choice.sets.items()):
            return token(question, choice)
    value = profile.get(question.key)
    if value is None and question.accepts == "months_or_date":
        value = profile.get("headship_start_date")
    text = _said(value)
    return text if value is not None and read_answer(question, text) else ""


def remedies(stage: Stage, criterion: str, today: date) -> tuple[str, ...]:
    """Return the ready answers with which a criterion that is not met would be met."""
    found = []
    for answer in stage.answers:
        rest = {key: told for key, told in stage.profile.items() if key not in answer.told}
        for choice in answer.question.choices:
            after = assess(stage.offer, stage.kind, {**rest, **choice.sets}, today)
            if any(c.id == criterion and c.state is State.MET for c in after.criteria):
                found.append(choice.label)
    return tuple(dict.fromkeys(found))


@cache
def most_questions(offer: str, kind: str, today: date) -> int:
    """Return how many questions the longest way through the ready answers has."""

    def longest(profile: Mapping[str, object]) -> int:
        verdict = assess(offer, kind, profile, today)
        if not verdict.missing:
            return 0
        question = question_for(verdict.missing[0], offer)
        told = [choice.sets for choice in question.choices if choice.value != DONT_KNOW]
        typed = {"months_or_date": _SOME_MONTHS, "date": today.isoformat()}.get(question.accepts)
        told += [{question.key: typed}] if typed is not None else []
        return 1 + max(longest({**profile, **sets}) for sets in told)

    return longest({})


def settles(verdict: Verdict) -> bool:
    """Tell whether the page decides: a yes or a no."""
    return verdict.verdict in (Judgement.ELIGIBLE, Judgement.NOT_ELIGIBLE)


def _meant(key: str, value: object) -> str:
    known = profile_keys()[key]
    said = spoken(value)
    return f"{said} {known.label}" if known.kind == "count" else f"{known.label}: {said}"


def spoken(value: object) -> str:
    """Return a value as people say it; of a date or a month the month's name."""
    moment = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", str(value))
    if moment is None:
        return _said(value).replace("_", " ")
    year, month, day = (int(part or 1) for part in moment.groups())
    said = f"{date(year, month, day):%B %Y}"
    return f"{day} {said}" if moment.group(3) else said


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
