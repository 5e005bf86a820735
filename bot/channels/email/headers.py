"""Header lines become safe text: decoded, on one line, capped before anything parses them."""

from __future__ import annotations

import email.errors
import email.header
import email.utils
import re
from datetime import UTC, datetime
from email.message import Message

from bot.channels.email.charsets import decode
from bot.channels.email.model import Address

MAX_VALUE = 2_000  # 10,000 encoded words in a subject cost 685 MB
MAX_ADDRESS_VALUE = 20_000  # some 400 recipients
MAX_ADDRESSES = 400
MAX_SUBJECT = 150
MAX_NAME = 100
MAX_IDS = 100
# email.utils follows nested comments by recursion; nobody writes more than two.
_MAX_COMMENT_MARKS = 40

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
_SPACES = re.compile(r"\s+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


def header_lines(message: Message) -> tuple[tuple[str, str], ...]:
    """Return all header lines: name in lower case, value unfolded and undecoded."""
    return tuple(
        (name.lower()[:100], one_line(_eight_bit(str(value)[:MAX_ADDRESS_VALUE])))
        for name, value in message.raw_items()
    )


def one_line(text: str) -> str:
    """Return the text without line ends, control and direction characters."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()


def decoded(value: str, limit: int = MAX_VALUE) -> str:
    """Return a header value with its encoded words read; line breaks hidden in them go, too."""
    value = value[:MAX_VALUE]
    if "=?" not in value:
        return one_line(value)[:limit]
    try:
        chunks = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError, IndexError):
        return one_line(value)[:limit]
    text = "".join(
        decode(chunk, charset) if isinstance(chunk, bytes) else chunk for chunk, charset in chunks
    )
    return one_line(text)[:limit]


def addresses(values: tuple[str, ...]) -> tuple[Address, ...]:
    """Return the mailboxes of address headers; malformed ones are kept, to be shown to staff."""
    safe = [_without_comments(value[:MAX_ADDRESS_VALUE]) for value in values[:20]]
    try:
        pairs = email.utils.getaddresses(safe)
    except (RecursionError, ValueError, IndexError):
        return ()
    found = (_address(name, raw) for name, raw in pairs[:MAX_ADDRESSES] if raw or name)
    return tuple(dict.fromkeys(found))


def message_ids(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the Message-IDs in these values, each once, in order; at most the last 100."""
    found = (each for value in values for each in _MESSAGE_ID.findall(value))
    return tuple(dict.fromkeys(found))[-MAX_IDS:]


def moment(value: str) -> datetime | None:
    """Return the date in UTC, or None if it cannot be one."""
    try:
        parsed = email.utils.parsedate_to_datetime(value[:200])
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _address(name: str, raw: str) -> Address:
    local, at, domain = one_line(raw)[:320].rpartition("@")
    return Address(decoded(name, MAX_NAME), f"{local}{at}{domain.lower()}" if at else domain)


def _without_comments(value: str) -> str:
    return value if value.count("(") <= _MAX_COMMENT_MARKS else value.replace("(", " ")


def _eight_bit(value: str) -> str:
    """Read raw bytes in a header, which the parser keeps as surrogates, as UTF-8 or Windows."""
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"), "utf-8")
