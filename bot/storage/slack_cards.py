"""Queries on case cards: which are behind, which message shows which case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from bot.storage.rows import insert_new
from bot.storage.tables import case_events, cases, slack_cards

DONE = 3
"""The list of closed cases; see bot.cases.model.Queue."""


_BEHIND = (
    select(cases.c.id, cases.c.reference, cases.c.updated_at, slack_cards.c.channel,
           slack_cards.c.ts, slack_cards.c.shown_version, slack_cards.c.posted_at)
    .select_from(cases.outerjoin(slack_cards, slack_cards.c.case_id == cases.c.id))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """A case whose card does not show it as it stands; without a card yet, shown_version is 0."""

    case_id: int
    """Number of the case."""
    reference: str
    """As people know it."""
    channel: str
    """Where the card is; empty: nowhere yet."""
    ts: str | None
    """Slack's name of the message; None: not posted, or not known to be."""
    shown_version: int
    """Version of the case that the card shows."""
    posted_at: datetime | None
    """When somebody began to post it; None: nobody has."""


@dataclass(frozen=True, slots=True)
class Untold:
    """A line of a case's history that the card's thread does not have yet."""

    id: int
    """Number of the line."""
    who: str
    """Who did it."""
    what: str
    """What was done, as the history codes it."""
    note: str
    """Words to it; empty where there are none."""


def behind(connection: Connection, limit: int) -> tuple[Behind, ...]:
    """Return cases whose cards are behind, the longest first. Closed ones get no new card.

    Two looks, each along an index: at the cases that are not done, and at the cards that do not
    show theirs as closed yet.
    """
    older = or_(slack_cards.c.case_id.is_(None), cases.c.version > slack_cards.c.shown_version)
    looks = (
        _BEHIND.where(cases.c.queue < DONE, older),
        _BEHIND.where(slack_cards.c.open, older),
    )
    found = {
        row.id: row
        for look in looks
        for row in connection.execute(look.order_by(cases.c.updated_at).limit(limit))
    }
    oldest = sorted(found.values(), key=lambda row: row.updated_at)[:limit]
    return tuple(_behind(row) for row in oldest)


def card_of(connection: Connection, reference: str) -> Behind | None:
    """Return how the card of one case stands, behind or not; None: there is no such case."""
    row = connection.execute(_BEHIND.where(cases.c.reference == reference)).first()
    return _behind(row) if row is not None else None


def begin_posting(connection: Connection, case_id: int, channel: str, at: datetime) -> bool:
    """Claim the posting of a card that nobody has begun; False when somebody has."""
    return insert_new(
        connection, slack_cards, ("case_id",), case_id=case_id, channel=channel, ts=None,
        shown_version=0, told_event=0, posted_at=at, open=True,
    )  # fmt: skip


def take_over(connection: Connection, case_id: int, begun: datetime, at: datetime) -> bool:
    """Claim a posting that was interrupted; False when somebody was quicker."""
    change = (
        update(slack_cards)
        .where(
            slack_cards.c.case_id == case_id,
            slack_cards.c.ts.is_(None),
            slack_cards.c.posted_at == begun,
        )
        .values(posted_at=at)
    )
    return connection.execute(change).rowcount == 1


def posted(connection: Connection, case_id: int, ts: str) -> None:
    """Note which message a card is; what it shows is noted by `drawn`."""
    connection.execute(update(slack_cards).where(slack_cards.c.case_id == case_id).values(ts=ts))


def abandon(connection: Connection, case_id: int) -> None:
    """Give a posting up that certainly did not happen; it begins anew."""
    connection.execute(
        delete(slack_cards).where(slack_cards.c.case_id == case_id, slack_cards.c.ts.is_(None))
    )


def drawn(
    connection: Connection, case_id: int, before: int, version: int, *, still_open: bool
) -> bool:
    """Note what a card shows now; False when somebody else drew it meanwhile."""
    change = (
        update(slack_cards)
        .where(slack_cards.c.case_id == case_id, slack_cards.c.shown_version == before)
        .values(shown_version=version, open=still_open)
    )
    return connection.execute(change).rowcount == 1


def lost(connection: Connection, case_id: int) -> None:
    """Note that a card's message is gone from Slack; the case gets a new one."""
    connection.execute(
        update(slack_cards).where(slack_cards.c.case_id == case_id).values(ts=None, shown_version=0)
    )


def untold(connection: Connection, case_id: int) -> tuple[Untold, ...]:
    """Return the lines of a case's history that its card's thread lacks, oldest first.

    Whoever calls tells them: they count as told from here on.
    """
    known = select(slack_cards.c.told_event).where(slack_cards.c.case_id == case_id)
    since = connection.execute(known.with_for_update()).scalar_one()
    rows = connection.execute(
        select(case_events.c.id, case_events.c.who, case_events.c.what, case_events.c.note)
        .where(case_events.c.case_id == case_id, case_events.c.id > since)
        .order_by(case_events.c.id)
    ).all()
    if rows:
        connection.execute(
            update(slack_cards)
            .where(slack_cards.c.case_id == case_id)
            .values(told_event=rows[-1].id)
        )
    return tuple(Untold(*row) for row in rows)


def place(connection: Connection, reference: str) -> tuple[str, str] | None:
    """Return channel and message of a case's card; None: it has none yet."""
    row = connection.execute(
        select(slack_cards.c.channel, slack_cards.c.ts)
        .join(cases, cases.c.id == slack_cards.c.case_id)
        .where(cases.c.reference == reference, slack_cards.c.ts.is_not(None))
    ).first()
    return (row.channel, row.ts) if row is not None else None


def _behind(row: Any) -> Behind:  # a row with the columns of _BEHIND
    return Behind(
        row.id, row.reference, row.channel or "", row.ts, row.shown_version or 0, row.posted_at
    )
