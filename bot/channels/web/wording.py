"""The words that staff may change: greeting, suggestions, off switch, working hours."""

from __future__ import annotations

from dataclasses import dataclass

from bot import choices
from bot.channels.web.hours import promise
from bot.channels.web.site import Site
from bot.clock import utc_now
from bot.storage import reading
from bot.working_hours import calendar_from

_KEYS = (
    "greeting", "suggested_questions", "chat_off", "working_hours", "bank_holidays",
    "reply_promise",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """What the pages say in staff's own words."""

    greeting: str
    """The first message."""
    suggestions: tuple[str, ...]
    """Questions to start from."""
    off: str
    """Why the chat is switched off; empty: it is on."""
    promise: tuple[str, ...]
    """When somebody replies, in sentences; empty: nothing is promised."""


def wording(site: Site) -> Wording:
    """Return the words as they stand now: a change shows with the next page."""
    with reading(site.engine) as connection:
        chosen = choices.several(connection, _KEYS)
    calendar = calendar_from(chosen["working_hours"], chosen["bank_holidays"])
    return Wording(
        chosen["greeting"],
        tuple(chosen["suggested_questions"]),
        chosen["chat_off"].strip(),
        promise(calendar, chosen["reply_promise"], utc_now()),
    )


def switched_off(site: Site) -> str:
    """Return why the chat is switched off; empty: it is on."""
    with reading(site.engine) as connection:
        return str(choices.get(connection, "chat_off")).strip()
