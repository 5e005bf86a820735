"""`npq-bot cases ...`: what the staff desk does, at the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import get_args

from sqlalchemy import Connection

from bot import cases
from bot.clock import LONDON, utc_now
from bot.errors import InputError
from bot.jsonable import to_json
from bot.settings import settings_of_the_environment
from bot.storage import open_database, reading, upgrade, writing

_SIMPLE: dict[str, tuple[Callable[..., cases.CaseView], str]] = {
    "claim": (cases.claim, "take a case"),
    "release": (cases.release, "give a case back"),
    "undo": (cases.undo, "take a reply back while it waits"),
    "wake": (cases.wake, "bring a snoozed case back"),
    "reopen": (cases.reopen, "take an answered or closed case up again"),
    "not-ours": (cases.not_ours, "close a case that is nothing for the team"),
}
_WITH_WORDS: dict[str, tuple[Callable[..., cases.CaseView], str, str]] = {
    "assign": (cases.assign, "NAME", "give a case to a colleague"),
    "note": (cases.note, "TEXT", "write something for colleagues"),
    "close": (cases.close, "REASON", "end a case without another reply"),
    "merge": (cases.merge, "INTO", "close a case in favour of another"),
    "contact": (cases.set_contact, "ADDRESS", "enter where the enquirer is to be answered"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of the actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="cases, urgent ones first")
    listing.add_argument("--filter", choices=get_args(cases.Filter), default="open")
    listing.add_argument("--tag", metavar="TAG")
    listing.add_argument("--limit", metavar="N", type=int, default=50)
    listing.add_argument("--json", action="store_true", help="one object a line")
    listing.add_argument("--as", dest="who", metavar="NAME", default="terminal")
    show = actions.add_parser("show", help="one case with its history")
    show.add_argument("reference", metavar="REFERENCE")
    show.add_argument("--json", action="store_true")
    for name, (_, text) in _SIMPLE.items():
        _action(actions, name, text)
    for name, (_, word, text) in _WITH_WORDS.items():
        _action(actions, name, text).add_argument("words", metavar=word)
    for name, text in (
        ("draft", "keep a draft without sending it"),
        ("send", "send a reply; without words the draft as it stands"),
    ):
        action = _action(actions, name, text)
        action.add_argument("--text", metavar="TEXT", help="the words")
        action.add_argument("--file", metavar="FILE", type=Path, help="a file of them; - is stdin")
    _action(actions, "tag", "replace the tags").add_argument("words", metavar="TAG", nargs="*")
    snooze = _action(actions, "snooze", "put a case away until a moment, London time")
    snooze.add_argument("until", metavar="YYYY-MM-DD[THH:MM]", type=_moment)


def _action(actions: argparse._SubParsersAction, name: str, text: str) -> argparse.ArgumentParser:  # type: ignore[type-arg]  # argparse's own
    action: argparse.ArgumentParser = actions.add_parser(name, help=text)
    action.add_argument("reference", metavar="REFERENCE")
    action.add_argument("--as", dest="who", metavar="NAME", default="terminal", help="who acts")
    action.add_argument(
        "--version", metavar="N", type=int,
        help="the version that you saw; refused if the case has changed since",
    )  # fmt: skip
    return action


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; 1 when somebody else was first."""
    engine = open_database(settings_of_the_environment().database)
    upgrade(engine)
    if arguments.action in ("list", "show"):
        show = _list if arguments.action == "list" else _show
        with reading(engine) as connection:
            return show(connection, arguments)
    try:
        with writing(engine) as connection:
            found = _change(connection, arguments, utc_now())
    except cases.CaseConflict as conflict:
        when = conflict.at.astimezone(LONDON).strftime("%d %b %H:%M")
        print(f"npq-bot cases: {conflict} ({when})", file=sys.stderr)
        return 1
    print(f"{found.reference} is {found.state.value}, version {found.version}")
    return 0


def _change(connection: Connection, arguments: argparse.Namespace, now: datetime) -> cases.CaseView:
    seen = cases.view(connection, arguments.reference)
    version = arguments.version if arguments.version is not None else seen.version
    who = (connection, arguments.reference, version, arguments.who, now)
    match arguments.action:
        case "draft":
            return cases.save_draft(*who, _words(arguments) or "")
        case "send":
            text = _words(arguments)
            return cases.approve_and_send(*who, seen.draft if text is None else text,
                                          via="terminal")  # fmt: skip
        case "tag":
            return cases.tag(*who, tuple(arguments.words))
        case "snooze":
            return cases.snooze(*who, arguments.until)
        case action if action in _SIMPLE:
            return _SIMPLE[action][0](*who)
        case action:
            return _WITH_WORDS[action][0](*who, arguments.words)


def _words(arguments: argparse.Namespace) -> str | None:
    if arguments.file is None:
        return str(arguments.text) if arguments.text is not None else None
    if arguments.text is not None:
        raise InputError("--text and --file are both given; keep one")
    try:
        if str(arguments.file) == "-":
            return sys.stdin.read().strip()
        return str(arguments.file.read_text("utf-8")).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--file {arguments.file}: cannot be read: {error}") from error


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=LONDON)
    except ValueError:
        allowed = "YYYY-MM-DD or YYYY-MM-DDTHH:MM"
        raise argparse.ArgumentTypeError(f"{text!r} is no moment; allowed: {allowed}") from None


def _list(connection: Connection, arguments: argparse.Namespace) -> int:
    lines = cases.listed(
        connection, arguments.filter, arguments.limit, owner=arguments.who, tag=arguments.tag
    )
    for line in lines:
        if arguments.json:
            print(json.dumps(to_json(line), ensure_ascii=False))
            continue
        first = line.question.partition("\n")[0]
        urgent = "URGENT  " if line.urgent else ""
        print(f"{line.reference}  {_when(line.opened_at)}  {line.state.value:<10}"
              f"{line.owner or '-':<12}  {urgent}{first[:70]}")  # fmt: skip
    if not lines and not arguments.json:
        print("no cases")
    return 0


def _show(connection: Connection, arguments: argparse.Namespace) -> int:
    found = cases.view(connection, arguments.reference)
    if arguments.json:
        print(json.dumps(to_json(found), ensure_ascii=False))
        return 0
    line = found.line
    print(f"{line.reference}  {line.state.value}  version {line.version}"
          f"{'  URGENT' if line.urgent else ''}")  # fmt: skip
    print(f"why      {line.reason or '-'}")
    print(f"owner    {line.owner or 'nobody'}")
    print(f"reply to {line.contact or 'no address left'} ({line.channel})")
    print(
        f"since    {_when(line.opened_at)}" + (f", due {_when(line.due_at)}" if line.due_at else "")
    )
    print(f"tags     {', '.join(line.tags) or '-'}")
    print(f"\n{line.question}\n\n--- draft ---\n{found.draft}\n--- history ---")
    for event in found.history:
        print(
            f"{_when(event.at)}  {event.who}: {event.what}{'  ' if event.note else ''}{event.note}"
        )
    return 0


def _when(moment: datetime) -> str:
    return moment.astimezone(LONDON).strftime("%d %b %H:%M")
