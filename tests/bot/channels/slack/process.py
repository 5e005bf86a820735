"""A whole desk with Slack as a process of its own, to be killed: web server and worker.

`python -m tests.bot.channels.slack.process FOLDER SLACK_URL STEP`: serves on a free port, which it
prints, and stops dead (as by kill -9) when it comes to STEP: `claimed`, `answered`, `sending`,
`sent`, or `never`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from bot.app import create_app
from bot.channels.slack import SlackChannel
from bot.core import Core
from bot.desk import Desk
from bot.model import DeskReply, Enquiry
from bot.outbox import Delivery, Receipt, Sender
from bot.settings import read_settings
from bot.storage import open_database, upgrade
from bot.worker import work
from tests.bot.channels.slack.fake_slack import CARDS, GROUP, TOKEN
from tests.bot.channels.slack.payloads import SECRET
from tests.bot.fakes import FakeCore


def die() -> None:
    """End as a process ends that is killed: at once, with nothing tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


class MortalDesk(Desk):
    """Dies before or after it has decided."""

    def __init__(self, core: Core, engine: Any, step: str) -> None:
        super().__init__(core, engine)
        self._step = step

    def receive(self, enquiry: Enquiry, settle: Any = None) -> DeskReply:
        if self._step == "claimed":
            die()
        reply = super().receive(enquiry, settle)
        if self._step == "answered":
            die()
        return reply


class MortalSender:
    """Dies before or after it has sent."""

    def __init__(self, sender: Sender, step: str) -> None:
        self._sender = sender
        self._step = step

    def send(self, delivery: Delivery) -> Receipt:
        if self._step == "sending":
            die()
        receipt = self._sender.send(delivery)
        if self._step == "sent":
            die()
        return receipt

    def find_sent(self, delivery: Delivery) -> bool | None:
        return self._sender.find_sent(delivery)


def main(folder: str, slack_url: str, step: str) -> None:
    settings = read_settings({
        "NPQ_DATA_DIR": folder, "NPQ_SECRET_KEY": "for tests", "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    })  # fmt: skip
    engine = open_database(f"sqlite:///{Path(folder) / 'npq.sqlite3'}")
    upgrade(engine)
    core = FakeCore().core()
    channel = SlackChannel(
        engine, MortalDesk(core, engine, step), core, token=TOKEN, signing_secret=SECRET,
        app_token="", channel=CARDS, group=GROUP, url=slack_url, address="http://desk.example",
    )  # fmt: skip
    channel.sender = MortalSender(channel.sender, step)  # type: ignore[assignment]
    app = create_app(settings, core=core, engine=engine, slack=channel, limited=False)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    senders = {"slack": channel.sender}
    arguments = (engine, channel.jobs(), senders, threading.Event())
    threading.Thread(target=work, args=arguments, daemon=True).start()
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
