"""The real ear and the real facts, loaded once a session and shared by every folder of tests."""

from __future__ import annotations

from datetime import date
from functools import cache

from handlers import Context, Reply, render, respond, talk_context
from intents import Ear, load_ear
from knowledge import Knowledge, load_knowledge

TODAY = date(2026, 11, 24)


class MemoryCache:
    """Keeps fits in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load(self, key: str) -> bytes | None:
        """Return what was saved under the key."""
        return self.kept.get(key)

    def save(self, key: str, value: bytes) -> None:
        """Keep the value."""
        self.kept[key] = value


@cache
def knowledge() -> Knowledge:
    """Return the real facts."""
    return load_knowledge()


@cache
def ear() -> Ear:
    """Return the real ear; the first call learns the phrasings."""
    return load_ear(knowledge().vocabulary(), MemoryCache())


def ask(text: str, context: Context | None = None, channel: str = "web") -> Reply:
    """Return the reply to one message, asked within the context of an earlier reply."""
    context = context or Context()
    heard = ear().interpret(text, channel=channel, context=talk_context(context), today=TODAY)
    return respond(heard, context, knowledge(), TODAY, catalogue=ear().catalogue.intents)


def told(text: str, context: Context | None = None, channel: str = "web") -> str:
    """Return the wording of the reply to one message."""
    return render(ask(text, context, channel), channel=channel, reference="K7Q-2M4")
