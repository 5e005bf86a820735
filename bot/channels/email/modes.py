"""Which replies may leave by themselves: modes of topics, how they are earned, what holds back.

Pure: values in, a decision out. A topic is an intent of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.channels.email import phrases
from bot.channels.email.model import Mail
from handlers.model import Outcome, Part
from intents.letters import Letter

Mode = Literal["draft", "automatic", "off"]

STREAK = 20
"""Drafts in a row that have to go out unchanged before a topic may answer by itself."""
TOO_OLD = timedelta(hours=72)
"""Older mails were waiting through an outage: a colleague looks at the answer first."""
HANDOVER = "handover"
"""The topic of a reply that only says who has the question now."""
_LEAST_WORDS = 3
_MOST_REMOVED = 0.8
_SURE = 0.5
_NOTHING = frozenset({Outcome.DECLINE, Outcome.SMALLTALK})
_STRICTEST: tuple[Mode, ...] = ("off", "draft", "automatic")


def topics_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the topics that a reply answers; handing over needs no trust of its own.

    A reply that answers nothing has the one topic `handover`.
    """
    answered = (p.intent for p in parts if p.outcome is not Outcome.ESCALATE and p.intent)
    return tuple(dict.fromkeys(answered)) or (HANDOVER,)


def strictest(topics: Iterable[str], modes: Mapping[str, Mode], default: Mode) -> Mode:
    """Return the mode of a reply: of all its topics the one that allows least."""
    found = {modes.get(topic, default) for topic in topics}
    return next((mode for mode in _STRICTEST if mode in found), default)


def streak_after(streak: int, *, changed: bool) -> int:
    """Return the drafts in a row that went out unchanged, after one more went out."""
    return 0 if changed else streak + 1


@dataclass(frozen=True, slots=True)
class Occasion:
    """All that decides whether a reply may leave by itself."""

    mail: Mail
    letter: Letter
    """The mail's text, cut."""
    parts: tuple[Part, ...]
    """Of the reply."""
    sure: float
    """0 to 1: the least probability among the intents served."""
    arrived_at: datetime
    """When the server took the mail in."""
    now: datetime
    earlier_answers: int = 0
    """Automatic replies in this conversation before."""
    acknowledged_24h: bool = False
    """This address was told within a day that its question has been passed on."""


def held_back(occasion: Occasion) -> str | None:
    """Return why a colleague has to look at the reply first, as a stable code; None: nothing."""
    return next((code for code, holds in _reasons(occasion) if holds), None)


def _reasons(o: Occasion) -> Iterable[tuple[str, bool]]:
    answers = any(p.outcome is Outcome.ANSWER for p in o.parts)
    asks_anew = answers and all(p.outcome is Outcome.ANSWER for p in o.parts)
    odd_cut = (
        o.letter.inline or o.letter.bottom_posted or o.letter.removed_share > _MOST_REMOVED
    ) and o.sure < _SURE
    return (
        ("d.old", o.now - o.arrived_at > TOO_OLD),
        ("d.urgent", any(p.urgent for p in o.parts)),
        # A polite no to every piece of spam would only prove that somebody reads it.
        ("d.decline", all(p.outcome in _NOTHING for p in o.parts)),
        ("d.attachment", any(p.attached for p in o.mail.parts)),
        ("d.copied", bool(o.mail.cc) or len(o.mail.to) > 1),
        ("d.words", phrases.DELICATE.search(o.letter.newest) is not None),
        ("d.forwarded", o.letter.forwarded),
        ("d.truncated", o.letter.truncated),
        ("d.few_words", len(o.letter.newest.split()) < _LEAST_WORDS),
        ("d.cut", odd_cut),
        # The first answer promised that the next one comes from the team; only what is clearly
        # another question gets a second one without them.
        ("d.again", o.earlier_answers > 0 and not asks_anew),
        ("d.acknowledged", not answers and o.acknowledged_24h),
    )
