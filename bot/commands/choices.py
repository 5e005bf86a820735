"""`npq-bot choices [KEY [VALUE]]`: settings that staff change while the desk runs."""

from __future__ import annotations

import argparse
import json
from typing import Any

from bot import choices
from bot.clock import utc_now
from bot.errors import InputError
from bot.settings import settings_of_the_environment
from bot.storage import open_database, reading, upgrade, writing


def configure(parser: argparse.ArgumentParser) -> None:
    """Take a key and a value, both optional."""
    parser.add_argument("key", metavar="KEY", nargs="?", help="show or change this one")
    parser.add_argument("value", metavar="VALUE", nargs="?", help="JSON, or a plain text")
    parser.add_argument("--as", dest="who", metavar="NAME", default="terminal")


def run(arguments: argparse.Namespace) -> int:
    """Show all, show one, or change one."""
    engine = open_database(settings_of_the_environment().database)
    upgrade(engine)
    declared = choices.declared()
    if arguments.key is not None and arguments.key not in declared:
        raise InputError(f"{arguments.key!r} is no setting; allowed: {', '.join(declared)}")
    if arguments.value is not None:
        value = _value(arguments.value, declared[arguments.key].type)
        with writing(engine) as connection:
            choices.set(connection, arguments.key, value, arguments.who, utc_now())
    keys = [arguments.key] if arguments.key else list(declared)
    with reading(engine) as connection:
        chosen = choices.several(connection, keys)
    for key in keys:
        print(f"{key} = {json.dumps(chosen[key], ensure_ascii=False)}")
        print(f"    {declared[key].meaning}")
    return 0


def _value(text: str, type_: str) -> Any:  # any JSON
    if type_ in ("text", "address") and not text.startswith('"'):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise InputError(f"VALUE is not JSON: {error}") from error
