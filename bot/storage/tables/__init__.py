"""The tables, as both SQLite and PostgreSQL know them.

Times are aware and in UTC. JSON columns hold what the core returned, so that every reply can be
explained later.

A table that holds anything of an enquirer's refers to `enquirers`, `conversations` or `cases` by a
foreign key, or marks the column of the address with PERSON: export and erasure find it by that
(docs/privacy.md). Bytes are raw mails, and say with `kept_for` when they are dropped.
"""

from bot.storage.tables.base import PERSON, Moment, kept_for, metadata
from bot.storage.tables.case import case_events, cases, staff_replies
from bot.storage.tables.mail import (
    mail_places,
    mail_streaks,
    mailboxes,
    mails,
    sent_mails,
)
from bot.storage.tables.slack import (
    slack_cards,
    slack_events,
    slack_taught,
    slack_threads,
    slack_verdicts,
)
from bot.storage.tables.talk import conversations, enquirers, received, turns
from bot.storage.tables.voice import feedback
from bot.storage.tables.work import (
    audit,
    choices,
    colleagues,
    deliveries,
    findings,
    leases,
    sign_ins,
)

__all__ = [
    "PERSON",
    "Moment",
    "audit",
    "case_events",
    "cases",
    "choices",
    "colleagues",
    "conversations",
    "deliveries",
    "enquirers",
    "feedback",
    "findings",
    "kept_for",
    "leases",
    "mail_places",
    "mail_streaks",
    "mailboxes",
    "mails",
    "metadata",
    "received",
    "sent_mails",
    "sign_ins",
    "slack_cards",
    "slack_events",
    "slack_taught",
    "slack_threads",
    "slack_verdicts",
    "staff_replies",
    "turns",
]
