"""`npq-bot purge`: forget now what has been kept long enough."""

from __future__ import annotations

import argparse

from bot.clock import utc_now
from bot.retention import purge
from bot.settings import settings_of_the_environment
from bot.storage import open_database, upgrade


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""
    parser.epilog = (
        "The worker does the same once a day. How long what is kept: npq-bot choices, the keep_..."
        " settings."
    )


def run(_: argparse.Namespace) -> int:
    """Forget, and say how much."""
    engine = open_database(settings_of_the_environment().database)
    upgrade(engine)
    done = purge(engine, utc_now())
    for kind, count in sorted(done.items()):
        print(f"{count:>7}  {kind}")
    return 0
