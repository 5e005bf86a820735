"""The outbox: what was decided to be sent leaves once, or is shown to staff as uncertain.

A delivery is written in the transaction of the decision, claimed with a lease, handed to its
channel's sender, and settled. Whoever dies in between leaves it claimed; after the lease the next
worker asks the receiving side whether it went out before it sends anything again.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine

from bot import cases
from bot.core import log_failure
from bot.errors import BotError
from bot.storage import deliveries, reading
from bot.storage.deliveries import AUTOMATIC, STAFF_REPLY, Delivery, State, enqueue

__all__ = [
    "AUTOMATIC",
    "STAFF_REPLY",
    "Delivery",
    "Receipt",
    "Sender",
    "State",
    "TransportError",
    "Uncertain",
    "deliver_due",
    "enqueue",
]

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # a sender has to give up before; see Sender.send
GIVE_UP_AFTER = timedelta(hours=48)  # greylisting and full mailboxes are over by then
_FIRST_PAUSE_S = 60.0
_LONGEST_PAUSE_S = 3600.0
_LOOK_AGAIN = timedelta(minutes=1)


class TransportError(BotError):
    """A message did not go out, for certain. The text says why and holds nobody's words."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        """`permanent`: trying again cannot help."""
        super().__init__(message)
        self.permanent = permanent


class Uncertain(BotError):
    """A message may or may not have gone out: the connection broke at the wrong moment."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiving side said to a message that it took."""

    reference: str = ""
    """What it calls the message there."""


class Sender(Protocol):
    """Takes the deliveries of one channel out of the house."""

    def send(self, delivery: Delivery) -> Receipt:
        """Send, within two minutes. Raises TransportError or Uncertain; anything else counts as
        Uncertain.
        """

    def find_sent(self, delivery: Delivery) -> bool | None:
        """Look whether an interrupted attempt went out; None: there is no telling.

        Raises TransportError when it cannot look now.
        """


def deliver_due(
    engine: Engine, senders: Mapping[str, Sender], worker_id: str, now: datetime
) -> Counter[str]:
    """Hand everything that is due to its sender; how many ended in which state.

    Channels without a sender keep their deliveries. Never raises for what a sender does.
    """
    counts: Counter[str] = Counter()
    while senders:
        with reading(engine) as connection:  # most looks find nothing, and need no lock for it
            if not deliveries.is_any_due(connection, senders, now):
                break
        with engine.begin() as connection:
            delivery = deliveries.claim(connection, senders, worker_id, now, now + LEASE)
        if delivery is None:
            break
        counts[_deliver(engine, senders[delivery.channel], delivery, worker_id, now)] += 1
    return counts


def _deliver(
    engine: Engine, sender: Sender, delivery: Delivery, worker_id: str, now: datetime
) -> State:
    outcome = _attempt(sender, delivery, now)
    with engine.begin() as connection:
        kept = deliveries.settle(
            connection, delivery, worker_id, now, outcome.state,
            not_before=outcome.again_at, receipt=outcome.receipt, error=outcome.error,
        )  # fmt: skip
        if kept and outcome.state in (State.FAILED, State.UNCERTAIN):
            _tell_staff(connection, delivery, outcome, now)
    if not kept:
        logger.warning("delivery passed to another worker", extra={"delivery": delivery.id})
    logger.info("delivery", extra={"delivery": delivery.id, "state": outcome.state.value})
    return outcome.state


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: State
    again_at: datetime | None = None
    receipt: str | None = None
    error: str | None = None


def _attempt(sender: Sender, delivery: Delivery, now: datetime) -> _Outcome:
    try:
        if delivery.interrupted:
            found = sender.find_sent(delivery)
            if found is None:
                return _Outcome(State.UNCERTAIN, error="it may have been sent")
            if found:
                return _Outcome(State.SENT, receipt="found after an interruption")
        return _Outcome(State.SENT, receipt=sender.send(delivery).reference)
    except TransportError as error:
        return _after_refusal(delivery, error, now)
    except Uncertain as error:
        return _Outcome(State.CLAIMED, now + _LOOK_AGAIN, error=str(error)[:300])
    except Exception as error:  # a fault of the sender: who knows how far it came
        log_failure("sender failed", error)
        return _Outcome(State.CLAIMED, now + _LOOK_AGAIN, error=type(error).__name__)


def _after_refusal(delivery: Delivery, error: TransportError, now: datetime) -> _Outcome:
    text = str(error)[:300]
    if error.permanent or now - delivery.created_at > GIVE_UP_AFTER:
        state = State.UNCERTAIN if delivery.interrupted and not error.permanent else State.FAILED
        return _Outcome(state, error=text)
    again = now + timedelta(seconds=pause_s(delivery.attempts))
    # An interrupted one stays claimed: it has to be looked up again, not sent.
    return _Outcome(State.CLAIMED if delivery.interrupted else State.DUE, again, error=text)


def pause_s(attempts: int) -> float:
    """Return seconds until the next attempt: a minute, doubled each time up to an hour.

    Between half and the whole of that, by chance, so that many do not come back at once.
    """
    longest = min(_FIRST_PAUSE_S * 2.0 ** min(attempts - 1, 16), _LONGEST_PAUSE_S)
    return longest * random.uniform(0.5, 1.0)


def _tell_staff(
    connection: Connection, delivery: Delivery, outcome: _Outcome, now: datetime
) -> None:
    cases.undelivered(
        connection,
        case_id=delivery.case_id,
        conversation=delivery.conversation,
        certain=outcome.state is State.FAILED,
        error=outcome.error or "",
        at=now,
    )
