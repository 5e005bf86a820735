"""`npq-bot db upgrade`: bring the database to the shape that this version expects."""

from __future__ import annotations

import argparse

from bot.settings import settings_of_the_environment
from bot.storage import open_database, upgrade


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the one action there is."""
    parser.add_argument("action", choices=["upgrade"])


def run(_: argparse.Namespace) -> int:
    """Migrate, and say where the database stands."""
    engine = open_database(settings_of_the_environment().database)
    revision = upgrade(engine)
    print(f"{engine.url!r} is at revision {revision}")
    return 0
