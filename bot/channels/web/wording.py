"""The words that staff may change: greeting, suggestions, off switch."""

from __future__ import annotations

from dataclasses import dataclass

from bot import choices
from bot.channels.web.site import Site
from bot.storage import reading

_KEYS = ("greeting", "suggested_questions", "chat_off")


@dataclass(frozen=True, slots=True)
class Wording:
    """What the pages say in staff's own words."""

    greeting: str
    """The first message."""
    suggestions: tuple[str, ...]
    """Questions to start from."""
    off: str
    """Why the chat is switched off; empty: it is on."""


def wording(site: Site) -> Wording:
    """Return the words as they stand now: a change shows with the next page."""
    with reading(site.engine) as connection:
        chosen = choices.several(connection, _KEYS)
    return Wording(
        chosen["greeting"], tuple(chosen["suggested_questions"]), chosen["chat_off"].strip()
    )
