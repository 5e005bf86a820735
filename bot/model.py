"""What passes between channels and the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.clock import utc_now
from bot.served import fact_ids
from handlers.model import Outcome, Part


class Fate(StrEnum):
    """What became of a message that came in: received is the sum of the four, at any time."""

    ANSWERED = "answered"
    """The reply was said, or is on its way, and nobody has to do anything."""
    DRAFTED = "drafted"
    """A reply lies ready for a colleague to approve."""
    QUEUED = "queued"
    """A colleague has to answer, all or a part of it."""
    IGNORED = "ignored"
    """Nothing is said; the ledger names the reason."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One message of an enquirer, as a channel hands it to the desk."""

    channel: str
    """`web`, `api`, `email`, `slack` or `console`."""
    thread: str
    """What ties messages of one conversation together within the channel."""
    text: str
    """The words; of a mail the whole body."""
    subject: str | None = None
    """Of a mail; None where the channel knows none."""
    identity: str = ""
    """What the channel calls this message; the same identity is answered once. Empty: none."""
    sender: str | None = None
    """Address to answer to, or the person's id on the channel; None where it knows none."""
    name: str | None = None
    """What the channel says that the sender is called."""
    received_at: datetime = field(default_factory=utc_now)
    """Aware, UTC."""


@dataclass(frozen=True, slots=True)
class DeskReply:
    """What the desk says to one enquiry."""

    conversation: str
    """Id of the conversation."""
    turn: int
    """Number of the turn in it, from 0."""
    outcome: Outcome
    """One word for all parts."""
    parts: tuple[Part, ...]
    """In the asked order; never empty."""
    text: str
    """The whole reply as the enquirer reads it in plain text; empty: nothing is said."""
    reference: str | None
    """Of the case that staff work on; None when nothing was handed over."""
    intents: tuple[tuple[str, float], ...] = ()
    """Intents served, with their probability; those thought of where none was served."""
    ms: float = 0.0
    """Milliseconds of thinking, without the database."""
    repeated: bool = False
    """The message had come in before; this is the reply it was given then."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that the reply cites, each once, in order."""
        return fact_ids(self.parts)


@dataclass(frozen=True, slots=True)
class PastTurn:
    """One exchange of a conversation, to be shown again."""

    number: int
    """From 0."""
    text: str
    """The enquirer's words."""
    outcome: Outcome
    """What became of them."""
    parts: tuple[Part, ...]
    """What was replied."""
    reference: str | None
    """Of the case, where something was handed over."""
    received_at: datetime
    """When it came in. Aware, UTC."""
