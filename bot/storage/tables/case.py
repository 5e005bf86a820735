"""What staff work on: cases, their history, what colleagues wrote."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.tables.base import PERSON, Moment, metadata

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
    Column("contact", String(320), info=PERSON),
    # Counts every change; whoever writes names the version read, and the loser is told.
    Column("version", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    # Which list shows it, by one index for state and urgency: see cases.model.Queue.
    Column("queue", Integer, nullable=False, server_default="1"),
    Column("owner", String(120)),
    Column("tags", JSON, nullable=False, server_default="[]"),
    Column("due_at", Moment),
    Column("snoozed_until", Moment),
    # When the enquirer last added to it, and when a colleague last sent a reply.
    Column("asked_at", Moment),
    Column("replied_at", Moment),
    Column("closed_reason", String(64)),
    Column("merged_into_id", ForeignKey("cases.id", ondelete="SET NULL")),
    Index(None, "conversation_id"),
    Index(None, "queue", "opened_at"),
    Index(None, "owner", "queue", "opened_at"),
    Index(None, "state", "snoozed_until"),
    Index(None, "contact"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False),
    # Name of a colleague, "the enquirer" or "the assistant".
    Column("who", String(120), nullable=False),
    Column("what", String(32), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "case_id", "id"),
)

staff_replies = Table(
    "staff_replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE")),
    Column("author", String(120), nullable=False),
    Column("text", Text, nullable=False),
    # The enquirer sees it from then on; later than now while it can still be taken back.
    Column("sent_at", Moment, nullable=False),
    # desk, slack, terminal, or elsewhere (found in Sent).
    Column("via", String(16), nullable=False),
    Index(None, "conversation_id", "sent_at"),
    Index(None, "case_id"),
)
