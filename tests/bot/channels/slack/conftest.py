"""A workspace, a desk in it, and a worker that is driven round by round."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, Table, func, select

from bot.app import create_app
from bot.channels.slack import SlackChannel
from bot.channels.slack.acting import act_due
from bot.channels.slack.asking import answer_due
from bot.channels.slack.board import redraw_all
from bot.channels.slack.talks import say_replies
from bot.clock import utc_now
from bot.desk import Desk
from bot.outbox import deliver_due
from bot.settings import Settings
from bot.storage import open_database, reading, upgrade
from tests.bot.channels.slack.fake_slack import CARDS, GROUP, TOKEN, FakeSlack, fake_slack
from tests.bot.channels.slack.payloads import SECRET, send
from tests.bot.fakes import FakeCore
from tests.conftest import TODAY

LATER = timedelta(seconds=10)  # long enough for any burst to be over


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database, made once."""
    path = tmp_path_factory.mktemp("slack") / "empty.sqlite3"
    made = open_database(f"sqlite:///{path}")
    upgrade(made)
    made.dispose()
    return path


@pytest.fixture
def engine(tmp_path: Path, migrated: Path) -> Iterator[Engine]:
    """A copy of it for each test: a hundred tests would migrate for half a minute."""
    path = tmp_path / "npq.sqlite3"
    shutil.copy(migrated, path)
    engine = open_database(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """The workspace; nothing that Slack would refuse may be sent to it."""
    with fake_slack() as workspace:
        yield workspace
        assert workspace.faults == []


@dataclass
class Office:
    """The desk in the workspace, with the web address that Slack calls and a worker."""

    slack: FakeSlack
    engine: Engine
    channel: SlackChannel
    client: FlaskClient
    settings: Settings
    ahead: timedelta = field(default=LATER)
    """How far the worker's clock is ahead of the real one."""

    def now(self) -> datetime:
        return utc_now() + self.ahead

    def send(self, body: dict[str, Any] | str, **headers: str) -> None:
        """Let Slack send something and see that it is acknowledged."""
        assert send(self.client, body, **headers).status_code == 200

    def round(self) -> None:
        """Let the worker do everything that is due."""
        parts, engine = self.channel.parts, self.engine
        act_due(parts, "worker", self.now)
        answer_due(parts, "worker", self.now)
        redraw_all(parts, self.now())
        say_replies(engine, self.now())
        deliver_due(engine, {"slack": self.channel.sender}, "worker", self.now())

    def count(self, table: Table) -> int:
        with reading(self.engine) as connection:
            query = select(func.count()).select_from(table)
            return int(connection.execute(query).scalar_one())

    def cards(self) -> list[dict[str, Any]]:
        """The cards in the team's channel, without what stands in their threads."""
        return [m for m in self.slack.in_channel(CARDS) if not m.get("thread_ts")]

    def restart(self) -> None:
        """Forget everything that is not in the database."""
        self.channel = slack_channel(self.slack, self.engine)
        self.client = web(self.settings, self.engine, self.channel)


def slack_channel(slack: FakeSlack, engine: Engine) -> SlackChannel:
    core = FakeCore().core()
    return SlackChannel(
        engine, Desk(core, engine, lambda: TODAY), core, token=TOKEN, signing_secret=SECRET,
        app_token="", channel=CARDS, group=GROUP, url=slack.url, address="http://desk.example",
        today=lambda: TODAY,
    )  # fmt: skip


def web(settings: Settings, engine: Engine, channel: SlackChannel) -> FlaskClient:
    settings = settings_with_secret(settings)
    app = create_app(settings, core=channel.parts.core, engine=engine, slack=channel, limited=False)
    return app.test_client()


def settings_with_secret(settings: Settings) -> Settings:
    return replace(settings, slack_signing_secret=SECRET, slack_bot_token=TOKEN)


@pytest.fixture
def office(slack: FakeSlack, engine: Engine, settings: Settings) -> Office:
    channel = slack_channel(slack, engine)
    return Office(slack, engine, channel, web(settings, engine, channel), settings)
