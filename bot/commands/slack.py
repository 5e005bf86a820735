"""`npq-bot slack manifest`: what Slack is told when the app is made."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from bot.channels.slack.manifest import as_yaml, manifest
from bot.choices import declared
from bot.commands.common import output
from bot.errors import InputError


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of the actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    made = actions.add_parser("manifest", help="the app's manifest, to be pasted at Slack")
    made.add_argument(
        "--address", metavar="URL", default="",
        help="where Slack finds this desk, https://...; left out: Socket Mode, which needs none",
    )  # fmt: skip
    made.add_argument("--output", metavar="FILE", type=Path, default=Path("-"))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    return _manifest(arguments)


def _manifest(arguments: argparse.Namespace) -> int:
    address = arguments.address
    parts = urlsplit(address)
    if address and (parts.scheme != "https" or not parts.hostname or parts.query):
        raise InputError(
            f"--address is {address!r}; allowed: the desk's own https:// address,"
            " for example https://chat.example.org"
        )
    with output(arguments.output) as file:
        suggested = tuple(declared()["suggested_questions"].default)
        file.write(as_yaml(manifest(suggested, address)))
    return 0
