"""`npq-bot worker`: the background worker alone."""

from __future__ import annotations

import argparse
import signal
import threading

from bot.settings import settings_of_the_environment
from bot.storage import open_database, upgrade
from bot.worker import work


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""
    parser.epilog = "Stops on Ctrl-C or SIGTERM, between two jobs."


def run(_: argparse.Namespace) -> int:
    """Work until stopped."""
    engine = open_database(settings_of_the_environment().database)
    upgrade(engine)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    print("The worker runs; Ctrl-C stops it. It drops sign-in links that have expired;"
          " this version queues nothing for delivery.", flush=True)  # fmt: skip
    work(engine, stop)
    return 0
