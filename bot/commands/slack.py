"""`npq-bot slack manifest|taught`: what Slack is told of the app; what colleagues propose."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from bot.channels.slack.manifest import as_yaml, manifest
from bot.choices import declared
from bot.commands.common import output, write_line
from bot.errors import InputError
from bot.settings import settings_of_the_environment


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of the actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    made = actions.add_parser("manifest", help="the app's manifest, to be pasted at Slack")
    made.add_argument(
        "--address", metavar="URL", default="",
        help="where Slack finds this desk, https://...; left out: Socket Mode, which needs none",
    )  # fmt: skip
    made.add_argument("--output", metavar="FILE", type=Path, default=Path("-"))
    taught = actions.add_parser("taught", help="what colleagues would have the assistant say")
    taught.add_argument("--output", metavar="PROPOSALS.jsonl", type=Path, default=Path("-"))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    return _taught(arguments) if arguments.action == "taught" else _manifest(arguments)


def _taught(arguments: argparse.Namespace) -> int:
    """Write proposals for review, oldest first; nothing of them is in use."""
    from sqlalchemy import select

    from bot.storage import open_database, reading, upgrade
    from bot.storage.tables import cases, slack_taught

    engine = open_database(settings_of_the_environment().database)
    upgrade(engine)
    query = (
        select(slack_taught, cases.c.reference)
        .outerjoin(cases, cases.c.id == slack_taught.c.case_id)
        .order_by(slack_taught.c.id)
    )
    with reading(engine) as connection, output(arguments.output) as file:
        for row in connection.execute(query):
            write_line(
                file,
                {
                    "kind": row.kind, "question": row.question, "proposal": row.proposal,
                    "source": row.source, "by": row.by, "at": row.at.isoformat(),
                    "case": row.reference,
                },
            )  # fmt: skip
    return 0


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
