"""What keeps the desk going: deliveries, leases, choices, colleagues, audit."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from bot.storage.tables.base import PERSON, Moment, metadata

# The outbox: frozen messages, written in the transaction of the decision.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("recipient", String(500), nullable=False, info=PERSON),
    Column("payload", JSON, nullable=False),
    Column("unique_key", String(200), nullable=False, unique=True),
    # due, claimed, sent, failed, uncertain, withdrawn
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    # Nobody may take it before; of a claimed one the end of the lease, when it was interrupted.
    Column("not_before", Moment, nullable=False),
    Column("claimed_by", String(64)),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE")),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    # What the receiving side calls it (Message-ID, Slack's ts).
    Column("receipt", String(500)),
    Column("error", String(300)),
    Index(None, "state", "not_before"),
    Index(None, "conversation_id"),
    Index(None, "case_id"),
    Index(None, "recipient"),
)

# One row a periodic job or mailbox: who leads it, and when it last ran.
leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(64)),
    Column("held_until", Moment),
    Column("ran_at", Moment),
)

# What the last look at each matter found: red lights and notes for doctor, desk and Slack.
findings = Table(
    "findings",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("message", String(2000), nullable=False),
    Column("at", Moment, nullable=False),
)

# Settings that staff change; what is not here has its default.
choices = Table(
    "choices",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_by", String(120), nullable=False),
    Column("changed_at", Moment, nullable=False),
)

colleagues = Table(
    "colleagues",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("address", String(320), unique=True),
    Column("slack_id", String(32), unique=True),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
)

# One-time links with which colleagues sign in; the link printed at the start belongs to nobody.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("colleague_id", ForeignKey("colleagues.id", ondelete="CASCADE")),
)

# Who did what to what, without anybody's words.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(120), nullable=False),
    Column("what", String(48), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("detail", JSON, nullable=False),
    Index(None, "at"),
    Index(None, "subject"),
)
