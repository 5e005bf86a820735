"""What the desk says to a colleague who asks: a reply as a message of Slack.

The wording is the voice's; here it is only laid out. `text` is always the whole answer in plain
words, because that is what a notification shows and a screen reader reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.channels.slack.blocks import (
    Block,
    actions,
    button,
    context,
    feedback,
    fit,
    section,
    verbatim,
)
from bot.channels.slack.words import clip, inert
from handlers.model import Choice, Citation, Outcome, Part
from knowledge import Knowledge

MAX_TEXT = 3_900  # characters; Slack advises to stay below 4,000 in `text`
_MAX_SOURCES = 6
_MAX_CHOICES = 10


class Place(StrEnum):
    """Where an answer is read."""

    CHANNEL = "channel"
    """In the thread of a channel, by everybody."""
    DIRECT = "direct"
    """In a direct message."""
    PRIVATE = "private"
    """In a channel, but seen by the person alone who asked."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted."""

    text: str
    """The whole of it in plain words."""
    blocks: tuple[Block, ...]
    """The same, laid out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply of the desk, as far as its layout needs it."""

    name: str
    """`conversation:turn`; buttons carry it, so that a click finds the turn again."""
    parts: tuple[Part, ...]
    """In the asked order."""
    text: str
    """The whole reply in plain words."""
    reference: str | None
    """Of the case that was opened; None: none."""
    review_by: date | None = None
    """When a colleague has to look at the first of its facts again; None: it has none."""


def answer_message(answer: Answer, place: Place, more: str = "") -> Message:
    """Lay out a reply. `more` is the address where the whole of a very long one stands."""
    parts = _spoken(answer.parts)
    headings = len({part.question for part in parts if part.question}) > 1
    blocks: list[Block] = []
    for part in parts:
        blocks += _part(part, heading=headings)
    if answer.review_by is not None:
        by = f"{answer.review_by.day} {answer.review_by:%B %Y}"
        blocks.append(context(f"To be looked at again by {by}."))
    if answer.reference:
        blocks.append(context(f"Passed to the NPQ team. Reference *{answer.reference}*."))
    tail = _tail(answer, parts, place)
    rest = f"This answer is longer than Slack shows. <{more}|Open the whole answer>." if more else (
        "This answer is longer than Slack shows; ask for one thing at a time."
    )  # fmt: skip
    fitted = fit([*blocks, *tail], rest, kept_at_end=len(tail))
    return Message(clip(inert(answer.text), MAX_TEXT), fitted)


def public_message(answer: Answer) -> Message:
    """Lay out a reply to be read by everybody in a channel: without buttons."""
    blocks: list[Block] = []
    for part in _spoken(answer.parts):
        blocks += _part(part, heading=False)
    fitted = fit(blocks, "This answer is longer than Slack shows.")
    return Message(clip(inert(answer.text), MAX_TEXT), fitted)


def chosen(blocks: Sequence[Block], label: str) -> tuple[Block, ...]:
    """Return a message's blocks with its choices replaced by the one that was taken."""
    done = context(f"You chose: {inert(label)}")
    return tuple(done if block.get("block_id") == "choices" else block for block in blocks)


def review_by(knowledge: Knowledge, parts: Iterable[Part]) -> date | None:
    """Return the first day by which a fact that the parts cite has to be looked at again."""
    cited = {c.fact_id for part in parts for c in part.citations} & knowledge.by_id.keys()
    return min((knowledge.by_id[each].review_by for each in cited), default=None)


def _spoken(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Courtesies stand alone or not at all, as in the plain text."""
    return tuple(p for p in parts if p.outcome is not Outcome.SMALLTALK) or parts


def _part(part: Part, *, heading: bool) -> list[Block]:
    blocks: list[Block] = []
    if heading and part.heading:
        blocks.append(section(f"*{inert(clip(part.heading, 120))}*"))
    blocks += verbatim(part.text)
    if part.citations:
        blocks.append(context(*_sources(part.citations)))
    return blocks


def _sources(citations: Iterable[Citation]) -> tuple[str, ...]:
    """One line for each place of the page, the cohort with it where the fact is dated."""
    lines = []
    for c in dict.fromkeys(citations):
        dated = f" · published for *{inert(c.cohort)}*" if c.cohort else ""
        lines.append(f'STSN page, {inert(c.section)}: "{inert(c.quote)}"{dated}')
    return tuple(dict.fromkeys(lines))[:_MAX_SOURCES]


def _tail(answer: Answer, parts: tuple[Part, ...], place: Place) -> list[Block]:
    choices = tuple(dict.fromkeys(c for part in parts for c in part.choices))[:_MAX_CHOICES]
    tail: list[Block] = []
    if choices:
        tail.append(_choices(choices))
    answered = any(part.outcome is Outcome.ANSWER for part in parts)
    buttons = []
    if answered:
        if place is not Place.CHANNEL:
            buttons.append(button("Post in channel", "share", answer.name))
        buttons.append(button("Copy as e-mail", "as_email", answer.name))
    if not answer.reference and not all(p.outcome is Outcome.SMALLTALK for p in parts):
        buttons.append(button("Ask the NPQ team", "to_team", answer.name))
    if buttons:
        tail.append(actions(*buttons))
    if answered:
        tail.append(feedback(answer.name))
    return tail


def _choices(choices: Sequence[Choice]) -> Block:
    buttons = [button(c.label, f"choose:{n}", c.text) for n, c in enumerate(choices)]
    return actions(*buttons, block_id="choices")
