"""The tables, as both SQLite and PostgreSQL know them.

Times are aware and in UTC. JSON columns hold what the core returned, so that every reply can be
explained later.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

# Without names, Alembic's batch mode cannot change a constraint on SQLite.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time; SQLite, which forgets the zone, gets it back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: whose would it be?"""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time with its zone."""
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("thread", String(500), nullable=False),
    # SHA-256 of the secret with which an enquirer comes back; null where the channel itself knows.
    Column("token_hash", String(64)),
    Column("context", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("channel", "thread"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("interpretation", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("parts", JSON, nullable=False),
    Column("reply", Text, nullable=False),
    Column("reference", String(16)),
    Column("ms", Float, nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("conversation_id", "number"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("reference", String(16), nullable=False, unique=True),
    Column("state", String(24), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("draft", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("contact", String(320)),
    # Counts every change; whoever writes names the version read, and the loser is told.
    Column("version", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index(None, "conversation_id"),
    Index(None, "state", "urgent", "opened_at"),
)

# The ledger: whatever came in is in it once, answered or not, with the reason.
received = Table(
    "received",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    # What the channel calls the message: Message-ID, event id, form id.
    Column("identity", String(500), nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="SET NULL")),
    Column("turn", Integer),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("channel", "identity"),
    Index(None, "received_at"),
)

# One-time links with which staff sign in before any account exists.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)
