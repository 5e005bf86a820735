"""Opening a database so that nothing accepted is lost and writers wait for one another.

SQLite: a write-ahead log, every commit on disk before it counts, and transactions that take the
write lock when they begin. A transaction that reads first and writes later would otherwise fail
with "database is locked" without any waiting. Source: sqlite.org/lang_transaction.html.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from bot.errors import StorageError

BUSY_TIMEOUT_MS = 30_000
_READING = "npq_reading"
_GATES: WeakKeyDictionary[Engine, threading.Lock] = WeakKeyDictionary()


def open_database(address: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Return an engine for a SQLAlchemy address; connects only when it is used.

    `sqlite://` is a database in memory that lives as long as the engine. The folder of a SQLite
    file is made where it is missing, and its writers wait for one another as long as
    `busy_timeout_ms` says. Raises StorageError for an address that cannot be used.
    """
    try:
        url = make_url(address)
        if url.get_backend_name() == "sqlite":
            return _sqlite(url, busy_timeout_ms)
        return create_engine(url, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StorageError(
            f"DATABASE_URL cannot be used: {error}; allowed: sqlite:///PATH or"
            " postgresql+psycopg://USER:PASSWORD@HOST/NAME (pip install npq-bot[postgres])"
        ) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: it sees one state of the database and waits for nobody."""
    with engine.connect() as connection, reading_on(connection):
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes. On SQLite the threads of a process queue up for it.

    SQLite itself lets a writer that finds the lock taken sleep and try again, up to a tenth of a
    second at a time; that is for other processes.
    """
    with engine.connect() as connection, writing_on(connection):
        yield connection


@contextmanager
def reading_on(connection: Connection) -> Iterator[None]:
    """The same as `reading`, on a connection that somebody holds."""
    connection.execution_options(**{_READING: True})
    with connection.begin():
        yield


@contextmanager
def writing_on(connection: Connection) -> Iterator[None]:
    """The same as `writing`, on a connection that somebody holds."""
    connection.execution_options(**{_READING: False})
    with _GATES.get(connection.engine, nullcontext()), connection.begin():
        yield


def _sqlite(url: URL, busy_timeout_ms: int) -> Engine:
    if url.database in (None, "", ":memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        path = Path(str(url.database))
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)  # enquirers' words are nobody else's business on this machine
        except OSError as error:
            raise StorageError(f"{path}: cannot be made: {error.strerror}") from error
        engine = create_engine(url)
    _GATES[engine] = threading.Lock()
    event.listen(engine, "connect", partial(_prepare, busy_timeout_ms))
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(
    busy_timeout_ms: int, connection: sqlite3.Connection, _record: Any
) -> None:  # record: SQLAlchemy's own
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        f"busy_timeout={busy_timeout_ms}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
