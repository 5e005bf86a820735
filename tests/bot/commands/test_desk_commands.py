"""Cases, colleagues, choices, persons at the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.storage import open_database, upgrade
from bot.storage.tables import received
from tests.bot.commands.conftest import Run
from tests.bot.desks import open_case


@pytest.fixture
def reference(run: Run, tmp_path: Path) -> str:
    """A case in the database that the commands use."""
    engine = open_database(f"sqlite:///{tmp_path / 'var' / 'npq.sqlite3'}")
    upgrade(engine)
    made = open_case(engine, "escalate what does it cost?")
    engine.dispose()
    return made


def test_a_case_is_worked_on_from_the_list_to_the_reply(run: Run, reference: str) -> None:
    assert f"{reference}  " in run("cases", "list").out
    assert "what does it cost?" in run("cases", "show", reference).out
    assert run("cases", "claim", reference, "--as", "Ann").out == (
        f"{reference} is claimed, version 2\n"
    )
    run("cases", "draft", reference, "--text", "It costs nothing we publish.")
    assert "sending" in run("cases", "send", reference, "--as", "Ann").out
    assert "claimed" in run("cases", "undo", reference).out
    found = json.loads(run("cases", "show", reference, "--json").out)

    assert [event["what"] for event in found["history"]] == [
        "opened", "claimed", "draft_saved", "approved", "undone",
    ]  # fmt: skip
    assert found["draft"] == "It costs nothing we publish."


@pytest.mark.parametrize(
    "words",
    [
        ("note", "{}", "rang"), ("tag", "{}", "fees", "spring"), ("assign", "{}", "Bob"),
        ("snooze", "{}", "2099-01-01"), ("contact", "{}", "a@example.org"),
        ("close", "{}", "rang"), ("not-ours", "{}"), ("claim", "{}"),
    ],
)  # fmt: skip
def test_every_step_can_be_taken(run: Run, reference: str, words: tuple[str, ...]) -> None:
    ran = run("cases", *(word.format(reference) for word in words))

    assert (ran.status, ran.err) == (0, "")


def test_the_second_is_told_who_was_first(run: Run, reference: str) -> None:
    run("cases", "claim", reference, "--as", "Ann")

    ran = run("cases", "send", reference, "--text", "Mine.", "--version", "1", "--as", "Bob")

    assert ran.status == 1
    assert "changed first: claimed by Ann" in ran.err


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("cases", "show", "AAA-AAA"), "There is no case AAA-AAA"),
        (("cases", "send", "{}", "--text", " "), "A reply needs words"),
        (("cases", "send", "{}", "--file", "missing.txt"), "missing.txt: cannot be read"),
        (("cases", "snooze", "{}", "2001-01-01"), "a later moment"),
        (("cases", "snooze", "{}", "soon"), "allowed: YYYY-MM-DD"),
        (("cases", "merge", "{}", "{}"), "into itself"),
        (("choices", "gretting"), "allowed: greeting"),
        (("choices", "undo_seconds", "soon"), "VALUE is not JSON"),
        (("choices", "undo_seconds", "-1"), "a whole number from 0"),
        (("choices", "working_hours", '{"noday": ["09:00", "17:00"]}'), "allowed: mon, tue"),
        (("choices", "working_hours", '{"mon": ["9 to 5"]}'), '"09:00", "17:00"'),
        (("choices", "bank_holidays", '["25 December"]'), "allowed: YYYY-MM-DD"),
        (("staff", "add", " "), "is no name"),
        (("staff", "add", "Ann", "nowhere"), "is no mail address"),
        (("staff", "add", "Ann", "--slack-id", "ann"), "is no Slack id"),
        (("staff", "link", "Nobody"), "is no colleague"),
        (("staff", "remove", "Nobody"), "is no colleague"),
        (("person", "export", "nobody@nowhere.example"), "nothing is kept under"),
        (("person", "erase", "nobody@nowhere.example", "--yes"), "nothing is kept under"),
    ],
)
def test_bad_input_is_named(run: Run, reference: str, words: tuple[str, ...], fault: str) -> None:
    ran = run(*(word.replace("{}", reference) for word in words))

    assert ran.status == 2
    assert fault in ran.err


def test_a_colleague_is_added_listed_and_removed(run: Run) -> None:
    ran = run("staff", "add", "Ann Reed", "Ann@school.example", "--at", "https://desk.example/")
    assert re.search(r"https://desk\.example/staff/sign-in/[\w-]{20,}", ran.out)
    assert run("staff", "list").out == "Ann Reed  ann@school.example  -\n"
    assert "sign-in" in run("staff", "link", "ann@school.example").out

    run("staff", "remove", "Ann Reed")
    assert "(removed)" in run("staff", "list").out
    assert run("staff", "link", "Ann Reed").status == 2


def test_two_colleagues_cannot_share_an_address(run: Run) -> None:
    run("staff", "add", "Ann", "ann@school.example")

    assert "belongs to another colleague" in run("staff", "add", "Bob", "ann@school.example").err


def test_choices_are_kept(run: Run) -> None:
    run("choices", "working_hours", '{"mon": ["09:00", "17:00"]}')
    run("choices", "chat_off", "We are moving house")

    assert '{"mon": ["09:00", "17:00"]}' in run("choices", "working_hours").out
    assert 'chat_off = "We are moving house"' in run("choices").out


def test_a_person_is_exported_then_erased(run: Run, reference: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("person", "export", "head@school.example", "--output", str(out)).status == 0
    assert "what does it cost?" in (out / "person.json").read_text()

    assert "rows erased" in run("person", "erase", "head@school.example", "--yes").out
    assert run("cases", "show", reference).status == 2


def test_purge_says_what_it_forgot(run: Run, reference: str) -> None:
    assert "      0  conversations" in run("purge").out


def test_doctor_proves_the_ledger(run: Run, reference: str) -> None:
    assert "1 in = 0 answered + 0 drafted + 1 with staff + 0 ignored" in run("doctor").out


def test_doctor_finds_a_line_that_is_not_true(run: Run, reference: str, tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'var' / 'npq.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(update(received).values(turn=7))
    engine.dispose()

    ran = run("doctor")

    assert ran.status == 1
    assert "FAULT ledger: 1 turns without a line in the ledger" in ran.out
    assert "FAULT ledger: 1 messages that were taken but led to no turn" in ran.out
