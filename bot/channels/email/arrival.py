"""A mail on its way in, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.channels.email.classify import Disposition
from bot.model import DeskReply
from bot.storage.mailboxes import Folder, PlaceFate

BEFORE_START = "before_start"
"""Reason of a mail that was old already when the mailbox was first looked at."""
ANSWERED_BY_HAND = "answered_elsewhere"
"""Reason of a mail that a colleague had answered before the desk read it."""
DELETED_BY_HAND = "deleted_elsewhere"
"""Reason of a mail that a colleague had marked as deleted before the desk read it."""
BOUNCED = "mail.bounced"
"""Reason of a case whose reply came back."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail as it lies in the mailbox, or in a file."""

    raw: bytes
    """The whole mail, or the beginning of a very large one."""
    size: int
    """Bytes of the whole mail."""
    arrived_at: datetime
    """When our server took it in."""
    folder: Folder | None = None
    """Where it lies; None: nowhere, it came from a file."""
    uid: int = 0
    """Its number there."""
    handled: str = ""
    """Why nobody has to do anything: a colleague has marked it so. Empty: nobody has."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one mail."""

    disposition: Disposition
    """What the mail is, and why."""
    reply: DeskReply | None
    """The desk's reply, without words where the mail was held; None where it was only listed."""
    shown: PlaceFate
    """As the mail program shows it."""
    repeated: bool = False
    """The same mail had come in before."""
