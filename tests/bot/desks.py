"""A desk with a small core on a database, and a moment to count from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.desk import Desk
from bot.model import Enquiry
from bot.outbox import Delivery, Receipt
from tests.bot.fakes import FakeCore

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def small_desk(engine: Engine) -> Desk:
    return Desk(FakeCore().core(), engine)


def open_case(
    engine: Engine,
    text: str = "escalate this",
    *,
    channel: str = "email",
    thread: str = "t",
    sender: str | None = "head@school.example",
    at: datetime = NOON,
) -> str:
    """Hand an enquiry over and return the reference of its case."""
    reply = small_desk(engine).receive(
        Enquiry(channel, thread, text, sender=sender, received_at=at)
    )
    assert reply.reference is not None
    return reply.reference


class FakeSender:
    """Remembers what it sent; does what it is told to do next."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        """Unique keys, in order."""
        self.next: list[Exception] = []
        """Raised by the next calls of `send`, one each."""
        self.found: bool | None = False
        """What a look into the Sent folder finds."""
        self.looked = 0
        """How often somebody looked."""

    def send(self, delivery: Delivery) -> Receipt:
        if self.next:
            raise self.next.pop(0)
        self.sent.append(delivery.unique_key)
        return Receipt(f"<{delivery.unique_key}@example>")

    def find_sent(self, delivery: Delivery) -> bool | None:
        self.looked += 1
        return self.found
