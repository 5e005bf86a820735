"""Queries on the mails that came in; what every mail needs is made once, and only bound and run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, or_, select

from bot.storage.tables import conversations, enquirers, mails, sent_mails


@dataclass(frozen=True, slots=True)
class KnownMail:
    """A mail that came in before."""

    id: int
    fate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation that a mail may belong to."""

    conversation: str
    channel: str
    thread: str
    """As the channel names it."""


_BY_DIGEST = select(mails.c.id, mails.c.fate, mails.c.reason).where(
    mails.c.digest == bindparam("digest")
)
_ADD = insert(mails).returning(mails.c.id)
_IN_CONVERSATION = mails.c.conversation_id == bindparam("conversation")
_SAME_TEXT = (
    select(mails.c.id).where(_IN_CONVERSATION, mails.c.text_hash == bindparam("text_hash")).limit(1)
)
_CAME = select(mails.c.message_id, mails.c.arrived_at.label("at")).where(
    _IN_CONVERSATION, mails.c.message_id.is_not(None)
)
# A draft that nobody sent is no part of the conversation.
_WENT = select(sent_mails.c.message_id, sent_mails.c.written_at.label("at")).where(
    sent_mails.c.conversation_id == bindparam("conversation"), sent_mails.c.kind != "draft"
)
_BOTH_WAYS = _CAME.union_all(_WENT).subquery()
_REFERENCES = select(_BOTH_WAYS.c.message_id).order_by(_BOTH_WAYS.c.at)


def by_digest(connection: Connection, digest: str) -> KnownMail | None:
    """Return the mail with this content."""
    row = connection.execute(_BY_DIGEST, {"digest": digest}).first()
    return KnownMail(*row) if row else None


def add(connection: Connection, **columns: object) -> int:
    """Store a mail and return its number; raises IntegrityError when it is there already."""
    return int(connection.execute(_ADD, columns).scalar_one())


def thread_of(connection: Connection, conversation: str) -> Thread | None:
    """Return a conversation by its id."""
    row = connection.execute(
        select(conversations.c.id, conversations.c.channel, conversations.c.thread).where(
            conversations.c.id == conversation
        )
    ).first()
    return Thread(*row) if row else None


def conversation_sent(connection: Connection, message_ids: Collection[str]) -> str | None:
    """Return the conversation of the newest of these mails of ours, a colleague's among them."""
    row = connection.execute(
        select(sent_mails.c.conversation_id)
        .where(sent_mails.c.message_id.in_(message_ids), sent_mails.c.conversation_id.is_not(None))
        .order_by(sent_mails.c.id.desc())
        .limit(1)
    ).first()
    return str(row.conversation_id) if row else None


def conversation_came(connection: Connection, message_ids: Collection[str]) -> str | None:
    """Return the conversation of the newest of these mails that came in."""
    row = connection.execute(
        select(mails.c.conversation_id)
        .where(mails.c.message_id.in_(message_ids), mails.c.conversation_id.is_not(None))
        .order_by(mails.c.id.desc())
        .limit(1)
    ).first()
    return str(row.conversation_id) if row else None


def takes_part(connection: Connection, conversation: str, address: str) -> bool:
    """Tell whether an address has written in a conversation, or was written to."""
    known = address.strip().lower()
    wrote = (
        select(enquirers.c.id)
        .outerjoin(mails, mails.c.enquirer_id == enquirers.c.id)
        .outerjoin(conversations, conversations.c.enquirer_id == enquirers.c.id)
        .where(
            enquirers.c.channel == "email",
            enquirers.c.address == known,
            or_(mails.c.conversation_id == conversation, conversations.c.id == conversation),
        )
    )
    written_to = select(sent_mails.c.id).where(
        sent_mails.c.conversation_id == conversation, sent_mails.c.recipient == known
    )
    return any(connection.execute(q.limit(1)).first() is not None for q in (wrote, written_to))


def same_text(connection: Connection, conversation: str, text_hash: str) -> bool:
    """Tell whether a mail of the conversation had the same words."""
    asked = {"conversation": conversation, "text_hash": text_hash}
    return connection.execute(_SAME_TEXT, asked).first() is not None


def references_of(connection: Connection, conversation: str) -> tuple[str, ...]:
    """Return the Message-IDs of a conversation, ours and theirs, oldest first."""
    found = connection.execute(_REFERENCES, {"conversation": conversation}).scalars()
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class LastMail:
    """The newest mail of an enquirer in a conversation."""

    message_id: str | None
    subject_core: str


def last_of(connection: Connection, conversation: str) -> LastMail | None:
    """Return the newest mail that came in."""
    row = connection.execute(
        select(mails.c.message_id, mails.c.subject_core)
        .where(mails.c.conversation_id == conversation)
        .order_by(mails.c.arrived_at.desc(), mails.c.id.desc())
        .limit(1)
    ).first()
    return LastMail(*row) if row else None
