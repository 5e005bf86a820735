"""Periodic work, and the leases by which one of many workers does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, or_, select, update

from bot.storage import reading
from bot.storage.rows import insert_new, put
from bot.storage.tables import findings, leases


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done again and again."""

    name: str
    """Unique among the jobs, at most 64 characters."""
    every_s: float
    """Seconds from the start of one run to the next."""
    run: Callable[[Engine, datetime], None]
    """Does it; what it raises is logged, and it is tried again at its next time."""
    leader_only: bool = True
    """One worker of all does it, and remembers when across restarts; else each worker does."""
    own_thread: bool = False
    """It waits for long (a mailbox in IDLE): others do not wait for it."""


def acquire(engine: Engine, name: str, holder: str, ttl_s: float, now: datetime) -> bool:
    """Take a lease, or prolong one's own; False while another holds it.

    Whoever holds it may act alone until `ttl_s` seconds from now; take it again before.
    """
    with engine.begin() as connection:
        insert_new(connection, leases, ("name",), name=name)
        taken = connection.execute(
            update(leases)
            .where(
                leases.c.name == name,
                or_(
                    leases.c.holder == holder,
                    leases.c.held_until.is_(None),
                    leases.c.held_until <= now,
                ),
            )
            .values(holder=holder, held_until=now + timedelta(seconds=ttl_s))
        )
    return taken.rowcount == 1


def release(engine: Engine, name: str, holder: str) -> None:
    """Give a lease back before its time; not one's own is left alone."""
    with engine.begin() as connection:
        connection.execute(
            update(leases)
            .where(leases.c.name == name, leases.c.holder == holder)
            .values(holder=None, held_until=None)
        )


def begin_run(engine: Engine, job: Job, holder: str, ttl_s: float, now: datetime) -> bool:
    """Take a job's lease if its time has come; False when it has not, or another runs it."""
    with reading(engine) as connection:  # most looks find that it has not, and need no lock for it
        query = select(leases.c.ran_at).where(leases.c.name == job.name)
        ran_at = connection.execute(query).scalar_one_or_none()
        if ran_at is not None and ran_at > now - timedelta(seconds=job.every_s):
            return False
    with engine.begin() as connection:
        insert_new(connection, leases, ("name",), name=job.name)
        taken = connection.execute(
            update(leases)
            .where(
                leases.c.name == job.name,
                or_(leases.c.held_until.is_(None), leases.c.held_until <= now),
                or_(
                    leases.c.ran_at.is_(None),
                    leases.c.ran_at <= now - timedelta(seconds=job.every_s),
                ),
            )
            .values(holder=holder, held_until=now + timedelta(seconds=ttl_s), ran_at=now)
        )
    return taken.rowcount == 1


def report(connection: Connection, subject: str, state: str, message: str, now: datetime) -> None:
    """Note what a look at a matter found, for doctor, desk and Slack.

    `state` is ok, note or FAULT. The message holds no enquirer's words.
    """
    put(connection, findings, ("subject",), subject=subject, state=state,
        message=message[:2000], at=now)  # fmt: skip
