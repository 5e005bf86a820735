"""The inbox: folders, mails as they came in, mails of ours, and how topics earn trust."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bot.storage.tables.base import PERSON, Moment, kept_for, metadata

# One row a folder that is read: the inbox and the folder of sent mail.
mailboxes = Table(
    "mailboxes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(320), nullable=False),
    Column("folder", String(255), nullable=False),
    # Another value than before: the server has numbered its mails anew.
    Column("uidvalidity", BigInteger, nullable=False),
    # Every mail up to this UID has been dealt with.
    Column("last_uid", BigInteger, nullable=False),
    Column("began_at", Moment, nullable=False),
    UniqueConstraint("address", "folder"),
)

mails = Table(
    "mails",
    metadata,
    Column("id", Integer, primary_key=True),
    # SHA-256 of what the sender wrote: the same mail has one row, however often it arrives.
    Column("digest", String(80), nullable=False, unique=True),
    Column("message_id", String(500)),
    # As it came in; null when it has been kept long enough.
    Column("raw", LargeBinary, info=kept_for("keep_raw_mail_days", "stored_at")),
    # Bytes of the whole mail, of which `raw` may only be the beginning.
    Column("size", Integer, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("enquirer_id", ForeignKey("enquirers.id", ondelete="CASCADE")),
    Column("turn", Integer),
    # process, hold, ignore, bounce, auto_reply, error; and the rule that decided.
    Column("kind", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    # answered, draft, staff or ignored, as colleagues see it in their mail program.
    Column("fate", String(16), nullable=False),
    Column("subject_core", String(150), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("arrived_at", Moment, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Index(None, "message_id"),
    Index(None, "conversation_id"),
    Index(None, "enquirer_id"),
    Index(None, "stored_at"),
)

# Every UID that the server gave out in the inbox, and what became of it.
mail_places = Table(
    "mail_places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mailbox_id", ForeignKey("mailboxes.id", ondelete="CASCADE"), nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    # Null: gone before it was read, or still to be tried again, or forgotten since.
    Column("mail_id", ForeignKey("mails.id", ondelete="SET NULL")),
    # answered, draft, staff, ignored, gone, retry
    Column("fate", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    # When the mail got its keyword; null: still to be done.
    Column("shown_at", Moment),
    UniqueConstraint("mailbox_id", "uidvalidity", "uid"),
    Index(None, "mailbox_id", "shown_at"),
    Index(None, "mail_id"),
)

# What was written to enquirers: by the desk, as a draft, or by colleagues in their mail program.
sent_mails = Table(
    "sent_mails",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", String(500), nullable=False, unique=True),
    # automatic, draft, staff_reply, elsewhere, or what another channel has sent by mail.
    Column("kind", String(32), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("case_id", ForeignKey("cases.id", ondelete="SET NULL")),
    Column("recipient", String(320), nullable=False, info=PERSON),
    Column("domain", String(255), nullable=False),
    # Message-ID of the mail that it answers.
    Column("answers", String(500)),
    Column("subject_core", String(150), nullable=False),
    Column("topics", JSON, nullable=False),
    # The words, without layout: a draft that went out with the same hash went out unchanged.
    Column("text_hash", String(64), nullable=False),
    # The frozen bytes; null where they are not ours, or have been kept long enough.
    Column("raw", LargeBinary, info=kept_for("keep_raw_mail_days", "written_at")),
    Column("written_at", Moment, nullable=False),
    # Set just before the end of the data is sent: without it, nothing can have gone out.
    Column("handed_over_at", Moment),
    # In the folder of sent mail, or of drafts.
    Column("filed_at", Moment),
    # Of a draft: sent unchanged, sent changed, or dropped.
    Column("settled", String(16)),
    Index(None, "conversation_id"),
    Index(None, "case_id"),
    Index(None, "answers"),
    Index(None, "kind", "written_at"),
    Index(None, "recipient", "written_at"),
)

# Drafts of a topic in a row that went out as they were.
mail_streaks = Table(
    "mail_streaks",
    metadata,
    Column("topic", String(64), primary_key=True),
    Column("unchanged", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
