"""The inbox end to end: a real Dovecot in, a real SMTP server out."""

from __future__ import annotations

from sqlalchemy import Engine

from bot import cases
from bot.channels.email.rounds import Folders
from bot.core import Core
from bot.storage import reading
from bot.storage.tables import mails
from tests.mailservers.dovecot import Dovecot
from tests.mailservers.looks import FOUR, count, fates
from tests.mailservers.office import Office, letter, parsed, text_of
from tests.mailservers.sink import Sink

QUESTION = "How long does the NPQH take?"


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
