"""People in the same mailbox: what they mark, move, delete and answer by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import cases
from bot.storage import reading
from bot.storage.tables import conversations
from tests.mailservers.looks import by_hand, fates, reason
from tests.mailservers.office import Office, letter, parsed
from tests.mailservers.sink import Sink

QUESTION = "How long does the NPQH take?"


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
    by_hand(office, "It takes 18 months. Jo")

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
    by_hand(drafting, "It takes a year and a half. Jo")

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
    by_hand(office, "Jo here: do you have any other question?", to=str(answer["Message-ID"]))
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
