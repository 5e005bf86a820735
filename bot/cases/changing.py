"""The one way in which a case changes: compare the version, set, write history and audit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, insert, select, update

from bot.cases.model import (
    ASSISTANT,
    ENQUIRER,
    CaseConflict,
    CaseUnknown,
    State,
    queue_of,
)
from bot.storage import audit
from bot.storage.tables import case_events, cases, conversations

CaseRow = Row[Any]
"""A row of `cases`."""
_ADD_EVENT = insert(case_events)


def locked(connection: Connection, reference: str) -> CaseRow:
    """Return a case's row, locked until the transaction ends. Raises CaseUnknown.

    Its conversation is locked first, as the desk does: in the other order the two would wait for
    each other.
    """
    if connection.dialect.name != "sqlite":  # which has one lock for all
        connection.execute(
            select(conversations.c.id)
            .join(cases, cases.c.conversation_id == conversations.c.id)
            .where(cases.c.reference == reference)
            .with_for_update(of=conversations)
        )
    query = select(cases).where(cases.c.reference == reference).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise CaseUnknown(reference)
    return row


def expect(
    connection: Connection, reference: str, version: int, allowed: Collection[State]
) -> CaseRow:
    """Return the locked row if it is the version that was read and in one of these states.

    Raises CaseConflict with who changed it last, or CaseUnknown.
    """
    row = locked(connection, reference)
    if row.version != version or State(row.state) not in allowed:
        raise conflict(connection, row)
    return row


def conflict(connection: Connection, row: CaseRow) -> CaseConflict:
    """Return the error that names the last change of a case."""
    last = connection.execute(
        select(case_events)
        .where(case_events.c.case_id == row.id)
        .order_by(case_events.c.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return CaseConflict(row.reference, "somebody", row.updated_at, row.state)
    return CaseConflict(row.reference, last.who, last.at, last.what)


def change(
    connection: Connection,
    row: CaseRow,
    *,
    by: str,
    at: datetime,
    what: str,
    note: str = "",
    **values: Any,  # columns of `cases`
) -> None:
    """Write a change to a case that `locked` or `expect` returned."""
    state = State(values.get("state", row.state))
    urgent = bool(values.get("urgent", row.urgent))
    values |= {
        "version": row.version + 1, "updated_at": at, "queue": queue_of(state, urgent=urgent),
    }  # fmt: skip
    done = connection.execute(
        _change(frozenset(values)), {"of": row.id, "seen": row.version, **values}
    )
    if done.rowcount != 1:
        raise conflict(connection, locked(connection, row.reference))
    record(connection, row.id, row.reference, by=by, at=at, what=what, note=note)


def record(
    connection: Connection,
    case_id: int,
    reference: str,
    *,
    by: str,
    at: datetime,
    what: str,
    note: str = "",
) -> None:
    """Add a line to a case's history; what a colleague did stands in the audit log too."""
    connection.execute(
        _ADD_EVENT, {"case_id": case_id, "at": at, "who": by[:120], "what": what, "note": note}
    )
    if by not in (ENQUIRER, ASSISTANT):
        audit.write(connection, by, f"case.{what}", reference, at)


@cache
def _change(columns: frozenset[str]) -> Update:
    """The statement that sets these columns; made once, since enquirers' turns need it too."""
    return (
        update(cases)
        .where(cases.c.id == bindparam("of"), cases.c.version == bindparam("seen"))
        .values({name: bindparam(name) for name in sorted(columns)})
    )
