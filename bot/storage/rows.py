"""Inserting what may be there already, in the same words on both engines."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, keys: tuple[str, ...], **values: Any) -> bool:
    """Insert a row unless one with the same unique keys is there; False when it was.

    A second writer waits for the first one's transaction and is then told the truth.
    """
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table).values(**values).on_conflict_do_nothing(index_elements=list(keys))
    written = statement.returning(*table.primary_key)
    return connection.execute(written).first() is not None


def put(connection: Connection, table: Table, keys: tuple[str, ...], **values: Any) -> None:
    """Insert a row, or overwrite the one with the same unique keys."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table).values(**values)
    others = {name: statement.excluded[name] for name in values if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=others))
