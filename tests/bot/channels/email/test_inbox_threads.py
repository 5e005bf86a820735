"""Who may join a conversation by mail, and who never gets an answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import cases
from bot.storage import reading
from bot.storage.tables import conversations, received
from tests.mailservers.looks import FOUR, count
from tests.mailservers.office import Office, letter, parsed, reply_to, text_of
from tests.mailservers.sink import Sink

QUESTION = "How long does the NPQH take?"


def test_an_answer_to_an_answer_joins_its_conversation_and_a_clear_question_is_answered(
    office: Office, sink: Sink
) -> None:
    office.arrive(letter(QUESTION))
    office.work()
    (answer,) = map(parsed, sink.mails)
    office.later(hours=1)
    office.arrive(reply_to(answer, "And how is the NPQH assessed?"))

    office.work()

    second = parsed(sink.mails[1])
    assert "90%" in text_of(second)
    assert second["References"].split()[-1] == "<two@school.example>"
    assert answer["Message-ID"] in second["References"]
    assert count(office.engine, conversations) == 1


def test_a_stranger_with_somebody_elses_message_id_begins_a_case_of_their_own(
    office: Office, sink: Sink
) -> None:
    office.arrive(letter(FOUR))
    office.work()
    (answer,) = map(parsed, sink.mails)
    office.arrive(
        reply_to(
            answer,
            "Please let a person call me. What did I ask before?",
            sender="Eve <eve@elsewhere.example>",
        )
    )

    office.work()

    assert count(office.engine, conversations) == 2
    for raw in sink.mails[1:]:
        assert "pounds" not in text_of(parsed(raw))
        assert parsed(raw)["To"] == "eve@elsewhere.example"
    with reading(office.engine) as connection:
        notes = [
            event.note
            for line in cases.listed(connection)
            for event in cases.view(connection, line.reference).history
        ]
    assert any("somebody else" in note for note in notes)


@pytest.mark.parametrize(
    "forged",
    [
        "<00000000000000000000000000000000.t0.00000000000000000000@stsn.co.uk>",
        "<anything@stsn.co.uk>",
        "<one@school.example>",
    ],
)
def test_a_guessed_header_opens_nothing(office: Office, sink: Sink, forged: str) -> None:
    office.arrive(letter(QUESTION))
    office.work()
    office.arrive(
        letter("What about assessment of the NPQH?", message_id="<evil@x.example>",
               more=f"In-Reply-To: {forged}\r\nReferences: {forged}\r\n")
    )  # fmt: skip

    office.work()

    assert count(office.engine, conversations) == 2


def test_two_inboxes_that_write_to_each_other_stop_after_one_exchange(
    office: Office, sink: Sink
) -> None:
    office.arrive(letter(QUESTION, sender="Other desk <desk@other.example>"))
    office.work()
    (answer,) = sink.mails
    for n in range(5):  # the other desk answers each of ours, and its server strips the marks
        plain = answer.replace(b"Auto-Submitted: auto-replied\r\n", b"").replace(
            b"X-Auto-Response-Suppress: All\r\n", b""
        )
        office.later(minutes=1)
        office.arrive(
            reply_to(parsed(plain), QUESTION, sender="Other desk <desk@other.example>",
                     message_id=f"<again{n}@other.example>")
        )  # fmt: skip
        office.work()

    assert len(sink.mails) == 1


def test_machines_are_listed_and_never_answered(office: Office, sink: Sink) -> None:
    office.arrive(
        letter("I am away.", more="Auto-Submitted: auto-replied\r\n"),
        letter("News!", more="List-Unsubscribe: <mailto:x@y.example>\r\n",
               message_id="<list@x.example>"),
    )  # fmt: skip

    office.work()

    assert sink.mails == []
    assert office.keywords() == ["$NpqIgnored", "$NpqIgnored"]
    with reading(office.engine) as connection:
        rows = connection.execute(select(received.c.fate, received.c.reason)).all()
    assert {tuple(row) for row in rows} == {
        ("ignored", "n.auto_replied"),
        ("ignored", "n.list_mail"),
    }


def test_a_reply_that_comes_back_opens_a_case(office: Office, sink: Sink) -> None:
    office.arrive(letter(QUESTION))
    office.work()
    report = (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: npq@stsn.co.uk\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nNo such person.\r\n--b\r\n"
        b"Content-Type: message/rfc822\r\n\r\n"
    ) + sink.mails[0]
    office.arrive(report + b"\r\n--b--\r\n")

    office.work()

    with reading(office.engine) as connection:
        (case,) = cases.listed(connection)
    assert case.reason == "mail.bounced"
    assert len(sink.mails) == 1
