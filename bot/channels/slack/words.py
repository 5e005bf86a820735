"""Slack's way of writing text, read and written.

What this module believes:

1. What people wrote is shown as `plain_text`, where Slack reads no mark-up at all: no mention, no
   channel call, no link, no bold. Nothing they write can call or mislead anybody.
2. `mrkdwn` is for our own words. Where a name or a quote has to stand inside them, `inert` makes it
   harmless first.
3. Text that Slack hands us is unescaped once and keeps its words; our own mention goes, another
   person's stays as it is, because the ear knows what a mention is.
Source: Slack, "Formatting text for app surfaces".
"""

from __future__ import annotations

import re

MAX_SECTION = 2_900  # characters; Slack refuses more than 3,000
ELLIPSIS = " ..."
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_LINK = re.compile(r"<(?:https?://|mailto:|tel:)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]{1,40}\|([^<>]{0,200})>")
_CALL = re.compile(r"<!(?:subteam\^)?([A-Za-z0-9]{1,40})(?:[\^|]([^<>]{0,200}))?>")
# Zero-width space: the eye sees no difference, and Slack sees no address.
_BREAK = "\u200b"
_ADDRESS_LIKE = re.compile(r"(https?|mailto|tel|ftp|www|slack)([:.])", re.IGNORECASE)


def heard(text: str, own_id: str = "") -> str:
    """Return the words of a message as its author typed them, without our own mention."""
    if own_id:
        text = re.sub(rf"<@{re.escape(own_id)}(?:\|[^<>]*)?>", " ", text)
    text = _LINK.sub(lambda m: m.group(2) or m.group(1), text)
    text = _CHANNEL.sub(r"#\1", text)
    text = _CALL.sub(lambda m: f"@{m.group(2) or m.group(1)}".replace("@@", "@"), text)
    for escaped, plain in _ENTITIES:
        text = text.replace(escaped, plain)
    return text.strip()


def mentions(text: str) -> frozenset[str]:
    """Return the ids of the people that a message mentions."""
    return frozenset(re.findall(r"<@([A-Z0-9]{1,40})(?:\|[^<>]*)?>", text))


def inert(text: str) -> str:
    """Return a text that `mrkdwn` shows without calling anybody or making a link of it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS_LIKE.sub(rf"\1{_BREAK}\2", text)


def clip(text: str, most: int) -> str:
    """Return the text, or its beginning up to a space and an ellipsis; never longer than `most`."""
    if len(text) <= most:
        return text
    cut = text[: most - len(ELLIPSIS)]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut).rstrip() + ELLIPSIS


def pieces(text: str, most: int = MAX_SECTION) -> tuple[str, ...]:
    """Return the text cut at line ends or spaces into pieces of at most `most` characters.

    Nothing is lost but the white space at the cuts; an empty text has no pieces.
    """
    out: list[str] = []
    rest = text.strip()
    while len(rest) > most:
        at = max(rest.rfind("\n", most // 2, most), 0) or max(rest.rfind(" ", most // 2, most), 0)
        at = at or most
        out.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*out, rest) if rest else tuple(out)
