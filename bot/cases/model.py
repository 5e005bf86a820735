"""Values and errors of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.errors import BotError

ENQUIRER = "the enquirer"
"""Who the history names when the enquirer wrote."""
ASSISTANT = "the assistant"
"""Who the history names when the desk itself acted."""


class State(StrEnum):
    """Where a case stands in its life."""

    NEW = "new"
    CLAIMED = "claimed"
    EDITING = "editing"
    SENDING = "sending"
    SENT = "sent"
    SNOOZED = "snoozed"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    REOPENED = "reopened"
    CLOSED = "closed"


OPEN = frozenset({State.NEW, State.CLAIMED, State.EDITING, State.REOPENED})
"""Somebody has to do something."""
ANSWERED = frozenset({State.SENDING, State.SENT, State.ANSWERED_ELSEWHERE})
"""A colleague has replied; the enquirer may write again."""


class Queue(IntEnum):
    """In which list a case stands; the numbers are its order in the database's index."""

    URGENT = 0
    OPEN = 1
    WAITING = 2
    DONE = 3


def queue_of(state: State, *, urgent: bool) -> Queue:
    """Return the list that shows a case of this state."""
    if state in OPEN:
        return Queue.URGENT if urgent else Queue.OPEN
    return Queue.DONE if state is State.CLOSED else Queue.WAITING


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line of a case's history."""

    at: datetime
    """Aware, UTC."""
    who: str
    """A colleague's name, "the enquirer" or "the assistant"."""
    what: str
    """opened, asked_again, wrote, claimed, released, editing, draft_saved, approved, undone, sent,
    snoozed, woken, assigned, note, tagged, contact, merged, took_over, closed, reopened,
    answered_elsewhere, undelivered, uncertain."""
    note: str
    """Words to it; empty where there are none."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of a list of cases."""

    reference: str
    """As the enquirer knows it: K7Q-2M4."""
    state: State
    """Where it stands."""
    version: int
    """To be named by whoever changes it."""
    reason: str
    """Stable code of why it came to staff; empty where a colleague opened it."""
    question: str
    """The enquirer's words; several questions stand on lines of their own."""
    urgent: bool
    """To be seen before anything else."""
    owner: str | None
    """The colleague who has it."""
    contact: str | None
    """Where to answer; None where the enquirer left nothing."""
    channel: str
    """Where it came from."""
    tags: tuple[str, ...]
    """Words of staff's own, in the order they were added."""
    opened_at: datetime
    """Aware, UTC, like all times here."""
    updated_at: datetime
    """Of the last change."""
    due_at: datetime | None
    """By the working hours and the promise that staff set; None: nothing is promised."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with everything that staff see of it, but for the conversation's turns."""

    line: CaseLine
    """What the list shows."""
    conversation: str
    """Id of the conversation that it belongs to."""
    draft: str
    """The reply as it stands."""
    snoozed_until: datetime | None
    """None: not snoozed."""
    replied_at: datetime | None
    """When the last reply left, or leaves if it is not taken back; None: none yet."""
    closed_reason: str | None
    """Stable code; None: not closed."""
    merged_into: str | None
    """Reference of the case that took over."""
    history: tuple[CaseEvent, ...]
    """Oldest first."""

    @property
    def reference(self) -> str:
        """As the enquirer knows it."""
        return self.line.reference

    @property
    def version(self) -> int:
        """To be named by whoever changes it."""
        return self.line.version

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.line.state


class CaseError(BotError):
    """A case cannot be changed like that; the message is fit for colleagues."""


class CaseUnknown(CaseError):
    """There is no case with this reference."""

    def __init__(self, reference: str) -> None:
        """Name the reference."""
        super().__init__(f"There is no case {reference}.")
        self.reference = reference


class CaseConflict(CaseError):
    """Somebody else changed the case first, or it does not allow this any more."""

    def __init__(self, reference: str, by: str, at: datetime, what: str) -> None:
        """Name what the last change was and whose."""
        super().__init__(f"Case {reference} was changed first: {what} by {by}.")
        self.reference = reference
        self.by = by
        self.at = at
        self.what = what


class NoAddress(CaseError):
    """There is nowhere to send a reply to."""

    def __init__(self, reference: str) -> None:
        """Say what to do."""
        super().__init__(f"Case {reference} has no address to reply to; enter one first.")
        self.reference = reference
