"""Short words to the one person who clicked."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cases import CaseConflict
from bot.channels.slack.api import SlackError, answer_privately
from bot.channels.slack.cards import short_time
from bot.channels.slack.parts import Parts
from bot.channels.slack.words import inert

logger = logging.getLogger(__name__)

_DONE = {
    "opened": "opened this", "asked_again": "wrote again", "claimed": "claimed this",
    "released": "gave this back", "editing": "is writing on this", "draft_saved": "saved a draft",
    "approved": "sent this", "undone": "took the reply back", "sent": "sent this",
    "snoozed": "put this away", "woken": "brought this back", "assigned": "gave this to somebody",
    "note": "added a note", "merged": "merged this", "took_over": "merged another case into this",
    "closed": "closed this", "reopened": "reopened this",
    "answered_elsewhere": "replied outside the desk", "contact": "entered an address",
}  # fmt: skip


def told_conflict(conflict: CaseConflict, now: datetime) -> str:
    """Return who was first, when and with what."""
    done = _DONE.get(conflict.what, f"changed this ({conflict.what})")
    return (
        f"{conflict.reference}: {conflict.by} {done} at {short_time(conflict.at, now)}, so nothing"
        " was done. The card shows how the case stands now."
    )


def whisper(parts: Parts, person: str, click: Mapping[str, Any], text: str) -> None:
    """Say something to the person who clicked, where they clicked; else in a direct message."""
    shown = inert(text)
    try:
        if click.get("response_url"):
            answer_privately(click["response_url"], shown)
        elif click.get("channel") and not str(click["channel"]).startswith("D"):
            parts.api.whisper(click["channel"], person, shown, thread=click.get("thread") or "")
        else:
            parts.api.post(person, shown)
    except SlackError as error:
        logger.info("word to a person not said", extra={"error": str(error)})
