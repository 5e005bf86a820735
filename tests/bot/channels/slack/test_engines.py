"""Several workers at once, on both engines: each turn is taken once, each card posted once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select

from bot import cases
from bot.channels.slack.acting import act_due
from bot.channels.slack.asking import answer_due
from bot.channels.slack.board import redraw_all
from bot.outbox import deliver_due
from bot.settings import Settings
from bot.storage import open_database, upgrade, writing
from bot.storage.tables import staff_replies, turns
from tests.bot.channels.slack.conftest import Office, slack_channel, web
from tests.bot.channels.slack.fake_slack import FakeSlack
from tests.bot.channels.slack.hands import button
from tests.bot.channels.slack.payloads import click, event, message

WORKERS = 4
TALKS = 12


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_database(address)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def office(slack: FakeSlack, engine: Engine, settings: Settings) -> Office:
    channel = slack_channel(slack, engine)
    return Office(slack, engine, channel, web(settings, engine, channel), settings)


def all_at_once(office: Office) -> None:
    """Let several workers look for everything that there is to do, at the same time."""
    barrier = threading.Barrier(WORKERS)
    faults: list[BaseException] = []

    def work(name: str) -> None:
        parts, senders = office.channel.parts, {"slack": office.channel.sender}
        try:
            barrier.wait()
            act_due(parts, name, office.now)
            answer_due(parts, name, office.now)
            redraw_all(parts, office.now())
            deliver_due(office.engine, senders, name, office.now())
        except BaseException as fault:
            faults.append(fault)
            raise

    workers = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []


def test_each_turn_is_answered_once_and_each_case_has_one_card(office: Office) -> None:
    for number in range(TALKS):
        for line in ("escalate", "this"):
            ts = office.slack.next_ts()
            office.send(event(message(line, ts, channel=f"D{number}")))

    all_at_once(office)
    office.round()

    with office.engine.connect() as connection:
        counted = connection.execute(select(func.count()).select_from(turns)).scalar_one()
    assert counted == TALKS
    assert [len(office.slack.in_channel(f"D{n}")) for n in range(TALKS)] == [1] * TALKS
    assert len(office.cards()) == len({card["text"] for card in office.cards()}) == TALKS


def test_of_many_approvals_at_once_one_is_sent(office: Office) -> None:
    office.send(event(message("escalate", "1.1")))
    office.round()
    (card,) = office.cards()
    office.send(click("edit", button(card, "edit"), message=card))
    office.slack.filled_view()
    reference = button(card, "edit").partition(":")[0]
    with writing(office.engine) as connection:
        now = cases.view(connection, reference)
        cases.save_draft(connection, reference, now.version, "Anna", office.now(), "Hello.")
    office.round()
    (card,) = office.cards()
    for user in ("U0ANNA", "U0BEN") * 3:
        office.send(click("approve", button(card, "approve"), message=card, user=user))

    all_at_once(office)

    with office.engine.connect() as connection:
        assert len(connection.execute(staff_replies.select()).all()) == 1
    assert len(office.slack.private) == 5
