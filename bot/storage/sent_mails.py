"""Queries on what was written to enquirers by mail, and on the trust that drafts earn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select, update

from bot.storage.rows import insert_new, put
from bot.storage.tables import mail_streaks, sent_mails

AUTOMATIC = "automatic"
DRAFT = "draft"
STAFF_REPLY = "staff_reply"
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail of ours."""

    id: int
    message_id: str
    kind: str
    conversation: str | None
    recipient: str
    topics: tuple[str, ...]
    text_hash: str
    raw: bytes | None
    handed_over_at: datetime | None
    """None: its end was never sent, so it cannot have gone out."""
    filed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many automatic mails went out; the caps rest on it."""

    to_address_24h: int
    same_subject_24h: int
    to_domain_1h: int
    to_all_1h: int


_COLUMNS = (
    sent_mails.c.id, sent_mails.c.message_id, sent_mails.c.kind, sent_mails.c.conversation_id,
    sent_mails.c.recipient, sent_mails.c.topics, sent_mails.c.text_hash, sent_mails.c.raw,
    sent_mails.c.handed_over_at, sent_mails.c.filed_at,
)  # fmt: skip


# Every mail that comes in needs these: made once, they are only bound and run.
_SETTLE_DRAFTS = (
    update(sent_mails)
    .where(
        sent_mails.c.conversation_id == bindparam("conversation"), sent_mails.c.kind == DRAFT,
        sent_mails.c.settled.is_(None),
    )
    .values(settled=bindparam("how"))
)  # fmt: skip
_ANSWERED_BY_HAND = (
    select(sent_mails.c.id)
    .where(sent_mails.c.answers == bindparam("message_id"), sent_mails.c.kind == ELSEWHERE)
    .limit(1)
)
_TO_ADDRESS = sent_mails.c.recipient == bindparam("address")
_LATELY = sent_mails.c.written_at > bindparam("hour_ago")
_COUNTS = select(
    *(
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in (
            _TO_ADDRESS,
            and_(_TO_ADDRESS, sent_mails.c.subject_core == bindparam("subject_core")),
            and_(_LATELY, sent_mails.c.domain == bindparam("domain")),
            _LATELY,
        )
    )
).where(sent_mails.c.kind == AUTOMATIC, sent_mails.c.written_at > bindparam("day_ago"))
_AUTOMATIC_IN = (
    select(func.count())
    .select_from(sent_mails)
    .where(
        sent_mails.c.kind == AUTOMATIC, sent_mails.c.conversation_id == bindparam("conversation")
    )
)
_TOPICS_SINCE = select(sent_mails.c.topics).where(
    sent_mails.c.kind == AUTOMATIC, _TO_ADDRESS, sent_mails.c.written_at > bindparam("since")
)
_STREAKS = select(mail_streaks.c.topic, mail_streaks.c.unchanged)


def add(
    connection: Connection,
    *,
    message_id: str,
    kind: str,
    recipient: str,
    written_at: datetime,
    text_hash: str,
    conversation: str | None = None,
    case_id: int | None = None,
    answers: str | None = None,
    subject_core: str = "",
    topics: Iterable[str] = (),
    raw: bytes | None = None,
    filed_at: datetime | None = None,
) -> bool:
    """Note a mail of ours; False when its Message-ID is known already."""
    address = recipient.strip().lower()[:320]
    return insert_new(
        connection, sent_mails, ("message_id",),
        message_id=message_id[:500], kind=kind, conversation_id=conversation, case_id=case_id,
        recipient=address, domain=address.rpartition("@")[2][:255],
        answers=answers[:500] if answers else None, subject_core=subject_core[:150],
        topics=list(topics), text_hash=text_hash, raw=raw, written_at=written_at,
        filed_at=filed_at,
    )  # fmt: skip


def find(connection: Connection, message_id: str) -> SentMail | None:
    """Return a mail of ours by its Message-ID."""
    row = connection.execute(select(*_COLUMNS).where(sent_mails.c.message_id == message_id)).first()
    return _mail(row) if row else None


def hand_over(connection: Connection, message_id: str, at: datetime | None) -> None:
    """Note that the end of a mail is about to be sent; None: it was refused for certain."""
    connection.execute(
        update(sent_mails).where(sent_mails.c.message_id == message_id).values(handed_over_at=at)
    )


def filed(connection: Connection, message_id: str, at: datetime) -> None:
    """Note that a mail lies in its folder."""
    connection.execute(
        update(sent_mails).where(sent_mails.c.message_id == message_id).values(filed_at=at)
    )


def unfiled(connection: Connection, sent: ColumnElement[bool], most: int = 50) -> list[SentMail]:
    """Return mails that went out and do not lie in the folder of sent mail yet."""
    query = (
        select(*_COLUMNS)
        .where(
            sent_mails.c.filed_at.is_(None), sent_mails.c.handed_over_at.is_not(None),
            sent_mails.c.raw.is_not(None), sent_mails.c.kind.not_in((DRAFT, ELSEWHERE)), sent,
        )
        .order_by(sent_mails.c.id)
        .limit(most)
    )  # fmt: skip
    return [_mail(row) for row in connection.execute(query)]


def open_draft(connection: Connection, conversation: str) -> SentMail | None:
    """Return the newest draft of a conversation that nobody has sent or dropped yet."""
    query = (
        select(*_COLUMNS)
        .where(
            sent_mails.c.conversation_id == conversation, sent_mails.c.kind == DRAFT,
            sent_mails.c.settled.is_(None),
        )
        .order_by(sent_mails.c.id.desc())
        .limit(1)
    )  # fmt: skip
    row = connection.execute(query).first()
    return _mail(row) if row else None


def is_open(connection: Connection, message_id: str) -> bool:
    """Tell whether a draft still waits for a colleague."""
    query = select(sent_mails.c.id).where(
        sent_mails.c.message_id == message_id, sent_mails.c.settled.is_(None)
    )
    return connection.execute(query).first() is not None


def sent_by_hand(connection: Connection, message_id: str, at: datetime) -> None:
    """Note that a colleague has sent a draft of ours from a mail program."""
    connection.execute(
        update(sent_mails)
        .where(sent_mails.c.message_id == message_id)
        .values(handed_over_at=at, written_at=at)
    )


def settle_drafts(connection: Connection, conversation: str, how: str) -> None:
    """Note what became of the drafts of a conversation."""
    connection.execute(_SETTLE_DRAFTS, {"conversation": conversation, "how": how})


def leftover_drafts(connection: Connection, most: int = 50) -> list[SentMail]:
    """Return drafts that were settled and may still lie in the folder of drafts."""
    query = (
        select(*_COLUMNS)
        .where(
            sent_mails.c.kind == DRAFT, sent_mails.c.settled.is_not(None),
            sent_mails.c.filed_at.is_not(None),
        )
        .order_by(sent_mails.c.id)
        .limit(most)
    )  # fmt: skip
    return [_mail(row) for row in connection.execute(query)]


def taken_away(connection: Connection, message_id: str) -> None:
    """Note that a draft no longer lies in the folder of drafts."""
    connection.execute(
        update(sent_mails).where(sent_mails.c.message_id == message_id).values(filed_at=None)
    )


def answered_by_hand(connection: Connection, message_id: str) -> bool:
    """Tell whether a colleague has answered a mail in a mail program."""
    return connection.execute(_ANSWERED_BY_HAND, {"message_id": message_id}).first() is not None


def counts(connection: Connection, recipient: str, subject_core: str, now: datetime) -> Counts:
    """Count the automatic mails of the last day and hour."""
    address = recipient.strip().lower()
    asked = {
        "address": address, "domain": address.rpartition("@")[2], "subject_core": subject_core,
        "day_ago": now - timedelta(hours=24), "hour_ago": now - timedelta(hours=1),
    }  # fmt: skip
    return Counts(*map(int, connection.execute(_COUNTS, asked).one()))


def automatic_since(connection: Connection, since: datetime) -> int:
    """Count the automatic mails to anybody since a moment."""
    query = select(func.count()).where(
        sent_mails.c.kind == AUTOMATIC, sent_mails.c.written_at > since
    )
    return int(connection.execute(query).scalar_one())


def automatic_in(connection: Connection, conversation: str) -> int:
    """Count the automatic replies of a conversation."""
    return int(connection.execute(_AUTOMATIC_IN, {"conversation": conversation}).scalar_one())


def acknowledged_since(connection: Connection, recipient: str, topic: str, since: datetime) -> bool:
    """Tell whether an address was told since then that its question has been passed on."""
    asked = {"address": recipient.strip().lower(), "since": since}
    rows = connection.execute(_TOPICS_SINCE, asked)
    return any(topic in row.topics for row in rows)


def streaks(connection: Connection) -> Mapping[str, int]:
    """Return for each topic how many drafts in a row went out unchanged."""
    rows = connection.execute(_STREAKS)
    return {row.topic: row.unchanged for row in rows}


def set_streak(connection: Connection, topic: str, unchanged: int, at: datetime) -> None:
    """Write a topic's streak."""
    put(connection, mail_streaks, ("topic",), topic=topic[:64], unchanged=unchanged, changed_at=at)


def _mail(row: Any) -> SentMail:  # a row of the columns above
    return SentMail(
        row.id, row.message_id, row.kind, row.conversation_id, row.recipient, tuple(row.topics),
        row.text_hash, row.raw, row.handed_over_at, row.filed_at,
    )  # fmt: skip
