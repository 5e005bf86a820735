"""What the Slack channel keeps: events, the threads it was called into, cards, proposals."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.tables.base import PERSON, Moment, metadata

# Whatever Slack sent and we acknowledged, by a name that its repetitions share. Words and author
# go when it has been worked; the name stays longer than Slack repeats itself.
slack_events = Table(
    "slack_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", String(200), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("author", String(32), nullable=False, info=PERSON),
    Column("talk", String(120), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("received_at", Moment, nullable=False),
    # Name of the first event of the turn that this one belongs to; null until that is settled.
    Column("turn", String(200)),
    Column("claimed_by", String(64)),
    Column("claimed_until", Moment),
    Column("attempts", Integer, nullable=False),
    Column("done_at", Moment),
    Column("fault", String(64)),
    Index(None, "done_at", "kind"),
    Index(None, "talk"),
)

# Conversations of Slack by their place, with the sitting that they are in.
slack_threads = Table(
    "slack_threads",
    metadata,
    Column("talk", String(120), primary_key=True),
    # Added to the conversation's name; a new one after a long silence in a direct message.
    Column("sitting", String(32), nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Index(None, "conversation_id"),
)

# The message that shows a case in the team's channel.
slack_cards = Table(
    "slack_cards",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", String(32), nullable=False),
    # Null while it is being posted: then Slack is asked whether it is there already.
    Column("ts", String(32)),
    Column("shown_version", Integer, nullable=False),
    # The last line of the case's history that its thread has.
    Column("told_event", Integer, nullable=False),
    Column("posted_at", Moment, nullable=False),
    # Until it shows its case as closed.
    Column("open", Boolean, nullable=False),
    Index(None, "open"),
)

# What colleagues would have the assistant say; somebody reviews it, nothing changes by itself.
slack_taught = Table(
    "slack_taught",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE")),
    # fact, wording
    Column("kind", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("proposal", Text, nullable=False),
    # Where it stands and since when; of a fact.
    Column("source", String(3000), nullable=False),
    Column("by", String(120), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "case_id"),
)

# Right or not right, by colleagues who asked.
slack_verdicts = Table(
    "slack_verdicts",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("right", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)
