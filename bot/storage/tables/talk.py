"""Who talks with us and what was said: enquirers, conversations, turns, the ledger."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables.base import PERSON, Moment, metadata

enquirers = Table(
    "enquirers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    # As the channel knows the person: mail address, Slack id. In small letters.
    Column("address", String(320), nullable=False, info=PERSON),
    Column("name", String(200)),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("channel", "address"),
    Index(None, "address"),
)

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
    Column("enquirer_id", ForeignKey("enquirers.id", ondelete="SET NULL")),
    # How many turns there are; also the number of the next one.
    Column("turns", Integer, nullable=False, server_default="0"),
    # Since then a colleague talks here, and the assistant answers only when it is called.
    Column("person_joined_at", Moment),
    Column("closed_at", Moment),
    UniqueConstraint("channel", "thread"),
    Index(None, "enquirer_id"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("interpretation", JSON, nullable=False),
    # Fact id -> fingerprint of what it said then; empty where that was not kept (before 0002).
    Column("facts", JSON, nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("parts", JSON, nullable=False),
    Column("reply", Text, nullable=False),
    Column("reference", String(16)),
    Column("ms", Float, nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("conversation_id", "number"),
)

# The ledger: whatever came in is in it once, answered or not, with the reason. Its rows outlive
# the words: after erasure and retention they are what is counted.
received = Table(
    "received",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    # What the channel calls the message: Message-ID, event id, form id. Its hash after erasure.
    Column("identity", String(500), nullable=False),
    Column("outcome", String(24), nullable=False),
    # answered, drafted, queued or ignored: received is the sum of the four in every window.
    Column("fate", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="SET NULL")),
    Column("turn", Integer),
    Column("received_at", Moment, nullable=False),
    # When the words were erased or had been kept long enough.
    Column("forgotten_at", Moment),
    UniqueConstraint("channel", "identity"),
    Index(None, "received_at"),
    Index(None, "conversation_id"),
    CheckConstraint("fate IN ('answered', 'drafted', 'queued', 'ignored')", name="fate"),
    CheckConstraint("fate <> 'ignored' OR reason <> ''", name="reason"),
)
