"""The Slack channel as a whole: what serves it, what works it, what sends for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from slack_bolt import App
from sqlalchemy import Engine

from bot.channels.slack.acting import act_due
from bot.channels.slack.api import SlackApi
from bot.channels.slack.app import slack_app
from bot.channels.slack.asking import answer_due
from bot.channels.slack.board import redraw_all
from bot.channels.slack.digests import remind, say_digests
from bot.channels.slack.events import Incoming
from bot.channels.slack.intake import keep
from bot.channels.slack.lights import look_at_slack, say_lights
from bot.channels.slack.parts import Parts
from bot.channels.slack.prompting import Prompter
from bot.channels.slack.sender import SlackSender
from bot.channels.slack.socket_mode import Socket
from bot.channels.slack.talks import say_replies
from bot.channels.slack.team import Team
from bot.clock import utc_now
from bot.core import Core
from bot.desk import Desk
from bot.jobs import Job
from bot.outbox import deliver_due
from bot.storage import slack_events, writing
from bot.worker import new_worker_id

_PROMPTERS = 4
_NUDGE_S = 0.5  # so long a round waits for something to happen before it looks by itself
_KEPT = timedelta(days=7)  # Slack repeats itself for an hour at most


class SlackChannel:
    """Everything of Slack that runs in one process."""

    def __init__(
        self,
        engine: Engine,
        desk: Desk,
        core: Core,
        *,
        token: str,
        signing_secret: str,
        app_token: str,
        channel: str,
        group: str,
        url: str,
        address: str,
        today: Callable[[], date] | None = None,
    ) -> None:
        api = SlackApi(token, url)
        self.parts = Parts(engine, desk, core, api, channel, Team(api, group), address, today)
        self._worker = new_worker_id()
        self._news = threading.Event()
        self._prompters = ThreadPoolExecutor(_PROMPTERS, thread_name_prefix="slack-modal")
        self.app: App = slack_app(
            signing_secret, token, self._keep, Prompter(self.parts, self._prompters)
        )
        self.sender = SlackSender(api)
        self.socket = Socket(self.app, app_token, url) if app_token else None

    def jobs(self) -> tuple[Job, ...]:
        """Return the periodic work.

        None of it needs a leader: what must not be done twice is claimed row by row, so that a
        worker that was killed holds up nothing but the row in its hands.
        """
        jobs = [
            Job("slack-questions", 0.0, self._questions, leader_only=False, own_thread=True),
            Job("slack-clicks", 0.0, self._clicks, leader_only=False, own_thread=True),
            Job("slack-cards", 0.0, self._cards, leader_only=False, own_thread=True),
            Job("slack-digests", 30.0, self._digests, leader_only=False),
            Job("slack-look", 300.0, self._look),
            Job("slack-forget", 3600.0, self._forget),
        ]
        if self.socket is not None:
            jobs.append(Job("slack-socket", 5.0, self._connect, leader_only=False, own_thread=True))
        return tuple(jobs)

    def _keep(self, incoming: Incoming) -> None:
        if keep(self.parts.engine, incoming):
            self._news.set()

    def _questions(self, engine: Engine, _now: datetime) -> None:
        answer_due(self.parts, self._worker, utc_now)
        deliver_due(engine, {"slack": self.sender}, self._worker, utc_now())

    def _clicks(self, _engine: Engine, _now: datetime) -> None:
        self._news.wait(_NUDGE_S)
        self._news.clear()
        act_due(self.parts, self._worker, utc_now)

    def _cards(self, engine: Engine, _now: datetime) -> None:
        now = utc_now()
        redraw_all(self.parts, now)
        say_replies(engine, now)

    def _digests(self, _engine: Engine, now: datetime) -> None:
        say_digests(self.parts, now)
        remind(self.parts, now)
        say_lights(self.parts, now)

    def _look(self, _engine: Engine, now: datetime) -> None:
        look_at_slack(self.parts, now)

    def _forget(self, engine: Engine, now: datetime) -> None:
        with writing(engine) as connection:
            slack_events.forget(connection, now - _KEPT)

    def _connect(self, _engine: Engine, _now: datetime) -> None:
        if self.socket is not None:
            self.socket.ensure()
