"""Answers what colleagues ask: from stored events to deliveries. Run by the worker.

The order makes repetition harmless. A burst is bound together in the database before anything is
made of it. The desk answers a turn under one name once, and in the same transaction the delivery is
written, under that name too, and the events are called done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from bot import cases, outbox
from bot.channels.slack.answers import Answer, Message, Place, answer_message, review_by
from bot.channels.slack.events import QUESTIONS, Kind
from bot.channels.slack.parts import Parts
from bot.channels.slack.places import Where
from bot.channels.slack.words import heard
from bot.core import consult, log_failure, render
from bot.desk import CALL
from bot.model import DeskReply, Enquiry
from bot.storage import reading, slack_events, writing
from bot.storage.slack_events import Patience, SlackEvent
from bot.storage.tables import conversations
from handlers.model import Context

logger = logging.getLogger(__name__)

PATIENCE = Patience(quiet=timedelta(seconds=1.2), longest=timedelta(seconds=6))
LEASE = timedelta(seconds=60)  # far more than an answer takes; a killed worker's come free then
SITTING = timedelta(hours=4)  # so long a silence in a direct message ends what was talked about
_MOST_ATTEMPTS = 5


def answer_due(
    parts: Parts,
    worker: str,
    clock: Callable[[], datetime],
    patience: Patience = PATIENCE,
    lease: timedelta = LEASE,
) -> int:
    """Answer every turn that is ripe; how many. A turn that fails is tried again later."""
    done = 0
    while True:
        now = clock()
        with reading(parts.engine) as connection:  # most looks find nothing, and need no lock
            if not slack_events.is_waiting(connection, QUESTIONS):
                return done
        with writing(parts.engine) as connection:
            turn = slack_events.claim(
                connection, QUESTIONS, Kind.MESSAGE, patience, worker, now, now + lease
            )
        if not turn:
            return done
        try:
            _answer(parts, turn, worker, now)
        except SQLAlchemyError as error:
            log_failure("slack turn not stored", error)
            return done
        except Exception as error:  # a fault of ours must not stand in the way of other turns
            log_failure("slack turn failed", error)
            _give_up_or_wait(parts, turn, worker, now, type(error).__name__)
        done += 1


def _answer(parts: Parts, turn: tuple[SlackEvent, ...], worker: str, now: datetime) -> None:
    if turn[0].kind == Kind.SHORTCUT:
        _draft(parts, turn[0], worker, now)
        return
    first = turn[0]
    private = bool(first.payload.get("response_url"))
    direct = private or bool(first.payload.get("direct"))
    with writing(parts.engine) as connection:
        sitting = slack_events.sitting(
            connection, first.talk, first.received_at, SITTING if direct else None
        )
        joined = _is_joined(connection, f"{first.talk}@{sitting}")
    texts = [heard(e.payload["text"], e.payload.get("own_id", "")) for e in turn]
    called = private or any(e.payload.get("called") for e in turn)
    place = Place.PRIVATE if private else Place.DIRECT if direct else Place.CHANNEL

    def settle(connection: Connection, reply: DeskReply) -> None:
        slack_events.tie(connection, first.talk, reply.conversation)
        cases.know_enquirer(connection, reply.conversation, first.author, None, now)
        message = _message(parts, reply, place)
        if message is not None:
            _enqueue(connection, _where(first), message, first.identity, reply.conversation, now)
        slack_events.finish(connection, turn, worker, now)

    reply = parts.desk.receive(
        Enquiry(
            channel="slack",
            thread=f"{first.talk}@{sitting}",
            text="\n".join([CALL, *texts] if called and joined else texts),
            identity=first.identity,
            received_at=first.received_at,
        ),
        settle,
    )
    if reply.repeated:  # answered under this name before: nothing is left but to call it done
        with writing(parts.engine) as connection:
            slack_events.finish(connection, turn, worker, now)


def _is_joined(connection: Connection, thread: str) -> bool:
    """Whether a colleague talks there: then whoever calls the assistant has to say so."""
    query = select(conversations.c.id).where(
        conversations.c.channel == "slack",
        conversations.c.thread == thread,
        conversations.c.person_joined_at.is_not(None),
    )
    return connection.execute(query).first() is not None


def _where(event: SlackEvent) -> Where:
    payload = event.payload
    return Where(payload["channel"], payload.get("thread", ""), payload.get("response_url", ""))


def _enqueue(
    connection: Connection,
    where: Where,
    message: Message,
    name: str,
    conversation: str | None,
    now: datetime,
) -> None:
    outbox.enqueue(
        connection,
        channel="slack",
        kind=outbox.AUTOMATIC,
        recipient=where.channel,
        payload=where.as_json() | {"text": message.text, "blocks": list(message.blocks)},
        unique_key=f"slack:{name}",
        not_before=now,
        conversation=conversation,
    )


def _message(parts: Parts, reply: DeskReply, place: Place) -> Message | None:
    if not reply.text:
        return None
    name = f"turn:{reply.conversation}:{reply.turn}"
    due = review_by(parts.core.knowledge, reply.parts)
    answer = Answer(name, reply.parts, reply.text, reply.reference, due)
    return answer_message(answer, place, f"{parts.address}/staff")


def _draft(parts: Parts, event: SlackEvent, worker: str, now: datetime) -> None:
    """Draft a reply to somebody else's message, for the eyes of the one who asked for it."""
    message = answer_message(drafted(parts, event, now), Place.PRIVATE)
    with writing(parts.engine) as connection:
        _enqueue(connection, _where(event), message, event.identity, None, now)
        # It is made anew when somebody decides about it: the message's words stay that long.
        slack_events.finish(connection, [event], worker, now, keep_payload=True)


def drafted(parts: Parts, event: SlackEvent, now: datetime) -> Answer:
    """Return what would be answered to the message of a shortcut; nothing of it is stored."""
    found = consult(
        parts.core, heard(event.payload["text"]), subject=None, channel="slack",
        context=Context(), today=parts.day(now),
    )  # fmt: skip
    text = render(parts.core, found.reply, channel="slack", reference=None)
    due = review_by(parts.core.knowledge, found.reply.parts)
    return Answer(f"event:{event.identity}", found.reply.parts, text, None, due)


def _give_up_or_wait(
    parts: Parts, turn: tuple[SlackEvent, ...], worker: str, now: datetime, fault: str
) -> None:
    with writing(parts.engine) as connection:
        if turn[0].attempts < _MOST_ATTEMPTS:
            again = now + timedelta(seconds=2 ** turn[0].attempts)
            slack_events.put_back(connection, turn, worker, again)
        else:
            slack_events.finish(connection, turn, worker, now, fault=fault[:64])
            logger.error("slack turn given up", extra={"fault": fault})
