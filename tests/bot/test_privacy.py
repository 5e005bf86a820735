"""Three people who wrote on three channels; one of them is exported, then erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select

from bot import cases, choices, ledger
from bot.errors import InputError
from bot.model import Enquiry
from bot.outbox import enqueue
from bot.privacy import erase_person, export_person
from bot.retention import purge
from bot.storage import open_database, upgrade
from bot.storage.tables import (
    audit,
    conversations,
    deliveries,
    enquirers,
    mails,
    metadata,
    received,
    turns,
)
from tests.bot.desks import DAY, HOUR, NOON, small_desk

# These hold nobody's words and nobody's address.
NOBODYS = {
    "audit", "choices", "colleagues", "findings", "leases", "mail_streaks", "mailboxes",
    "sign_ins",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writer:
    name: str
    address: str
    slack: str
    word: str


ROSIE = Writer("Rosie Quill", "rosie.quill@oak.example", "U0ROSIE", "marmalade")
SAM = Writer("Sam Finch", "sam.finch@elm.example", "U0SAM", "cinnamon")
TESS = Writer("Tess Moor", "tess.moor@ash.example", "U0TESS", "liquorice")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    """A data folder in which all three have written on all three channels."""
    engine = open_database(f"sqlite:///{folder / 'npq.sqlite3'}")
    upgrade(engine)
    for writer in (ROSIE, SAM, TESS):
        write(engine, writer)
    yield engine
    engine.dispose()


def write(engine: Engine, writer: Writer) -> None:
    desk = small_desk(engine)
    talks = {"email": writer.address, "slack": writer.slack, "web": None}
    for channel, sender in talks.items():
        reply = desk.receive(
            Enquiry(
                channel, f"{channel} {writer.address}", f"escalate my {writer.word}",
                identity=f"<{writer.word}.{channel}@{writer.address.partition('@')[2]}>",
                sender=sender, name=writer.name, received_at=NOON,
            )
        )  # fmt: skip
        assert reply.reference is not None
        with engine.begin() as connection:
            if channel == "web":
                cases.leave_contact(
                    connection, reply.conversation, reply.reference, writer.address, NOON
                )
            view = cases.view(connection, reply.reference)
            cases.note(connection, view.reference, view.version, "Ann", NOON, f"{writer.name} rang")
            enqueue(
                connection, channel="email", kind="note", recipient=writer.address,
                payload={"text": writer.word}, unique_key=f"{channel} {writer.word}",
                not_before=NOON, conversation=reply.conversation,
            )  # fmt: skip
            store_mail(connection, writer, channel, reply.conversation)


def store_mail(connection: Connection, writer: Writer, channel: str, conversation: str) -> None:
    connection.execute(
        mails.insert().values(
            digest=f"{writer.word} {channel}", raw=f"From: {writer.address}\r\n\r\nHi".encode(),
            size=9, conversation_id=conversation, kind="process", reason="p", fate="answered",
            subject_core="", text_hash="", arrived_at=NOON, stored_at=NOON,
        )
    )  # fmt: skip


def traces(folder: Path, writer: Writer) -> dict[str, list[str]]:
    """Files of the data folder in which something of a person's can be read."""
    words = (writer.address, writer.name, writer.slack, writer.word)
    return {
        path.name: [word for word in words if word.encode() in path.read_bytes()]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_nothing_of_an_erased_person_is_left_in_any_file(engine: Engine, folder: Path) -> None:
    with engine.connect() as connection:
        before = ledger.balance(connection)
    assert traces(folder, ROSIE)["npq.sqlite3-wal"] or traces(folder, ROSIE)["npq.sqlite3"]

    erase_person(engine, ROSIE.address, "terminal", NOON)
    erase_person(engine, ROSIE.slack, "terminal", NOON)

    assert {name: found for name, found in traces(folder, ROSIE).items() if found} == {}
    with engine.connect() as connection:
        assert ledger.balance(connection) == before
        assert ledger.faults(connection) == {}


def test_the_others_keep_everything(engine: Engine, folder: Path) -> None:
    def kept() -> dict[str, int]:
        with engine.connect() as connection:
            return {
                table.name: sum(
                    SAM.word in str(row) or SAM.address in str(row) or SAM.name in str(row)
                    for row in connection.execute(select(table))
                )
                for table in metadata.sorted_tables
            }

    before = kept()
    erase_person(engine, ROSIE.address, "terminal", NOON)

    assert kept() == before
    assert sum(before.values()) > 10


def test_an_address_in_other_peoples_words_is_overwritten(engine: Engine, folder: Path) -> None:
    small_desk(engine).receive(
        Enquiry("email", "s", f"escalate: ask {ROSIE.address.upper()}", sender=SAM.address)
    )

    erased = erase_person(engine, ROSIE.address, "terminal", NOON)

    assert erased.mentions > 0
    assert ROSIE.address.upper().encode() not in (folder / "npq.sqlite3").read_bytes()


def test_what_waits_to_be_sent_to_an_erased_person_is_gone(engine: Engine) -> None:
    erase_person(engine, ROSIE.address, "terminal", NOON)

    with engine.connect() as connection:
        recipients = set(connection.execute(select(deliveries.c.recipient)).scalars())
    assert recipients >= {SAM.address, TESS.address}
    assert ROSIE.address not in recipients


def test_an_erased_message_that_comes_in_again_is_not_answered_again(engine: Engine) -> None:
    erase_person(engine, ROSIE.address, "terminal", NOON)

    again = small_desk(engine).receive(
        Enquiry("email", "x", "escalate my marmalade", identity="<marmalade.email@oak.example>",
                sender=ROSIE.address)
    )  # fmt: skip

    assert (again.repeated, again.text) == (True, "")


def test_the_audit_log_says_that_it_was_done_and_not_to_whom(engine: Engine) -> None:
    erase_person(engine, ROSIE.address, "Ann", NOON)

    with engine.connect() as connection:
        lines = connection.execute(select(audit.c.who, audit.c.what, audit.c.subject)).all()
    assert ("Ann", "person.erased") in [(line.who, line.what) for line in lines]
    assert ROSIE.address not in str(lines)


def test_an_export_is_complete(engine: Engine, tmp_path: Path) -> None:
    exported = export_person(engine, ROSIE.address, tmp_path / "out", NOON)

    document = json.loads((tmp_path / "out" / "person.json").read_text("utf-8"))
    kept = document["kept"]
    assert {name: len(rows) for name, rows in kept.items()} == exported.rows
    assert sorted(row["channel"] for row in kept["conversations"]) == ["email", "web"]
    assert [row["text"] for row in kept["turns"]] == ["escalate my marmalade"] * 2
    assert {row["recipient"] for row in kept["deliveries"]} == {ROSIE.address}
    assert {"Rosie Quill rang"} <= {row["note"] for row in kept["case_events"]}
    assert SAM.word not in json.dumps(document)
    mail = (tmp_path / "out" / kept["mails"][0]["raw"]).read_bytes()
    assert exported.mails == 2
    assert ROSIE.address.encode() in mail


def test_a_reference_stands_for_a_person_without_an_address(engine: Engine, tmp_path: Path) -> None:
    reply = small_desk(engine).receive(Enquiry("web", "nameless", "escalate my nutmeg"))
    assert reply.reference is not None

    erase_person(engine, reply.reference.lower(), "terminal", NOON)

    with engine.connect() as connection:
        texts = connection.execute(select(turns.c.text)).scalars().all()
    assert not any("nutmeg" in text for text in texts)


def test_nobody_is_found_under_an_unknown_address(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is kept under"):
        erase_person(engine, "nobody@nowhere.example", "terminal", NOON)
    with pytest.raises(InputError, match="nothing is kept under"):
        export_person(engine, "nobody@nowhere.example", tmp_path, NOON)


def test_every_table_is_found_by_its_keys_or_holds_nobody() -> None:
    homes = {"enquirers", "conversations", "cases"}
    reached = set(homes)
    for table in metadata.sorted_tables:
        parents = {key.column.table.name for key in table.foreign_keys}
        if parents & homes or any(column.info.get("person") for column in table.columns):
            reached.add(table.name)

    missed = {table.name for table in metadata.sorted_tables} - reached - NOBODYS
    assert missed <= {"mail_places", "slack_events"}


def test_erasing_works_on_postgresql_too(both: Engine) -> None:
    for writer in (ROSIE, SAM):
        write(both, writer)
    erase_person(both, ROSIE.address, "terminal", NOON)
    erase_person(both, ROSIE.slack, "terminal", NOON)

    with both.connect() as connection:
        everything = [
            str(row)
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
    assert not any(ROSIE.address in row or ROSIE.word in row for row in everything)
    assert any(SAM.word in row for row in everything)


def test_after_a_year_words_go_and_counters_stay(both: Engine) -> None:
    write(both, ROSIE)
    with both.begin() as connection:
        before = ledger.balance(connection)
        for reference in (
            connection.execute(select(metadata.tables["cases"].c.reference)).scalars().all()
        ):
            version = cases.view(connection, reference).version
            cases.not_ours(connection, reference, version, "Ann", NOON)
        connection.execute(deliveries.update().values(state="sent"))
    small_desk(both).set_aside(
        Enquiry("email", "o", "away", identity="<oof@x>", received_at=NOON), "auto_reply", "n.oof"
    )

    assert purge(both, NOON + 364 * DAY)["conversations"] == 0
    done = purge(both, NOON + 365 * DAY + HOUR)

    assert (done["conversations"], done["enquirers"]) == (3, 3)
    with both.connect() as connection:
        for table in (turns, conversations, enquirers, deliveries):
            assert connection.execute(select(table)).all() == []
        after = ledger.balance(connection)
        assert (after.received, after.queued) == (before.received + 1, before.queued)
        assert ledger.faults(connection) == {}
        names = connection.execute(select(received.c.identity)).scalars().all()
    assert all(name.startswith("forgotten:") for name in names)


def test_mails_as_they_came_in_go_after_ninety_days(both: Engine) -> None:
    write(both, ROSIE)

    assert purge(both, NOON + 90 * DAY)["mails.raw"] == 0
    assert purge(both, NOON + 90 * DAY + HOUR)["mails.raw"] == 3

    with both.connect() as connection:
        assert set(connection.execute(select(mails.c.raw)).scalars()) == {None}
        assert len(connection.execute(select(turns)).all()) == 3


def test_how_long_is_staffs_to_say(both: Engine) -> None:
    write(both, ROSIE)
    with both.begin() as connection:
        choices.set(connection, "keep_raw_mail_days", None, "Ann", NOON)

    assert purge(both, NOON + 9999 * DAY)["mails.raw"] == 0


def test_a_case_under_way_keeps_its_conversation(both: Engine) -> None:
    write(both, ROSIE)

    assert purge(both, NOON + 9999 * DAY)["conversations"] == 0
