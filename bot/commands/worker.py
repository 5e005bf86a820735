"""`npq-bot worker`: the background worker alone."""

from __future__ import annotations

import argparse
import signal
import threading
from functools import cache

from bot.assembly import core_of
from bot.background import jobs_of, senders_of, slack_of
from bot.logs import set_up_logs
from bot.settings import settings_of_the_environment
from bot.storage import open_database, upgrade
from bot.worker import work


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""
    parser.epilog = "Stops on Ctrl-C or SIGTERM, between two jobs."


def run(_: argparse.Namespace) -> int:
    """Work until stopped."""
    settings = settings_of_the_environment()
    set_up_logs()
    engine = open_database(settings.database)
    upgrade(engine)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    core = cache(lambda: core_of(settings))
    slack = slack_of(settings, engine, core)
    jobs = jobs_of(settings, core, slack)
    senders = senders_of(settings, engine, slack)
    print(
        f"The worker runs; Ctrl-C stops it.\n"
        f"Sends by       {', '.join(senders) or 'nothing: no channel is set up'}\n"
        f"Jobs           {', '.join(job.name for job in jobs)}",
        flush=True,
    )
    work(engine, jobs, senders, stop)
    return 0
