"""Queries on the outbox: enqueue, claim, settle, withdraw."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.rows import insert_new
from bot.storage.tables import cases, conversations, deliveries


class State(StrEnum):
    """How a delivery stands."""

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"


AUTOMATIC = "automatic"
"""Kind of a reply that no colleague has seen: it is withdrawn when one joins before it leaves."""
STAFF_REPLY = "staff_reply"
"""Kind of what a colleague wrote or approved."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A frozen message on its way out."""

    id: int
    """Its number."""
    channel: str
    """Whose sender takes it: `email`, `slack` ..."""
    kind: str
    """What the channel makes of it: `automatic`, `staff_reply`, or a channel's own."""
    recipient: str
    """Frozen when it was decided, never looked up again."""
    payload: Mapping[str, Any]  # any JSON; the channel knows its own
    """What is sent."""
    unique_key: str
    """The same for the same message: names it on the receiving side too."""
    attempts: int
    """How often it was claimed, this time included."""
    conversation: str | None
    """Id of the conversation it belongs to."""
    case_id: int | None
    """Number of the case it belongs to."""
    created_at: datetime
    """When it was decided. Aware, UTC."""
    interrupted: bool = False
    """An earlier attempt ended without a word: it may have gone out."""


def enqueue(
    connection: Connection,
    *,
    channel: str,
    kind: str,
    recipient: str,
    payload: Mapping[str, Any],  # any JSON
    unique_key: str,
    not_before: datetime,
    conversation: str | None = None,
    case: str | int | None = None,
    at: datetime | None = None,
) -> bool:
    """Put a message into the outbox, in the caller's transaction; False: its key was there.

    `case` is a reference or a number. `at` is the moment of the decision; without it, `not_before`.
    """
    return insert_new(
        connection, deliveries, ("unique_key",),
        channel=channel, kind=kind, recipient=recipient[:500], payload=dict(payload),
        unique_key=unique_key, state=State.DUE, attempts=0, not_before=not_before,
        conversation_id=conversation, case_id=_case_id(connection, case),
        created_at=at or not_before, updated_at=at or not_before,
    )  # fmt: skip


def is_any_due(connection: Connection, channels: Collection[str], now: datetime) -> bool:
    """Tell whether `claim` would find something."""
    query = select(deliveries.c.id).where(*_takeable(channels, now)).limit(1)
    return connection.execute(query).first() is not None


def claim(
    connection: Connection,
    channels: Collection[str],
    worker: str,
    now: datetime,
    lease_until: datetime,
) -> Delivery | None:
    """Take the oldest delivery that is due or was interrupted; None: there is none.

    On PostgreSQL rows that another worker is taking are passed over. An automatic reply that a
    colleague has overtaken is withdrawn on the way.
    """
    while True:
        row = connection.execute(
            select(deliveries)
            .where(*_takeable(channels, now))
            .order_by(deliveries.c.not_before, deliveries.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        if row.kind == AUTOMATIC and row.state == State.DUE and _overtaken(connection, row):
            _set(connection, row.id, state=State.WITHDRAWN, updated_at=now)
            continue
        _set(
            connection, row.id, state=State.CLAIMED, attempts=row.attempts + 1,
            claimed_by=worker, not_before=lease_until, updated_at=now,
        )  # fmt: skip
        return Delivery(
            row.id, row.channel, row.kind, row.recipient, row.payload, row.unique_key,
            row.attempts + 1, row.conversation_id, row.case_id, row.created_at,
            interrupted=row.state == State.CLAIMED,
        )  # fmt: skip


def settle(
    connection: Connection,
    delivery: Delivery,
    worker: str,
    now: datetime,
    state: State,
    *,
    not_before: datetime | None = None,
    receipt: str | None = None,
    error: str | None = None,
) -> bool:
    """Write what became of a claimed delivery; False when it has passed to another worker.

    Fenced by worker and attempt: whoever lost the lease changes nothing.
    """
    values: dict[str, object] = {"state": state, "updated_at": now, "error": error}
    if not_before is not None:
        values["not_before"] = not_before
    if receipt is not None:
        values["receipt"] = receipt[:500]
    change = (
        update(deliveries)
        .where(
            deliveries.c.id == delivery.id,
            deliveries.c.state == State.CLAIMED,
            deliveries.c.claimed_by == worker,
            deliveries.c.attempts == delivery.attempts,
        )
        .values(**values)
    )
    return connection.execute(change).rowcount == 1


def withdraw(connection: Connection, keys: Collection[str], now: datetime) -> bool:
    """Take deliveries back that nobody has claimed; False, and none withdrawn, if one is under way.

    A key that is not there counts as withdrawn.
    """
    rows = connection.execute(
        select(deliveries.c.id, deliveries.c.state)
        .where(deliveries.c.unique_key.in_(keys))
        .with_for_update()
    ).all()
    if any(row.state not in (State.DUE, State.WITHDRAWN) for row in rows):
        return False
    for row in rows:
        _set(connection, row.id, state=State.WITHDRAWN, updated_at=now)
    return True


def _takeable(channels: Collection[str], now: datetime) -> tuple[Any, ...]:  # SQL conditions
    return (
        deliveries.c.state.in_((State.DUE, State.CLAIMED)),
        deliveries.c.not_before <= now,
        deliveries.c.channel.in_(tuple(channels)),
    )


def _overtaken(connection: Connection, row: Any) -> bool:  # row: of deliveries
    query = select(conversations.c.person_joined_at).where(
        conversations.c.id == row.conversation_id
    )
    joined = connection.execute(query).scalar_one_or_none()
    return joined is not None and joined > row.created_at


def _set(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(deliveries).where(deliveries.c.id == number).values(**values))


def _case_id(connection: Connection, case: str | int | None) -> int | None:
    if case is None or isinstance(case, int):
        return case
    query = select(cases.c.id).where(cases.c.reference == case)
    return int(connection.execute(query).scalar_one())
