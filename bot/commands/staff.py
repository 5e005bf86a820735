"""`npq-bot staff add|list|link|remove`: who may work on cases."""

from __future__ import annotations

import argparse

from bot import colleagues
from bot.clock import utc_now
from bot.errors import InputError
from bot.settings import settings_of_the_environment
from bot.staff import new_link
from bot.staff.sign_in import INVITATION_VALID_FOR
from bot.storage import open_database, reading, upgrade, writing


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of four actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add a colleague and print their sign-in link")
    add.add_argument("name", metavar="NAME")
    add.add_argument("address", metavar="ADDRESS", nargs="?", help="mail address")
    add.add_argument("--slack-id", metavar="ID", help="to act on cards, for example U012AB3CD")
    actions.add_parser("list", help="everybody")
    for name, text in (
        ("link", "print a new sign-in link for a colleague"),
        ("remove", "take a colleague's right to sign in"),
    ):
        actions.add_parser(name, help=text).add_argument("name", metavar="NAME")
    for action in (add, actions.choices["link"]):
        action.add_argument(
            "--at", metavar="URL", help="address of the desk (default: http://NPQ_BIND)"
        )


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    settings = settings_of_the_environment()
    engine = open_database(settings.database)
    upgrade(engine)
    now = utc_now()
    match arguments.action:
        case "list":
            with reading(engine) as connection:
                for each in colleagues.everybody(connection):
                    state = "" if each.active else "  (removed)"
                    print(f"{each.name}  {each.address or '-'}  {each.slack_id or '-'}{state}")
            return 0
        case "remove":
            with writing(engine) as connection:
                colleagues.remove(connection, arguments.name, now)
            print(f"{arguments.name} can no longer sign in.")
            return 0
        case "add":
            with writing(engine) as connection:
                found = colleagues.add(
                    connection, arguments.name, now, address=arguments.address,
                    slack_id=arguments.slack_id,
                )  # fmt: skip
        case _:
            with reading(engine) as connection:
                known = colleagues.named(connection, arguments.name)
            if known is None or not known.active:
                raise InputError(f"{arguments.name!r} is no colleague; npq-bot staff add adds one")
            found = known
    address = (arguments.at or f"http://{settings.bind}").rstrip("/")
    link = new_link(engine, address, now, colleague=found.id, valid_for=INVITATION_VALID_FOR)
    print(f"{found.name} signs in with this link, once, within {INVITATION_VALID_FOR.days} days:")
    print(link)
    return 0
