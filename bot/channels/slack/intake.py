"""What came in goes to disk before Slack is told that it came in."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.channels.slack.events import Incoming
from bot.clock import utc_now
from bot.storage import reading, slack_events, writing


def keep(engine: Engine, incoming: Incoming) -> bool:
    """Keep what came in; False when it is there already or concerns only a thread of others.

    What is said in threads that we were not called into is looked at and not stored. Raises
    SQLAlchemyError when the database cannot be written; then Slack has to send again.
    """
    if incoming.only_if_known:
        with reading(engine) as connection:
            if not slack_events.is_known(connection, incoming.talk):
                return False
    now = utc_now()
    with writing(engine) as connection:
        if incoming.begins:
            slack_events.begin(connection, incoming.talk, now)
        return slack_events.keep(
            connection,
            identity=incoming.identity,
            kind=incoming.kind,
            author=incoming.author,
            talk=incoming.talk,
            payload=incoming.payload,
            at=now,
        )
