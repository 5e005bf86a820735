"""What the page shows of a conversation, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.channels.web.markup import to_html
from bot.channels.web.next_steps import NextSteps, next_steps
from bot.channels.web.site import Site
from bot.clock import LONDON, utc_now
from bot.model import PastTurn
from bot.storage import reading, web_talks
from handlers.model import Choice, Citation, Outcome, Part


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of a reply."""

    question: str
    """The enquirer's words above it; empty where one question makes up the message, or where the
    part before has them already."""
    html: Markup
    """What is said."""
    passed_on: bool
    """It went to staff."""
    citations: tuple[Citation, ...]
    """Sources, each once."""
    cohorts: tuple[str, ...]
    """Labels of the intakes that the sources were published for, as far as the text is silent."""
    choices: tuple[Choice, ...]
    """Ready answers to a question of ours."""
    chosen: str
    """The label of the one that was taken; empty: none yet, or something else was written."""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One exchange."""

    number: int
    """From 0."""
    text: str
    """The enquirer's words."""
    parts: tuple[ShownPart, ...]
    """The reply."""
    reference: str | None
    """Of the case; None where nothing was handed over, or where a later turn shows it."""
    contact: str | None
    """Address left with that case."""
    then: NextSteps
    """Where it may lead on to; only with the newest turn."""
    is_latest: bool
    """The newest turn."""
    at: datetime
    """When it came in, in London."""
    silent: bool
    """The assistant said nothing: a colleague has it."""


@dataclass(frozen=True, slots=True)
class ShownReply:
    """What a colleague wrote."""

    id: int
    html: Markup
    at: datetime
    """In London."""


@dataclass(frozen=True, slots=True)
class ShownTalk:
    """A conversation on the page."""

    items: tuple[ShownTurn | ShownReply, ...]
    """Oldest first."""
    joined: bool
    """A colleague talks here; the assistant waits to be called."""
    waiting: bool
    """A reply of a colleague may come."""
    asks: str
    """What to ask beside it: `verdict`, `reason`, `thanks`, or empty: nothing."""


NOTHING_SAID = ShownTalk((), joined=False, waiting=False, asks="")


def show(site: Site, conversation: str) -> ShownTalk:
    """Return a conversation; a case that grew over several turns is shown once, with the newest."""
    history = site.desk.history(conversation)
    with reading(site.engine) as connection:
        found = web_talks.around(connection, conversation, utc_now())
    last_with = {turn.reference: turn.number for turn in history if turn.reference}
    steps = next_steps(site, history) if history and not found.joined else NextSteps()
    said: list[tuple[datetime, ShownTurn | ShownReply]] = [
        (turn.received_at, _turn(site, conversation, turn, following, last_with, steps))
        for turn, following in zip(history, (*history[1:], None), strict=True)
    ]
    said += [
        (r.sent_at, ShownReply(r.id, to_html(r.text), r.sent_at.astimezone(LONDON)))
        for r in found.replies
    ]
    said.sort(key=lambda pair: pair[0])
    return ShownTalk(
        tuple(item for _, item in said), found.joined, found.waiting, _asks(history, found)
    )


def _asks(history: tuple[PastTurn, ...], found: web_talks.Around) -> str:
    """After an answer that ended the flow, once: did it help, and if not, why."""
    if not history or found.joined:
        return ""
    if found.opinion is None:
        return "verdict" if history[-1].outcome is Outcome.ANSWER else ""
    if found.opinion.turn != history[-1].number:
        return ""
    satisfied = found.opinion.verdict == "yes" or found.opinion.reason
    return "thanks" if satisfied else "reason"


def _turn(
    site: Site,
    conversation: str,
    turn: PastTurn,
    following: PastTurn | None,
    last_with: dict[str, int],
    steps: NextSteps,
) -> ShownTurn:
    is_last_with = turn.reference and last_with[turn.reference] == turn.number
    reference = turn.reference if is_last_with else None
    asked = [part.question for part in turn.parts]
    several = len(set(filter(None, asked))) > 1
    return ShownTurn(
        number=turn.number,
        text=turn.text,
        parts=tuple(
            part_view(
                part,
                heading=several and part.question != before,
                then=following.text if following else None,
            )
            for part, before in zip(turn.parts, ("", *asked), strict=False)
        ),
        reference=reference,
        contact=site.desk.contact_of(conversation, reference) if reference else None,
        then=steps if following is None else NextSteps(),
        is_latest=following is None,
        at=turn.received_at.astimezone(LONDON),
        silent=not any(part.text for part in turn.parts),
    )


def part_view(part: Part, *, heading: bool, then: str | None) -> ShownPart:
    """Return one part as the page shows it; `then` is what was written next, None: nothing yet."""
    return ShownPart(
        question=part.heading if heading else "",
        html=to_html(part.text),
        passed_on=part.outcome is Outcome.ESCALATE,
        citations=tuple(dict.fromkeys(part.citations)),
        cohorts=tuple(
            dict.fromkeys(
                c.cohort for c in part.citations if c.cohort and c.cohort not in part.text
            )
        ),
        choices=part.choices,
        chosen=next((c.label for c in part.choices if then is not None and c.text == then), ""),
    )
