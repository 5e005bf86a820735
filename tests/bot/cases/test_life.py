"""A case from the first question to the last word, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot import cases
from bot.cases import CaseConflict, CaseView, State
from bot.desk import PERSON_JOINED
from bot.errors import InputError
from bot.model import Enquiry
from bot.outbox import deliver_due
from bot.storage.tables import audit, case_events, conversations, staff_replies
from tests.bot.desks import HOUR, MINUTE, NOON, SECOND, FakeSender, open_case, small_desk

Step = Callable[..., CaseView]


@pytest.fixture
def engine(both: Engine) -> Engine:
    """Everything here is said of both engines."""
    return both


def do(engine: Engine, step: Step, reference: str, *more: object, at: timedelta = SECOND,
       by: str = "Ann", **named: object) -> CaseView:  # fmt: skip
    """Take a step on the version that is there now."""
    with engine.begin() as connection:
        version = cases.view(connection, reference).version
        return step(connection, reference, version, by, NOON + at, *more, **named)


def look(engine: Engine, reference: str) -> CaseView:
    with engine.connect() as connection:
        return cases.view(connection, reference)


def write_again(engine: Engine, text: str, at: timedelta, channel: str = "email") -> None:
    enquiry = Enquiry(channel, "t", text, sender="head@school.example", received_at=NOON + at)
    small_desk(engine).receive(enquiry)


def test_approve_undo_approve_and_sent(engine: Engine) -> None:
    reference, sender = open_case(engine), FakeSender()
    do(engine, cases.claim, reference)
    assert do(engine, cases.approve_and_send, reference, "Soon.").state is State.SENDING
    undone = do(engine, cases.undo, reference, at=30 * SECOND)
    assert (undone.state, undone.draft) == (State.CLAIMED, "Soon.")

    do(engine, cases.approve_and_send, reference, "On 3 May.", at=MINUTE)
    for at in (MINUTE, 2 * MINUTE):
        deliver_due(engine, {"email": sender}, "w", NOON + at)
        cases.keep_up(engine, NOON + at)

    assert look(engine, reference).state is State.SENT
    assert len(sender.sent) == 1
    with engine.connect() as connection:
        assert connection.execute(select(staff_replies.c.text)).scalars().all() == ["On 3 May."]


def test_a_note_in_between_does_not_keep_a_reply_from_being_taken_back(engine: Engine) -> None:
    reference, sender = open_case(engine), FakeSender()
    do(engine, cases.approve_and_send, reference, "Soon.")
    do(engine, cases.note, reference, "wait")
    do(engine, cases.undo, reference, at=2 * SECOND)

    deliver_due(engine, {"email": sender}, "w", NOON + HOUR)
    assert sender.sent == []


def test_what_has_left_cannot_be_taken_back(engine: Engine) -> None:
    reference = open_case(engine)
    do(engine, cases.approve_and_send, reference, "Soon.")

    with pytest.raises(CaseConflict):
        do(engine, cases.undo, reference, at=MINUTE)


def test_the_second_of_two_colleagues_is_told_who_was_first(engine: Engine) -> None:
    reference = open_case(engine)
    with engine.begin() as connection:
        cases.approve_and_send(connection, reference, 1, "Ann", NOON, "Mine.")

    with pytest.raises(CaseConflict) as caught, engine.begin() as connection:
        cases.approve_and_send(connection, reference, 1, "Bob", NOON + SECOND, "His.")
    assert (caught.value.by, caught.value.at, caught.value.what) == ("Ann", NOON, "approved")
    with engine.connect() as connection:
        assert connection.execute(select(staff_replies.c.author)).scalars().all() == ["Ann"]


def test_a_reply_is_stopped_when_the_enquirer_has_written_again(engine: Engine) -> None:
    reference = open_case(engine)
    write_again(engine, "answer me meanwhile", SECOND)

    with pytest.raises(CaseConflict) as caught, engine.begin() as connection:
        cases.approve_and_send(connection, reference, 1, "Ann", NOON + MINUTE, "Well ...")
    assert caught.value.by == cases.ENQUIRER


def test_an_answer_to_a_sent_reply_opens_the_case_again(engine: Engine) -> None:
    reference = open_case(engine)
    do(engine, cases.approve_and_send, reference, "Soon.", undo_s=0)
    deliver_due(engine, {"email": FakeSender()}, "w", NOON + MINUTE)
    cases.keep_up(engine, NOON + MINUTE)

    write_again(engine, "answer: how soon?", HOUR)

    found = look(engine, reference)
    assert found.state is State.REOPENED
    assert found.line.question.endswith("answer: how soon?")
    assert found.line.reason == PERSON_JOINED


def test_words_that_come_in_while_a_reply_leaves_open_the_case(engine: Engine) -> None:
    reference = open_case(engine)
    do(engine, cases.approve_and_send, reference, "Soon.")
    write_again(engine, "thanks", 40 * SECOND)
    deliver_due(engine, {"email": FakeSender()}, "w", NOON + MINUTE)
    cases.keep_up(engine, NOON + MINUTE)

    assert look(engine, reference).state is State.REOPENED


def test_after_a_colleague_joined_the_assistant_speaks_only_when_called(engine: Engine) -> None:
    reference = open_case(engine)
    do(engine, cases.approve_and_send, reference, "Ask me.", undo_s=0)
    desk = small_desk(engine)

    silent = desk.receive(Enquiry("email", "t", "answer me", sender="head@school.example"))
    called = desk.receive(Enquiry("email", "t", "@Assistant, answer me"))

    assert (silent.text, silent.reference) == ("", reference)
    assert called.text == "18 months."


def test_taking_the_only_reply_back_lets_the_assistant_speak_again(engine: Engine) -> None:
    reference = open_case(engine)
    do(engine, cases.approve_and_send, reference, "Soon.")
    do(engine, cases.undo, reference, at=2 * SECOND)

    with engine.connect() as connection:
        assert connection.execute(select(conversations.c.person_joined_at)).scalar_one() is None


def test_a_snoozed_case_wakes_at_its_time_or_when_the_enquirer_writes(engine: Engine) -> None:
    reference = open_case(engine)
    do(engine, cases.snooze, reference, NOON + HOUR)
    cases.keep_up(engine, NOON + HOUR - SECOND)
    assert look(engine, reference).state is State.SNOOZED
    cases.keep_up(engine, NOON + HOUR)
    assert look(engine, reference).state is State.NEW

    do(engine, cases.snooze, reference, NOON + 9 * HOUR)
    write_again(engine, "escalate", 2 * HOUR)
    assert look(engine, reference).state is State.NEW


def test_merging_moves_the_question_and_what_follows(engine: Engine) -> None:
    first = open_case(engine, "escalate one")
    second = open_case(engine, "escalate two", thread="u")
    do(engine, cases.merge, first, second)

    write_again(engine, "escalate three", MINUTE)

    assert look(engine, first).merged_into == second
    assert look(engine, second).line.question == "escalate two\nescalate one\nescalate three"


def test_a_closed_case_stays_closed_and_a_new_one_begins(engine: Engine) -> None:
    first = open_case(engine)
    do(engine, cases.not_ours, first)

    assert open_case(engine, at=NOON + HOUR) != first
    assert look(engine, first).closed_reason == "not_ours"


def test_a_reply_found_in_sent_stops_the_one_on_its_way(engine: Engine) -> None:
    reference, sender = open_case(engine), FakeSender()
    do(engine, cases.approve_and_send, reference, "Mine.")
    with engine.begin() as connection:
        cases.answered_elsewhere(connection, reference, "Bob", NOON + 9 * SECOND, "From Outlook.")

    deliver_due(engine, {"email": sender}, "w", NOON + HOUR)
    assert sender.sent == []
    assert look(engine, reference).state is State.ANSWERED_ELSEWHERE


def test_a_case_without_an_address_says_so(engine: Engine) -> None:
    reference = open_case(engine, sender=None)

    with pytest.raises(cases.NoAddress):
        do(engine, cases.approve_and_send, reference, "Hello.")
    do(engine, cases.set_contact, reference, "a@example.org")
    assert do(engine, cases.approve_and_send, reference, "Hello.").state is State.SENDING


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_reply_is_refused(engine: Engine, text: str) -> None:
    reference = open_case(engine)

    with pytest.raises(InputError):
        do(engine, cases.approve_and_send, reference, text)


def test_every_change_stands_in_history_and_audit(engine: Engine) -> None:
    reference = open_case(engine)
    do(engine, cases.claim, reference)
    do(engine, cases.note, reference, "Rosie rang")
    do(engine, cases.tag, reference, ("Fees", "fees ", "spring"))
    do(engine, cases.release, reference)
    do(engine, cases.close, reference, "answered by telephone")
    do(engine, cases.reopen, reference)

    with engine.connect() as connection:
        events = connection.execute(select(case_events.c.what)).scalars().all()
        audited = connection.execute(select(audit.c.what)).scalars().all()
        words = str(connection.execute(select(audit)).all())
    assert events == ["opened", "claimed", "note", "tagged", "released", "closed", "reopened"]
    assert audited == [f"case.{what}" for what in events[1:]]  # what the desk did is no colleague's
    assert "Rosie" not in words
    assert look(engine, reference).line.tags == ("fees", "spring")
