"""What came in and what became of it, counted; and what could not be answered, in groups."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.channels.slack.reasons import in_words
from bot.channels.slack.words import clip
from bot.jsonable import part_from_json
from bot.ledger import Balance
from bot.masking import mask
from bot.storage.tables import turns
from handlers.model import Outcome

_EXAMPLES = 2
_MAX_EXAMPLE = 120


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that could not be answered for one reason."""

    why: str
    """The reason in words."""
    count: int
    """How many questions."""
    examples: tuple[str, ...]
    """A few of them, masked."""


def in_one_line(counted: Balance) -> str:
    """Return the line of which the numbers add up: "31 in: 19 answered, 8 drafted, ..."."""
    return (
        f"{counted.received} in: {counted.answered} answered, {counted.drafted} drafted,"
        f" {counted.queued} for you, {sum(counted.ignored.values())} ignored"
    )


def gaps(connection: Connection, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """Return every question of the time that went to staff, in groups, the largest first."""
    rows = connection.execute(
        select(turns.c.text, turns.c.parts).where(
            turns.c.received_at >= since,
            turns.c.received_at < until,
            turns.c.outcome.in_((Outcome.ESCALATE.value, Outcome.ANSWER_AND_ESCALATE.value)),
        )
    )
    counted: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for row in rows:
        for part in map(part_from_json, row.parts):
            if part.outcome is not Outcome.ESCALATE:
                continue
            why = in_words(part.reason)
            counted[why] += 1
            shown = clip(mask(" ".join((part.question or row.text).split())), _MAX_EXAMPLE)
            seen = examples.setdefault(why, [])
            if len(seen) < _EXAMPLES and shown not in seen:
                seen.append(shown)
    return tuple(Gap(why, n, tuple(examples[why])) for why, n in counted.most_common())
