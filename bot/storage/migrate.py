"""Bringing a database to the shape that this version expects, and refusing a newer one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.errors import StorageError


def upgrade(engine: Engine, revision: str = "head") -> str:
    """Migrate to the newest shape and return its revision.

    Raises StorageError for a database that a newer version has written: its tables are unknown
    here, and writing to them could destroy what that version relies on.
    """
    try:
        with _altering(engine) as connection:
            _refuse_newer(connection)
            command.upgrade(_config(connection), revision)
            return _revision(connection) or ""
    except DBAPIError as error:
        raise StorageError(f"{engine.url!r}: {error.orig}") from error


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate back to an older shape."""
    with _altering(engine) as connection:
        command.downgrade(_config(connection), revision)


def is_current(engine: Engine) -> bool:
    """Return whether the database has exactly the shape that this version expects."""
    with engine.connect() as connection:
        return _revision(connection) == _scripts().get_current_head()


@contextmanager
def _altering(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may be copied without their children being deleted.

    SQLite alters a table by copying it, and dropping the original deletes what refers to it unless
    foreign keys are off, which can only be said before the transaction. They are checked at its
    end instead. Source: sqlite.org/lang_altertable.html, section 7.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        raw = connection.connection.dbapi_connection
        assert raw is not None  # a connection that is open has one
        raw.cursor().execute("PRAGMA foreign_keys=OFF").close()
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise StorageError(f"{engine.url!r}: {len(broken)} rows refer to nothing")
        finally:
            raw.cursor().execute("PRAGMA foreign_keys=ON").close()


def _refuse_newer(connection: Connection) -> None:
    revision = _revision(connection)
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise StorageError(
            f"{connection.engine.url!r}: has revision {revision}, which this version does not know;"
            f" it knows up to {_scripts().get_current_head()}. Install the version that wrote it,"
            " or restore an older copy."
        )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
