"""The inbox: folders, mails in and out, trust in topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of the inbox."""
    _make_mailboxes()
    _make_mails()
    _make_places()
    _make_sent_mails()
    op.create_table(
        "mail_streaks",
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Drop them; what was answered stays known by the ledger."""
    for table in ("mail_streaks", "sent_mails", "mail_places", "mails", "mailboxes"):
        op.drop_table(table)


def _make_mailboxes() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("folder", sa.String(255), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger, nullable=False),
        sa.Column("last_uid", sa.BigInteger, nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("address", "folder"),
    )


def _make_mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(80), nullable=False, unique=True),
        sa.Column("message_id", sa.String(500)),
        sa.Column("raw", sa.LargeBinary),
        sa.Column("size", sa.Integer, nullable=False),
        _key("conversation_id", "conversations", "CASCADE"),
        _key("enquirer_id", "enquirers", "CASCADE"),
        sa.Column("turn", sa.Integer),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("fate", sa.String(16), nullable=False),
        sa.Column("subject_core", sa.String(150), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("arrived_at", _MOMENT, nullable=False),
        sa.Column("stored_at", _MOMENT, nullable=False),
    )
    for column in ("message_id", "conversation_id", "enquirer_id", "stored_at"):
        op.create_index(f"ix_mails_{column}", "mails", [column])


def _make_places() -> None:
    op.create_table(
        "mail_places",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "mailbox_id",
            sa.Integer,
            sa.ForeignKey("mailboxes.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("uidvalidity", sa.BigInteger, nullable=False),
        sa.Column("uid", sa.BigInteger, nullable=False),
        _key("mail_id", "mails", "SET NULL"),
        sa.Column("fate", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("shown_at", _MOMENT),
        sa.UniqueConstraint("mailbox_id", "uidvalidity", "uid"),
    )
    op.create_index("ix_mail_places_mailbox_id_mail_places_shown_at", "mail_places",
                    ["mailbox_id", "shown_at"])  # fmt: skip
    op.create_index("ix_mail_places_mail_id", "mail_places", ["mail_id"])


def _make_sent_mails() -> None:
    op.create_table(
        "sent_mails",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("message_id", sa.String(500), nullable=False, unique=True),
        sa.Column("kind", sa.String(32), nullable=False),
        _key("conversation_id", "conversations", "CASCADE"),
        _key("case_id", "cases", "SET NULL"),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("answers", sa.String(500)),
        sa.Column("subject_core", sa.String(150), nullable=False),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("raw", sa.LargeBinary),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.Column("handed_over_at", _MOMENT),
        sa.Column("filed_at", _MOMENT),
        sa.Column("settled", sa.String(16)),
    )
    for column in ("conversation_id", "case_id", "answers"):
        op.create_index(f"ix_sent_mails_{column}", "sent_mails", [column])
    for column in ("kind", "recipient"):
        op.create_index(f"ix_sent_mails_{column}_sent_mails_written_at", "sent_mails",
                        [column, "written_at"])  # fmt: skip


def _key(column: str, table: str, on_delete: str) -> sa.Column[object]:
    kind = sa.String(32) if table == "conversations" else sa.Integer()
    return sa.Column(column, kind, sa.ForeignKey(f"{table}.id", ondelete=on_delete))
