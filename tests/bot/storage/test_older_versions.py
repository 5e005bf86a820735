"""Databases that older versions wrote open, and are worked on as if this one had written them.

`dumps/0001.sql` is what version 0001 stored of the mails in examples/, dumped by sqlite3.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, select, text

from bot import cases, ledger
from bot.clock import utc_now
from bot.model import Enquiry
from bot.storage import reading, upgrade, writing
from bot.storage.tables import conversations, enquirers, turns
from tests.bot.desks import small_desk

DUMP = Path(__file__).parent / "dumps" / "0001.sql"
PARENTS_FIRST = ("conversations", "turns", "cases", "received", "sign_ins")


@pytest.fixture
def old(bare: Engine) -> Engine:
    """The dump in a database of its own time, on each engine, not migrated yet."""
    dump = sqlite3.connect(":memory:")
    dump.executescript(DUMP.read_text("utf-8"))
    upgrade(bare, "0001")
    tables = MetaData()
    tables.reflect(bare)
    dump.row_factory = sqlite3.Row
    with bare.begin() as connection:
        for name in PARENTS_FIRST:
            boolean = {c.name for c in tables.tables[name].columns if str(c.type) == "BOOLEAN"}
            for row in dump.execute(f"SELECT * FROM {name}"):
                values = {
                    key: bool(row[key]) if key in boolean else row[key]
                    for key in row.keys()  # noqa: SIM118 - a sqlite3.Row is no mapping
                }
                places = ", ".join(f":{key}" for key in values)
                insert = f"INSERT INTO {name} ({', '.join(values)}) VALUES ({places})"
                connection.execute(text(insert), values)
    dump.close()
    return bare


def test_everything_that_was_stored_is_there(old: Engine) -> None:
    upgrade(old)

    with reading(old) as connection:
        assert str(ledger.balance(connection)).startswith("9 in = 5 answered + 0 drafted + 3 with")
        assert ledger.faults(connection) == {}
        assert len(connection.execute(select(turns)).all()) == 8
        counted = select(conversations.c.turns)
        assert sum(connection.execute(counted).scalars()) == 8
        known = connection.execute(select(enquirers.c.address)).scalars().all()
        lines = cases.listed(connection, "open")
    assert len(known) == len(lines) == 3


def test_an_old_case_is_answered(old: Engine) -> None:
    upgrade(old)
    with writing(old) as connection:
        line = cases.listed(connection, "open")[0]
        sent = cases.approve_and_send(
            connection, line.reference, line.version, "Ann", utc_now(), "Yes."
        )

    assert sent.state is cases.State.SENDING


def test_an_old_message_is_known_and_an_old_conversation_goes_on(old: Engine) -> None:
    upgrade(old)
    with reading(old) as connection:
        query = select(conversations.c.thread, conversations.c.id)
        thread, talk = connection.execute(query).first() or ("", "")
        query = text("SELECT identity FROM received WHERE conversation_id = :id")
        identity = connection.execute(query, {"id": talk}).scalars().first()
    desk = small_desk(old)
    before = desk.history(talk)

    again = desk.receive(Enquiry("email", thread, "answer me", identity=str(identity)))
    more = desk.receive(Enquiry("email", thread, "answer me too"))

    assert again.repeated
    assert again.text
    assert (more.conversation, more.turn) == (talk, len(before))
    assert desk.history(talk)[: len(before)] == before
