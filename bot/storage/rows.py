"""Inserting what may be there already, in the same words on both engines.

A statement is made once for each set of columns: making one takes longer than running it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, keys: tuple[str, ...], **values: Any) -> bool:
    """Insert a row unless one with the same unique keys is there; False when it was.

    A second writer waits for the first one's transaction and is then told the truth.
    """
    statement = _insert_new(connection.dialect.name, table, keys)
    return connection.execute(statement, values).first() is not None


def put(connection: Connection, table: Table, keys: tuple[str, ...], **values: Any) -> None:
    """Insert a row, or overwrite the one with the same unique keys."""
    others = frozenset(values) - frozenset(keys)
    connection.execute(_put(connection.dialect.name, table, keys, others), values)


@cache
def _insert_new(engine: str, table: Table, keys: tuple[str, ...]) -> Executable:
    statement = _insert(engine, table).on_conflict_do_nothing(index_elements=list(keys))
    return statement.returning(*table.primary_key)


@cache
def _put(engine: str, table: Table, keys: tuple[str, ...], others: frozenset[str]) -> Executable:
    statement = _insert(engine, table)
    changes = {name: statement.excluded[name] for name in sorted(others)}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changes)


def _insert(engine: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if engine == "sqlite" else postgresql.insert(table)
