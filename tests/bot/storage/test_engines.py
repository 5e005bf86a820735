"""Migrations on both engines, with data of the version before in place."""

from __future__ import annotations

import json

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from bot import cases, ledger
from bot.model import Enquiry
from bot.storage import is_current, metadata, reading, upgrade
from bot.storage.migrate import downgrade
from tests.bot.desks import NOON, open_case, small_desk

MADE = "2026-01-05 09:00:00+00:00"
OLD_ROWS = (
    "INSERT INTO conversations (id, channel, thread, context, created_at, updated_at)"
    f" VALUES ('c1', 'email', 't1', '{{}}', '{MADE}', '{MADE}'),"
    f" ('c2', 'web', 't2', '{{}}', '{MADE}', '{MADE}')",
    "INSERT INTO turns (conversation_id, number, text, interpretation, facts, outcome, parts,"
    " reply, ms, received_at)"
    f" VALUES ('c1', 0, 'How long?', 'null', '[\"npqh.duration\"]', 'answer', '[]', '18', 1,"
    f" '{MADE}'), ('c1', 1, 'Price?', 'null', '[]', 'escalate', '[]', '', 1, '{MADE}')",
    "INSERT INTO cases (conversation_id, reference, state, reason, question, draft, urgent,"
    " contact, version, opened_at, updated_at)"
    f" VALUES ('c1', 'K7Q-2M4', 'new', 'staff.price', 'Price?', '', true, 'Head@Example.org', 1,"
    f" '{MADE}', '{MADE}')",
    "INSERT INTO received (channel, identity, outcome, reason, conversation_id, turn, received_at)"
    f" VALUES ('email', 'm1', 'answer', '', 'c1', 0, '{MADE}'),"
    f" ('email', 'm2', 'escalate', 'staff.price', 'c1', 1, '{MADE}'),"
    f" ('email', 'm3', 'auto_reply', '', NULL, NULL, '{MADE}')",
)


def fill(engine: Engine) -> None:
    with engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement.replace("true", "1 = 1")))


def one(engine: Engine, query: str) -> tuple[object, ...]:
    with engine.connect() as connection:
        return tuple(connection.execute(text(query)).one())


def test_up_down_and_up_again_keeps_what_people_wrote(bare: Engine) -> None:
    upgrade(bare, "0001")
    fill(bare)

    for _ in range(2):
        upgrade(bare)
        assert is_current(bare)
        assert one(bare, "SELECT count(*) FROM turns") == (2,)
        assert one(bare, "SELECT turns FROM conversations WHERE id = 'c1'") == (2,)
        assert one(bare, "SELECT queue, owner, tags FROM cases")[:2] == (0, None)
        downgrade(bare, "0001")
        assert one(bare, "SELECT count(*) FROM turns") == (2,)
        assert one(bare, "SELECT reference FROM cases") == ("K7Q-2M4",)


def test_down_and_up_with_everything_of_today_in_place(bare: Engine) -> None:
    upgrade(bare)
    reference = open_case(bare)
    open_case(bare, "urgent too", thread="u", channel="web", sender=None)
    with bare.begin() as connection:
        cases.approve_and_send(connection, reference, 1, "Ann", NOON, "Yes.")
    small_desk(bare).set_aside(Enquiry("email", "o", "away", identity="<o>"), "bounce", "n.dsn")

    for _ in range(2):
        downgrade(bare, "0001")
        assert one(bare, "SELECT count(*) FROM turns") == (2,)
        upgrade(bare)
        assert is_current(bare)

    with reading(bare) as connection:
        assert cases.view(connection, reference).line.contact == "head@school.example"
        assert str(ledger.balance(connection)).startswith("3 in = 0 answered")
        assert ledger.faults(connection) == {}


def test_what_came_in_before_gets_its_fate(bare: Engine) -> None:
    upgrade(bare, "0001")
    fill(bare)
    upgrade(bare)

    with bare.connect() as connection:
        rows = connection.execute(text("SELECT identity, fate, reason FROM received ORDER BY id"))
        assert [tuple(row) for row in rows] == [
            ("m1", "answered", ""),
            ("m2", "queued", "staff.price"),
            ("m3", "ignored", "unknown"),
        ]


def test_addresses_of_old_cases_become_enquirers(bare: Engine) -> None:
    upgrade(bare, "0001")
    fill(bare)
    upgrade(bare)

    found = one(
        bare,
        "SELECT e.channel, e.address, c.id FROM enquirers e"
        " JOIN conversations c ON c.enquirer_id = e.id",
    )
    assert found == ("email", "head@example.org", "c1")


def test_facts_of_old_turns_become_a_map(bare: Engine) -> None:
    upgrade(bare, "0001")
    fill(bare)
    upgrade(bare)

    (facts,) = one(bare, "SELECT facts FROM turns WHERE number = 0")
    assert (json.loads(facts) if isinstance(facts, str) else facts) == {"npqh.duration": ""}


def test_the_tables_are_the_same_on_both_engines(bare: Engine) -> None:
    upgrade(bare)

    with bare.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
