"""The conservation law of the desk: received = answered + drafted + queued + ignored, always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, exists, func, select

from bot.model import Fate
from bot.storage.tables import cases, received, turns


@dataclass(frozen=True, slots=True)
class Balance:
    """What came in within a window, and what became of it."""

    received: int
    """Everything."""
    answered: int
    """Nobody has to do anything."""
    drafted: int
    """A reply lies ready."""
    queued: int
    """A colleague has to answer."""
    ignored: Mapping[str, int]
    """By reason."""

    @property
    def adds_up(self) -> bool:
        """Whether the law holds."""
        rest = self.answered + self.drafted + self.queued + sum(self.ignored.values())
        return self.received == rest

    def __str__(self) -> str:
        """In words for colleagues."""
        ignored = sum(self.ignored.values())
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self.ignored.items()))
        return (
            f"{self.received} in = {self.answered} answered + {self.drafted} drafted"
            f" + {self.queued} with staff + {ignored} ignored"
            + (f" ({reasons})" if reasons else "")
        )


def balance(
    connection: Connection, since: datetime | None = None, until: datetime | None = None
) -> Balance:
    """Count a window; without an end it is open there."""
    window = and_(
        True,
        *([received.c.received_at >= since] if since else []),
        *([received.c.received_at < until] if until else []),
    )
    total = connection.execute(
        select(func.count()).select_from(received).where(window)
    ).scalar_one()
    fates = dict.fromkeys(Fate, 0)
    ignored: dict[str, int] = {}
    groups = (
        select(received.c.fate, received.c.reason, func.count())
        .where(window)
        .group_by(received.c.fate, received.c.reason)
    )
    for fate, reason, count in connection.execute(groups):
        fates[Fate(fate)] += count
        if fate == Fate.IGNORED:
            ignored[reason] = count
    return Balance(total, fates[Fate.ANSWERED], fates[Fate.DRAFTED], fates[Fate.QUEUED], ignored)


def faults(connection: Connection) -> dict[str, int]:
    """Return what contradicts the ledger, with how often; empty: it is proved.

    Each line is held against what it says: the turn it led to, the case that waits for staff.
    """
    of_turn = and_(
        received.c.conversation_id == turns.c.conversation_id, received.c.turn == turns.c.number
    )
    alive = received.c.forgotten_at.is_(None)
    has_case = exists().where(cases.c.reference == turns.c.reference)
    queries = {
        "turns without a line in the ledger": (
            select(func.count()).select_from(turns).where(~exists().where(of_turn))
        ),
        "messages that were taken but led to no turn": (
            select(func.count())
            .select_from(received)
            .where(alive, received.c.fate != Fate.IGNORED, ~exists().where(of_turn))
        ),
        "messages that are said to be with staff but have no case": (
            select(func.count())
            .select_from(received.join(turns, of_turn))
            .where(alive, received.c.fate == Fate.QUEUED, ~has_case)
        ),
        "messages that were ignored without a reason": (
            select(func.count())
            .select_from(received)
            .where(received.c.fate == Fate.IGNORED, received.c.reason == "")
        ),
    }
    counts = {what: connection.execute(query).scalar_one() for what, query in queries.items()}
    return {what: count for what, count in counts.items() if count}
