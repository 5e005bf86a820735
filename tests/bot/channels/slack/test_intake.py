"""What comes in: signatures, repetition, both kinds of event, restarts. One message, one reply."""

from __future__ import annotations

import json
import time

import pytest

from bot.storage.tables import slack_events, turns
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.fake_slack import BOT
from tests.bot.channels.slack.payloads import command, event, mention, message, send, signed

ASKED = event(message("answer me", "1700000001.000100"))


def test_a_signed_event_is_kept_and_acknowledged(office: Office) -> None:
    response = send(office.client, ASKED)

    assert (response.status_code, office.count(slack_events)) == (200, 1)


@pytest.mark.parametrize(
    ("change", "headers"),
    [
        ("signature of another secret", lambda raw: signed(raw, secret="another secret")),
        ("301 s old", lambda raw: signed(raw, at=time.time() - 301)),
        ("301 s ahead", lambda raw: signed(raw, at=time.time() + 302)),
        ("body changed", lambda raw: signed(raw.replace("answer", "change"))),
        ("no signature", lambda raw: {k: v for k, v in signed(raw).items() if "Sig" not in k}),
        ("no timestamp", lambda raw: {k: v for k, v in signed(raw).items() if "Sig" in k}),
        ("no number for a timestamp",
         lambda raw: signed(raw) | {"X-Slack-Request-Timestamp": "now"}),
        ("nothing", lambda raw: {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
@pytest.mark.parametrize("kind", ["event", "command"])
def test_what_slack_did_not_sign_is_refused_and_not_stored(
    office: Office, change: str, headers: object, kind: str
) -> None:
    raw = json.dumps(ASKED) if kind == "event" else command("answer me")
    assert callable(headers)

    response = office.client.post("/slack/events", data=raw, headers=headers(raw))

    assert (response.status_code, office.count(slack_events)) == (401, 0)


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"", b"payload=%7B"])
def test_nonsense_without_a_signature_is_refused(office: Office, raw: bytes) -> None:
    assert office.client.post("/slack/events", data=raw).status_code == 401


def test_slack_can_verify_the_address(office: Office) -> None:
    response = send(office.client, {"type": "url_verification", "challenge": "abc"})

    assert response.get_data(as_text=True) == "abc" or response.json == {"challenge": "abc"}


def test_the_same_message_in_all_its_variants_gets_one_reply_also_across_a_restart(
    office: Office,
) -> None:
    text, ts = f"<@{BOT}> answer me", office.slack.next_ts()
    as_mention, as_message = mention(text, ts), message(text, ts, channel="C0TEAM")
    office.send(event(as_mention, "Ev1"))
    office.send(event(as_message, "Ev2"))
    office.send(event(as_mention, "Ev1"), **{"X-Slack-Retry-Num": "1"})
    office.round()
    office.send(event(as_mention, "EvFresh"), **{"X-Slack-Retry-Num": "0"})
    office.restart()
    office.send(event(as_message, "Ev2"), **{"X-Slack-Retry-Num": "3"})
    office.send(event(as_mention, "Ev1"), **{"X-Slack-Retry-Num": "3"})

    office.round()

    assert [m["text"] for m in office.slack.in_channel("C0TEAM")] == ["18 months."]
    assert office.count(turns) == 1


@pytest.mark.parametrize("order", ["mention first", "message first"])
def test_both_events_of_one_message_get_one_reply(office: Office, order: str) -> None:
    text, ts = f"<@{BOT}> answer me", office.slack.next_ts()
    bodies = [event(mention(text, ts)), event(message(text, ts, channel="C0TEAM"))]

    for body in bodies if order == "mention first" else bodies[::-1]:
        office.send(body)
        office.round()

    (reply,) = office.slack.in_channel("C0TEAM")
    assert reply["thread_ts"] == ts


def test_in_threads_that_it_does_not_know_it_is_silent_and_stores_nothing(office: Office) -> None:
    office.send(event(message("anybody?", "1.2", channel="C0TEAM", thread_ts="1.1")))
    office.send(event(message("top level", "1.3", channel="C0TEAM")))
    office.round()

    assert office.slack.messages == {}
    assert office.count(slack_events) == 0


def test_a_thread_it_was_called_into_needs_no_further_mention(office: Office) -> None:
    office.send(event(mention(f"<@{BOT}> answer me", "1.1")))
    office.round()

    office.send(event(message("answer this too", "1.2", channel="C0TEAM", thread_ts="1.1")))
    office.round()

    assert [m["thread_ts"] for m in office.slack.in_channel("C0TEAM")] == ["1.1", "1.1"]


def test_own_messages_other_bots_and_edits_are_never_answered(office: Office) -> None:
    office.send(event(message("answer", "1.1", user=BOT)))
    office.send(event(message("answer", "1.2", bot_id="B0OTHER")))
    office.send(event(message("", "1.3", subtype="message_changed", message={"text": "answer"})))
    office.round()

    assert office.slack.messages == {}


def test_words_are_forgotten_once_they_are_answered(office: Office) -> None:
    office.send(event(message("answer me, I am Jo", "1.1")))
    office.round()

    with office.engine.connect() as connection:
        row = connection.execute(slack_events.select()).one()
    assert (row.payload, row.author, row.talk) == ({}, "", "")
    assert row.done_at is not None


def test_three_lines_in_a_row_are_one_turn(office: Office) -> None:
    for number, line in enumerate(("answer", "I mean NPQH", "thanks"), start=1):
        office.send(event(message(line, f"1.{number}")))
    office.round()

    with office.engine.connect() as connection:
        assert [row.text for row in connection.execute(turns.select())] == [
            "answer\nI mean NPQH\nthanks"
        ]
    assert len(office.slack.in_channel("D0ASKER")) == 1


def test_a_burst_is_waited_for(office: Office) -> None:
    office.ahead *= 0
    office.send(event(message("answer", "1.1")))
    office.round()

    assert office.count(turns) == 0


def test_what_two_people_write_is_not_one_turn(office: Office) -> None:
    office.send(event(mention(f"<@{BOT}> answer", "1.1", user="U0ONE")))
    office.send(event(message("escalate", "1.2", channel="C0TEAM", thread_ts="1.1", user="U0TWO")))
    office.round()

    assert office.count(turns) == 2


def test_what_cannot_be_stored_is_not_acknowledged_nor_quoted_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with office.engine.begin() as connection:
        slack_events.drop(connection)

    with caplog.at_level("DEBUG", "bot"):
        assert send(office.client, ASKED).status_code == 500

    assert "slack event not taken" in caplog.text
    assert "answer me" not in caplog.text
