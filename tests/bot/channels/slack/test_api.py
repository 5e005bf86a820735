from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.channels.slack.api import (
    RateLimitedError,
    RefusedError,
    SlackApi,
    UncertainError,
    UnreachableError,
    answer_privately,
)
from bot.channels.slack.places import Where
from bot.channels.slack.sender import SlackSender
from bot.outbox import deliver_due, enqueue
from tests.bot.channels.slack.fake_slack import TOKEN, Failure, FakeSlack
from tests.bot.desks import NOON

AGAIN = timedelta(minutes=3)  # after which the outbox tries again


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def api(slack: FakeSlack, seconds: Seconds) -> SlackApi:
    return SlackApi(TOKEN, slack.url, seconds)


def test_a_method_that_slack_slows_down_rests_as_long_as_slack_says(
    slack: FakeSlack, api: SlackApi, seconds: Seconds
) -> None:
    slack.fail("chat.postMessage", Failure("ratelimited", 429, retry_after=7))
    for _ in range(3):
        with pytest.raises(RateLimitedError) as caught:
            api.post("C0TEAM", "hello")
        seconds.now += 2
    assert caught.value.wait_s == 3
    assert slack.calls == ["chat.postMessage"]
    assert api.own_id() == "U0NPQDESK", "other methods do not rest"

    seconds.now += 1
    api.post("C0TEAM", "hello")

    assert [m["text"] for m in slack.in_channel("C0TEAM")] == ["hello"]


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure("channel_not_found"), RefusedError),
        (Failure("internal_error"), UncertainError),
        (Failure("service_unavailable", 503), UncertainError),
        (Failure(after=True), UncertainError),
    ],
)
def test_failures_are_told_apart_by_what_has_to_be_done(
    slack: FakeSlack, api: SlackApi, failure: Failure, error: type[Exception]
) -> None:
    slack.fail("chat.postMessage", failure)

    with pytest.raises(error):
        api.post("C0TEAM", "hello")


def test_where_nobody_listens_nothing_was_sent() -> None:
    with pytest.raises(UnreachableError):
        SlackApi(TOKEN, "http://127.0.0.1:9/api/").post("C0TEAM", "hello")
    with pytest.raises(UnreachableError):
        answer_privately("http://127.0.0.1:9/hook", "hello")


def test_a_message_is_found_by_its_name(api: SlackApi) -> None:
    ts = api.post("C0TEAM", "hello", name="first")
    answer = api.post("C0TEAM", "in the thread", thread=ts, name="second")

    assert api.find("C0TEAM", "first") == ts
    assert api.find("C0TEAM", "second", thread=ts) == answer
    assert api.find("C0TEAM", "third") is None


@pytest.mark.parametrize(
    "failure",
    [Failure("ratelimited", 429, retry_after=5), Failure(after=True), Failure("x", 500)],
    ids=["asked to wait", "answer lost", "broken"],
)
def test_a_delivery_arrives_once_whatever_happens_on_the_way(
    slack: FakeSlack, api: SlackApi, seconds: Seconds, engine: Engine, failure: Failure
) -> None:
    with engine.begin() as connection:
        enqueue(
            connection, channel="slack", kind="digest", recipient="C0TEAM",
            payload=Where("C0TEAM").as_json() | {"text": "hello"}, unique_key="k", not_before=NOON,
        )  # fmt: skip
    slack.fail("chat.postMessage", failure)
    at = NOON
    for _ in range(4):
        deliver_due(engine, {"slack": SlackSender(api)}, "w", at)
        at += AGAIN
        seconds.now += AGAIN.total_seconds()

    assert [m["text"] for m in slack.in_channel("C0TEAM")] == ["hello"]


def test_a_response_address_that_is_used_up_is_said_so(slack: FakeSlack) -> None:
    url = slack.url.replace("/api/", "/hook/gone")

    with pytest.raises(RefusedError):
        answer_privately(url, "hello")
