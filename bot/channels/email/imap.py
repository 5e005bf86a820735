"""One session with a mailbox over IMAP, so careful that people can go on working in it.

1. `\\Seen` is never set and never asked for: mails are known by UID alone.
2. imap-tools' `flag`, `delete` and `move` are not used: the first two end in EXPUNGE, which would
   destroy every mail that a colleague has marked as deleted, and all three trust capabilities that
   are read before signing in.
3. Mails leave here as bytes: imap-tools would parse them at once, in this process, without limits.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import imap_tools
from imap_tools.errors import ImapToolsError
from imap_tools.imap_utf7 import utf7_encode

from bot.channels.email.account import Account, Fault, MailServerError
from bot.channels.email.imap_sign_in import signed_in

TIMEOUT_S = 30.0
INBOX = "INBOX"
MAX_WHOLE = 10_000_000
"""Bytes; of a larger mail only the beginning is fetched, the rest stays on the server."""
BEGINNING = 200_000
_CHUNK_BYTES = 8_000_000
_CHUNK_MAILS = 50

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_FLAGS = re.compile(rb"\bFLAGS \(([^)]{0,2000})\)")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
_APPENDED = re.compile(rb"APPENDUID \d+ (\d+)")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # whatever the locale
# Names that servers without SPECIAL-USE give to these folders.
_USUAL_NAMES = {
    "\\Drafts": ("Drafts", "INBOX.Drafts", "[Gmail]/Drafts", "[Google Mail]/Drafts"),
    "\\Sent": (
        "Sent Items", "Sent", "Sent Messages", "INBOX.Sent", "[Gmail]/Sent Mail",
        "[Google Mail]/Sent Mail",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FolderState:
    """What a server says of a folder when it is opened."""

    uidvalidity: int
    """Another value than before: all UIDs are void. RFC 9051 2.3.1.1."""
    uidnext: int
    """The UID that the next mail will get."""
    exists: int
    """Mails in it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the server holds it."""

    uid: int
    raw: bytes
    """The whole mail, or its first 200,000 bytes where `size` is above 10 MB."""
    size: int
    """Bytes of the whole mail."""
    arrived_at: datetime
    """When the server took it in; the sender's Date is never trusted."""
    flags: frozenset[str] = frozenset()
    """What people and programs have marked it with, in small letters."""


class Mailbox:
    """A signed-in session. Every method raises MailServerError when the server does not follow."""

    def __init__(self, box: imap_tools.BaseMailBox) -> None:
        self._box = box
        self._client = box.client

    def select(self, folder: str = INBOX) -> FolderState:
        """Open a folder."""
        with _translated("folder", f"the folder {folder!r} cannot be opened"):
            self._box.folder.set(folder)
            status = self._box.folder.status(folder, ("UIDVALIDITY", "UIDNEXT", "MESSAGES"))
        return FolderState(status["UIDVALIDITY"], status["UIDNEXT"], status["MESSAGES"])

    def uids_above(self, last: int) -> list[int]:
        """Return the UIDs above a watermark, in order."""
        # "n:*" names the newest mail even when its UID is below n.
        found = self._uid("SEARCH", f"UID {last + 1}:*")
        return sorted(uid for uid in map(int, (found[0] or b"").split()) if uid > last)

    def uids_since(self, moment: datetime) -> list[int]:
        """Return the UIDs of mails that came in on that day or later, in order."""
        found = self._uid("SEARCH", f"SINCE {moment.day}-{_MONTHS[moment.month - 1]}-{moment.year}")
        return sorted(map(int, (found[0] or b"").split()))

    def fetch(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """Yield the mails, a few megabytes at a time; one that has gone meanwhile is left out."""
        sizes = dict(self._sizes(uids))
        for chunk in _chunks([uid for uid in uids if uid in sizes], sizes):
            if sizes[chunk[0]] > MAX_WHOLE:
                wanted = f"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{BEGINNING}>)"
            else:
                wanted = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])"
            yield from _read_fetched(self._uid("FETCH", _set(chunk), wanted))

    def mark(self, uids: Sequence[int], keyword: str) -> bool:
        """Set a keyword; False when the server keeps none (Exchange)."""
        if not uids:
            return True
        if not self.keeps_keywords:
            return False
        self._uid("STORE", _set(uids), "+FLAGS.SILENT", f"({keyword})")
        return True

    def move(self, uids: Sequence[int], folder: str) -> bool:
        """Move mails in one step; False when the server cannot, for then it could lose some."""
        if not uids:
            return True
        if "MOVE" not in self._client.capabilities:
            return False
        if not self._box.folder.exists(folder):
            with _translated("folder", f"the folder {folder!r} cannot be made"):
                self._box.folder.create(folder)
        self._uid("MOVE", _set(uids), _quoted(folder))
        return True

    def find(self, message_id: str) -> list[int]:
        """Return the UIDs in the open folder that carry this Message-ID; often by an index."""
        # Servers match header texts in part and without regard to case; ours are long and unique.
        found = self._uid("SEARCH", "HEADER", "Message-ID", _quoted(message_id.strip("<>")))
        return sorted(map(int, (found[0] or b"").split()))

    def append(self, folder: str, raw: bytes, flag: str) -> int | None:
        """Put a mail into a folder; its UID where the server tells."""
        with _translated("folder", f"nothing can be put into {folder!r}"):
            _, said = self._box.append(raw, folder, flag_set=(flag,))
        match = _APPENDED.search(b" ".join(line for line in said if isinstance(line, bytes)))
        return int(match.group(1)) if match else None

    def remove(self, uids: Sequence[int]) -> bool:
        """Remove just these; False when the server could only remove all that are so marked."""
        if not uids:
            return True
        if "UIDPLUS" not in self._client.capabilities:
            return False
        self._uid("STORE", _set(uids), "+FLAGS.SILENT", "(\\Deleted)")
        self._uid("EXPUNGE", _set(uids))
        return True

    def special(self, use: str) -> str | None:
        """Return the folder for `\\Drafts` or `\\Sent`: as the server says, else by usual names."""
        with _translated("folder", "the folders cannot be listed"):
            folders = self._box.folder.list()
        marked = [f.name for f in folders if use.lower() in {flag.lower() for flag in f.flags}]
        names = {f.name for f in folders}
        usual = [name for name in _USUAL_NAMES[use] if name in names]
        return next(iter([*marked, *usual]), None)

    def wait(self, seconds: float) -> bool:
        """Wait for new mail; True when something happened. Needs a server with IDLE, else waits.

        Ends in a question that the server has to answer, so that a dead line is noticed.
        """
        with _translated("lost", "the connection broke while waiting"):
            happened = bool(self._box.idle.wait(timeout=min(seconds, 28 * 60)))
            self._client.noop()
            return happened

    @property
    def keeps_keywords(self) -> bool:
        """The open folder takes any keyword; Exchange's do not. RFC 9051 7.1, PERMANENTFLAGS."""
        said = self._client.untagged_responses.get("PERMANENTFLAGS", [])
        return any(b"\\*" in line for line in said if isinstance(line, bytes))

    @property
    def can_wait(self) -> bool:
        """The server tells when mail comes in (IDLE, RFC 2177)."""
        return "IDLE" in self._client.capabilities

    def _sizes(self, uids: Sequence[int]) -> Iterator[tuple[int, int]]:
        for start in range(0, len(uids), 500):
            for item in self._uid("FETCH", _set(uids[start : start + 500]), "(UID RFC822.SIZE)"):
                line = item if isinstance(item, bytes) else b""
                uid, size = _UID.search(line), _SIZE.search(line)
                if uid and size:
                    yield int(uid.group(1)), int(size.group(1))

    def _uid(self, command: str, *arguments: str) -> list[Any]:  # imaplib: bytes, pairs, None
        with _translated("lost", f"{command} failed"):
            state, found = self._client.uid(command, *arguments)
            if state != "OK":
                raise MailServerError("refused", f"{command} was refused: {found!r}"[:300])
            return list(found)


@contextmanager
def open_mailbox(account: Account, timeout_s: float = TIMEOUT_S) -> Iterator[Mailbox]:
    """Connect and sign in; raises MailServerError with the server's own words."""
    with signed_in(account, timeout_s) as box:
        yield Mailbox(box)


@contextmanager
def _translated(fault: Fault, what: str) -> Iterator[None]:
    try:
        yield
    except imaplib.IMAP4.abort as error:
        raise MailServerError("lost", f"{what}: {error}") from error
    except (imaplib.IMAP4.error, ImapToolsError, ValueError) as error:
        refused: Fault = "folder" if fault == "folder" else "refused"
        raise MailServerError(refused, f"{what}: {error}") from error
    except OSError as error:
        raise MailServerError("lost", f"{what}: {error}") from error


def _read_fetched(items: Sequence[Any]) -> Iterator[Fetched]:  # as imaplib gives them
    for at, item in enumerate(items):
        if not isinstance(item, tuple):
            continue
        behind = items[at + 1] if at + 1 < len(items) else b""
        about = item[0] + (behind if isinstance(behind, bytes) else b"")
        uid, size, date = _UID.search(about), _SIZE.search(about), _DATE.search(about)
        if uid is not None:
            yield Fetched(
                uid=int(uid.group(1)),
                raw=item[1],
                size=int(size.group(1)) if size else len(item[1]),
                arrived_at=_moment(date.group(1).decode("ascii", "replace") if date else ""),
                flags=_flags(about),
            )


def _flags(about: bytes) -> frozenset[str]:
    found = _FLAGS.search(about)
    return frozenset((found.group(1) if found else b"").decode("latin-1").lower().split())


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text.strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)


def _chunks(uids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    """A few megabytes or fifty mails at a time; a very large one stands alone."""
    chunk: list[int] = []
    weight = 0
    for uid in uids:
        too_much = weight + sizes[uid] > _CHUNK_BYTES or len(chunk) == _CHUNK_MAILS
        if chunk and too_much:
            yield chunk
            chunk, weight = [], 0
        chunk.append(uid)
        weight += sizes[uid]
    if chunk:
        yield chunk


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def _quoted(text: str) -> str:
    plain = utf7_encode(text).decode("ascii")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
