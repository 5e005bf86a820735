"""Queries on what Slack sent: keep it once, claim what belongs together, call it done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.storage.rows import insert_new
from bot.storage.tables import slack_events, slack_threads

_LOOK_AHEAD = 200  # events; older ones come first


@dataclass(frozen=True, slots=True)
class SlackEvent:
    """One thing that Slack sent, while it is being worked."""

    identity: str
    """Its name."""
    kind: str
    """What has to be done about it."""
    author: str
    """Slack id of the person."""
    talk: str
    """The conversation it belongs to; empty: none."""
    payload: dict[str, Any]  # JSON, of which each kind has its own
    """What the work needs."""
    received_at: datetime
    """Aware, UTC."""
    attempts: int
    """How often it was claimed, this time included."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for the rest of what somebody is writing."""

    quiet: timedelta
    """So long after the last message of a burst it is taken as finished."""
    longest: timedelta
    """So long after the first it is taken in any case."""


def keep(
    connection: Connection,
    *,
    identity: str,
    kind: str,
    author: str,
    talk: str,
    payload: dict[str, Any],
    at: datetime,
) -> bool:
    """Keep an event to be worked; False when one of its name is there already."""
    return insert_new(
        connection, slack_events, ("identity",), identity=identity, kind=kind, author=author,
        talk=talk, payload=payload, received_at=at, attempts=0,
    )  # fmt: skip


def is_waiting(connection: Connection, kinds: Collection[str]) -> bool:
    """Tell whether there is anything to do, without a lock."""
    query = select(slack_events.c.id).where(
        slack_events.c.done_at.is_(None), slack_events.c.kind.in_(kinds)
    )
    return connection.execute(query.limit(1)).first() is not None


def claim(
    connection: Connection,
    kinds: Collection[str],
    bursts: str,
    patience: Patience,
    worker: str,
    now: datetime,
    until: datetime,
) -> tuple[SlackEvent, ...]:
    """Claim the oldest event that is ripe, with those that belong to the same turn; none: empty.

    Events of the kind `bursts` by one author that follow each other in one conversation are one
    turn. What was bound to a turn stays so, even if a worker died over it: a later message never
    slips into a turn that may have been answered. Of one conversation only one turn is under way.
    """
    waiting = connection.execute(
        select(slack_events)
        .where(slack_events.c.done_at.is_(None), slack_events.c.kind.in_(kinds))
        .order_by(slack_events.c.id)
        .limit(_LOOK_AHEAD)
        .with_for_update()
    ).all()
    busy: set[str] = set()
    for row in waiting:
        if row.talk and row.talk in busy:
            continue
        if row.talk:
            busy.add(row.talk)
        if row.claimed_until is not None and row.claimed_until > now:
            continue
        turn = _turn_of(row, waiting, bursts)
        if row.turn is None and row.kind == bursts and not _is_ripe(turn, patience, now):
            continue
        _take(connection, turn, worker, until)
        return tuple(_event(each) for each in turn)
    return ()


def _turn_of(first: Row[Any], waiting: Iterable[Row[Any]], bursts: str) -> list[Row[Any]]:
    if first.turn is not None:
        return [row for row in waiting if row.turn == first.turn]
    if first.kind != bursts:
        return [first]
    turn: list[Row[Any]] = []
    for row in waiting:
        if row.talk != first.talk or row.id < first.id:
            continue
        if row.kind != bursts or row.author != first.author or row.turn is not None:
            break
        turn.append(row)
    return turn


def _is_ripe(turn: list[Row[Any]], patience: Patience, now: datetime) -> bool:
    quiet_since = max(row.received_at for row in turn)
    written_for: timedelta = now - turn[0].received_at
    silent_for: timedelta = now - quiet_since
    return silent_for >= patience.quiet or written_for >= patience.longest


def _take(connection: Connection, turn: list[Row[Any]], worker: str, until: datetime) -> None:
    connection.execute(
        update(slack_events)
        .where(slack_events.c.id.in_([row.id for row in turn]))
        .values(
            turn=turn[0].turn or turn[0].identity, claimed_by=worker, claimed_until=until,
            attempts=slack_events.c.attempts + 1,
        )
    )  # fmt: skip


def finish(
    connection: Connection,
    events: Collection[SlackEvent],
    worker: str,
    now: datetime,
    *,
    fault: str | None = None,
    keep_payload: bool = False,
) -> bool:
    """Call events done and forget their words; False when another worker has taken them over."""
    values: dict[str, Any] = {"done_at": now, "claimed_until": None, "fault": fault}
    if not keep_payload:
        values |= {"payload": {}, "author": "", "talk": ""}
    done = connection.execute(
        update(slack_events)
        .where(
            slack_events.c.identity.in_([event.identity for event in events]),
            slack_events.c.claimed_by == worker,
            slack_events.c.done_at.is_(None),
        )
        .values(**values)
    )
    return done.rowcount == len(events)


def put_back(
    connection: Connection, events: Collection[SlackEvent], worker: str, again_at: datetime
) -> None:
    """Leave events to be tried again from a moment on."""
    connection.execute(
        update(slack_events)
        .where(
            slack_events.c.identity.in_([event.identity for event in events]),
            slack_events.c.claimed_by == worker,
        )
        .values(claimed_until=again_at)
    )


def kept(connection: Connection, identity: str) -> SlackEvent | None:
    """Return an event whose payload was kept; None: there is none any more."""
    query = select(slack_events).where(slack_events.c.identity == identity)
    row = connection.execute(query).first()
    return _event(row) if row is not None and row.payload else None


def forget(connection: Connection, before: datetime) -> int:
    """Drop events that were done before a moment; how many."""
    old = delete(slack_events).where(slack_events.c.done_at < before)
    return connection.execute(old).rowcount


def is_known(connection: Connection, talk: str) -> bool:
    """Tell whether we were called into a thread."""
    query = select(slack_threads.c.talk).where(slack_threads.c.talk == talk)
    return connection.execute(query).first() is not None


def begin(connection: Connection, talk: str, at: datetime) -> None:
    """Note that we were called into a thread."""
    insert_new(connection, slack_threads, ("talk",), talk=talk, sitting=_sitting(at), last_at=at)


def sitting(connection: Connection, talk: str, at: datetime, silence: timedelta | None) -> str:
    """Return the sitting that a message belongs to; a new one after `silence` (None: never)."""
    begin(connection, talk, at)
    row = connection.execute(select(slack_threads).where(slack_threads.c.talk == talk)).one()
    begins = silence is not None and at - row.last_at > silence
    current = _sitting(at) if begins else str(row.sitting)
    connection.execute(
        update(slack_threads)
        .where(slack_threads.c.talk == talk)
        .values(sitting=current, last_at=max(at, row.last_at))
    )
    return current


def tie(connection: Connection, talk: str, conversation: str) -> None:
    """Tie a thread to its conversation, so that both are forgotten together."""
    connection.execute(
        update(slack_threads)
        .where(slack_threads.c.talk == talk)
        .values(conversation_id=conversation)
    )


def _sitting(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S%f}"


def _event(row: Row[Any]) -> SlackEvent:
    return SlackEvent(
        row.identity, row.kind, row.author, row.talk, dict(row.payload), row.received_at,
        row.attempts + 1,
    )  # fmt: skip
