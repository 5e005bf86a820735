from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from bot.channels.mail_in import take_in
from bot.desk import Desk
from bot.storage.tables import cases, conversations, received
from tests.bot.fakes import FakeCore

OWN = ("npq@stsn.co.uk",)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(FakeCore().core(), engine)


def mail(text: str, number: int = 1, sender: str = "a@school.example", **headers: str) -> bytes:
    lines = {
        "From": sender,
        "To": OWN[0],
        "Subject": "Question",
        "Message-ID": f"<{number}@school.example>",
        **headers,
    }
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return f"{head}\r\n{text}\r\n".encode()


def test_a_persons_mail_is_answered_and_its_sender_noted(desk: Desk, engine: Engine) -> None:
    taken = take_in(desk, mail("escalate this"), OWN)

    with engine.connect() as connection:
        contact = connection.execute(select(cases.c.contact)).scalar_one()
    assert taken.disposition.kind == "process"
    assert taken.reply is not None
    assert contact == "a@school.example"


def test_the_same_mail_twice_is_one(desk: Desk) -> None:
    take_in(desk, mail("answer"), OWN)
    again = take_in(desk, mail("answer"), OWN)

    assert again.reply is not None
    assert again.reply.repeated


def test_a_reply_continues_its_conversation(desk: Desk, engine: Engine) -> None:
    take_in(desk, mail("answer"), OWN)
    take_in(desk, mail("answer", 2, In_Reply_To="<1@school.example>"), OWN)

    with engine.connect() as connection:
        assert len(connection.execute(select(conversations)).all()) == 1


def test_quoting_anothers_message_id_opens_nothing_of_theirs(desk: Desk, engine: Engine) -> None:
    take_in(desk, mail("answer"), OWN)
    take_in(desk, mail("answer", 2, "b@other.example", In_Reply_To="<1@school.example>"), OWN)

    with engine.connect() as connection:
        assert len(connection.execute(select(conversations)).all()) == 2


def test_machines_are_listed_and_not_answered(desk: Desk, engine: Engine) -> None:
    taken = take_in(desk, mail("I am away", Auto_Submitted="auto-replied"), OWN)

    with engine.connect() as connection:
        row = connection.execute(select(received)).one()
    assert taken.reply is None
    assert (row.outcome, row.conversation_id) == ("auto_reply", None)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"just words"])
def test_what_is_hardly_a_mail_goes_to_staff(desk: Desk, engine: Engine, raw: bytes) -> None:
    taken = take_in(desk, raw, OWN)

    with engine.connect() as connection:
        assert connection.execute(select(cases.c.reference)).scalar_one()
    assert taken.reply is not None
    assert taken.reply.text == ""
