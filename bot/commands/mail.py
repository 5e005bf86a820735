"""`npq-bot mail inspect|deliver`: mails in files, looked at or handed to the desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.common import (
    add_today,
    output,
    progress,
    write_line,
)
from bot.errors import InputError
from bot.settings import settings_of_the_environment


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


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    return _inspect(arguments) if arguments.action == "inspect" else _deliver(arguments)


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
    from bot.channels.mail_in import take_in
    from bot.desk import Desk
    from bot.storage import open_database, upgrade

    raws = [(path, _read(path)) for path in arguments.files]
    settings = settings_of_the_environment()
    engine = open_database(settings.database)
    upgrade(engine)
    today = arguments.today
    desk = Desk(core_of(settings), engine, (lambda: today) if today else None)
    for path, raw in raws:
        taken = take_in(desk, raw, (settings.mail_address,))
        print(f"{path}: {taken.disposition.kind} ({taken.disposition.reason})")
        if taken.reply is not None:
            again = ", had come in before" if taken.reply.repeated else ""
            reference = f", reference {taken.reply.reference}" if taken.reply.reference else ""
            print(f"outcome {taken.reply.outcome.value}{reference}{again}")
            print(f"\n{taken.reply.text or '(nothing is said to the sender)'}\n")
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
