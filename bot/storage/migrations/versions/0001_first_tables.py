"""The first tables: conversations, turns, cases, received, sign-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("thread", sa.String(500), nullable=False),
        sa.Column("token_hash", sa.String(64)),
        sa.Column("context", sa.JSON, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("channel", "thread"),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, primary_key=True),
        _conversation("CASCADE", nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("interpretation", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("reference", sa.String(16)),
        sa.Column("ms", sa.Float, nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("conversation_id", "number"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, primary_key=True),
        _conversation("CASCADE", nullable=False),
        sa.Column("reference", sa.String(16), nullable=False, unique=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("contact", sa.String(320)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    op.create_index("ix_cases_state_cases_urgent_cases_opened_at", "cases",
                    ["state", "urgent", "opened_at"])  # fmt: skip
    op.create_table(
        "received",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("identity", sa.String(500), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        _conversation("SET NULL", nullable=True),
        sa.Column("turn", sa.Integer),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("channel", "identity"),
    )
    op.create_index("ix_received_received_at", "received", ["received_at"])
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
    )


def downgrade() -> None:
    """Drop every table."""
    for table in ("sign_ins", "received", "cases", "turns", "conversations"):
        op.drop_table(table)


def _conversation(on_delete: str, *, nullable: bool) -> sa.Column[str]:
    return sa.Column(
        "conversation_id",
        sa.String(32),
        sa.ForeignKey("conversations.id", ondelete=on_delete),
        nullable=nullable,
    )
