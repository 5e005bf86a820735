"""`npq-bot replay`: stored enquiries through the desk, on a database thrown away afterwards."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.assembly import core_of
from bot.commands.common import (
    BadLine,
    add_today,
    complain,
    output,
    progress,
    read_lines,
    write_line,
)
from bot.desk import Desk
from bot.errors import InputError
from bot.model import Enquiry
from bot.settings import settings_of_the_environment
from bot.storage import metadata, open_database

CHANNELS = ("web", "email", "slack")


def configure(parser: argparse.ArgumentParser) -> None:
    """Take a file in and a file out."""
    parser.add_argument("cases", metavar="CASES.jsonl", type=Path)
    parser.add_argument("--output", metavar="RESULTS.jsonl", type=Path, required=True)
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write one line a turn; 2 when a line of the input could not be used."""
    lines = read_lines(arguments.cases)
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    today = arguments.today
    desk = Desk(core_of(settings_of_the_environment()), engine, (lambda: today) if today else None)
    faults = 0
    with output(arguments.output) as file:
        for line in progress(lines, total=len(lines), unit="case"):
            try:
                if isinstance(line, BadLine):
                    raise InputError(line.fault)
                _check(line.value)
            except InputError as error:
                faults += 1
                complain(f"{arguments.cases}, line {line.number}: {error}")
                continue
            for row in _rows(desk, line.value, thread=str(line.number)):
                write_line(file, row)
    return 2 if faults else 0


def _rows(desk: Desk, case: dict[str, Any], thread: str) -> Iterator[dict[str, object]]:
    for number, turn in enumerate(case["turns"]):
        enquiry = Enquiry(case["channel"], thread, turn["text"], turn.get("subject"))
        started = time.perf_counter()
        reply = desk.receive(enquiry)
        ms = (time.perf_counter() - started) * 1000
        yield {
            "id": case["id"],
            "turn": number,
            "outcome": reply.outcome.value,
            "text": reply.text,
            "intents": [list(pair) for pair in reply.intents],
            "facts": list(reply.facts),
            "ms": round(ms, 3),
        }


def _check(case: dict[str, Any]) -> None:
    """Raise InputError unless the object is a case."""
    for key in ("id", "channel", "turns"):
        if key not in case:
            raise InputError(f"{key} is missing; a case has id, channel and turns")
    if case["channel"] not in CHANNELS:
        raise InputError(f"channel is {case['channel']!r}; allowed: {', '.join(CHANNELS)}")
    if not isinstance(case["turns"], list) or not case["turns"]:
        raise InputError(f"turns is {type(case['turns']).__name__}; allowed: a list of turns")
    for number, turn in enumerate(case["turns"]):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
            raise InputError(f'turns[{number}] has no text; allowed: {{"text": "..."}}')
        if not isinstance(turn.get("subject"), str | None):
            raise InputError(f"turns[{number}].subject is no text; allowed: text, or no such key")
