"""Rows of the mailbox tables under many workers, on a real PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, Select, select, text

from bot.storage import mailboxes, open_database, upgrade
from bot.storage.mailboxes import Folder, PlaceFate
from bot.storage.tables import mail_places

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
PATIENCE_SECONDS = 20.0


@pytest.fixture
def postgres_engine(postgres_address: str) -> Iterator[Engine]:
    engine = open_database(postgres_address)
    upgrade(engine)
    yield engine
    engine.dispose()


def test_mails_are_noted_in_the_order_of_their_numbers(postgres_engine: Engine) -> None:
    """Otherwise one worker holds 2 and waits for 1, another holds 1 and waits for 2."""
    folder = _folder_with(postgres_engine, 2, 1)  # the order in which an UPDATE meets them

    with ThreadPoolExecutor(1) as pool, postgres_engine.connect() as other:
        with other.begin():
            other.execute(_lock(1))
            noted = pool.submit(_note, postgres_engine, folder)
            _wait_until_somebody_waits(postgres_engine)
            with postgres_engine.begin() as third:
                free = third.execute(_lock(2, skip=True)).all()
        noted.result(PATIENCE_SECONDS)

    assert len(free) == 1
    with postgres_engine.connect() as connection:
        assert set(connection.execute(select(mail_places.c.shown_at)).scalars()) == {NOW}


def _folder_with(engine: Engine, *uids: int) -> Folder:
    with engine.begin() as connection:
        folder = mailboxes.open_folder(connection, "npq@stsn.co.uk", "INBOX", 7, NOW)
        for uid in uids:
            mailboxes.place(connection, folder, uid, PlaceFate.ANSWERED, None)
    return folder


def _note(engine: Engine, folder: Folder) -> None:
    with engine.begin() as connection:
        for way in ("enable_indexscan", "enable_bitmapscan"):  # as with the tables of a busy day
            connection.execute(text(f"SET LOCAL {way} = off"))
        mailboxes.shown(connection, folder, (1, 2), NOW)


def _lock(uid: int, *, skip: bool = False) -> Select[tuple[int]]:
    query = select(mail_places.c.uid).where(mail_places.c.uid == uid)
    return query.with_for_update(skip_locked=skip)


def _wait_until_somebody_waits(engine: Engine) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with engine.connect() as connection:
            if connection.execute(WAITING).scalar_one():
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for the locked row")
