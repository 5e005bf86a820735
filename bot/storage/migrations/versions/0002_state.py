"""State that survives: enquirers, life cycle of cases, outbox, colleagues, audit; data kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True)
_CHECKS = {
    "ck_received_fate": "fate IN ('answered', 'drafted', 'queued', 'ignored')",
    "ck_received_reason": "fate <> 'ignored' OR reason <> ''",
}


def upgrade() -> None:
    """Add what is new, then fill it from what is there."""
    _make_enquirers()
    _widen_conversations()
    _widen_cases()
    _widen_received()
    _make_case_tables()
    _make_work_tables()
    _fill_enquirers()
    _fill_facts()


def downgrade() -> None:
    """Drop what the first version does not know; conversations, turns and cases stay."""
    for table in ("audit", "choices", "findings", "leases", "deliveries", "staff_replies",
                  "case_events"):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("sign_ins") as batch:
        batch.drop_constraint("fk_sign_ins_colleague_id_colleagues", type_="foreignkey")
        batch.drop_column("colleague_id")
    op.drop_table("colleagues")
    op.drop_index("ix_received_conversation_id", "received")
    with op.batch_alter_table("received") as batch:
        for name in _CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
        batch.drop_column("fate")
        batch.drop_column("forgotten_at")
    _narrow_cases()
    op.drop_index("ix_conversations_enquirer_id", "conversations")
    with op.batch_alter_table("conversations") as batch:
        batch.drop_constraint("fk_conversations_enquirer_id_enquirers", type_="foreignkey")
        for name in ("enquirer_id", "turns", "person_joined_at", "closed_at"):
            batch.drop_column(name)
    op.drop_table("enquirers")
    _empty_facts()


def _make_enquirers() -> None:
    op.create_table(
        "enquirers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("channel", "address"),
    )
    op.create_index("ix_enquirers_address", "enquirers", ["address"])


def _widen_conversations() -> None:
    with op.batch_alter_table("conversations") as batch:
        batch.add_column(sa.Column("enquirer_id", sa.Integer))
        batch.add_column(sa.Column("turns", sa.Integer, nullable=False, server_default="0"))
        batch.add_column(sa.Column("person_joined_at", _MOMENT))
        batch.add_column(sa.Column("closed_at", _MOMENT))
        batch.create_foreign_key(
            "fk_conversations_enquirer_id_enquirers", "enquirers", ["enquirer_id"], ["id"],
            ondelete="SET NULL",
        )  # fmt: skip
    op.create_index("ix_conversations_enquirer_id", "conversations", ["enquirer_id"])
    op.execute(
        "UPDATE conversations SET turns ="
        " (SELECT count(*) FROM turns WHERE turns.conversation_id = conversations.id)"
    )


def _widen_cases() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("queue", sa.Integer, nullable=False, server_default="1"))
        batch.add_column(sa.Column("owner", sa.String(120)))
        batch.add_column(sa.Column("tags", sa.JSON, nullable=False, server_default="[]"))
        for name in ("due_at", "snoozed_until", "asked_at", "replied_at"):
            batch.add_column(sa.Column(name, _MOMENT))
        batch.add_column(sa.Column("closed_reason", sa.String(64)))
        batch.add_column(sa.Column("merged_into_id", sa.Integer))
        batch.create_foreign_key(
            "fk_cases_merged_into_id_cases", "cases", ["merged_into_id"], ["id"],
            ondelete="SET NULL",
        )  # fmt: skip
    op.drop_index("ix_cases_state_cases_urgent_cases_opened_at", "cases")
    for columns in (["queue", "opened_at"], ["owner", "queue", "opened_at"],
                    ["state", "snoozed_until"], ["contact"]):  # fmt: skip
        op.create_index("ix_cases_" + "_cases_".join(columns), "cases", columns)
    op.execute("UPDATE cases SET asked_at = updated_at")
    op.execute("UPDATE cases SET queue = 0 WHERE urgent")


def _narrow_cases() -> None:
    for columns in (["queue", "opened_at"], ["owner", "queue", "opened_at"],
                    ["state", "snoozed_until"], ["contact"]):  # fmt: skip
        op.drop_index("ix_cases_" + "_cases_".join(columns), "cases")
    with op.batch_alter_table("cases") as batch:
        batch.drop_constraint("fk_cases_merged_into_id_cases", type_="foreignkey")
        for name in ("queue", "owner", "tags", "due_at", "snoozed_until", "asked_at", "replied_at",
                     "closed_reason", "merged_into_id"):  # fmt: skip
            batch.drop_column(name)
    op.create_index("ix_cases_state_cases_urgent_cases_opened_at", "cases",
                    ["state", "urgent", "opened_at"])  # fmt: skip


def _widen_received() -> None:
    with op.batch_alter_table("received") as batch:
        batch.add_column(sa.Column("fate", sa.String(16), nullable=False, server_default="queued"))
        batch.add_column(sa.Column("forgotten_at", _MOMENT))
    op.execute(
        "UPDATE received SET reason = 'unknown'"
        " WHERE reason = '' AND outcome IN ('ignore', 'bounce', 'auto_reply')"
    )
    op.execute(
        "UPDATE received SET fate = CASE"
        " WHEN outcome IN ('answer', 'clarify', 'decline', 'smalltalk') THEN 'answered'"
        " WHEN outcome IN ('ignore', 'bounce', 'auto_reply') THEN 'ignored'"
        " ELSE 'queued' END"
    )
    with op.batch_alter_table("received") as batch:
        batch.alter_column("fate", server_default=None, existing_type=sa.String(16))
        for name, condition in _CHECKS.items():
            batch.create_check_constraint(op.f(name), sa.text(condition))
    op.create_index("ix_received_conversation_id", "received", ["conversation_id"])


def _make_case_tables() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"),
                  nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
    )  # fmt: skip
    op.create_index("ix_case_events_case_id_case_events_id", "case_events", ["case_id", "id"])
    op.create_table(
        "staff_replies",
        sa.Column("id", sa.Integer, primary_key=True),
        _conversation(nullable=False),
        _case(),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.Column("via", sa.String(16), nullable=False),
    )
    op.create_index("ix_staff_replies_conversation_id_staff_replies_sent_at", "staff_replies",
                    ["conversation_id", "sent_at"])  # fmt: skip
    op.create_index("ix_staff_replies_case_id", "staff_replies", ["case_id"])


def _make_work_tables() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("recipient", sa.String(500), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("unique_key", sa.String(200), nullable=False, unique=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("claimed_by", sa.String(64)),
        _conversation(nullable=True),
        _case(),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("receipt", sa.String(500)),
        sa.Column("error", sa.String(300)),
    )
    for columns in (["state", "not_before"], ["conversation_id"], ["case_id"], ["recipient"]):
        op.create_index("ix_deliveries_" + "_deliveries_".join(columns), "deliveries", columns)
    op.create_table(
        "leases",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("holder", sa.String(64)),
        sa.Column("held_until", _MOMENT),
        sa.Column("ran_at", _MOMENT),
    )
    op.create_table(
        "findings",
        sa.Column("subject", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("message", sa.String(2000), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_table(
        "choices",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "colleagues",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(120), nullable=False, unique=True),
        sa.Column("address", sa.String(320), unique=True),
        sa.Column("slack_id", sa.String(32), unique=True),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    )
    with op.batch_alter_table("sign_ins") as batch:
        batch.add_column(sa.Column("colleague_id", sa.Integer))
        batch.create_foreign_key(
            "fk_sign_ins_colleague_id_colleagues", "colleagues", ["colleague_id"], ["id"],
            ondelete="CASCADE",
        )  # fmt: skip
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("what", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _fill_enquirers() -> None:
    """Whoever left an address with a case becomes an enquirer, tied to that conversation."""
    op.execute(
        "INSERT INTO enquirers (channel, address, created_at)"
        " SELECT t.channel, lower(c.contact), min(c.opened_at) FROM cases c"
        " JOIN conversations t ON t.id = c.conversation_id"
        " WHERE c.contact IS NOT NULL GROUP BY t.channel, lower(c.contact)"
    )
    op.execute(
        "UPDATE conversations SET enquirer_id = (SELECT min(e.id) FROM enquirers e JOIN cases c"
        " ON lower(c.contact) = e.address AND e.channel = conversations.channel"
        " WHERE c.conversation_id = conversations.id)"
    )


def _fill_facts() -> None:
    """Facts were a list of ids; now each id carries the fingerprint of what it said then."""
    _rewrite_facts(lambda facts: facts if isinstance(facts, dict) else dict.fromkeys(facts, ""))


def _empty_facts() -> None:
    _rewrite_facts(list)


def _rewrite_facts(change: Callable[[Any], object]) -> None:
    connection = op.get_bind()
    turns = sa.table("turns", sa.column("id", sa.Integer), sa.column("facts", sa.JSON))
    last = 0
    while True:
        rows = connection.execute(
            sa.select(turns).where(turns.c.id > last).order_by(turns.c.id).limit(1000)
        ).all()
        if not rows:
            return
        for row in rows:
            connection.execute(
                sa.update(turns).where(turns.c.id == row.id).values(facts=change(row.facts))
            )
        last = rows[-1].id


def _conversation(*, nullable: bool) -> sa.Column[str]:
    return sa.Column(
        "conversation_id",
        sa.String(32),
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=nullable,
    )


def _case() -> sa.Column[int]:
    return sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"))
