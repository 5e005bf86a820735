"""What several commands share: the day, reading and writing JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO, TypeVar

from bot.clock import london_day, utc_now
from bot.errors import InputError

T = TypeVar("T")

CHANNELS = ("web", "email", "slack")


def add_today(parser: argparse.ArgumentParser) -> None:
    """Let a command be run as if on another day."""
    parser.add_argument(
        "--today", metavar="YYYY-MM-DD", type=_day, help="act as on this day (default: today)"
    )


def today_of(arguments: argparse.Namespace) -> date:
    """Return the day asked for, else the real one in London."""
    return arguments.today or london_day(utc_now())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; allowed: YYYY-MM-DD") from None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a JSON lines file that holds an object."""

    number: int
    """From 1."""
    value: dict[str, Any]  # any JSON


@dataclass(frozen=True, slots=True)
class BadLine:
    """One line that does not hold an object."""

    number: int
    """From 1."""
    fault: str
    """What is wrong with it."""


def read_lines(path: Path) -> tuple[Line | BadLine, ...]:
    """Return the objects and the faults of a JSON lines file; blank lines are left out.

    Raises InputError when the file itself cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    lines = raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return tuple(_line(n, line) for n, line in enumerate(lines, start=1) if line.strip())


def _line(number: int, raw: bytes) -> Line | BadLine:
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return BadLine(number, "is not UTF-8")
    except (ValueError, RecursionError) as error:
        return BadLine(number, f"is not JSON: {error}")
    if not isinstance(value, dict):
        return BadLine(number, f"holds {type(value).__name__}; allowed: one JSON object")
    return Line(number, value)


@contextmanager
def output(path: Path) -> Iterator[TextIO]:
    """Open a file for JSON lines; `-` is standard output."""
    if str(path) == "-":
        yield sys.stdout
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(f"--output {path}: cannot be written: {error.strerror}") from error
    with file:
        yield file


def write_line(file: TextIO, value: object) -> None:
    """Write one JSON object as one line."""
    file.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")


def complain(text: str) -> None:
    """Say on standard error what could not be used."""
    print(text, file=sys.stderr)


def progress(items: Iterable[T], *, total: int, unit: str) -> Iterable[T]:
    """Show a progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return items
    from tqdm import tqdm  # not needed, hence not loaded, in a pipe

    return tqdm(items, total=total, unit=unit)
