"""The tables, as both SQLite and PostgreSQL know them.

Times are aware and in UTC. JSON columns hold what the core returned, so that every reply can be
explained later. A table that holds anything of a person's refers to `enquirers`, `conversations`
or `cases` by a foreign key: export and erasure find it by that (see docs/privacy.md).
"""

from bot.storage.tables.base import Moment, metadata
from bot.storage.tables.case import case_events, cases, staff_replies
from bot.storage.tables.mail import (
    mail_places,
    mail_streaks,
    mailboxes,
    mails,
    sent_mails,
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
    "leases",
    "mail_places",
    "mail_streaks",
    "mailboxes",
    "mails",
    "metadata",
    "received",
    "sent_mails",
    "sign_ins",
    "staff_replies",
    "turns",
]
