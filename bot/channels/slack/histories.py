"""What happened to a case, as lines in the thread of its card."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.slack.words import clip, inert
from bot.masking import mask

# What the history codes -> what the thread says; empty: the card itself says it.
_LINES: Mapping[str, str] = {
    "opened": "",
    "editing": "",
    "asked_again": "The enquirer wrote again; the card shows it.",
    "claimed": "{who} claimed this.",
    "released": "Free again: {who} gave it back.",
    "draft_saved": "{who} saved a draft.",
    "approved": "{who} approved the reply.",
    "undone": "{who} took the reply back before it left.",
    "sent": "The reply has left.",
    "snoozed": "{who} put this away for later.",
    "woken": "Back on the list.",
    "assigned": "{who} gave this to {note}.",
    "note": "Note by {who}: {note}",
    "tagged": "{who} set the tags: {note}",
    "contact": "There is an address to reply to.",
    "merged": "{who} merged this into {note}.",
    "took_over": "{who} merged {note} into this.",
    "closed": "Closed by {who}: {note}",
    "reopened": "{who} reopened this.",
    "answered_elsewhere": "{who} replied outside the desk.",
    "undelivered": "*The reply could not be delivered:* {note}",
    "uncertain": "*The reply may not have arrived:* {note}. Look into the mailbox before you"
    " send it again.",
}


def told_line(who: str, what: str, note: str) -> str:
    """Return the line for one event of a case's history; empty: there is nothing to say."""
    line = _LINES.get(what, "{who}: " + what.replace("_", " "))
    shown = inert(clip(mask(note.replace("_", " ") if what == "closed" else note), 1_000))
    return line.format(who=inert(who), note=shown or "no reason given")
