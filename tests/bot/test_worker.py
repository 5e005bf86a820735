"""Jobs with one leader among many workers, and a worker that outlives every fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from bot import choices
from bot.jobs import Job, acquire, release
from bot.outbox import enqueue
from bot.source_watch import source_job
from bot.storage.tables import findings
from bot.upkeep import standing_jobs
from bot.worker import Rounds, work
from tests.bot.desks import DAY, MINUTE, NOON, SECOND, FakeSender, open_case
from tests.browser.serving import served


class Diary:
    """A job that remembers when it ran, and fails when told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.ran: list[datetime] = []
        self.fails = fails

    def __call__(self, engine: Engine, now: datetime) -> None:
        self.ran.append(now)
        if self.fails:
            raise RuntimeError(str(now))


def rounds(engine: Engine, *jobs: Job, name: str = "w") -> Rounds:
    return Rounds(engine, jobs, {}, name)


def test_one_worker_of_many_runs_a_job_at_its_time(both: Engine) -> None:
    diary = Diary()
    job = Job("diary", 60, diary)
    workers = [rounds(both, job, name=f"w{n}") for n in range(3)]

    for second in range(0, 181, 10):
        for worker in workers:
            worker.once(NOON + second * SECOND)

    assert diary.ran == [NOON + n * MINUTE for n in range(4)]


def test_when_a_job_last_ran_is_remembered_across_restarts(both: Engine) -> None:
    diary = Diary()
    for hour in range(3):
        rounds(both, Job("daily", DAY.total_seconds(), diary)).once(NOON + timedelta(hours=hour))

    assert len(diary.ran) == 1


def test_every_worker_runs_what_is_its_own(both: Engine) -> None:
    diary = Diary()
    for name in ("a", "b"):
        own = rounds(both, Job("own", 60, diary, leader_only=False), name=name)
        own.once(NOON)
        own.once(NOON + SECOND)

    assert len(diary.ran) == 2


def test_a_job_that_fails_stops_nothing_and_is_tried_again(
    both: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = Diary(fails=True), Diary()
    worker = rounds(both, Job("bad", 60, bad), Job("good", 60, good))

    worker.once(NOON)
    worker.once(NOON + MINUTE)

    assert (len(bad.ran), len(good.ran)) == (2, 2)
    assert str(NOON) not in caplog.text


def test_a_lease_is_one_holders_until_it_is_over_or_given_back(both: Engine) -> None:
    assert acquire(both, "mailbox", "a", 60, NOON)
    assert acquire(both, "mailbox", "a", 60, NOON + 30 * SECOND)
    assert not acquire(both, "mailbox", "b", 60, NOON + 89 * SECOND)
    release(both, "mailbox", "b")
    assert not acquire(both, "mailbox", "b", 60, NOON + 89 * SECOND)
    assert acquire(both, "mailbox", "b", 60, NOON + 90 * SECOND)
    release(both, "mailbox", "b")
    assert acquire(both, "mailbox", "a", 60, NOON + 90 * SECOND)


def test_a_worker_sends_runs_and_stops_when_it_is_told(engine: Engine) -> None:
    stop, waiting = threading.Event(), threading.Event()
    sender = FakeSender()
    with engine.begin() as connection:
        enqueue(connection, channel="email", kind="note", recipient="a", payload={},
                unique_key="k", not_before=NOON)  # fmt: skip
    jobs = (
        Job("last", 0, lambda *_: stop.set() if waiting.is_set() else None),
        Job("waits", 0, lambda *_: waiting.set(), own_thread=True),
    )

    work(engine, jobs, {"email": sender}, stop, pause_s=0.01)

    assert sender.sent == ["k"]


def reported(engine: Engine) -> dict[str, tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(select(findings))
        return {row.subject: (row.state, row.message) for row in rows}


def test_the_standing_jobs_report_what_they_found(both: Engine) -> None:
    open_case(both)
    rounds(both, *standing_jobs()).once(NOON)

    found = reported(both)
    assert found["ledger"][0] == "ok"
    assert found["ledger"][1].startswith("1 in = 0 answered + 0 drafted + 1 with staff")
    assert found["retention"] == ("ok", "forgot nothing")
    assert found["stale facts"][0] in ("ok", "note")


@pytest.fixture
def page() -> Iterator[str]:
    """A page that says nothing of what the facts say."""
    site = Flask("site")
    site.add_url_rule("/", view_func=lambda: "<p>We have moved.</p>")
    with served(site) as address:
        yield address


@pytest.mark.parametrize("where", ["", "page", "nowhere"])
def test_the_source_page_is_watched_where_staff_say_so(
    engine: Engine, page: str, where: str
) -> None:
    address = {"": "", "page": page, "nowhere": "http://127.0.0.1:9/"}[where]
    with engine.begin() as connection:
        choices.set(connection, "source_page", address, "Ann", NOON)

    rounds(engine, source_job()).once(NOON)

    found = reported(engine)
    if not address:
        assert found == {}
        return
    state, message = found["source page"]
    assert state == ("FAULT" if where == "page" else "note")
    assert ("aso.duration" in message) is (where == "page")
