"""The home tab, the lines of the day and of the week, and reminders of what nobody has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import choices
from bot.channels.slack.digests import remind, say_digests
from bot.channels.slack.lights import look_at_slack, say_lights
from bot.channels.slack.week import gaps
from bot.jobs import report
from bot.model import Enquiry
from bot.outbox import deliver_due
from bot.storage import reading, writing
from bot.storage.tables import findings
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.fake_slack import CARDS, Failure
from tests.bot.channels.slack.payloads import click, event, submission
from tests.bot.desks import DAY, HOUR, MINUTE, NOON, open_case, small_desk

MORNING = datetime(2026, 11, 24, 8, 31, tzinfo=UTC)  # a Tuesday, London winter time
FRIDAY = datetime(2026, 11, 27, 15, 1, tzinfo=UTC)


def home_of(office: Office, person: str) -> str:
    office.send(event({"type": "app_home_opened", "user": person, "tab": "home", "channel": "D1"}))
    office.round()
    return str(office.slack.homes[person])


def said(office: Office, now: datetime) -> list[dict[str, Any]]:
    """What stands in the team's channel after the digests of a moment, cards left out."""
    say_digests(office.channel.parts, now)
    deliver_due(office.engine, {"slack": office.channel.sender}, "w", now)
    return [m for m in office.slack.in_channel(CARDS) if "metadata" in m
            and "digest" in str(m["metadata"])]  # fmt: skip


def test_the_home_tab_shows_what_waits_and_what_is_red(office: Office) -> None:
    reference = open_case(office.engine, at=office.now() - 3 * HOUR)
    open_case(office.engine, "escalate for jo@school.example", thread="u", at=office.now())
    with writing(office.engine) as connection:
        from bot import cases

        cases.claim(connection, reference, 1, "Anna", office.now())
        report(connection, "mailbox", "FAULT", "no mail was fetched for 20 minutes", NOON)

    shown = home_of(office, "U0ANNA")

    for words in ("1 unclaimed", "1 mine", reference, "Red: mailbox", "no mail was fetched",
                  "This week, 2 in: 0 answered, 0 drafted, 2 for you, 0 ignored",
                  "Try a question"):  # fmt: skip
        assert words in shown, words


def test_others_than_the_team_see_no_cases_on_the_home_tab(office: Office) -> None:
    reference = open_case(office.engine)

    shown = home_of(office, "U0STRANGER")

    assert reference not in shown
    assert "Try a question" in shown


def test_a_question_tried_on_the_home_tab_is_answered_in_the_messages_tab(office: Office) -> None:
    office.send(click("try", "home", user="U0ANNA"))
    view = office.slack.filled_view()
    office.send(submission(view, {"text": {"value": "answer"}}))
    office.round()

    assert [m["text"] for m in office.slack.in_channel("U0ANNA")] == ["18 months."]


def test_the_messages_tab_offers_the_questions_that_staff_chose(office: Office) -> None:
    body = {"type": "app_home_opened", "user": "U0ANNA", "tab": "messages", "channel": "D0ANNA"}
    office.send(event(body))
    office.round()

    (offered,) = office.slack.prompts
    assert offered["channel_id"] == "D0ANNA"
    assert "Is there funding?" in str(offered["prompts"])


def test_the_morning_line_adds_up_and_is_said_once(office: Office) -> None:
    for number, text in enumerate(("answer", "escalate", "both")):
        small_desk(office.engine).receive(Enquiry("web", f"t{number}", text, received_at=NOON))

    said(office, MORNING)
    said(office, MORNING + MINUTE)

    (line,) = said(office, MORNING + HOUR)
    assert line["text"] == "Since yesterday, 3 in: 1 answered, 0 drafted, 2 for you, 0 ignored."


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (MORNING - 2 * MINUTE, "too early"),
        (MORNING + 4 * HOUR, "too late to be of use"),
        (MORNING + 4 * DAY, "a Saturday"),
    ],
)
def test_at_other_times_nothing_is_said(office: Office, now: datetime, why: str) -> None:
    assert said(office, now) == [], why


def test_on_bank_holidays_and_where_staff_said_never_nothing_is_said(office: Office) -> None:
    with writing(office.engine) as connection:
        choices.set(connection, "bank_holidays", ["2026-11-24"], "Anna", NOON)
        choices.set(connection, "slack_friday_at", "", "Anna", NOON)

    assert said(office, MORNING) == []
    assert [m["text"][:5] for m in said(office, FRIDAY)] == []


def test_the_friday_list_covers_every_unanswered_question_of_the_week(office: Office) -> None:
    for number in range(7):
        text = f"escalate my address is jo{number}@school.example"
        small_desk(office.engine).receive(Enquiry("web", f"t{number}", text, received_at=NOON))
    small_desk(office.engine).receive(Enquiry("web", "t9", "fail", received_at=NOON))

    with reading(office.engine) as connection:
        groups = gaps(connection, NOON - DAY, FRIDAY)
    (line,) = said(office, FRIDAY)

    assert sum(gap.count for gap in groups) == 8
    assert line["text"] == "Not answered this week: 8 questions."
    assert "7 ×" in str(line["blocks"])
    assert "jo1@" not in str(line["blocks"])


def test_what_nobody_has_is_pinged_half_way_and_told_to_everybody_when_due(office: Office) -> None:
    with writing(office.engine) as connection:
        hours = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
        choices.set(connection, "working_hours", hours, "Anna", NOON)
        choices.set(connection, "reply_promise", 1, "Anna", NOON)
    reference = open_case(office.engine)  # Monday noon, due on Tuesday at 17:00
    office.round()
    half, due = NOON + timedelta(hours=15), NOON + timedelta(hours=30)

    for now in (NOON + HOUR, half, half + HOUR, due, due + HOUR):
        remind(office.channel.parts, now)
        deliver_due(office.engine, {"slack": office.channel.sender}, "w", now)

    pings = [m for m in office.slack.in_channel(CARDS) if "still unclaimed" in m["text"]]
    assert [m["thread_ts"] for m in pings] == [office.cards()[0]["ts"]]
    for person in office.slack.members:
        assert [reference in m["text"] for m in office.slack.in_channel(person)] == [True]


def test_a_red_light_is_said_once_and_so_is_its_end(office: Office) -> None:
    for state in ("ok", "FAULT", "FAULT", "ok", "note", "FAULT"):
        with writing(office.engine) as connection:
            report(connection, "mailbox", state, "no mail was fetched", NOON)
        say_lights(office.channel.parts, NOON)
        deliver_due(office.engine, {"slack": office.channel.sender}, "w", NOON)

    assert [m["text"] for m in office.slack.in_channel(CARDS)] == [
        "Red: mailbox. no mail was fetched", "Mailbox works again.",
        "Red: mailbox. no mail was fetched",
    ]  # fmt: skip


def test_slack_itself_turns_red_when_the_token_is_revoked(office: Office) -> None:
    look_at_slack(office.channel.parts, NOON)
    office.slack.fail("auth.test", Failure("token_revoked"))
    states = [state_of(office)]
    look_at_slack(office.channel.parts, NOON)
    states.append(state_of(office))

    assert states == ["ok", "FAULT"]


def state_of(office: Office) -> str:
    with reading(office.engine) as connection:
        query = select(findings.c.state).where(findings.c.subject == "slack")
        return str(connection.execute(query).scalar_one())
