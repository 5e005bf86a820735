"""Kill -9 at the eight worst moments, many workers at once, numbers that start anew.

`NPQ_KILL_ROUNDS` sets how often each of the eight is tried; `make kills` tries 200 in all, and
many more mails in one mailbox.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select

from bot.core import Core
from bot.storage import open_database, reading, upgrade
from bot.storage.tables import cases, deliveries, mail_places, mails, received, sent_mails
from tests.mailservers.bombs import hostile_mails
from tests.mailservers.doomed import POINTS, Task, Workers, workers
from tests.mailservers.dovecot import Dovecot
from tests.mailservers.office import Office, letter, parsed
from tests.mailservers.proxy import Proxy, running_proxy
from tests.mailservers.sink import Sink

ROUNDS = int(os.environ.get("NPQ_KILL_ROUNDS", "1"))
FULL = ROUNDS >= 25
_NAMES = count()
RENUMBERED = 1000 if FULL else 30
SHARED, WORKERS = (500, 8) if FULL else (24, 4)
GOOD = 200 if FULL else 20
MOST_MB = 600
MAILS = (
    letter("How long does the NPQH take?", message_id="<a@school.example>"),
    letter("How is the NPQSL assessed?", message_id="<b@other.example>",
           sender="kim@other.example", subject="NPQSL"),
)  # fmt: skip


@pytest.fixture(scope="module")
def doomed(cache_folder: Path, core: Core) -> Iterator[Workers]:
    """Forks workers that die as they are told; `core` fills the cache that they load from."""
    with workers(cache_folder) as pool:
        yield pool


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database to copy."""
    path = tmp_path_factory.mktemp("template") / "npq.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


Offices = Callable[[Task], Office]


@pytest.fixture
def offices(core: Core) -> Iterator[Offices]:
    """Open offices that look at what the workers left."""
    opened: list[Office] = []

    def open_office(task: Task) -> Office:
        opened.append(
            Office(open_database(task.database), core, task.imap_port, task.smtp_port,
                   user=task.user, now=datetime.fromisoformat(task.now))
        )  # fmt: skip
        return opened[-1]

    yield open_office
    for office in opened:
        office.engine.dispose()


@pytest.fixture
def task(template: Path, tmp_path: Path, running: Dovecot, sink: Sink) -> Task:
    """What a worker is to do, in a mailbox and a database of its own."""
    return fresh(template, tmp_path, running.port, sink.port)


def fresh(template: Path, folder: Path, imap_port: int, smtp_port: int) -> Task:
    """Return a task in a mailbox and a database that nobody has used."""
    number = next(_NAMES)
    path = folder / f"{number}.sqlite3"
    shutil.copy(template, path)
    return Task(
        f"sqlite:///{path}", imap_port, smtp_port, f"k{number}@stsn.co.uk",
        datetime.now(UTC).isoformat(), "",
    )  # fmt: skip


def later(task: Task, **span: float) -> Task:
    """The same task, some time afterwards."""
    return replace(task, point="", now=(datetime.fromisoformat(task.now) + timedelta(**span))
                   .isoformat())  # fmt: skip


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_at_the_worst_moment_loses_nothing_and_repeats_nothing(
    point: str, doomed: Workers, template: Path, tmp_path: Path, running: Dovecot, sink: Sink,
    offices: Offices,
) -> None:  # fmt: skip
    with running_proxy(running.port) as proxy:
        for _ in range(ROUNDS):
            task = fresh(template, tmp_path, proxy.port, sink.port)
            office = offices(task)
            office.arrive(*MAILS)
            sink.taken.clear()
            _arm(point, doomed, proxy, sink)

            ended = doomed.run(replace(task, point=point))
            _disarm(proxy, sink)
            for minutes in (10, 20):
                assert doomed.run(later(task, minutes=minutes)) == 0

            assert ended == -signal.SIGKILL
            _nothing_lost_nothing_twice(office, sink)


def test_drafts_survive_a_kill_without_doubles(
    doomed: Workers, template: Path, tmp_path: Path, running: Dovecot, sink: Sink, offices: Offices
) -> None:
    with running_proxy(running.port) as proxy:
        task = replace(fresh(template, tmp_path, proxy.port, sink.port), mode="draft")
        office = offices(task)
        office.arrive(*MAILS)
        _arm("K8", doomed, proxy, sink)

        ended = doomed.run(task)
        _disarm(proxy, sink)
        for minutes in (10, 20):
            assert doomed.run(later(task, minutes=minutes)) == 0

        assert ended == -signal.SIGKILL
        assert sorted(str(mail["To"]) for mail, _ in office.seen_in("Drafts")) == [
            "kim@other.example",
            "sam@school.example",
        ]
        assert sink.taken == []


def test_numbers_that_start_anew_bring_no_new_answer(
    task: Task, dovecot: Dovecot, sink: Sink, offices: Offices
) -> None:
    task = replace(task, user="npq@stsn.co.uk")
    office = offices(task)
    office.arrive(
        *(letter(f"How long does the NPQH take? I am number {n}.", message_id=f"<{n}@x.example>",
                 sender=f"s{n}@x{n}.example") for n in range(RENUMBERED))
    )  # fmt: skip
    office.read()
    office.send()
    before = (len(sink.taken), _rows(office, received), _rows(office, sent_mails))
    with office.opened() as box:
        validity = box.select().uidvalidity
    dovecot.renumber()

    office.later(hours=30)
    counts = office.work()

    with office.opened() as box:
        assert box.select().uidvalidity != validity
    assert counts == {"repeated": RENUMBERED}
    assert (len(sink.taken), _rows(office, received), _rows(office, sent_mails)) == before
    assert _rows(office, mails) == RENUMBERED


def test_workers_at_one_mailbox_decide_on_each_mail_once(
    doomed: Workers, task: Task, sink: Sink, offices: Offices, ready: str
) -> None:
    task = replace(task, database=ready)
    office = offices(task)
    office.arrive(
        *(letter(f"How long does the NPQH take? I am number {n}.", message_id=f"<{n}@x.example>",
                 sender=f"s{n}@x{n}.example") for n in range(SHARED))
    )  # fmt: skip

    ended = doomed.start([task] * WORKERS)
    assert doomed.run(later(task, minutes=10)) == 0

    assert ended == [0] * WORKERS
    assert _rows(office, received) == _rows(office, mails) == SHARED
    sent = Counter(str(parsed(raw)["To"]) for raw in sink.mails)
    assert max(sent.values()) == 1
    assert len(sent) == _count(office, "automatic")


def test_bombs_are_parked_and_stop_nobody(
    doomed: Workers, task: Task, offices: Offices, sink: Sink
) -> None:
    office = offices(task)
    good = [
        letter(f"How long does the NPQH take? I am number {n}.", message_id=f"<{n}@x.example>",
               sender=f"s{n}@x{n}.example")
        for n in range(GOOD)
    ]  # fmt: skip
    bombs = dict(hostile_mails())
    step = max(1, GOOD // len(bombs))
    for n, bomb in enumerate(bombs.values()):
        office.arrive(*good[n * step : (n + 1) * step], bomb)
    office.arrive(*good[len(bombs) * step :])

    ended = doomed.run(task)

    with reading(office.engine) as connection:
        rows = connection.execute(
            select(mails.c.kind, mails.c.reason).where(mails.c.kind != "process")
        ).all()
        people = connection.execute(
            select(func.count()).where(mails.c.kind == "process")
        ).scalar_one()
        held = connection.execute(select(func.count()).where(mails.c.reason == "h.rate"))
        capped = int(held.scalar_one())
    assert ended == 0
    assert people + capped >= GOOD  # the breaker takes over when 60 have gone out in an hour
    assert all(row.kind in ("hold", "error", "process") and row.reason for row in rows)
    assert _rows(office, mails) == _rows(office, mail_places) == GOOD + len(bombs)
    assert doomed.peak_mb < MOST_MB


def _arm(point: str, doomed: Workers, proxy: Proxy, sink: Sink) -> None:
    """K5 and K8 happen outside of the worker: the server and the line see the moment."""

    def kill(_: bytes) -> None:
        os.kill(doomed.pid, signal.SIGKILL)

    def kill_amid_the_copy(data: bytes) -> bytes:
        if b"APPEND" in data:
            proxy.from_client = cut_short
        return data

    def cut_short(data: bytes) -> bytes:
        kill(data)
        return data[: len(data) // 2]

    if point == "K5":
        sink.on_data = kill
    if point == "K8":
        proxy.from_client = kill_amid_the_copy


def _disarm(proxy: Proxy, sink: Sink) -> None:
    sink.on_data = None
    proxy.from_client = lambda data: data


def _nothing_lost_nothing_twice(office: Office, sink: Sink) -> None:
    sent = Counter(str(parsed(raw)["To"]) for raw in sink.mails)
    with reading(office.engine) as connection:
        states = Counter(connection.execute(select(deliveries.c.state)).scalars())
        reasons = Counter(connection.execute(select(cases.c.reason)).scalars())
        shown = connection.execute(select(mail_places.c.fate, mail_places.c.shown_at)).all()
    assert _rows(office, received) == _rows(office, mails) == len(MAILS)
    assert set(sent.values()) <= {1}
    assert states["sent"] + states["uncertain"] == len(MAILS)
    assert sent.total() >= states["sent"]
    assert reasons["delivery.uncertain"] == states["uncertain"]
    assert [fate for fate, at in shown if at is not None] == ["answered"] * len(MAILS)
    assert office.keywords() == ["$NpqAnswered"] * len(MAILS)
    filed = [str(mail["Message-ID"]).strip() for mail, _ in office.seen_in("Sent Items")]
    assert len(filed) == len(set(filed)) == states["sent"]


def _rows(office: Office, table: Table) -> int:
    with reading(office.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _count(office: Office, kind: str) -> int:
    with reading(office.engine) as connection:
        query = select(func.count()).where(sent_mails.c.kind == kind)
        return int(connection.execute(query).scalar_one())
