from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.settings import Settings, read_settings
from bot.slack_doctor import examine_slack
from tests.bot.channels.slack.fake_slack import (
    CARDS,
    GROUP,
    TOKEN,
    Failure,
    FakeSlack,
    fake_slack,
)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as workspace:
        yield workspace


def found(slack: FakeSlack, **changed: str) -> str:
    """What the doctor says of a sound set-up with a few settings changed."""
    settings = {
        "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": slack.url,
        "NPQ_SLACK_CHANNEL": CARDS, "NPQ_SLACK_STAFF_GROUP": GROUP, **changed,
    }  # fmt: skip
    return "\n".join(f"{one.state} {one.message}" for one in examine_slack(of(settings)))


def of(environment: dict[str, str]) -> Settings:
    return read_settings(environment)


def test_all_is_well(slack: FakeSlack) -> None:
    assert found(slack).splitlines() == [
        "ok signed in as U0NPQDESK", "ok case cards go to C0ENQUIRIES",
        "ok 2 colleagues may act on cases", "ok events come by HTTP at /slack/events",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxb-wrong"},
            "FAULT token: auth.test: invalid_auth; check",
        ),
        ({"NPQ_SLACK_STAFF_GROUP": "S0OTHER"}, "has to be the user group's id"),
        ({"NPQ_SLACK_STAFF_GROUP": ""}, "note nobody may act"),
        ({"NPQ_SLACK_CHANNEL": ""}, "note no case cards"),
        ({"SLACK_APP_TOKEN": "xoxb-x"}, "FAULT SLACK_APP_TOKEN has to begin with xapp-"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/"}, "check SLACK_API_URL"),
    ],
)
def test_each_fault_names_its_cure(slack: FakeSlack, changed: dict[str, str], words: str) -> None:
    assert words in found(slack, **changed)


def test_a_channel_without_the_app_says_how_to_invite_it(slack: FakeSlack) -> None:
    slack.fail("conversations.history", Failure("not_in_channel"))

    assert "/invite @NPQ enquiry desk" in found(slack)


def test_without_a_token_slack_is_off() -> None:
    (finding,) = examine_slack(of({}))

    assert finding.message == "off; SLACK_BOT_TOKEN is not set"
