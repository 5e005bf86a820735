"""The Slack channel: events, threads, cards, what was taught, verdicts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "slack_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("identity", sa.String(200), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("talk", sa.String(120), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("turn", sa.String(200)),
        sa.Column("claimed_by", sa.String(64)),
        sa.Column("claimed_until", _MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done_at", _MOMENT),
        sa.Column("fault", sa.String(64)),
    )
    op.create_index(
        "ix_slack_events_done_at_slack_events_kind", "slack_events", ["done_at", "kind"]
    )
    op.create_index("ix_slack_events_talk", "slack_events", ["talk"])
    op.create_table(
        "slack_threads",
        sa.Column("talk", sa.String(120), primary_key=True),
        sa.Column("sitting", sa.String(32), nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        _refers("conversation_id", "conversations.id", sa.String(32)),
    )
    op.create_index("ix_slack_threads_conversation_id", "slack_threads", ["conversation_id"])
    op.create_table(
        "slack_cards",
        _refers("case_id", "cases.id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32)),
        sa.Column("shown_version", sa.Integer, nullable=False),
        sa.Column("told_event", sa.Integer, nullable=False),
        sa.Column("posted_at", _MOMENT, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
    )
    op.create_index("ix_slack_cards_open", "slack_cards", ["open"])
    op.create_table(
        "slack_taught",
        sa.Column("id", sa.Integer, primary_key=True),
        _refers("case_id", "cases.id", sa.Integer),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("proposal", sa.Text, nullable=False),
        sa.Column("source", sa.String(3000), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_slack_taught_case_id", "slack_taught", ["case_id"])
    op.create_table(
        "slack_verdicts",
        _refers("conversation_id", "conversations.id", sa.String(32), primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("right", sa.Boolean, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("slack_verdicts", "slack_taught", "slack_cards", "slack_threads", "slack_events"):
        op.drop_table(table)


def _refers(
    name: str, to: str, kind: type[sa.Integer] | sa.String, *, primary_key: bool = False
) -> sa.Column[object]:
    return sa.Column(
        name,
        kind,
        sa.ForeignKey(to, ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
    )
