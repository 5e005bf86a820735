from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot import cases
from bot.outbox import (
    AUTOMATIC,
    GIVE_UP_AFTER,
    LEASE,
    State,
    TransportError,
    Uncertain,
    deliver_due,
    enqueue,
    pause_s,
)
from bot.storage.deliveries import claim, settle
from bot.storage.tables import conversations, deliveries
from tests.bot.desks import HOUR, MINUTE, NOON, SECOND, FakeSender, open_case


@pytest.fixture
def engine(both: Engine) -> Engine:
    """Everything here is said of both engines."""
    return both


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


def put(engine: Engine, key: str = "k", kind: str = "note", **more: object) -> bool:
    with engine.begin() as connection:
        return enqueue(
            connection, channel="email", kind=kind, recipient="a@example.org",
            payload={"text": "hello"}, unique_key=key, not_before=NOON, **more,
        )  # fmt: skip


def work(engine: Engine, sender: FakeSender, at: timedelta = timedelta()) -> Counter[str]:
    return deliver_due(engine, {"email": sender}, "w1", NOON + at)


def state(engine: Engine, key: str = "k") -> str:
    with engine.connect() as connection:
        query = select(deliveries.c.state).where(deliveries.c.unique_key == key)
        return str(connection.execute(query).scalar_one())


def test_what_is_due_is_sent_once(engine: Engine, sender: FakeSender) -> None:
    put(engine)

    assert work(engine, sender) == {"sent": 1}
    assert work(engine, sender) == {}
    assert sender.sent == ["k"]


def test_the_same_key_is_one_message(engine: Engine, sender: FakeSender) -> None:
    assert put(engine)
    assert not put(engine)

    work(engine, sender)
    assert sender.sent == ["k"]


def test_nothing_leaves_before_its_time(engine: Engine, sender: FakeSender) -> None:
    put(engine)

    assert work(engine, sender, -SECOND) == {}


def test_a_decision_that_is_rolled_back_sends_nothing(engine: Engine, sender: FakeSender) -> None:
    with engine.connect() as connection:
        enqueue(connection, channel="email", kind="note", recipient="a", payload={},
                unique_key="k", not_before=NOON)  # fmt: skip
        connection.rollback()

    assert work(engine, sender) == {}


def test_a_channel_without_a_sender_keeps_its_messages(engine: Engine) -> None:
    put(engine)

    assert deliver_due(engine, {"slack": FakeSender()}, "w1", NOON) == {}
    assert state(engine) == State.DUE


def test_a_passing_refusal_is_tried_again_later(engine: Engine, sender: FakeSender) -> None:
    put(engine)
    sender.next = [TransportError("451 try later", permanent=False)]

    assert work(engine, sender) == {"due": 1}
    assert work(engine, sender, 20 * SECOND) == {}
    assert work(engine, sender, MINUTE) == {"sent": 1}
    assert sender.looked == 0


def test_pauses_double_up_to_an_hour_and_differ() -> None:
    assert all(30 <= pause_s(1) <= 60 for _ in range(100))
    assert all(1800 <= pause_s(40) <= 3600 for _ in range(100))
    assert len({pause_s(5) for _ in range(10)}) > 1


def test_a_lasting_refusal_opens_the_case_again(engine: Engine, sender: FakeSender) -> None:
    reference = open_case(engine)
    with engine.begin() as connection:
        cases.approve_and_send(connection, reference, 1, "Ann", NOON, "Yes.", undo_s=0)
    sender.next = [TransportError("550 no such mailbox", permanent=True)]

    assert work(engine, sender) == {"failed": 1}
    with engine.connect() as connection:
        found = cases.view(connection, reference)
    assert found.state is cases.State.REOPENED
    assert found.history[-1].what == "undelivered"
    assert found.history[-1].note == "550 no such mailbox"


def test_an_automatic_reply_that_fails_becomes_a_case(engine: Engine, sender: FakeSender) -> None:
    reference = open_case(engine)
    with engine.begin() as connection:
        conversation = connection.execute(select(conversations.c.id)).scalar_one()
        cases.not_ours(connection, reference, 1, "Ann", NOON)
    put(engine, kind=AUTOMATIC, conversation=conversation)
    sender.next = [TransportError("550", permanent=True)]
    work(engine, sender)

    with engine.connect() as connection:
        (line,) = cases.listed(connection, "open")
    assert (line.reason, line.reference == reference) == ("delivery.undelivered", False)


def test_after_two_days_of_refusals_it_is_given_up(engine: Engine, sender: FakeSender) -> None:
    put(engine)
    sender.next = [TransportError("451", permanent=False)]

    assert work(engine, sender, GIVE_UP_AFTER + SECOND) == {"failed": 1}


def test_an_interrupted_message_is_looked_up_before_it_is_sent_again(
    engine: Engine, sender: FakeSender
) -> None:
    put(engine)
    with engine.begin() as connection:
        claim(connection, ["email"], "dead", NOON, NOON + LEASE)

    assert work(engine, sender, LEASE - SECOND) == {}
    assert work(engine, sender, LEASE) == {"sent": 1}
    assert (sender.looked, sender.sent) == (1, ["k"])


@pytest.mark.parametrize(("found", "becomes"), [(True, "sent"), (None, "uncertain")])
def test_what_went_out_or_may_have_is_never_sent_again(
    engine: Engine, sender: FakeSender, found: bool | None, becomes: str
) -> None:
    put(engine)
    sender.next = [Uncertain("the connection broke after the data")]
    sender.found = found
    assert work(engine, sender) == {"claimed": 1}

    assert work(engine, sender, HOUR) == {becomes: 1}
    assert sender.sent == []


def test_a_fault_of_the_sender_counts_as_uncertain(engine: Engine, sender: FakeSender) -> None:
    put(engine)
    sender.next = [ValueError("of the sender's own")]
    sender.found = None

    assert work(engine, sender) == {"claimed": 1}
    assert work(engine, sender, HOUR) == {"uncertain": 1}


def test_who_lost_the_lease_changes_nothing(engine: Engine, sender: FakeSender) -> None:
    put(engine)
    with engine.begin() as connection:
        slow = claim(connection, ["email"], "slow", NOON, NOON + LEASE)
    assert slow is not None
    work(engine, sender, LEASE)

    with engine.begin() as connection:
        assert not settle(connection, slow, "slow", NOON + HOUR, State.FAILED)
    assert state(engine) == State.SENT


def test_an_automatic_reply_is_withdrawn_when_a_colleague_was_quicker(
    engine: Engine, sender: FakeSender
) -> None:
    open_case(engine)
    with engine.begin() as connection:
        conversation = connection.execute(select(conversations.c.id)).scalar_one()
        cases.join(connection, conversation, NOON + SECOND)
    put(engine, kind=AUTOMATIC, conversation=conversation)

    assert work(engine, sender, MINUTE) == {}
    assert state(engine) == State.WITHDRAWN
