from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.channels.email.answering import House
from bot.channels.email.arrival import Arrived, TakenIn
from bot.channels.email.signing import new_message_id
from bot.channels.mail_in import MailIn
from bot.desk import Desk
from bot.storage.tables import cases, conversations, mails, received, sent_mails
from tests.bot.fakes import FakeCore
from tests.mailservers.bombs import hostile_mails

ROOT = Path(__file__).parent.parent.parent.parent
OWN = ("npq@stsn.co.uk",)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUSE = House(OWN[0], "secret of the tests", "automatic")


@pytest.fixture
def engine(both: Engine) -> Engine:
    return both


@pytest.fixture
def mail_in(engine: Engine) -> MailIn:
    return MailIn(Desk(FakeCore().core(), engine), engine, HOUSE)


def take(mail_in: MailIn, raw: bytes, at: datetime = NOW) -> TakenIn:
    return mail_in.take(Arrived(raw, len(raw), at), at)


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


def test_a_persons_mail_is_answered_and_its_sender_noted(mail_in: MailIn, engine: Engine) -> None:
    taken = take(mail_in, mail("escalate this"))

    with engine.connect() as connection:
        contact = connection.execute(select(cases.c.contact)).scalar_one()
    assert taken.disposition.kind == "process"
    assert taken.reply is not None
    assert contact == "a@school.example"


def test_the_same_mail_twice_is_one(mail_in: MailIn, engine: Engine) -> None:
    first = take(mail_in, mail("answer"))
    again = take(mail_in, b"Received: by another relay\r\nX-Spam: no\r\n" + mail("answer"))

    assert (first.repeated, again.repeated) == (False, True)
    assert again.shown == first.shown
    with engine.connect() as connection:
        assert len(connection.execute(select(mails)).all()) == 1


def test_a_mail_is_kept_as_it_came_in(mail_in: MailIn, engine: Engine) -> None:
    raw = mail("answer") + bytes(range(256))
    take(mail_in, raw)

    with engine.connect() as connection:
        assert connection.execute(select(mails.c.raw)).scalar_one() == raw


def test_a_reply_to_ours_continues_its_conversation(mail_in: MailIn, engine: Engine) -> None:
    take(mail_in, mail("answer"))
    with engine.connect() as connection:
        ours = connection.execute(select(sent_mails.c.message_id)).scalar_one()
    take(mail_in, mail("answer and more", 2, In_Reply_To=ours))

    with engine.connect() as connection:
        assert len(connection.execute(select(conversations)).all()) == 1


@pytest.mark.parametrize("sender", ["a@school.example", "b@other.example"])
def test_quoting_a_mail_that_is_not_ours_opens_nothing(
    mail_in: MailIn, engine: Engine, sender: str
) -> None:
    take(mail_in, mail("answer"))
    take(mail_in, mail("answer and more", 2, sender, In_Reply_To="<1@school.example>"))

    with engine.connect() as connection:
        assert len(connection.execute(select(conversations)).all()) == 2


def test_a_signed_id_of_another_key_opens_nothing(mail_in: MailIn, engine: Engine) -> None:
    take(mail_in, mail("answer"))
    with engine.connect() as connection:
        conversation = connection.execute(select(conversations.c.id)).scalar_one()
    forged = new_message_id("another secret", conversation, "t0", "stsn.co.uk")
    take(mail_in, mail("answer and more", 2, In_Reply_To=forged))

    with engine.connect() as connection:
        assert len(connection.execute(select(conversations)).all()) == 2


def test_machines_are_listed_and_not_answered(mail_in: MailIn, engine: Engine) -> None:
    taken = take(mail_in, mail("I am away", Auto_Submitted="auto-replied"))

    with engine.connect() as connection:
        row = connection.execute(select(received)).one()
    assert taken.reply is None
    assert (row.outcome, row.conversation_id) == ("auto_reply", None)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"just words"])
def test_what_is_hardly_a_mail_goes_to_staff(mail_in: MailIn, engine: Engine, raw: bytes) -> None:
    taken = take(mail_in, raw)

    with engine.connect() as connection:
        assert connection.execute(select(cases.c.reference)).scalar_one()
    assert taken.reply is not None


def test_one_address_gets_no_more_than_its_share_of_automatic_mail(
    mail_in: MailIn, engine: Engine
) -> None:
    for n in range(30):
        take(
            mail_in,
            mail(f"answer this please {n}", n, Subject=f"Question {n}"),
            NOW + timedelta(minutes=n),
        )

    assert _sent(engine) == 3


def test_one_domain_gets_no_more_than_its_share(mail_in: MailIn, engine: Engine) -> None:
    for n in range(30):
        take(
            mail_in,
            mail(f"answer this please {n}", n, f"s{n}@school.example", Subject=f"Question {n}"),
        )

    assert _sent(engine) == 10


def test_the_breaker_stops_everything_when_too_much_goes_out(
    mail_in: MailIn, engine: Engine
) -> None:
    for n in range(80):
        take(
            mail_in,
            mail(f"answer this please {n}", n, f"s@school{n}.example", Subject=f"Question {n}"),
        )
    held = take(mail_in, mail("answer this please 99", 99, "s@another.example"))
    later = take(
        mail_in, mail("answer this please 100", 100, "s@one-more.example"), NOW + timedelta(hours=2)
    )

    assert held.disposition.reason == "h.rate"
    assert later.shown == "answered"
    assert _sent(engine) == 61


def test_the_same_words_again_in_a_conversation_go_to_staff(
    mail_in: MailIn, engine: Engine
) -> None:
    take(mail_in, mail("answer"))
    with engine.connect() as connection:
        ours = connection.execute(select(sent_mails.c.message_id)).scalar_one()
    again = take(mail_in, mail("Answer!", 2, In_Reply_To=ours))

    assert again.disposition.reason == "h.same_body"


def test_every_mail_that_we_know_of_is_taken_in_and_kept(mail_in: MailIn, engine: Engine) -> None:
    known = {path.name: path.read_bytes() for path in (ROOT / "tests/mail").glob("*.eml")}
    known |= dict(hostile_mails())

    for name, raw in known.items():
        assert take(mail_in, raw).disposition.reason, name

    with engine.connect() as connection:
        stored = connection.execute(select(mails.c.digest)).scalars().all()
        entered = connection.execute(select(received.c.identity)).scalars().all()
    assert sorted(stored) == sorted(entered)
    assert len(stored) >= len(known) - 1  # two of the false charsets may be one mail


def _sent(engine: Engine) -> int:
    with engine.connect() as connection:
        query = select(sent_mails.c.id).where(sent_mails.c.kind == "automatic")
        return len(connection.execute(query).all())
