"""What colleagues wrote to somebody who asked in Slack, said where they asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, String, cast, exists, literal, select

from bot import outbox
from bot.channels.slack.answers import MAX_TEXT
from bot.channels.slack.blocks import context, fit, verbatim
from bot.channels.slack.places import where_is
from bot.channels.slack.words import clip, inert
from bot.storage import reading, writing
from bot.storage.tables import conversations, deliveries, staff_replies

_KEY = "slack-reply:"
_NEWEST = 1_000  # replies looked at; more are never waiting at once


def say_replies(engine: Engine, now: datetime) -> int:
    """Put every colleague's reply that can no longer be taken back on its way; how many."""
    newest = select(staff_replies.c.id).order_by(staff_replies.c.id.desc()).limit(_NEWEST)
    sent = exists().where(
        deliveries.c.unique_key == literal(_KEY).concat(cast(staff_replies.c.id, String))
    )
    waiting = (
        select(staff_replies, conversations.c.thread)
        .join(conversations, conversations.c.id == staff_replies.c.conversation_id)
        .where(
            staff_replies.c.id.in_(newest),
            conversations.c.channel == "slack",
            staff_replies.c.sent_at <= now,
            staff_replies.c.via != "elsewhere",
            ~sent,
        )
        .order_by(staff_replies.c.id)
    )
    with reading(engine) as connection:
        rows = connection.execute(waiting).all()
    for row in rows:
        place = where_is(row.thread)
        blocks = [*verbatim(row.text), context(f"{inert(row.author)}, NPQ team")]
        shown = fit(blocks, "This reply is longer than Slack shows.", kept_at_end=1)
        with writing(engine) as connection:
            outbox.enqueue(
                connection,
                channel="slack",
                kind="reply",
                recipient=place.channel,
                payload=place.as_json()
                | {"text": clip(inert(row.text), MAX_TEXT), "blocks": list(shown)},
                unique_key=f"{_KEY}{row.id}",
                not_before=now,
                conversation=row.conversation_id,
                case=row.case_id,
            )
    return len(rows)
