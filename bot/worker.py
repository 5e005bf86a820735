"""The worker: sends what is due and runs the jobs whose time has come, again and again.

Any number of workers may run, as processes or inside `serve`; what they share is the database.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.core import log_failure
from bot.jobs import Job, begin_run, release
from bot.outbox import Sender, deliver_due

logger = logging.getLogger(__name__)

PAUSE_S = 1.0
"""Between two rounds: how long a delivery that has become due waits at most."""
_LONGEST_RUN_S = 900.0  # a job that takes longer may be begun by another worker


def work(
    engine: Engine,
    jobs: Sequence[Job],
    senders: Mapping[str, Sender],
    stop: threading.Event,
    *,
    worker_id: str = "",
    pause_s: float = PAUSE_S,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Work until `stop` is set. Whatever fails is logged and tried again at its next time."""
    rounds = Rounds(engine, jobs, senders, worker_id or new_worker_id())
    threads = [
        threading.Thread(target=_repeat, args=(rounds, job, stop, clock, pause_s), name=job.name)
        for job in jobs
        if job.own_thread
    ]
    for thread in threads:
        thread.start()
    while not stop.is_set():
        rounds.once(clock())
        stop.wait(pause_s)
    for thread in threads:
        thread.join()


def new_worker_id() -> str:
    """Return a name that no other worker has."""
    return f"{os.getpid()}-{secrets.token_hex(8)}"


class Rounds:
    """One worker's rounds; remembers when it last did what every worker does for itself."""

    def __init__(
        self,
        engine: Engine,
        jobs: Sequence[Job],
        senders: Mapping[str, Sender],
        worker_id: str,
    ) -> None:
        """Join the parts."""
        self._engine = engine
        self._jobs = jobs
        self._senders = senders
        self._worker_id = worker_id
        self._ran_at: dict[str, datetime] = {}

    def once(self, now: datetime) -> None:
        """Send what is due, then run each job whose time has come."""
        try:
            deliver_due(self._engine, self._senders, self._worker_id, now)
        except Exception as error:  # the loop outlives every fault
            log_failure("deliveries failed", error)
        for job in self._jobs:
            if not job.own_thread:
                self.run(job, now)

    def run(self, job: Job, now: datetime) -> None:
        """Run a job if its time has come."""
        try:
            if job.leader_only:
                if not begin_run(self._engine, job, self._worker_id, _LONGEST_RUN_S, now):
                    return
                try:
                    job.run(self._engine, now)
                finally:
                    release(self._engine, job.name, self._worker_id)
                return
            last = self._ran_at.get(job.name)
            if last is None or (now - last).total_seconds() >= job.every_s:
                self._ran_at[job.name] = now
                job.run(self._engine, now)
        except Exception as error:  # as above
            log_failure(f"job {job.name} failed", error)


def _repeat(
    rounds: Rounds,
    job: Job,
    stop: threading.Event,
    clock: Callable[[], datetime],
    pause_s: float,
) -> None:
    while not stop.is_set():
        rounds.run(job, clock())
        stop.wait(pause_s)
