"""How topics earn the right to answer by themselves, and lose it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import cases, choices
from bot.channels.email.modes import STREAK, Mode, streak_after
from bot.errors import InputError
from bot.storage import sent_mails


@dataclass(frozen=True, slots=True)
class Standing:
    """How a topic stands."""

    topic: str
    mode: Mode
    unchanged: int
    """Drafts in a row that went out as they were."""

    @property
    def earned(self) -> bool:
        """It may be set to automatic."""
        return self.unchanged >= STREAK


def draft_went_out(
    connection: Connection, conversation: str, words: str, default: Mode, at: datetime
) -> bool | None:
    """Note that a colleague answered a conversation with these words (a text hash).

    True: a draft lay ready and went out as it was. False: with other words, which takes every
    topic of it back to drafts. None: no draft lay ready.
    """
    draft = sent_mails.open_draft(connection, conversation)
    if draft is None:
        return None
    unchanged = draft.text_hash == words
    sent_mails.settle_drafts(connection, conversation, "unchanged" if unchanged else "changed")
    streaks = sent_mails.streaks(connection)
    for topic in draft.topics:
        now = streak_after(streaks.get(topic, 0), changed=not unchanged)
        sent_mails.set_streak(connection, topic, now, at)
    if not unchanged:
        _take_back(connection, draft.topics, default, at)
    return unchanged


def set_mode(connection: Connection, topic: str, mode: Mode, by: str, at: datetime) -> None:
    """Set a topic's mode; raises InputError for automatic before it has been earned."""
    unchanged = sent_mails.streaks(connection).get(topic, 0)
    if mode == "automatic" and unchanged < STREAK:
        raise InputError(
            f"{topic} cannot answer by itself yet: {unchanged} of {STREAK} drafts in a row went"
            " out unchanged"
        )
    chosen = {**choices.get(connection, "mail_mode"), topic: mode}
    choices.set(connection, "mail_mode", chosen, by, at)


def standings(connection: Connection, default: Mode) -> tuple[Standing, ...]:
    """Return every topic that staff have set or that has a streak, by name."""
    chosen: dict[str, Mode] = choices.get(connection, "mail_mode")
    streaks = sent_mails.streaks(connection)
    return tuple(
        Standing(topic, chosen.get(topic, default), streaks.get(topic, 0))
        for topic in sorted({*chosen, *streaks})
    )


def _take_back(
    connection: Connection, topics: tuple[str, ...], default: Mode, at: datetime
) -> None:
    chosen: dict[str, Mode] = choices.get(connection, "mail_mode")
    lost = [topic for topic in topics if chosen.get(topic, default) == "automatic"]
    if lost:
        after = {**chosen, **dict.fromkeys(lost, "draft")}
        choices.set(connection, "mail_mode", after, cases.ASSISTANT, at)
