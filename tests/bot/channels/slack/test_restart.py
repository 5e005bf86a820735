"""Killed between any two steps, the desk gives one answer after its restart."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from bot.clock import utc_now
from bot.storage import open_database, upgrade
from bot.storage.tables import deliveries, slack_events, turns
from tests.bot.channels.slack.fake_slack import FakeSlack
from tests.bot.channels.slack.payloads import event, message, signed
from tests.bot.channels.slack.payloads import json_of as raw_of

ROOT = Path(__file__).parents[4]


@contextmanager
def desk(folder: Path, slack: FakeSlack, step: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk in its own process; the address that Slack calls."""
    command = [sys.executable, "-m", "tests.bot.channels.slack.process",
               str(folder), slack.url, step]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port.isdecimal(), "the desk did not start"
        yield process, f"http://127.0.0.1:{port}/slack/events"
    finally:
        process.kill()
        process.communicate()


def send(address: str, body: dict[str, object]) -> None:
    raw = raw_of(body)
    headers = {**signed(raw), "Content-Type": "application/json"}
    assert httpx.post(address, content=raw, headers=headers).status_code == 200


def let_leases_run_out(folder: Path) -> None:
    """As if minutes had passed: what the dead one held is free."""
    engine = open_database(f"sqlite:///{folder / 'npq.sqlite3'}")
    past = utc_now() - timedelta(seconds=1)
    with engine.begin() as connection:
        held = slack_events.c.claimed_until.is_not(None)
        connection.execute(update(slack_events).where(held).values(claimed_until=past))
        claimed = deliveries.c.state == "claimed"
        connection.execute(update(deliveries).where(claimed).values(not_before=past))
    engine.dispose()


@pytest.mark.parametrize("step", ["claimed", "answered", "sending", "sent"])
def test_one_answer_after_a_restart(tmp_path: Path, slack: FakeSlack, step: str) -> None:
    upgrade(open_database(f"sqlite:///{tmp_path / 'npq.sqlite3'}"))
    body = event(message("answer", "1700000001.000001"))
    with desk(tmp_path, slack, step) as (process, address):
        send(address, body)
        assert process.wait(20) != 0, "it should have been killed"
    let_leases_run_out(tmp_path)

    with desk(tmp_path, slack, "never") as (_, address):
        send(address, body)  # Slack, too, sends it again
        slack.wait(lambda: bool(slack.in_channel("D0ASKER")), 20)
        fence = event(message("answer again", "1700000009.000001"))
        send(address, fence)
        slack.wait(lambda: len(slack.in_channel("D0ASKER")) >= 2, 20)

    assert [m["text"] for m in slack.in_channel("D0ASKER")] == ["18 months.", "18 months."]
    engine = open_database(f"sqlite:///{tmp_path / 'npq.sqlite3'}")
    with engine.connect() as connection:
        assert len(connection.execute(turns.select()).all()) == 2
    engine.dispose()
