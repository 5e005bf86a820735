"""`npq-bot person export|erase ADDRESS`: what one enquirer may ask for."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from bot.clock import utc_now
from bot.errors import InputError
from bot.privacy import erase_person, export_person
from bot.settings import settings_of_the_environment
from bot.storage import open_database, upgrade


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of two actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = actions.add_parser("export", help="everything that is kept, as JSON and mails")
    export.add_argument("--output", metavar="FOLDER", type=Path, help="default: export-ADDRESS")
    erase = actions.add_parser("erase", help="erase everything that is kept; it cannot be undone")
    erase.add_argument("--yes", action="store_true", help="do it without asking")
    for action in (export, erase):
        action.add_argument(
            "address", metavar="ADDRESS", help="mail address, Slack id, or reference of a case"
        )


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    engine = open_database(settings_of_the_environment().database)
    upgrade(engine)
    if arguments.action == "export":
        name = re.sub(r"[^\w.@-]", "_", arguments.address)
        folder = arguments.output or Path(f"export-{name}")
        exported = export_person(engine, arguments.address, folder, utc_now())
        for table, count in sorted(exported.rows.items()):
            print(f"{count:>7}  {table}")
        print(f"{folder / 'person.json'} and {exported.mails} mails are written")
        return 0
    if not arguments.yes:
        print(f"Everything that is kept of {arguments.address} will be erased for good.")
        if input("Type the address again to do it: ").strip() != arguments.address:
            raise InputError("not confirmed; nothing has been erased")
    erased = erase_person(engine, arguments.address, "terminal", utc_now())
    print(
        f"{erased.rows} rows erased, {erased.mentions} mentions overwritten;"
        f" {erased.counted} messages stay counted without a name."
        "\nCopies of the database made before still hold the person: erase there too, or destroy"
        " them."
    )
    return 0
