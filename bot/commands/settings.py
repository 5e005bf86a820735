"""`npq-bot settings`: every setting with its meaning, value and default."""

from __future__ import annotations

import argparse

from bot.settings import describe, settings_of_the_environment


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""
    parser.epilog = "Each may also be read from the file that NAME_FILE names."


def run(_: argparse.Namespace) -> int:
    """Print three lines for each setting."""
    for name, value, default, meaning in describe(settings_of_the_environment()):
        print(f"{name}={value}")
        print(f"    {meaning}")
        print(f"    default: {default or '(empty)'}")
    return 0
