"""The inbox end to end: a real Dovecot in, a real SMTP server out, people in between."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, Table, select

from bot import cases
from bot.channels.email.rounds import Folders
from bot.core import Core
from bot.storage import reading
from bot.storage.tables import conversations, mail_places, mails, received
from tests.mailservers.dovecot import Dovecot
from tests.mailservers.office import Office, letter, parsed, reply_to, text_of
from tests.mailservers.sink import Sink

FOUR = (
    "Dear team,\r\n\r\nI have some questions on the NPQH. How long does the NPQH take? How is the"
    " NPQH assessed? Who is the NPQH for? And what does the NPQH cost in pounds?\r\n\r\n"
    "Kind regards\r\nSam Patel"
)
QUESTION = "How long does the NPQH take?"


@pytest.fixture
def office(engine: Engine, core: Core, dovecot: Dovecot, sink: Sink) -> Office:
    """An inbox that answers by itself."""
    return Office(engine, core, dovecot.port, sink.port)


@pytest.fixture
def drafting(engine: Engine, core: Core, dovecot: Dovecot, sink: Sink) -> Office:
    """An inbox that only drafts."""
    return Office(engine, core, dovecot.port, sink.port, mode="draft")


def test_four_questions_come_back_as_one_mail_with_three_answers_and_one_hand_over(
    office: Office, sink: Sink
) -> None:
    office.arrive(letter(FOUR))

    office.work()

    (answer,) = map(parsed, sink.mails)
    text = text_of(answer)
    with reading(office.engine) as connection:
        (case,) = cases.listed(connection)
    assert answer["To"] == "sam@school.example"
    assert answer["In-Reply-To"] == "<one@school.example>"
    assert answer["Auto-Submitted"] == "auto-replied"
    assert text.index("1. How long") < text.index("2. How is") < text.index("3. Who is")
    assert text.index("Passed to the NPQ team") < text.index('4. "And what does the NPQH cost')
    assert "18 months" in text
    assert case.reference in text
    assert case.contact == "sam@school.example"
    assert office.keywords() == ["$NpqAnswered"]
    ((filed, _),) = office.seen_in("Sent Items")
    assert filed["Message-ID"].strip() == answer["Message-ID"]


def test_nothing_is_marked_read_and_nothing_is_sent_twice(office: Office, sink: Sink) -> None:
    office.arrive(letter(QUESTION))

    for _ in range(3):
        office.work()
        office.later(minutes=10)

    assert len(sink.mails) == 1
    ((_, flags),) = office.seen_in()
    assert flags & {"\\Seen", "\\Answered"} == set()
    assert len(office.seen_in("Sent Items")) == 1


def test_in_draft_mode_a_draft_waits_and_nothing_is_sent(drafting: Office, sink: Sink) -> None:
    drafting.arrive(letter(FOUR))

    drafting.work()

    ((draft, flags),) = drafting.seen_in("Drafts")
    with reading(drafting.engine) as connection:
        (case,) = cases.listed(connection)
        view = cases.view(connection, case.reference)
    assert sink.mails == []
    assert "\\Draft" in flags
    assert draft["Auto-Submitted"] is None
    assert draft["To"] == "sam@school.example"
    assert "18 months" in text_of(draft)
    assert "18 months" in view.draft
    assert drafting.keywords() == ["$NpqDraft"]


def test_what_is_approved_at_the_desk_goes_out_and_takes_the_draft_away(
    drafting: Office, sink: Sink
) -> None:
    drafting.arrive(letter(QUESTION))
    drafting.work()
    with drafting.engine.begin() as connection:
        (case,) = cases.listed(connection)
        draft = cases.view(connection, case.reference).draft
        cases.approve_and_send(
            connection, case.reference, case.version, "Jo", drafting.now, draft, undo_s=0
        )

    drafting.work()

    (sent,) = map(parsed, sink.mails)
    assert sent["Auto-Submitted"] is None
    assert sent["Subject"] == "Re: NPQH"
    assert sent["In-Reply-To"] == "<one@school.example>"
    assert drafting.seen_in("Drafts") == []
    assert len(drafting.seen_in("Sent Items")) == 1


@pytest.mark.parametrize("flag", ["\\Seen", "\\Flagged", "$Important"])
def test_what_colleagues_mark_stays_and_hides_nothing(
    office: Office, sink: Sink, flag: str
) -> None:
    office.arrive(letter(QUESTION))
    with office.colleague() as box:
        box.client.uid("STORE", "1", "+FLAGS", f"({flag})")

    office.work()

    assert len(sink.mails) == 1
    ((_, flags),) = office.seen_in()
    assert {flag, "$NpqAnswered"} <= flags


def test_a_mail_that_a_colleague_took_away_first_is_accounted_for(
    office: Office, sink: Sink
) -> None:
    office.arrive(letter("Hello there, and thank you.", message_id="<zero@school.example>"))
    office.work()
    office.arrive(
        letter(QUESTION),
        letter(QUESTION, message_id="<gone@school.example>", sender="kim@other.example"),
    )
    with office.colleague() as box:
        box.client.uid("MOVE", "3", "Done")

    office.work()

    assert [parsed(raw)["To"] for raw in sink.mails] == ["sam@school.example"]
    assert fates(office.engine)[3] == "gone"


def test_a_mail_deleted_after_it_was_read_is_still_answered_once(
    office: Office, sink: Sink
) -> None:
    office.arrive(letter(QUESTION))
    office.read()
    with office.colleague() as box:
        box.client.uid("STORE", "1", "+FLAGS", "(\\Deleted)")
        box.client.expunge()

    office.send()
    office.read()

    assert len(sink.mails) == 1


def test_whoever_answers_by_hand_before_the_desk_reads_has_answered(
    office: Office, sink: Sink
) -> None:
    office.arrive(letter(QUESTION))
    _by_hand(office, "It takes 18 months. Jo")

    office.work()

    assert sink.mails == []
    assert fates(office.engine) == {1: "ignored"}
    assert reason(office.engine) == "answered_elsewhere"


def test_a_mail_marked_as_answered_or_deleted_needs_no_answer(office: Office, sink: Sink) -> None:
    office.arrive(letter(QUESTION), letter(QUESTION + " Please.", message_id="<b@c.example>"))
    with office.colleague() as box:
        box.client.uid("STORE", "1", "+FLAGS", "(\\Answered)")
        box.client.uid("STORE", "2", "+FLAGS", "(\\Deleted)")

    office.work()

    assert sink.mails == []


def test_whoever_answers_by_hand_makes_the_draft_and_the_desk_stand_down(
    drafting: Office, sink: Sink
) -> None:
    drafting.arrive(letter(QUESTION))
    drafting.work()
    _by_hand(drafting, "It takes a year and a half. Jo")

    drafting.work()

    with reading(drafting.engine) as connection:
        (case,) = cases.listed(connection, "waiting")
        joined = connection.execute(select(conversations.c.person_joined_at)).scalar_one()
    assert case.state is cases.State.ANSWERED_ELSEWHERE
    assert joined is not None
    assert drafting.seen_in("Drafts") == []


def test_after_a_colleague_has_written_the_desk_only_passes_on(office: Office, sink: Sink) -> None:
    office.arrive(letter(QUESTION))
    office.work()
    (answer,) = map(parsed, sink.mails)
    _by_hand(office, "Jo here: do you have any other question?", to=str(answer["Message-ID"]))
    office.work()
    office.later(hours=1)
    with office.colleague("Sent Items") as box:
        from_outlook = next(m.obj["Message-ID"] for m in box.fetch() if "Jo here" in m.text)
    office.arrive(
        letter("How is the NPQH assessed?", message_id="<three@school.example>",
               more=f"In-Reply-To: {from_outlook}\r\n")
    )  # fmt: skip

    office.work()

    assert len(sink.mails) == 1
    with reading(office.engine) as connection:
        (case,) = cases.listed(connection)
    assert case.reason == "person.joined"
    assert "assessed" in case.question


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


def test_folders_are_used_where_they_are_set(
    engine: Engine, core: Core, dovecot: Dovecot, sink: Sink
) -> None:
    folders = Folders(answered="Answered", ignored="Machines")
    office = Office(engine, core, dovecot.port, sink.port, folders=folders)
    office.arrive(
        letter(QUESTION),
        letter("Away.", message_id="<x@y.example>", more="Auto-Submitted: auto-replied\r\n"),
        letter("What does the NPQH cost in pounds?", message_id="<z@y.example>",
               sender="kim@z.example", more="X-Auto-Response-Suppress: All\r\n"),
    )  # fmt: skip

    office.work()

    assert office.keywords() == ["$NpqStaff"]
    assert len(office.seen_in("Answered")) == 1
    assert len(office.seen_in("Machines")) == 1


def test_mail_from_long_before_the_start_is_left_alone(office: Office, sink: Sink) -> None:
    start = office.now
    office.later(hours=-100)
    office.arrive(letter(QUESTION, message_id="<old@school.example>"))
    office.later(hours=80)
    office.arrive(letter(QUESTION, message_id="<recent@school.example>", sender="k@z.example"))
    office.now = start

    office.work()

    assert fates(office.engine) == {1: "ignored", 2: "answered"}
    assert office.keywords() == ["", "$NpqAnswered"]


def test_mail_that_waited_through_an_outage_is_only_drafted(office: Office, sink: Sink) -> None:
    office.read()
    office.arrive(letter(QUESTION))
    office.later(hours=73)

    office.work()

    assert sink.mails == []
    assert office.keywords() == ["$NpqDraft"]


def test_the_same_message_id_with_other_words_is_another_enquiry(
    office: Office, sink: Sink
) -> None:
    office.arrive(
        letter(QUESTION),
        letter(QUESTION).replace(b"Received: from mx", b"Received: from relay"),
        letter("How is the NPQSL assessed?", subject="NPQSL"),
    )

    counts = office.read()

    assert counts == {"answered": 2, "repeated": 1}
    assert count(office.engine, mails) == 2


def test_templates_and_markup_of_an_enquirer_are_only_words(office: Office, sink: Sink) -> None:
    office.arrive(
        letter("{{7*7}} {% raw %} <script>alert(1)</script> How long does the NPQH take?",
               subject="{{config}} %s ${x}", sender='"{{7*7}}" <sam@school.example>')
    )  # fmt: skip

    office.work()

    (answer,) = map(parsed, sink.mails)
    assert "49" not in text_of(answer)
    html = answer.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()


def _by_hand(office: Office, text: str, to: str = "<one@school.example>") -> None:
    """Answer with a mail program: it lies in the folder of sent mail."""
    raw = (
        f"From: npq@stsn.co.uk\r\nTo: sam@school.example\r\nSubject: Re: NPQH\r\n"
        f"Message-ID: <{abs(hash(text))}@outlook.example>\r\nIn-Reply-To: {to}\r\n"
        f"References: {to}\r\n\r\n{text}\r\n"
    ).encode()
    with office.colleague() as box:
        box.append(raw, "Sent Items", dt=office.now)


def fates(engine: Engine) -> dict[int, str]:
    """Return what became of every UID."""
    with reading(engine) as connection:
        rows = connection.execute(select(mail_places.c.uid, mail_places.c.fate))
        return {row.uid: row.fate for row in rows}


def reason(engine: Engine) -> str:
    """Return the reason of the one mail."""
    with reading(engine) as connection:
        return str(connection.execute(select(received.c.reason)).scalar_one())


def count(engine: Engine, table: Table) -> int:
    """Count rows."""
    with reading(engine) as connection:
        return len(connection.execute(select(table)).all())
