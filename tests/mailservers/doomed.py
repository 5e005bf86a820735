"""A worker that is killed where it hurts most. Run as a program, it forks one worker a job.

The core is loaded once; each line of standard input is a job, answered by lines with the pid of
the worker, how it ended, and how many megabytes it took.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from bot.assembly import load_core
from bot.channels.email.arrival import Arrived, TakenIn
from bot.channels.email.imap import Mailbox
from bot.channels.email.rounds import MailRounds
from bot.channels.email.senders import EmailSender
from bot.channels.mail_in import MailIn
from bot.core import Core
from bot.outbox import Delivery, Receipt
from bot.storage import open_database
from handlers.model import Context
from intents.model import Interpretation
from tests.mailservers.office import Office

POINTS = {
    "K1": "after the mail was fetched",
    "K2": "after the commit, before the flag",
    "K3": "inside the decision",
    "K4": "before the connection for sending",
    "K5": "after the end of the data, before the answer",
    "K6": "after the answer, before it is noted",
    "K7": "before the keyword is set",
    "K8": "while the copy is put into the sent folder",
}
"""K5 and K8 are done from outside, by the server and by a proxy."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one worker is to do."""

    database: str
    imap_port: int
    smtp_port: int
    user: str
    now: str
    point: str
    """Where it dies; empty: it lives."""
    mode: str = "automatic"


def die() -> NoReturn:
    """End at once, as by a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


class DiesBeforeTaking(MailIn):
    """K1."""

    def take(self, arrived: Arrived, now: datetime | None = None) -> TakenIn:
        die()


class DiesAfterTaking(MailIn):
    """K2."""

    def take(self, arrived: Arrived, now: datetime | None = None) -> TakenIn:
        super().take(arrived, now)
        die()


class DiesBeforeSending(EmailSender):
    """K4."""

    def send(self, delivery: Delivery) -> Receipt:
        die()


class DiesAfterSending(EmailSender):
    """K6."""

    def send(self, delivery: Delivery) -> Receipt:
        super().send(delivery)
        die()


class DiesBeforeMarking(MailRounds):
    """K7."""

    def once(self, box: Mailbox, *arguments: object) -> NoReturn:  # type: ignore[override]
        class Unmarked(Mailbox):
            def mark(self, uids: Sequence[int], keyword: str) -> bool:
                die()

        super().once(Unmarked(box._box))
        die()


def _dying_core(core: Core) -> Core:
    """K3."""

    def interpret(
        text: str, subject: str | None, channel: str, context: Context, today: date
    ) -> Interpretation:
        die()

    return Core(core.knowledge, interpret, core.respond, core.render)


def office_of(task: Task, core: Core) -> Office:
    """Return the worker's office, doomed as the task says."""
    dying = _dying_core(core) if task.point == "K3" else core
    office = Office(
        open_database(task.database), dying, task.imap_port, task.smtp_port,
        mode="draft" if task.mode == "draft" else "automatic",
        now=datetime.fromisoformat(task.now), worker=f"worker-{os.getpid()}", user=task.user,
    )  # fmt: skip
    intake = {"K1": DiesBeforeTaking, "K2": DiesAfterTaking}.get(task.point, MailIn)
    office.mail_in = intake(office.desk, office.engine, office.house)
    rounds = DiesBeforeMarking if task.point == "K7" else MailRounds
    office.rounds = rounds(
        office.engine, office.mail_in, office.house, office.folders, lambda: office.now
    )
    sender = {"K4": DiesBeforeSending, "K6": DiesAfterSending}.get(task.point)
    if sender is not None:
        whole = office.senders["email"]
        assert isinstance(whole, EmailSender)
        office.senders["email"] = sender(
            office.engine, office.house, whole._account, office.opened, lambda: office.now
        )
    return office


class Workers:
    """Forks workers from a process that has everything loaded."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = 0
        """Of the worker that runs now."""
        self.peak_mb = 0
        """Memory that the last worker, or a child of it, took at most."""

    def run(self, task: Task) -> int:
        """Let a worker do a task, and return how it ended: 0, or minus the signal."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(task)) + "\n")
        self._process.stdin.flush()
        self.pid = self._line()
        ended, self.peak_mb = self._line(), self._line()
        return ended

    def start(self, tasks: Sequence[Task]) -> list[int]:
        """Let workers do tasks at the same time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([asdict(task) for task in tasks]) + "\n")
        self._process.stdin.flush()
        return [self._line() for _ in tasks]

    def _line(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


@contextmanager
def workers(cache: Path) -> Iterator[Workers]:
    """Keep a process from which workers are forked."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.mailservers.doomed", str(cache)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    try:
        yield Workers(process)
    finally:
        process.communicate()


def _fork(task: Task, core: Core) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        office_of(task, core).work()
        status = 0
    except Exception:
        traceback.print_exc()  # os._exit below would swallow it
        raise
    finally:
        os._exit(status)


def _serve(cache: Path) -> None:
    core = load_core(cache)
    for line in sys.stdin:
        found = json.loads(line)
        if isinstance(found, list):
            pids = [_fork(Task(**each), core) for each in found]
            ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
            _say(*ended)
            continue
        pid = _fork(Task(**found), core)
        _say(pid)
        _, status, used = os.wait4(pid, 0)
        _say(os.waitstatus_to_exitcode(status), used.ru_maxrss // 1024)


def _say(*numbers: int) -> None:
    sys.stdout.writelines(f"{number}\n" for number in numbers)
    sys.stdout.flush()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
