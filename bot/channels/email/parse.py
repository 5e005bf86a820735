"""Raw bytes become a Mail. Limits come first, attachments are listed and never opened.

The parser runs with the compat32 policy, because the newer ones build a tree for every header
line and can be made to crash or to hang by a single one.
"""

from __future__ import annotations

import email.message
import email.parser
import email.policy
import re
import warnings
from collections.abc import Iterator
from email.message import Message

from bot.channels.email import headers as lines
from bot.channels.email.charsets import decode
from bot.channels.email.html_text import html_to_text
from bot.channels.email.limits import (
    MAX_DEPTH,
    MAX_HEADER_BYTES,
    MAX_HEADER_LINES,
    header_end,
    weigh,
)
from bot.channels.email.model import Mail, Part

MAX_TEXT_BYTES = 2_000_000
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_TELLING = re.compile(rb"^(?:from|to|subject|date|received|return-path)[ \t]*:", re.I | re.M)
_STUB = re.compile(r"\bhtml\b", re.I)
_PLAIN_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}")


def read_mail(raw: bytes, size: int | None = None) -> Mail:
    """Read a mail in this process. Never raises for what stands in the mail.

    `size` is that of the whole mail where `raw` is only its beginning.

    A mail above the limits comes back with its header lines and `excess`, without text.
    """
    if not _has_headers(raw):
        return _bare(raw)
    weight = weigh(raw, size)
    excess = weight.excess
    if excess is not None:
        raw = b"\n".join(
            raw[: min(header_end(raw), MAX_HEADER_BYTES)].split(b"\n")[:MAX_HEADER_LINES]
        )
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(
        raw.lstrip(b"\r\n"), headersonly=excess is not None
    )
    parts = tuple(_parts(message))
    if excess is None and any(part.depth > MAX_DEPTH for part in parts):
        excess = "depth"
    text = "" if excess is not None else _text(message)
    return _mail(message, text, parts, weight.size, excess)


def _mail(
    message: Message, text: str, parts: tuple[Part, ...], size: int, excess: str | None
) -> Mail:
    found = lines.header_lines(message)

    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in found if key == name)

    ids = lines.message_ids(values("message-id")[:1])
    return Mail(
        message_id=ids[0] if ids else _loose_id(values("message-id")),
        in_reply_to=lines.message_ids(values("in-reply-to")),
        references=lines.message_ids(values("references")),
        senders=lines.addresses(values("from")),
        reply_to=lines.addresses(values("reply-to")),
        to=lines.addresses(values("to")),
        cc=lines.addresses(values("cc")),
        subject=lines.decoded(next(iter(values("subject")), ""), lines.MAX_SUBJECT),
        date=lines.moment(next(iter(values("date")), "")),
        text=text,
        parts=parts,
        headers=tuple((name, value[: lines.MAX_VALUE]) for name, value in found),
        size=size,
        excess=excess,
    )


def _loose_id(values: tuple[str, ...]) -> str | None:
    """Accept an id without its brackets, as some programs write it."""
    word = values[0][:250] if values else ""
    return f"<{word}>" if word and not set(word) & set(" <>") else None


def _has_headers(raw: bytes) -> bool:
    """True if the file begins like a mail: header lines, with one that every mail has."""
    head = raw[:MAX_HEADER_BYTES].lstrip(b"\r\n")
    first = head.split(b"\n", 1)[0]
    if not (_HEADER_LINE.match(first) or first.startswith((b"From ", b">From "))):
        return False
    return _TELLING.search(head[: header_end(head)].replace(b"\r", b"\n")) is not None


def _bare(raw: bytes) -> Mail:
    text = decode(raw[:MAX_TEXT_BYTES], "utf-8")
    return Mail(None, (), (), (), (), (), (), "", None, text, (), (), len(raw), bare=True)


def _size(part: Message) -> int:
    """Return the length as sent; the parser decodes 8-bit text here, by whatever codec is named."""
    if part.is_multipart():
        return 0
    try:
        payload = part.get_payload()
    except (LookupError, ValueError):
        return len(_payload(part))
    return len(payload) if isinstance(payload, str) else 0


def _children(part: Message) -> list[Message]:
    if not part.is_multipart():
        return []
    payload = part.get_payload()
    return (
        [child for child in payload if isinstance(child, Message)]
        if isinstance(payload, list)
        else []
    )


def _is_mail(part: Message) -> bool:
    return part.get_content_maintype() == "message"


def _parts(message: Message) -> Iterator[Part]:
    """List all parts, outermost first; what stands in an attached mail stays unread."""
    stack: list[tuple[Message, int]] = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        method = (
            _parameter(part, key) for key in ("method", "report-type", "smime-type", "protocol")
        )
        yield Part(
            content_type=_content_type(part),
            filename=_filename(part),
            size=_size(part),
            depth=depth,
            attached=_is_attached(part),
            method=next(filter(None, method), ""),
        )
        if not _is_mail(part):
            stack.extend((child, depth + 1) for child in reversed(_children(part)))


def _content_type(part: Message) -> str:
    kind = part.get_content_type()
    return kind if _PLAIN_TYPE.fullmatch(kind) else "application/octet-stream"


def _parameter(part: Message, key: str) -> str:
    """Return a parameter of Content-Type in lower case; empty if missing or malformed."""
    try:
        value = part.get_param(key)
    except (ValueError, TypeError, IndexError, LookupError):
        return ""
    return lines.one_line(value if isinstance(value, str) else "")[:80].lower()


def _filename(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, TypeError, IndexError, LookupError):
        return ""
    return lines.decoded(lines.one_line(name), lines.MAX_NAME)


def _is_attached(part: Message) -> bool:
    disposition = str(part.get("content-disposition") or "").strip().lower()
    return disposition.startswith("attachment") or _is_mail(part)


def _text(message: Message, depth: int = 0) -> str:
    """Return what the sender wrote; of alternatives the plain one, else the HTML as lines."""
    kind = message.get_content_type()
    children = _children(message)
    if depth > MAX_DEPTH or (depth and _is_attached(message)):
        return ""
    if not children:
        return _leaf_text(message, kind)
    if kind == "multipart/alternative":
        return _best(children, depth)
    if kind in ("multipart/related", "multipart/signed", "multipart/report"):
        return next(filter(None, (_text(child, depth + 1) for child in children)), "")
    if _is_mail(message):
        return ""
    texts = (_text(child, depth + 1).strip("\n") for child in children)
    return "\n\n".join(text for text in texts if text.strip())


def _best(children: list[Message], depth: int) -> str:
    plain = [child for child in children if child.get_content_type() == "text/plain"]
    others = [child for child in children if child not in plain]
    text = "\n\n".join(filter(str.strip, (_text(child, depth + 1) for child in plain)))
    # "Your program cannot show HTML" is no letter.
    stub = len(text.split()) <= 20 and _STUB.search(text) is not None
    if text.strip() and not stub:
        return text
    rich = (_text(child, depth + 1) for child in reversed(others))
    return next(filter(str.strip, rich), text)


def _leaf_text(part: Message, kind: str) -> str:
    if not kind.startswith("text/") or kind not in ("text/plain", "text/html", "text/enriched"):
        return ""
    text = decode(_payload(part), _charset(part))
    return html_to_text(text) if kind == "text/html" else text.replace("\r\n", "\n")


def _payload(part: Message) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the standard library's own, about uuencode
            payload = part.get_payload(decode=True)
    except Exception:  # a broken transfer encoding, whatever fails in there: staff read the file
        payload = b""
    return payload[:MAX_TEXT_BYTES] if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        charset = part.get_content_charset()
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    return charset if isinstance(charset, str) else None
