"""`npq-bot mail inspect|deliver|fetch|modes`: mails in files, the mailbox, and topics' modes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.common import (
    add_today,
    output,
    progress,
    write_line,
)
from bot.errors import InputError
from bot.settings import Settings, settings_of_the_environment

if TYPE_CHECKING:
    from sqlalchemy import Engine

_FATES = {
    "answered": "the answer is in the outbox",
    "draft": "a draft waits for a colleague",
    "staff": "a colleague has it",
    "ignored": "nothing is sent",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of two actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    inspect = actions.add_parser("inspect", help="what would happen; nothing is sent or stored")
    inspect.add_argument("paths", metavar="PATH", nargs="+", help="files, or folders of them")
    inspect.add_argument("--output", metavar="RESULTS.jsonl", type=Path, default=Path("-"))
    inspect.add_argument(
        "--own-address", metavar="ADDRESS", action="append", default=[],
        help="also judge by whether the mail comes from or was sent to this address",
    )  # fmt: skip
    deliver = actions.add_parser("deliver", help="hand mails to the desk as if they had come in")
    deliver.add_argument("files", metavar="FILE", nargs="+", type=Path)
    add_today(deliver)
    actions.add_parser("fetch", help="read the mailbox once, now; the worker does it by itself")
    modes = actions.add_parser("modes", help="which topics answer by themselves")
    modes.add_argument("topic", metavar="TOPIC", nargs="?", help="id of an intent, to be set")
    modes.add_argument("mode", nargs="?", choices=["draft", "automatic", "off"])


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    if arguments.action == "inspect":
        return _inspect(arguments)
    if arguments.action == "deliver":
        return _deliver(arguments)
    if arguments.action == "fetch":
        return _fetch()
    if arguments.topic is not None and arguments.mode is None:
        raise InputError(f"modes {arguments.topic} needs a mode: draft, automatic or off")
    return _modes(arguments)


def _inspect(arguments: argparse.Namespace) -> int:
    from bot.channels.email.inspect import inspect_path

    paths = _files(arguments.paths)
    with output(arguments.output) as file:
        for path in progress(paths, total=len(paths), unit="mail"):
            write_line(file, inspect_path(path, tuple(arguments.own_address)))
    return 0


def _files(paths: list[str]) -> list[str]:
    """A folder stands for every file below it; a missing path is an error, not an empty list."""
    files: list[str] = []
    for path in paths:
        place = Path(path)
        if place.is_dir():
            files += [str(each) for each in sorted(place.rglob("*")) if each.is_file()]
        elif place.exists():
            files.append(path)
        else:
            raise InputError(f"{path}: there is no such file or folder")
    return files


def _deliver(arguments: argparse.Namespace) -> int:
    from bot.assembly import core_of
    from bot.channels.email.arrival import Arrived
    from bot.channels.mail_in import MailIn
    from bot.clock import utc_now
    from bot.desk import Desk
    from bot.mail_room import house_of

    raws = [(path, _read(path)) for path in arguments.files]
    settings, engine = _opened()
    today = arguments.today
    desk = Desk(core_of(settings), engine, (lambda: today) if today else None)
    mail_in = MailIn(desk, engine, house_of(settings))
    for path, raw in raws:
        now = utc_now()
        taken = mail_in.take(Arrived(raw, len(raw), now), now)
        if taken.repeated:
            print(f"{path}: had come in before, and is {taken.shown.value}")
            continue
        print(f"{path}: {taken.disposition.kind} ({taken.disposition.reason})")
        if taken.reply is not None:
            reference = f", reference {taken.reply.reference}" if taken.reply.reference else ""
            print(f"outcome {taken.reply.outcome.value}{reference}; {_FATES[taken.shown.value]}")
            print(f"\n{taken.reply.text or '(nothing is said to the sender)'}\n")
    return 0


def _fetch() -> int:
    from bot.assembly import core_of
    from bot.channels.email.imap import open_mailbox
    from bot.mail_room import imap_account, mail_rounds

    settings, engine = _opened()
    if not settings.imap_host:
        raise InputError("NPQ_IMAP_HOST is not set; docs/channels.md says how to set mail up")
    rounds = mail_rounds(settings, engine, core_of(settings))
    with open_mailbox(imap_account(settings)) as box:
        counts = rounds.once(box, lambda uids: progress(uids, total=len(uids), unit="mail"))
    print(", ".join(f"{number} {fate}" for fate, number in sorted(counts.items())) or "no new mail")
    return 0


def _modes(arguments: argparse.Namespace) -> int:
    from bot.channels.email import earning
    from bot.channels.email.modes import STREAK
    from bot.clock import utc_now
    from bot.mail_room import house_of

    settings, engine = _opened()
    with engine.begin() as connection:
        if arguments.topic is not None:
            earning.set_mode(connection, arguments.topic, arguments.mode, "terminal", utc_now())
        default = house_of(settings).default_mode
        print(f"topics that are not listed: {default}")
        for each in earning.standings(connection, default):
            print(f"{each.topic:<28}{each.mode:<11}{each.unchanged:>3} of {STREAK} unchanged")
    return 0


def _opened() -> tuple[Settings, Engine]:
    from bot.storage import open_database, upgrade

    settings = settings_of_the_environment()
    engine = open_database(settings.database)
    upgrade(engine)
    return settings, engine


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
