"""A disk that fills up and a database that is locked, seen from the web page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from bot import ledger
from bot.app import create_app
from bot.settings import read_settings
from bot.storage import open_database, upgrade
from bot.storage.tables import cases, received, turns
from tests.bot.fakes import FakeCore

SIZE_KB = 4096


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small file system to fill up")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_KB}k", "tmpfs", str(place)],
        capture_output=True, text=True,
    )  # fmt: skip
    if mounted.returncode != 0:
        pytest.skip(f"no small file system can be mounted: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(path: Path) -> None:
    """Write until there is no room."""
    with path.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass


def desk_in(folder: Path, engine: Engine) -> FlaskClient:
    settings = read_settings({"NPQ_DATA_DIR": str(folder), "NPQ_SECRET_KEY": "for tests"})
    app = create_app(settings, core=FakeCore().core(), engine=engine, limited=False)
    return app.test_client()


def ask(client: FlaskClient, text: str) -> int:
    """Send a message with the page's own form; the status of the answer."""
    page = client.get("/chat").text
    name = re.search(r'name="form" value="([^"]+)"', page)
    assert name is not None
    answer = client.post("/chat", data={"form": name[1], "q": text})
    if answer.status_code == 503:
        words = " ".join(answer.text.split())
        assert "could not be stored, so nobody has seen it" in words
    return answer.status_code


def stored(engine: Engine) -> tuple[int, int, int]:
    with engine.connect() as connection:
        assert ledger.faults(connection) == {}
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        tables = (turns, received, cases)
        return tuple(  # type: ignore[return-value]  # three
            connection.execute(select(func.count()).select_from(each)).scalar_one()
            for each in tables
        )


def test_a_full_disk_stores_nothing_by_halves_and_says_so(small_disk: Path) -> None:
    engine = open_database(f"sqlite:///{small_disk / 'npq.sqlite3'}")
    upgrade(engine)
    client = desk_in(small_disk, engine)
    assert ask(client, "escalate before") == 303
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space left"):
        fill(filler)

    asked = 1
    while (status := ask(client, "escalate " + "long " * 1000)) == 303:
        asked += 1  # as long as the log has room that it has used before
        assert asked < 200
    assert status == 503
    assert stored(engine) == (asked, asked, 1)
    assert ask(client, "escalate again") == 503

    filler.unlink()
    assert ask(client, "escalate afterwards") == 303
    assert stored(engine) == (asked + 1, asked + 1, 1)
    engine.dispose()


def test_a_locked_database_stores_nothing_and_goes_on_afterwards(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'npq.sqlite3'}"
    engine = open_database(address, busy_timeout_ms=50)
    upgrade(engine)
    client = desk_in(tmp_path, engine)
    assert ask(client, "answer before") == 303
    other = open_database(address)

    with other.begin():
        assert ask(client, "answer me") == 503
        assert client.get("/chat").status_code == 200  # who only reads waits for nobody
    assert stored(engine) == (1, 1, 0)
    assert ask(client, "answer afterwards") == 303
    assert stored(engine) == (2, 2, 0)
    other.dispose()
    engine.dispose()
