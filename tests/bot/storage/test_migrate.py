from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot.errors import StorageError
from bot.storage import is_current, metadata, open_database, upgrade
from bot.storage.migrate import downgrade


def test_migrations_make_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)

    assert difference == []


def test_upgrade_may_be_repeated(engine: Engine) -> None:
    upgrade(engine)

    assert is_current(engine)


def test_down_and_up_again(engine: Engine) -> None:
    downgrade(engine, "base")
    assert "turns" not in inspect(engine).get_table_names()

    upgrade(engine)
    assert is_current(engine)


def test_a_newer_database_is_refused_untouched(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match="revision 9999, which this version does not know"):
        upgrade(engine)


def test_sqlite_is_durable_and_patient(engine: Engine) -> None:
    pragmas = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
    with engine.connect() as connection:
        values = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in pragmas]

    assert values == ["wal", 2, 30_000, 1]


@pytest.mark.parametrize("address", ["nonsense", "oracle9://x", "sqlite:////proc/nowhere/x.db"])
def test_an_address_that_cannot_be_used_is_named(address: str) -> None:
    with pytest.raises(StorageError):
        open_database(address)


def test_the_file_is_private(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'deep' / 'npq.sqlite3'}").dispose()

    assert (tmp_path / "deep" / "npq.sqlite3").stat().st_mode & 0o077 == 0
