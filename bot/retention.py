"""Forgets what has been kept long enough; how long is staff's choice.

The ledger's lines stay for ever, as counters: when, which channel, what became of it and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, delete, exists, select, update

from bot import choices
from bot.storage import deliveries, reading, writing
from bot.storage.people import forget_received
from bot.storage.shred import empty_log
from bot.storage.tables import audit, cases, conversations, enquirers, metadata, received
from bot.storage.tables import deliveries as delivery_table

_AT_ONCE = 200  # conversations in one transaction: nobody waits long for it


def purge(engine: Engine, now: datetime) -> Counter[str]:
    """Forget whatever is over its time; how many of which kind."""
    done: Counter[str] = Counter()
    with reading(engine) as connection:
        chosen = choices.several(
            connection, [key for key in choices.declared() if key.startswith("keep_")]
        )
    cutoffs = {key: now - timedelta(days=days) for key, days in chosen.items() if days is not None}
    if "keep_transcripts_days" in cutoffs:
        cutoff = cutoffs["keep_transcripts_days"]
        done["conversations"] = 0
        while batch := _conversations(engine, cutoff, now):
            done["conversations"] += batch
        with writing(engine) as connection:
            done["noted messages"] += _set_aside(connection, cutoff, now)
            done["deliveries"] += _deliveries(connection, cutoff)
            done["enquirers"] += _enquirers(connection, cutoff)
    if "keep_audit_days" in cutoffs:
        with writing(engine) as connection:
            old = delete(audit).where(audit.c.at < cutoffs["keep_audit_days"])
            done["audit lines"] += connection.execute(old).rowcount
    for table, column in _columns_with_an_end():
        if column.info["kept_for"] in cutoffs:
            with writing(engine) as connection:
                done[f"{table.name}.{column.name}"] += _empty(
                    connection, table, column, cutoffs[column.info["kept_for"]]
                )
    empty_log(engine)
    return done


def _conversations(engine: Engine, cutoff: datetime, now: datetime) -> int:
    """Forget some conversations that ended before the cutoff and have no case under way."""
    under_way = exists().where(
        cases.c.conversation_id == conversations.c.id,
        (cases.c.state != "closed") | (cases.c.updated_at >= cutoff),
    )
    leaving = exists().where(
        delivery_table.c.conversation_id == conversations.c.id,
        delivery_table.c.state.in_((deliveries.State.DUE, deliveries.State.CLAIMED)),
    )
    with writing(engine) as connection:
        ids = tuple(
            connection.execute(
                select(conversations.c.id)
                .where(conversations.c.updated_at < cutoff, ~under_way, ~leaving)
                .limit(_AT_ONCE)
            ).scalars()
        )
        if ids:
            forget_received(connection, received.c.conversation_id.in_(ids), now)
            connection.execute(delete(conversations).where(conversations.c.id.in_(ids)))
    return len(ids)


def _set_aside(connection: Connection, cutoff: datetime, now: datetime) -> int:
    """Messages that were only noted have no conversation; their names go all the same."""
    old = (received.c.conversation_id.is_(None)) & (received.c.received_at < cutoff)
    return forget_received(connection, old, now)


def _deliveries(connection: Connection, cutoff: datetime) -> int:
    done = (deliveries.State.SENT, deliveries.State.WITHDRAWN, deliveries.State.FAILED)
    old = delete(delivery_table).where(
        delivery_table.c.updated_at < cutoff, delivery_table.c.state.in_(done)
    )
    return connection.execute(old).rowcount


def _enquirers(connection: Connection, cutoff: datetime) -> int:
    """People of whom nothing else is kept."""
    referred = (
        exists().where(column == enquirers.c.id)
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is enquirers for key in column.foreign_keys)
    )
    old = delete(enquirers).where(enquirers.c.created_at < cutoff, *(~each for each in referred))
    return connection.execute(old).rowcount


def _columns_with_an_end() -> Iterator[tuple[Table, Column[Any]]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if "kept_for" in column.info:
                yield table, column


def _empty(connection: Connection, table: Table, column: Column[Any], cutoff: datetime) -> int:
    old = (
        update(table)
        .where(table.c[column.info["since"]] < cutoff, column.is_not(None))
        .values({column: None})
    )
    return connection.execute(old).rowcount
