"""Whether a turn and the case list get slower as the years go by.

    python benchmarks/state_growth.py [--turns 1000000] [--cases 100000] [--folder FOLDER]

Fills a database, with a progress bar on a terminal, and measures the same work on it and on a new
one, in turns: a turn through the desk, and the list of open cases with its counts. The new one
holds one page of cases, so that both lists show as many. Goal: p95 at most 1.5 times that of the
new database. The filled database stays in FOLDER, if one is given, for the next run.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from desk_latency import QUESTIONS  # stands beside this file
from sqlalchemy import Engine, func, insert, select

from bot import cases
from bot.assembly import load_core
from bot.commands.common import progress
from bot.core import Core
from bot.desk import Desk
from bot.jsonable import to_json
from bot.model import Enquiry
from bot.storage import open_database, reading, upgrade
from bot.storage.shred import empty_log
from bot.storage.tables import cases as case_table
from bot.storage.tables import conversations, received, turns
from handlers.model import Context

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
TODAY = date(2026, 11, 23)
IN_A_TALK = 4
CHUNK = 5000
PAGE = 50
ROUNDS = 400


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    core = load_core(Path("var/cache"))
    with tempfile.TemporaryDirectory(dir=".") as passing:
        folder = arguments.folder or Path(passing)
        full, new = (opened(place) for place in (folder / "full", Path(passing) / "new"))
        sample = stored_sample(core)
        started = time.perf_counter()
        added = fill(full, sample, arguments.turns, arguments.cases)
        print(f"filled with {added} turns in {time.perf_counter() - started:.0f} s,"
              f" {size_mb(folder / 'full'):.0f} MB")  # fmt: skip
        fill(new, sample, PAGE * IN_A_TALK, PAGE)
        desks = {"full": Desk(core, full, lambda: TODAY), "new": Desk(core, new, lambda: TODAY)}
        compare("turn", {name: turn_of(desk) for name, desk in desks.items()})
        compare("case list", {"full": list_of(full), "new": list_of(new)})
        full.dispose()
        new.dispose()


def opened(folder: Path) -> Engine:
    """A migrated database in a folder."""
    engine = open_database(f"sqlite:///{folder / 'npq.sqlite3'}")
    upgrade(engine)
    return engine


def stored_sample(core: Core) -> list[dict[str, object]]:
    """What turns of real questions look like when they are stored."""
    sample = []
    for question in QUESTIONS:
        found = core.interpret(question, None, "web", Context(), TODAY)
        reply = core.respond(found, "web", Context(), TODAY)
        sample.append(
            {
                "text": question, "interpretation": to_json(found), "facts": {"npqh.duration": ""},
                "outcome": reply.outcome.value, "parts": to_json(reply.parts),
                "reply": "\n\n".join(part.text for part in reply.parts), "ms": 1.0,
            }
        )  # fmt: skip
    return sample


def fill(engine: Engine, sample: list[dict[str, object]], total: int, with_case: int) -> int:
    """Add turns, conversations, ledger lines and cases, unless they are there; how many turns."""
    with reading(engine) as connection:
        there = connection.execute(select(func.count()).select_from(turns)).scalar_one()
    if there >= total:
        return 0
    chance = random.Random(0)
    every = max(total // with_case, 1)
    chunks = range(0, total, CHUNK)
    for first in progress(chunks, total=len(chunks), unit="chunk"):
        numbers = range(first, min(first + CHUNK, total))
        ids = {n: f"{n // IN_A_TALK * 2654435761 % 2**64:032x}" for n in numbers}
        moments = {n: LONG_AGO + timedelta(seconds=80 * n) for n in numbers}
        heads = [n for n in numbers if n % IN_A_TALK == 0]
        with engine.begin() as connection:
            connection.execute(insert(conversations), [
                {"id": ids[n], "channel": "web", "thread": ids[n], "context": {},
                 "turns": IN_A_TALK, "created_at": moments[n], "updated_at": moments[n]}
                for n in heads
            ])  # fmt: skip
            connection.execute(insert(turns), [
                {"conversation_id": ids[n], "number": n % IN_A_TALK, "received_at": moments[n],
                 **sample[n % len(sample)]} for n in numbers
            ])  # fmt: skip
            connection.execute(insert(received), [
                {"channel": "web", "identity": f"form:{chance.getrandbits(128):032x}",
                 "outcome": "answer", "fate": "answered", "reason": "", "turn": n % IN_A_TALK,
                 "conversation_id": ids[n], "received_at": moments[n]} for n in numbers
            ])  # fmt: skip
            opened_cases = [n for n in numbers if n % every == 0]
            # One in five is open still: far more than two colleagues would let lie.
            connection.execute(insert(case_table), [
                {"conversation_id": ids[n], "reference": f"{n // every:07}", "version": 1,
                 "state": "new" if n // every % 5 == 0 else "closed", "reason": "staff.price",
                 "queue": (0 if n // every % 50 == 0 else 1) if n // every % 5 == 0 else 3,
                 "question": "How much is it?", "draft": "", "tags": [],
                 "urgent": n // every % 50 == 0, "opened_at": moments[n],
                 "updated_at": moments[n], "asked_at": moments[n]} for n in opened_cases
            ])  # fmt: skip
    empty_log(engine)
    return total


def turn_of(desk: Desk) -> Callable[[int], None]:
    """A turn in a conversation that a few share."""

    def turn(number: int) -> None:
        question = QUESTIONS[number % len(QUESTIONS)]
        desk.receive(Enquiry("web", f"b{number // IN_A_TALK}", question, identity=f"b{number}"))

    return turn


def list_of(engine: Engine) -> Callable[[int], None]:
    """The list of open cases, as the desk shows it."""

    def look(_: int) -> None:
        with reading(engine) as connection:
            cases.listed(connection, "open", PAGE)
            cases.counts(connection, "Ann")

    return look


def compare(name: str, work: dict[str, Callable[[int], None]]) -> None:
    """Measure both in turns, after some that are not counted."""
    times: dict[str, list[float]] = {each: [] for each in work}
    for number in range(ROUNDS + 40):
        for each, do in work.items():
            started = time.perf_counter()
            do(number)
            if number >= 40:
                times[each].append((time.perf_counter() - started) * 1000)
    p95 = {each: sorted(values)[len(values) * 95 // 100] for each, values in times.items()}
    p50 = {each: sorted(values)[len(values) // 2] for each, values in times.items()}
    print(f"{name:<10} p50 {p50['full']:.2f} ms against {p50['new']:.2f} ms,"
          f" p95 {p95['full']:.2f} ms against {p95['new']:.2f} ms,"
          f" ratio {p95['full'] / p95['new']:.2f}")  # fmt: skip


def size_mb(folder: Path) -> float:
    """Of the files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


if __name__ == "__main__":
    main()
