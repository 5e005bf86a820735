"""Block Kit, as far as the desk uses it; and `fit`, which keeps a message within Slack's limits.

Slack refuses a message whole when one text is too long, so what we send stays a little below what
it publishes: 45 blocks of 50, 2,900 characters of 3,000, and 12,000 in all, since about 13,200 are
refused although no page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.channels.slack.words import MAX_SECTION, clip, pieces

Block = dict[str, Any]  # JSON for Slack
MAX_BLOCKS = 45
MAX_CHARACTERS = 12_000
_MAX_BUTTON = 75
_MAX_HEADER = 150
_MAX_OPTIONS = 100


def header(text: str) -> Block:
    """Return a headline; it is plain text."""
    return {"type": "header", "text": plain(clip(text, _MAX_HEADER))}


def section(text: str, accessory: Block | None = None) -> Block:
    """Return a paragraph of our own words in mrkdwn."""
    block: Block = {"type": "section", "text": marked(clip(text, MAX_SECTION))}
    return block | {"accessory": accessory} if accessory else block


def verbatim(text: str) -> list[Block]:
    """Return a text as it was written, in as many paragraphs as it takes; nothing in it acts."""
    return [{"type": "section", "text": plain(piece)} for piece in pieces(text)]


def context(*texts: str) -> Block:
    """Return small print of our own words; at most ten texts."""
    kept = [marked(clip(text, MAX_SECTION)) for text in texts if text]
    return {"type": "context", "elements": kept[:10]}


def divider() -> Block:
    """Return a line."""
    return {"type": "divider"}


def actions(*elements: Block, block_id: str = "") -> Block:
    """Return a row of buttons and menus; at most 25."""
    block: Block = {"type": "actions", "elements": list(elements)[:25]}
    return block | {"block_id": block_id} if block_id else block


def button(label: str, action_id: str, value: str, *, style: str = "", said: str = "") -> Block:
    """Return a button; `said` is what a screen reader says where the label alone is too short."""
    block: Block = {
        "type": "button", "action_id": action_id, "value": value[:2_000],
        "text": plain(clip(label, _MAX_BUTTON)),
    }  # fmt: skip
    if style:
        block["style"] = style
    if said:
        block["accessibility_label"] = clip(said, _MAX_BUTTON)
    return block


def link_button(label: str, action_id: str, url: str) -> Block:
    """Return a button that opens a page of the desk."""
    return {"type": "button", "action_id": action_id, "url": url, "text": plain(label)}


def menu(placeholder: str, action_id: str, options: Iterable[tuple[str, str]]) -> Block:
    """Return a menu of (label, value); at most 100."""
    return {
        "type": "static_select", "action_id": action_id,
        "placeholder": plain(clip(placeholder, _MAX_HEADER)),
        "options": [option(label, value) for label, value in options][:_MAX_OPTIONS],
    }  # fmt: skip


def option(label: str, value: str) -> Block:
    """Return one choice of a menu."""
    return {"text": plain(clip(label, _MAX_BUTTON)), "value": value[:150]}


def feedback(value: str) -> Block:
    """Return the two thumbs under an answer; the value names the answer."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {
                    "text": plain("Right"),
                    "accessibility_label": "Mark this answer as right",
                    "value": f"{value}:right",
                },
                "negative_button": {
                    "text": plain("Not right"),
                    "accessibility_label": "Mark this answer as not right",
                    "value": f"{value}:wrong",
                },
            }
        ],
    }


def plain(text: str) -> Block:
    """Return a text in which Slack reads no mark-up and no emoji names."""
    return {"type": "plain_text", "text": text or " ", "emoji": False}


def marked(text: str) -> Block:
    """Return a text with mark-up; addresses and names in it become links only where we say so."""
    return {"type": "mrkdwn", "text": text or " ", "verbatim": True}


def size(part: object) -> int:
    """Return how many characters of text a block, or a part of one, carries."""
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(map(size, part.values()))
    return sum(map(size, part)) if isinstance(part, list) else 0


def fit(blocks: Sequence[Block], rest: str, *, kept_at_end: int = 0) -> tuple[Block, ...]:
    """Return the blocks within the limits; what has to go is replaced by the line `rest`.

    The last `kept_at_end` blocks (buttons) always stay: they are what a reader acts with.
    """
    body = list(blocks[: len(blocks) - kept_at_end])
    tail = list(blocks[len(blocks) - kept_at_end :])
    if len(blocks) <= MAX_BLOCKS and sum(map(size, blocks)) <= MAX_CHARACTERS:
        return tuple(blocks)
    more = context(rest)
    room = MAX_CHARACTERS - sum(map(size, tail)) - size(more)
    kept: list[Block] = []
    for block in body[: MAX_BLOCKS - len(tail) - 1]:
        if size(block) > room:
            break
        room -= size(block)
        kept.append(block)
    return (*kept, more, *tail)
