"""Kills a worker at every step of its work, again and again, and counts what became of everything.

    python -m tests.crash.harness ADDRESS FOLDER ROUNDS

Runs in a process of its own and forks each worker, so that a round costs no start. A worker takes
enquiries in, answers by two channels, replies as a colleague and delivers. Before and after every
statement, commit and effect stands a step; in round N the worker ends itself with SIGKILL at a
step that moves on from round to round, so that all are hit. One channel can look up what it has
sent, the other, like Slack without history, cannot. The clock is an argument: a lease is over when
the next round begins.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, event, func, select

from bot import cases, ledger
from bot.desk import Desk, Settle
from bot.jobs import Job
from bot.model import DeskReply, Enquiry, Fate
from bot.outbox import AUTOMATIC, LEASE, Delivery, Receipt, State, enqueue
from bot.storage import open_database, writing
from bot.storage.tables import cases as case_table
from bot.storage.tables import deliveries, received, turns
from bot.worker import Rounds
from tests.bot.fakes import FakeCore

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
SENT_LOG = "sent.log"
TAKEN_LOG = "taken.log"
MOST_TO_FINISH = 60  # rounds; after 200 kills it takes some ten
LAST = 10_000  # no work has that many steps


@dataclass(slots=True, weakref_slot=True, eq=False)
class Steps:
    """Counts the steps of a worker and ends it at one of them."""

    fatal: int
    """The number of the last step; none if there are fewer."""
    taken: int = 0
    """So far."""

    def __call__(self, *_: object) -> None:
        self.taken += 1
        if self.taken == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine) -> None:
        """Stand before and after every statement and commit of an engine."""
        for name in ("before_cursor_execute", "after_cursor_execute", "begin", "commit"):
            event.listen(engine, name, self)
        event.listen(engine.pool, "checkin", self)  # which comes after the commit


@dataclass(frozen=True, slots=True)
class FileSender:
    """Sends by adding a line to a file, which outlives the process that is killed."""

    folder: Path
    step: Steps
    can_look: bool

    def send(self, delivery: Delivery) -> Receipt:
        self.step()
        add_line(self.folder / SENT_LOG, delivery.unique_key)
        self.step()
        return Receipt(delivery.unique_key)

    def find_sent(self, delivery: Delivery) -> bool | None:
        self.step()
        return delivery.unique_key in lines(self.folder / SENT_LOG) if self.can_look else None


def add_line(path: Path, line: str) -> None:
    """Add a line to a file, whole: what one write has handed to the system survives a kill."""
    with path.open("ab", buffering=0) as file:
        file.write(f"{line}\n".encode())


def lines(path: Path) -> list[str]:
    """The lines of a file, none where there is no file."""
    return path.read_text("utf-8").splitlines() if path.exists() else []


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker does in one round."""

    address: str
    folder: Path

    def enquiries(self, rounds: int) -> list[Enquiry]:
        """Everything that has come in up to a round and was not marked as taken."""
        taken = set(lines(self.folder / TAKEN_LOG))
        return [
            Enquiry(
                channel, f"{channel} {number}", words, identity=f"{channel}:{number}",
                sender=f"{number}@example.org", received_at=START + number * LEASE,
            )
            for number in range(rounds + 1)
            for channel, words in (("email", "escalate this"), ("slack", "answer me"))
            if f"{channel}:{number}" not in taken
        ]  # fmt: skip

    def do(self, number: int, fatal: int) -> int:
        """Do everything that is due in a round; how many steps it took."""
        now = START + number * 2 * LEASE
        engine = open_database(self.address)
        steps = Steps(fatal)
        steps.watch(engine)
        desk = Desk(FakeCore().core(), engine)
        for enquiry in self.enquiries(number):
            desk.receive(enquiry, settle_by_reply(now))
            steps()
            add_line(self.folder / TAKEN_LOG, enquiry.identity)  # as a mailbox is flagged
        job = Job("round", 0.0, lambda engine, _: _colleague(engine, now))
        senders = {
            "email": FileSender(self.folder, steps, can_look=True),
            "slack": FileSender(self.folder, steps, can_look=False),
        }
        Rounds(engine, (job,), senders, f"w{number}").once(now)
        Rounds(engine, (), senders, f"w{number}").once(now + timedelta(seconds=1))
        cases.keep_up(engine, now + timedelta(seconds=2))
        engine.dispose()
        return steps.taken


def settle_by_reply(now: datetime) -> Settle:
    def settle(connection: Connection, reply: DeskReply) -> Fate | None:
        channel = "slack" if reply.reference is None else "email"
        enqueue(
            connection, channel=channel, kind=AUTOMATIC, recipient="them",
            payload={"text": reply.text}, unique_key=f"reply:{reply.conversation}:{reply.turn}",
            not_before=now, conversation=reply.conversation,
        )  # fmt: skip
        return None

    return settle


def _colleague(engine: Engine, now: datetime) -> None:
    """Reply to every open case, as a colleague would."""
    with engine.connect() as connection:
        lines = cases.listed(connection, "open", 40)
    for line in lines:
        with writing(engine) as connection:
            cases.approve_and_send(
                connection, line.reference, line.version, "Ann", now, "Yes.", undo_s=0
            )


def forked(work: Work, number: int, fatal: int) -> int:
    """Do a round in a process of its own; the signal that ended it, 0 for none."""
    child = os.fork()
    if child == 0:
        try:
            work.do(number, fatal)
            os._exit(0)
        except BaseException as error:
            print(f"round {number}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    if os.WEXITSTATUS(status):
        raise SystemExit(f"round {number} failed")
    return 0


@dataclass(slots=True)
class Tally:
    """What became of everything."""

    rounds: int
    killed: int = 0
    steps: int = 0
    enquiries: int = 0
    turns: int = 0
    lines: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    deliveries: int = 0
    states: dict[str, int] = field(default_factory=dict)
    sent_twice: list[str] = field(default_factory=list)
    said_sent_but_not: list[str] = field(default_factory=list)
    uncertain_that_could_be_looked_up: int = 0
    case_states: dict[str, int] = field(default_factory=dict)

    @property
    def nothing_left(self) -> bool:
        """Every delivery and every case has come to its end."""
        return set(self.states) <= {"sent", "uncertain"} and set(self.case_states) <= {"sent"}


def run(address: str, folder: Path, rounds: int) -> Tally:
    """Kill, go on, kill again; then let the last worker finish, and count."""
    work = Work(address, folder)
    tally = Tally(rounds)
    steps = work.do(0, LAST)
    tally.steps = steps
    for number in range(1, rounds + 1):
        # Rounds that follow a kill have more to do; a third beyond the plain work reaches that.
        fatal = 1 + (number * 7) % (steps * 4 // 3)
        tally.killed += forked(work, number, fatal) == signal.SIGKILL
    # Undisturbed, the work comes to an end: leases run out, and nothing is left to do.
    number, ended = rounds, False
    while not ended and number < rounds + MOST_TO_FINISH:
        number += 1
        forked(work, number, LAST)
        count(address, folder, tally)
        ended = tally.nothing_left
    tally.enquiries = 2 * (number + 1)
    return tally


def count(address: str, folder: Path, tally: Tally) -> None:
    """Hold what was sent against what the database says."""
    engine = open_database(address)
    with engine.connect() as connection:
        rows = connection.execute(
            select(deliveries.c.unique_key, deliveries.c.state, deliveries.c.channel)
        ).all()
        tally.turns = connection.execute(select(func.count()).select_from(turns)).scalar_one()
        tally.lines = connection.execute(select(func.count()).select_from(received)).scalar_one()
        tally.faults = ledger.faults(connection)
        states = connection.execute(select(case_table.c.state)).scalars()
        tally.case_states = dict(Counter(states))
    engine.dispose()
    log = Counter(lines(folder / SENT_LOG))
    tally.deliveries = len(rows)
    tally.states = dict(Counter(row.state for row in rows))
    tally.sent_twice = [key for key, times in log.items() if times > 1]
    tally.said_sent_but_not = [
        row.unique_key for row in rows if row.state == State.SENT and not log[row.unique_key]
    ]
    tally.uncertain_that_could_be_looked_up = sum(
        row.state == State.UNCERTAIN and row.channel == "email" for row in rows
    )


if __name__ == "__main__":
    print(json.dumps(asdict(run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))))
