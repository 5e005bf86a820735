"""When two mails are the same mail, and when two texts have the same words."""

from __future__ import annotations

import hashlib
import re

from bot.channels.email.limits import MAX_HEADER_BYTES, header_end

# What servers on the way add, and what differs between two deliveries of the same mail.
_TRACE = re.compile(
    rb"(?:received|return-path|delivered-to|envelope-to|authentication-results|received-spf|"
    rb"arc-[!-9;-~]{1,60}|x-[!-9;-~]{1,60}|status|content-length|lines)[ \t]*:",
    re.I,
)
_WORD = re.compile(r"\w+")


def digest_of(raw: bytes, size: int) -> str:
    """Return the identity of a mail: a hash of what the sender wrote.

    Message-IDs are only a hint: some programs use one twice for different mails, others none.
    """
    end = min(header_end(raw), MAX_HEADER_BYTES)
    head = raw[:end].replace(b"\r\n", b"\n")
    fields = re.sub(rb"\n(?=[ \t])", b"\x00", head).split(b"\n")
    own = [field for field in fields if not _TRACE.match(field)]
    body = raw[end:].replace(b"\r\n", b"\n").strip()
    hashed = hashlib.sha256(b"\n".join(own).strip() + b"\n\n" + body)
    hashed.update(str(size).encode() if size > len(raw) else b"")
    return f"sha256:{hashed.hexdigest()}"


def text_hash(text: str) -> str:
    """Return a hash of the words alone; layout, quotes marks and case do not count."""
    words = " ".join(_WORD.findall(text[:100_000].casefold()))
    return hashlib.sha256(words.encode("utf-8", "ignore")).hexdigest()
