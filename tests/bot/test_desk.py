from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError

from bot.core import FAILURE_REASON
from bot.desk import Desk
from bot.model import Enquiry
from bot.references import PATTERN
from bot.storage.tables import cases, conversations, received, turns
from handlers.model import Context, Outcome
from tests.bot.fakes import FakeCore

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def fake() -> FakeCore:
    return FakeCore()


@pytest.fixture
def desk(fake: FakeCore, engine: Engine) -> Desk:
    return Desk(fake.core(), engine)


def ask(desk: Desk, text: str, identity: str = "", thread: str = "t") -> str | None:
    return desk.receive(Enquiry("web", thread, text, identity=identity)).reference


def count(engine: Engine, table: str) -> int:
    tables = {"cases": cases, "turns": turns, "received": received, "talks": conversations}
    with engine.connect() as connection:
        query = select(func.count()).select_from(tables[table])
        return int(connection.execute(query).scalar_one())


def test_a_turn_is_stored_with_its_facts(desk: Desk, engine: Engine) -> None:
    reply = desk.receive(Enquiry("web", "t", "answer me"))

    with engine.connect() as connection:
        row = connection.execute(select(turns)).one()
    assert reply.outcome is Outcome.ANSWER
    assert (row.text, list(row.facts), row.outcome) == ("answer me", ["npqh.duration"], "answer")
    assert len(row.facts["npqh.duration"]) == 12
    assert row.received_at.tzinfo is not None


def test_the_context_travels_from_turn_to_turn(desk: Desk, fake: FakeCore) -> None:
    for _ in range(3):
        ask(desk, "answer")
    ask(desk, "answer", thread="another")

    assert [context.turns for context in fake.contexts] == [0, 1, 2, 0]


def test_a_message_that_comes_in_twice_is_answered_once(desk: Desk, engine: Engine) -> None:
    first = desk.receive(Enquiry("email", "t", "both", identity="<1@example>"))
    second = desk.receive(Enquiry("email", "t", "both", identity="<1@example>"))

    assert second.repeated
    assert (second.text, second.parts) == (first.text, first.parts)
    assert (second.reference, second.outcome) == (first.reference, first.outcome)
    assert (count(engine, "turns"), count(engine, "cases")) == (1, 1)


def test_the_same_identity_on_another_channel_is_another_message(
    desk: Desk, engine: Engine
) -> None:
    desk.receive(Enquiry("email", "t", "answer", identity="1"))
    desk.receive(Enquiry("slack", "t", "answer", identity="1"))

    assert count(engine, "turns") == 2


def test_a_hand_over_opens_a_case_with_a_readable_reference(desk: Desk, engine: Engine) -> None:
    enquiry = Enquiry("email", "t", "both of them", sender="a@example.org", received_at=NOON)
    reply = desk.receive(enquiry)

    with engine.connect() as connection:
        case = connection.execute(select(cases)).one()
    assert PATTERN.fullmatch(reply.reference or "")
    assert reply.reference in reply.text
    assert (case.reference, case.state, case.reason) == (reply.reference, "new", "staff.price")
    assert (case.question, case.contact, case.version) == ("How much?", "a@example.org", 1)
    assert case.opened_at == NOON


def test_asking_on_keeps_one_case_and_one_reference(desk: Desk, engine: Engine) -> None:
    first = ask(desk, "escalate this")
    second = ask(desk, "urgent that")

    with engine.connect() as connection:
        case = connection.execute(select(cases)).one()
    assert first == second
    assert case.question == "escalate this\nurgent that"
    assert case.urgent
    assert case.version == 2


def test_a_fault_inside_becomes_a_case_and_a_log_without_words(
    desk: Desk, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = desk.receive(Enquiry("web", "t", "fail for Rosie Secret"))

    assert reply.outcome is Outcome.ESCALATE
    assert reply.parts[0].reason == FAILURE_REASON
    assert count(engine, "cases") == 1
    assert "RuntimeError" in caplog.text
    assert "in consult" in caplog.text
    assert "Rosie" not in caplog.text


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "a\x00b\udfffc", "x" * 1_000_000, "😀"])
def test_no_text_is_too_odd_to_be_stored(desk: Desk, fake: FakeCore, text: str) -> None:
    desk.receive(Enquiry("web", text, text, subject=text, identity=text, sender=text))

    fake.texts[0].encode()
    assert "\x00" not in fake.texts[0]
    assert len(fake.texts[0]) <= 100_000


def test_held_messages_reach_staff_without_a_word_to_the_sender(desk: Desk, engine: Engine) -> None:
    enquiry = Enquiry("email", "t", "Please call", identity="<2@example>")
    reply = desk.hold(enquiry, "h.no_headers")

    assert (reply.text, reply.outcome) == ("", Outcome.ESCALATE)
    assert count(engine, "cases") == 1
    assert desk.hold(enquiry, "h.no_headers").repeated
    assert desk.receive(enquiry).repeated


def test_what_needs_no_answer_stands_in_the_ledger_once(desk: Desk, engine: Engine) -> None:
    enquiry = Enquiry("email", "t", "I am away", identity="<3@example>")

    assert desk.set_aside(enquiry, "auto_reply", "n.auto_replied")
    assert not desk.set_aside(enquiry, "auto_reply", "n.auto_replied")
    assert (count(engine, "received"), count(engine, "turns")) == (1, 0)


def test_only_the_token_opens_a_conversation(desk: Desk) -> None:
    desk.open("web", "c1", "right", NOON)
    desk.open("web", "c1", "other", NOON)

    assert desk.door("web", "c1").opens("right")
    assert not desk.door("web", "c1").opens("other")
    assert not desk.door("api", "c1").opens("right")


def test_an_address_is_left_only_with_a_case_of_the_conversation(desk: Desk) -> None:
    reply = desk.receive(Enquiry("web", "t", "escalate"))
    other = desk.receive(Enquiry("web", "u", "escalate"))
    assert reply.reference is not None

    assert desk.leave_contact(reply.conversation, reply.reference, "a@example.org", NOON)
    assert not desk.leave_contact(other.conversation, reply.reference, "b@example.org", NOON)
    assert desk.contact_of(reply.conversation, reply.reference) == "a@example.org"


def test_history_shows_what_was_said(desk: Desk) -> None:
    replies = [desk.receive(Enquiry("web", "t", text)) for text in ("clarify", "both")]

    history = desk.history(replies[0].conversation)

    assert [turn.text for turn in history] == ["clarify", "both"]
    assert [turn.parts for turn in history] == [reply.parts for reply in replies]


def test_a_context_of_another_version_is_forgotten_not_fatal(desk: Desk, engine: Engine) -> None:
    ask(desk, "answer")
    with engine.begin() as connection:
        connection.execute(conversations.update().values(context={"turns": "many"}))

    assert desk.receive(Enquiry("web", "t", "answer")).outcome is Outcome.ANSWER


def test_a_database_that_cannot_be_written_stores_nothing_and_says_so(
    desk: Desk, engine: Engine
) -> None:
    with engine.begin() as connection:
        cases.drop(connection)

    with pytest.raises(OperationalError):
        ask(desk, "escalate")
    assert (count(engine, "turns"), count(engine, "received"), count(engine, "talks")) == (0, 0, 0)


def test_a_first_context_is_empty(desk: Desk, fake: FakeCore) -> None:
    ask(desk, "answer")

    assert fake.contexts == [Context()]
