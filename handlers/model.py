"""What the voice hands back: a Reply of parts, and the Context of the next turn.

Values only; `bot` stores and delivers them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a question, or of a whole reply (the last one only of a reply)."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ESCALATE = "escalate"
    DECLINE = "decline"
    SMALLTALK = "smalltalk"
    ANSWER_AND_ESCALATE = "answer_and_escalate"


@dataclass(frozen=True, slots=True)
class Citation:
    """The line of the page that a sentence stems from."""

    fact_id: str
    """As in the knowledge data, `npqh.duration`."""
    section: str
    """Heading of the page, "NPQH - Headship: Delivery"."""
    line: int
    """Line of the page, from 1."""
    quote: str
    """The shortest telling phrase of the page."""
    cohort: str | None = None
    """Label of the intake that the fact was published for ("Autumn 2024"); None: undated."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a question of ours."""

    label: str
    """What the button shows."""
    text: str
    """What is sent when it is chosen; typing it does the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """The reply to one question."""

    outcome: Outcome
    """Any but ANSWER_AND_ESCALATE, which only a whole reply can be."""
    text: str
    """What the enquirer reads, plain text; a line that begins with "- " is a list item."""
    intent: str = ""
    """Id of the intent that was served; empty where none was found."""
    question: str = ""
    """The enquirer's own words."""
    citations: tuple[Citation, ...] = ()
    """Where the text comes from, in the order of the text."""
    choices: tuple[Choice, ...] = ()
    """Ready answers to a question of ours."""
    reason: str = ""
    """Stable code of why it went to staff (`staff.price`, `unexplained`); empty otherwise."""
    urgent: bool = False
    """Staff should see this before anything else (safeguarding)."""
    asked: str = ""
    """The question of ours that the text ends with, from the interview's own data."""
    computed: tuple[str, ...] = ()
    """What was worked out by a published rule (the end of a window), as said in the text."""
    about: str = ""
    """The subject, where the enquirer's words hold something false; empty otherwise."""

    @property
    def heading(self) -> str:
        """What stands above it in a reply of several parts: no heading repeats a falsehood."""
        return self.about or self.question


@dataclass(frozen=True, slots=True)
class Context:
    """What is being talked about, carried from turn to turn. JSON-able through `to_json`."""

    offers: tuple[str, ...] = ()
    """Offers talked about last."""
    intent: str = ""
    """Intent served last."""
    circumstances: Mapping[str, object] = field(default_factory=dict)
    """Everything told so far, by profile key."""
    pending: Mapping[str, object] = field(default_factory=dict)
    """The question of ours that is open: kind, intent, offer, key ...; empty when none is."""
    clarifications: int = 0
    """Questions of ours in a row without an answer given; two is the limit."""
    turns: int = 0
    """Turns so far."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole reply to one enquiry."""

    parts: tuple[Part, ...]
    """In the asked order; never empty."""
    context: Context
    """What the next turn starts from."""

    @property
    def outcome(self) -> Outcome:
        """One word for all parts, as the interface paper combines them."""
        return combine(tuple(part.outcome for part in self.parts))


def combine(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Answer beats all but escalate, with which it makes answer_and_escalate.

    Courtesies never change the name of what stands beside them.
    Source: interface "replay", one word for a reply of several parts.
    """
    if Outcome.ANSWER in outcomes:
        escalated = Outcome.ESCALATE in outcomes
        return Outcome.ANSWER_AND_ESCALATE if escalated else Outcome.ANSWER
    for outcome in (Outcome.ESCALATE, Outcome.CLARIFY, Outcome.DECLINE):
        if outcome in outcomes:
            return outcome
    return Outcome.SMALLTALK
