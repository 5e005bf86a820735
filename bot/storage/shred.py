"""Makes sure that what was deleted is gone from the files, not only from the tables."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.errors import StorageError
from bot.storage.tables import metadata


def shred(engine: Engine) -> None:
    """Rewrite the database without what was deleted, and empty SQLite's write-ahead log.

    On PostgreSQL the tables are rewritten; its own log and any backup keep older pages until they
    are recycled. Raises StorageError when another process reads for so long that SQLite's log
    cannot be emptied.
    """
    if engine.dialect.name == "sqlite":
        _shred_sqlite(engine)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in metadata.sorted_tables:
            name = connection.dialect.identifier_preparer.format_table(table)
            connection.exec_driver_sql(f"VACUUM (FULL) {name}")


def empty_log(engine: Engine) -> bool:
    """Move SQLite's log into the file and empty it; False while another process reads."""
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        row = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    return row is None or row[0] == 0


def _shred_sqlite(engine: Engine) -> None:
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM").close()
    finally:
        raw.close()
    if not empty_log(engine):
        raise StorageError(
            "the write-ahead log still holds it, because another process reads: stop the desk and"
            " run npq-bot purge"
        )
