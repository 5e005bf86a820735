"""Writes one outgoing mail as bytes.

Header lines are written here and not by the standard library, for two reasons. Before 3.11.10 it
lets a line break in a value begin a header line of its own (CVE-2024-6923), and it folds long
Message-IDs into encoded words, which no mail program recognises any more.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from bot.channels.email import layout
from bot.channels.email.headers import one_line
from bot.channels.email.model import Address

MAX_SUBJECT = 150
MAX_REFERENCES = 30
_RE = re.compile(r"(?:(?:re|aw|sv|antw|ref)\s?(?:\[\d{1,3}\])?\s?:\s*){1,20}", re.I)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]")
_HEADER_NAME = re.compile(rb"^([!-9;-~]{1,60}):", re.M)
_NAME_WORD = re.compile(r"[^\W\d_]{1,25}(?:['’-][^\W\d_]{1,25}){0,2}\.?")
_LINK = re.compile(r"://|www\.|@", re.I)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")


class HeaderInjectionError(ValueError):
    """A value would have begun a header line of its own; the mail is not written."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that makes up a mail of ours."""

    message_id: str
    """With angle brackets, from `signing`."""
    sender: str
    """Our own address."""
    recipient: str
    """The one address that it goes to; there is no Cc and no Bcc."""
    subject: str
    """One line; see `reply_subject`."""
    letter: str
    """As `handlers.letter` words it."""
    written_at: datetime
    """Goes into Date."""
    automatic: bool
    """Nobody looked at it: the header lines of RFC 3834 say so to other machines."""
    answers: str | None = None
    """Message-ID of the mail that it replies to."""
    references: tuple[str, ...] = ()
    """Message-IDs of the conversation, oldest first, with `answers` as the last."""


def write_mail(mail: Outgoing) -> bytes:
    """Return the mail with CRLF line ends, all ASCII.

    The same values give the same bytes. Raises HeaderInjectionError for a value with a line break
    or another control character in it, on every Python alike.
    """
    lines = [
        _line("From", _mailbox("STSN NPQ team", mail.sender)),
        _line("To", _mailbox("", mail.recipient)),
        _line("Subject", _words("Subject", mail.subject)),
        _line("Date", format_datetime(mail.written_at)),
        _line("Message-ID", mail.message_id),
    ]
    if mail.answers:
        lines.append(_line("In-Reply-To", mail.answers))
    if mail.references:
        lines.append(_line("References", *_recent(mail.references)))
    if mail.automatic:
        lines += [
            _line("Auto-Submitted", "auto-replied"),
            _line("X-Auto-Response-Suppress", "All"),
            _line("X-Loop", mail.sender),
        ]
    names = [line.partition(":")[0] for line in lines]
    raw = "".join(lines).encode("ascii") + _body(mail)
    _verify(raw, names)
    return raw


def reply_subject(subject: str) -> str:
    """Return "Re: " with what the enquirer wrote; nothing that could carry spam further."""
    core = subject_core(subject)
    if not core or _LINK.search(core):
        return "Re: your enquiry"
    return f"Re: {core}"[:MAX_SUBJECT]


def subject_core(subject: str) -> str:
    """Return the subject without "Re:" and its kin, on one line."""
    return _RE.sub("", one_line(subject)[:MAX_SUBJECT], count=1).strip()


def greeting_name(sender: Address | None) -> str:
    """Return the name to greet by; empty where the display name is not plainly one.

    Whoever forges a sender also chooses the name, so it may hold nothing but a name's letters.
    """
    name = one_line(sender.name if sender else "")[:60]
    words = name.split()
    plain = 1 <= len(words) <= 3 and all(_NAME_WORD.fullmatch(word) for word in words)
    return name if plain else ""


def writable(address: str) -> bool:
    """Tell whether a mail can be written to this address without any quoting."""
    return _ADDRESS.fullmatch(address) is not None


def plain_id(message_id: str | None) -> bool:
    """Tell whether a Message-ID can stand in our header; what some programs write there cannot."""
    return message_id is not None and message_id.isascii() and message_id.isprintable()


def _line(name: str, *values: str) -> str:
    for value in values:
        # Folded encoded words are ours: what they hold was checked before.
        if _CONTROL.search(value.replace("\r\n ", "")):
            raise HeaderInjectionError(f"{name}: the value {value!r} holds a control character")
    return f"{name}: " + "\r\n ".join(values) + "\r\n"


def _words(name: str, text: str) -> str:
    if _CONTROL.search(text):
        raise HeaderInjectionError(f"{name}: the text {text!r} holds a control character")
    charset = "ascii" if text.isascii() and "=?" not in text else "utf-8"
    return Header(text, charset, header_name=name, maxlinelen=76).encode(linesep="\r\n")


def _mailbox(name: str, address: str) -> str:
    if not writable(address):
        raise HeaderInjectionError(f"{address!r} is no plain address")
    return f"{name} <{address}>" if name else address


def _recent(references: Sequence[str]) -> Sequence[str]:
    """Keep the first, which names the thread, and the newest. RFC 5322 3.6.4 sets no limit."""
    if len(references) <= MAX_REFERENCES:
        return references
    return [references[0], *references[-(MAX_REFERENCES - 1) :]]


def _body(mail: Outgoing) -> bytes:
    """Plain text first, HTML second; the boundary is a function of the id, not of chance."""
    boundary = "=_" + hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]
    parts = (("plain", layout.plain(mail.letter)), ("html", layout.html(mail.letter)))
    return b"".join(
        (
            f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n'
            "\r\n".encode(),
            *(_part(boundary, kind, text) for kind, text in parts),
            f"--{boundary}--\r\n".encode(),
        )
    )


def _part(boundary: str, kind: str, text: str) -> bytes:
    body = binascii.b2a_qp(text.encode("utf-8", "ignore"), istext=True)
    head = (
        f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def _verify(raw: bytes, names: list[str]) -> None:
    """Count the header lines as a reader would: there must be ours and no other."""
    head = raw.partition(b"\r\n\r\n")[0]
    found = [match.decode() for match in _HEADER_NAME.findall(head)]
    unfolded = [line for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    if len(unfolded) != len(names) + 2 or not set(found) >= set(names):
        raise HeaderInjectionError(f"the mail would have had the header lines {found}")
