"""What enquirers thought of the answers they got."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from bot.storage.tables.base import Moment, metadata

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    # Asked once a conversation, hence unique.
    Column(
        "conversation_id",
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
    ),
    # Number of the turn that was the newest one then.
    Column("turn", Integer, nullable=False),
    # yes, partly or no
    Column("verdict", String(8), nullable=False),
    # wrong, out_of_date, not_asked, hard; empty: none was given.
    Column("reason", String(16), nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
    UniqueConstraint("conversation_id"),
)
