"""The core as the rim calls it: one message in, a reply out, whatever the message holds.

Nothing here stores anything. A fault inside the core ends here: the enquiry becomes a hand-over,
and the log gets the traceback without anybody's words.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handlers.model import Context, Outcome, Part, Reply
from intents.model import Interpretation
from knowledge import Knowledge

logger = logging.getLogger(__name__)

FAILURE_REASON = "failure.core"
_FAILURE_TEXT = (
    "I could not work on this message, and the fault is ours. I have passed it to the NPQ team."
)


@dataclass(frozen=True, slots=True)
class Core:
    """The knowledge and the three steps of the core, joined once at the start."""

    knowledge: Knowledge
    """The facts."""
    interpret: Callable[[str, str | None, str, Context, date], Interpretation]
    """(text, subject, channel, context, today) to what was understood."""
    respond: Callable[[Interpretation, str, Context, date], Reply]
    """(interpretation, channel, context, today) to the reply."""
    render: Callable[[Reply, str, str | None], str]
    """(reply, channel, reference) to the plain text that the enquirer reads."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the core made of one message."""

    interpretation: Interpretation | None
    """None when it failed before it understood anything."""
    reply: Reply
    """Always there; a hand-over after a failure."""
    ms: float
    """Milliseconds it took."""


def consult(
    core: Core, text: str, *, subject: str | None, channel: str, context: Context, today: date
) -> Consultation:
    """Return the core's reply to one message. Never raises."""
    started = time.perf_counter()
    interpretation = None
    try:
        interpretation = core.interpret(text, subject, channel, context, today)
        reply = core.respond(interpretation, channel, context, today)
    except Exception as error:  # any fault of ours becomes a hand-over, never the enquirer's
        log_failure("consultation failed", error)
        reply = failure(text, context)
    return Consultation(interpretation, reply, (time.perf_counter() - started) * 1000)


def render(core: Core, reply: Reply, *, channel: str, reference: str | None) -> str:
    """Return the reply as plain text. Never raises."""
    try:
        return core.render(reply, channel, reference)
    except Exception as error:  # as in consult
        log_failure("rendering failed", error)
        lines = [part.text for part in reply.parts]
        if reference:
            lines.append(f"Your reference is {reference}.")
        return "\n\n".join(lines)


def failure(text: str, context: Context) -> Reply:
    """Return the hand-over that stands in for a reply that could not be made."""
    part = Part(Outcome.ESCALATE, _FAILURE_TEXT, question=text[:300], reason=FAILURE_REASON)
    return Reply((part,), context)


def log_failure(event: str, error: Exception) -> None:
    """Log where it failed; an exception's own message may quote an enquirer and stays out."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", event, type(error).__name__, frames)
