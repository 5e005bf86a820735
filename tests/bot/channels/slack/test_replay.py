"""Enquiries of the channel slack give the same through signed events as through `replay`.

Those of tests/corpus, or of the file that NPQ_SLACK_CASES names: one object a line, as `npq-bot
replay` reads them; those of other channels are left out.
"""

from __future__ import annotations

import json
import os
from html import escape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.channels.slack import SlackChannel
from bot.core import Core
from bot.desk import Desk
from bot.model import Enquiry
from bot.settings import Settings
from bot.storage import metadata, open_database
from bot.storage.tables import conversations, turns
from tests.bot.channels.slack.conftest import Office, web
from tests.bot.channels.slack.fake_slack import CARDS, GROUP, TOKEN, FakeSlack
from tests.bot.channels.slack.payloads import SECRET, event, mention, message
from tests.conftest import TODAY

Said = tuple[str, list[str]]
"""(outcome, facts) of a turn."""
CORPUS = Path(__file__).parents[3] / "corpus"


def cases() -> list[dict[str, Any]]:
    named = os.environ.get("NPQ_SLACK_CASES")
    files = [Path(named)] if named else sorted(CORPUS.glob("*slack*.jsonl"))
    found = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [case for case in found if case["channel"] == "slack"]


def replayed(core: Core, asked: list[dict[str, Any]]) -> dict[tuple[int, int], Said]:
    """What `npq-bot replay` gives: (case, turn) to what was said."""
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    desk = Desk(core, engine, lambda: TODAY)
    said = {}
    for number, case in enumerate(asked):
        for turn, one in enumerate(case["turns"]):
            reply = desk.receive(Enquiry("slack", str(number), one["text"], one.get("subject")))
            said[number, turn] = (reply.outcome.value, list(reply.facts))
    return said


def through_events(office: Office, asked: list[dict[str, Any]]) -> dict[tuple[int, int], Said]:
    """The same by signed events: every other case in direct messages, the rest in threads."""
    for turn in range(max(len(case["turns"]) for case in asked)):
        for number, case in enumerate(asked):
            if turn < len(case["turns"]):
                office.send(event(body_of(number, turn, case["turns"][turn]["text"])))
        office.round()
    query = select(turns, conversations.c.thread).join(
        conversations, conversations.c.id == turns.c.conversation_id
    )
    said = {}
    with office.engine.connect() as connection:
        for row in connection.execute(query):
            number = int(row.thread.partition(":")[0].removeprefix("D0").removeprefix("C0"))
            said[number, row.number] = (row.outcome, list(row.facts))
    return said


def body_of(number: int, turn: int, text: str) -> dict[str, Any]:
    written = escape(text, quote=False) if "<@" not in text else text  # as Slack escapes it
    ts = f"17{number:08d}.{turn:06d}"
    if number % 2:
        return message(written, ts, channel=f"D0{number}")
    root = f"17{number:08d}.{0:06d}"
    return mention(written, ts, channel=f"C0{number}", **({"thread_ts": root} if turn else {}))


@pytest.mark.timeout(600)
def test_slack_gives_the_same_answers_as_replay(
    core: Core, slack: FakeSlack, engine: Engine, settings: Settings
) -> None:
    channel = SlackChannel(
        engine, Desk(core, engine, lambda: TODAY), core, token=TOKEN, signing_secret=SECRET,
        app_token="", channel=CARDS, group=GROUP, url=slack.url, address="http://desk.example",
        today=lambda: TODAY,
    )  # fmt: skip
    office = Office(slack, engine, channel, web(settings, engine, channel), settings)
    asked = cases()

    said = through_events(office, asked)

    wanted = replayed(core, asked)
    assert len(wanted) >= len(asked) > 0
    assert {
        key: (said.get(key), want) for key, want in wanted.items() if said.get(key) != want
    } == {}
