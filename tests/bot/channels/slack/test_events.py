from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.channels.slack.events import (
    Ignored,
    Incoming,
    Kind,
    sort_click,
    sort_command,
    sort_event,
    sort_form,
    sort_shortcut,
)
from tests.bot.channels.slack import payloads
from tests.bot.channels.slack.fake_slack import BOT
from tests.bot.channels.slack.payloads import event, mention, message

CALL = f"<@{BOT}> how long is NPQH?"


def sorted_event(body: dict[str, Any]) -> Incoming:
    found = sort_event(event(body))
    assert isinstance(found, Incoming)
    return found


def payload_of(body: str) -> dict[str, Any]:
    return dict(json.loads(parse_qs(body)["payload"][0]))


def test_both_events_of_one_message_and_its_retries_have_one_name() -> None:
    both = [
        event(mention(CALL, "1.1")),
        event(message(CALL, "1.1", channel="C0TEAM")),
        event(mention(CALL, "1.1"), "EvFresh"),
    ]

    assert len({sorted_event(body["event"]).identity for body in both}) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (message("hi", "1.1", bot_id="B1"), "bot"),
        (message("hi", "1.1", bot_profile={"id": "B1"}), "bot"),
        (message("hi", "1.1", user=BOT), "bot"),
        (message("hi", "1.1", user="USLACKBOT"), "bot"),
        (message("hi", "1.1", subtype="message_changed"), "edit"),
        (message("hi", "1.1", subtype="message_deleted"), "edit"),
        (message("hi", "1.1", subtype="channel_join"), "edit"),
        (mention(CALL, "1.1", edited={"user": "U1", "ts": "1.2"}), "edit"),
        (message("hi", "1.1", hidden=True), "edit"),
        (message("  ", "1.1"), "empty"),
        (message("hi", ""), "malformed"),
        (message("anybody in today?", "1.1", channel="C0TEAM"), "not_called"),
        (message("<@U0BEN> can you?", "1.2", channel="C0TEAM", thread_ts="1.1"),
         "for_somebody_else"),
        ({"type": "reaction_added"}, "unknown"),
    ],
)  # fmt: skip
def test_what_is_none_of_our_business_is_not_kept(body: dict[str, Any], reason: str) -> None:
    assert sort_event(event(body)) == Ignored(reason)


def test_a_body_without_an_event_is_ignored() -> None:
    assert sort_event({"type": "event_callback"}) == Ignored("malformed")


@pytest.mark.parametrize(
    ("body", "talk", "begins", "only_if_known"),
    [
        (message("npqh?", "1.1"), "D0ASKER:", True, False),
        (message("npqh?", "1.2", thread_ts="1.1"), "D0ASKER:1.1", True, False),
        (message("npqh?", "1.1", subtype="file_share"), "D0ASKER:", True, False),
        (mention(CALL, "1.1"), "C0TEAM:1.1", True, False),
        (message(CALL, "1.1", channel="C0TEAM"), "C0TEAM:1.1", True, False),
        (mention(CALL, "1.3", thread_ts="1.1"), "C0TEAM:1.1", True, False),
        (message("NPQSL?", "1.4", channel="C0TEAM", thread_ts="1.1"), "C0TEAM:1.1", False, True),
    ],
)  # fmt: skip
def test_a_message_belongs_to_its_thread(
    body: dict[str, Any], talk: str, begins: bool, only_if_known: bool
) -> None:
    found = sorted_event(body)

    assert (found.talk, found.begins, found.only_if_known) == (talk, begins, only_if_known)


def test_opening_our_tab_is_named_by_its_event() -> None:
    body = event({"type": "app_home_opened", "user": "U0ANNA", "tab": "home"}, "Ev7")

    found = sort_event(body)

    assert isinstance(found, Incoming)
    assert (found.kind, found.identity, found.payload["tab"]) == (Kind.HOME, "event:Ev7", "home")


def test_a_command_keeps_what_the_answer_needs() -> None:
    body = {k: v[0] for k, v in parse_qs(payloads.command("npqh?", "https://h.example")).items()}

    found = sort_command(body)

    assert (found.kind, found.author, found.talk) == (Kind.COMMAND, "U0ASKER", "C0TEAM:/U0ASKER")
    assert found.payload == {
        "channel": "C0TEAM", "text": "npqh?", "response_url": "https://h.example",
    }  # fmt: skip


def test_a_shortcut_names_the_thread_of_its_message() -> None:
    body = payload_of(payloads.shortcut({"ts": "1.5", "thread_ts": "1.1", "text": "npqh?"}, "h"))

    found = sort_shortcut(body)

    assert (found.payload["thread"], found.payload["text"]) == ("1.1", "npqh?")


def test_one_click_has_one_name_and_two_clicks_have_two() -> None:
    once = payload_of(payloads.click("approve", "K7Q-2M4:3", message={"ts": "1.1"}))
    other = payload_of(payloads.click("approve", "K7Q-2M4:3", message={"ts": "1.1"}, user="U0BEN"))

    names = [sort_click(body).identity for body in (once, once, other)]

    assert names[0] == names[1] != names[2]


def test_a_menu_is_read_as_its_chosen_option() -> None:
    body = payload_of(
        payloads.click("more", "snooze:K7Q-2M4:3", kind="static_select", message={"ts": "1.1"})
    )

    assert sort_click(body).payload["value"] == "snooze:K7Q-2M4:3"


def test_a_form_is_read_field_by_field() -> None:
    view = {"id": "V1", "callback_id": "edit_form", "private_metadata": "K7Q-2M4:3"}
    fields = {"text": {"value": "Hello."}, "until": {"selected_date_time": 17}, "note": {}}

    found = sort_form(payload_of(payloads.submission(view, fields)))

    assert found.payload["fields"] == {"text": "Hello.", "until": "17", "note": ""}
    assert found.payload["about"] == "K7Q-2M4:3"
