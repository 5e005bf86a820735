"""A mail as the rest of the desk sees it: values only, nothing left to parse or to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class MailError(Exception):
    """A mail could not be read at all; it is parked for staff.

    `reason` is a stable code: `e.unreadable`, `e.time`, `e.memory` or `e.crash`.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a From, To or Cc line."""

    name: str
    """Display name, decoded, on one line; empty if there is none. Proves nothing."""
    address: str
    """`local@domain` with the domain in lower case; may be malformed, see `valid`."""

    @property
    def local(self) -> str:
        """The part before the last @, in lower case."""
        return self.address.rpartition("@")[0].lower()

    @property
    def domain(self) -> str:
        """The part behind the last @."""
        return self.address.rpartition("@")[2].lower()

    @property
    def valid(self) -> bool:
        """Could be written to: both parts there, no blanks, a dot in the domain."""
        plain = not any(c.isspace() or c in "<>,;:()" for c in self.address)
        return plain and bool(self.local) and "." in self.domain.strip(".")


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a mail, listed and never opened."""

    content_type: str
    """In lower case, without parameters; `application/octet-stream` if malformed."""
    filename: str
    """As claimed, decoded, on one line; empty if there is none. Never a path to write to."""
    size: int
    """Bytes as sent, before decoding; 0 for a part that holds parts."""
    depth: int
    """0 for the mail itself."""
    attached: bool
    """Meant to be kept apart from the text, or a whole mail."""
    method: str = ""
    """`method`, `report-type`, `smime-type` or `protocol` parameter, in lower case."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, read."""

    message_id: str | None
    """With angle brackets; a hint only, since senders reuse and forget them."""
    in_reply_to: tuple[str, ...]
    """Message-IDs, with angle brackets."""
    references: tuple[str, ...]
    """Message-IDs from the oldest on, at most 100."""
    senders: tuple[Address, ...]
    """All of From; more than one, or none, is for staff."""
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    """Decoded, one line, at most 150 characters."""
    date: datetime | None
    """What the sender's clock said, in UTC; None if it makes no sense. Never trusted."""
    text: str
    """The text parts, or the HTML part as plain lines; quotes and signature still in."""
    parts: tuple[Part, ...]
    """Every part in order, those with text included."""
    headers: tuple[tuple[str, str], ...]
    """Header lines in order: name in lower case, value unfolded, at most 2,000 characters."""
    size: int
    """Bytes of the raw mail."""
    bare: bool = False
    """There was no header block: all is text."""
    excess: str | None = None
    """The limit that was broken; then only the header lines were read."""

    @property
    def sender(self) -> Address | None:
        """The one sender, or None."""
        return self.senders[0] if len(self.senders) == 1 else None

    @property
    def thread(self) -> str | None:
        """Message-ID of the oldest known mail of this conversation; a claim of the sender."""
        oldest = (*self.references[:1], *self.in_reply_to[:1])
        return oldest[0] if oldest else self.message_id

    def values(self, *names: str) -> tuple[str, ...]:
        """Return the values of all header lines of these names, from the top."""
        return tuple(value for name, value in self.headers if name in names)
