"""Where in the workspace something is said, and who has a place where nobody else reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Where:
    """A place in Slack."""

    channel: str
    """Channel, direct message or person."""
    thread: str = ""
    """First message of the thread; empty: not in a thread."""
    response_url: str = ""
    """Address that answers one person; empty: everybody in the channel reads it."""
    conversation: str = ""
    """The desk's name for what is talked about there; empty: nothing is stored of it."""

    def as_json(self) -> dict[str, str]:
        """Return the place as a delivery keeps it."""
        return {"channel": self.channel, "thread": self.thread, "response_url": self.response_url}


def where_from_json(stored: Mapping[str, Any]) -> Where:
    """Return the place that a delivery kept."""
    return Where(stored["channel"], stored["thread"], stored["response_url"])


def where_is(thread: str) -> Where:
    """Return the place of a conversation by its thread, `CHANNEL:ROOT@SITTING`.

    What began as a command or a draft was read by one person alone, and is answered to them.
    """
    talk = thread.rpartition("@")[0]
    channel, _, root = talk.partition(":")
    _, slash, person = root.partition("/")
    return Where(person) if slash else Where(channel, root)
