"""What the page shows of a conversation, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bot.channels.web.markup import to_html
from bot.desk import Desk
from bot.model import PastTurn
from handlers.model import Choice, Citation, Outcome, Part

FIRST_MESSAGE = (
    "This is the STSN NPQ assistant. It is automated. It answers from STSN's published information"
    " on NPQs and the Early Headship Coaching Offer, and passes anything else to the NPQ team."
    " Please do not include personal or sensitive details about other people."
)
SUGGESTIONS = (
    "Which NPQ fits my role?",
    "Is there funding?",
    "How long does it take and how is it assessed?",
    "Check Early Headship Coaching eligibility.",
)
PERSON = "I would like to talk to a person."


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of a reply."""

    question: str
    """The enquirer's words above it; empty where one question makes up the message."""
    html: Markup
    """What is said."""
    passed_on: bool
    """It went to staff."""
    citations: tuple[Citation, ...]
    """Sources, each once."""
    cohorts: tuple[str, ...]
    """Labels of the intakes that the sources were published for, as far as the text is silent."""
    choices: tuple[Choice, ...]
    """Buttons; only where this is the newest turn."""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One exchange."""

    text: str
    """The enquirer's words."""
    parts: tuple[ShownPart, ...]
    """The reply."""
    reference: str | None
    """Of the case; None where nothing was handed over, or where a later turn shows it."""
    contact: str | None
    """Address left with that case."""
    is_latest: bool
    """The newest turn."""


def show(desk: Desk, conversation: str) -> tuple[ShownTurn, ...]:
    """Return the turns of a conversation, oldest first.

    A case that grew over several turns is shown once, with the newest of them.
    """
    history = desk.history(conversation)
    last_with = {turn.reference: turn.number for turn in history if turn.reference}
    shown = []
    for turn in history:
        is_last_with = turn.reference and last_with[turn.reference] == turn.number
        reference = turn.reference if is_last_with else None
        contact = desk.contact_of(conversation, reference) if reference else None
        shown.append(_turn(turn, reference, contact, is_latest=turn is history[-1]))
    return tuple(shown)


def _turn(
    turn: PastTurn, reference: str | None, contact: str | None, *, is_latest: bool
) -> ShownTurn:
    several = len({part.question for part in turn.parts if part.question}) > 1
    return ShownTurn(
        text=turn.text,
        parts=tuple(
            part_view(part, heading=several, with_choices=is_latest) for part in turn.parts
        ),
        reference=reference,
        contact=contact,
        is_latest=is_latest,
    )


def part_view(part: Part, *, heading: bool, with_choices: bool) -> ShownPart:
    """Return one part as the page shows it."""
    return ShownPart(
        question=part.question if heading else "",
        html=to_html(part.text),
        passed_on=part.outcome is Outcome.ESCALATE,
        citations=tuple(dict.fromkeys(part.citations)),
        cohorts=tuple(
            dict.fromkeys(
                c.cohort for c in part.citations if c.cohort and c.cohort not in part.text
            )
        ),
        choices=part.choices if with_choices else (),
    )
