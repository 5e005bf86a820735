"""What every part of the suite may use: the real core, loaded once, and a fresh database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.assembly import load_core
from bot.core import Core
from bot.desk import Desk
from bot.storage import open_database, upgrade
from tests.postgres import address, bare, both, postgres, postgres_address, ready, templates

__all__ = ["address", "bare", "both", "postgres", "postgres_address", "ready", "templates"]

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose fit cache all tests of the session share."""
    return tmp_path_factory.mktemp("data") / "cache"


@pytest.fixture(scope="session")
def core(cache_folder: Path) -> Core:
    """The real core."""
    return load_core(cache_folder)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite database."""
    engine = open_database(f"sqlite:///{tmp_path / 'npq.sqlite3'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def desk(core: Core, engine: Engine) -> Desk:
    """The real desk on 23 November 2026."""
    return Desk(core, engine, lambda: TODAY)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was skipped and why, so that nobody takes it for tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"skipped {report.nodeid}: {reason}")
