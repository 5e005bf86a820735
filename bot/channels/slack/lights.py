"""Red lights are said in the team's channel; whether Slack itself works is looked at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot import outbox
from bot.channels.slack.api import RateLimitedError, SlackError
from bot.channels.slack.parts import Parts
from bot.channels.slack.places import Where
from bot.channels.slack.words import clip, inert
from bot.jobs import report
from bot.storage import reading, writing
from bot.storage.tables import deliveries, findings

SUBJECT = "slack"
FAULT = "FAULT"
_MAX_MESSAGE = 600


def look_at_slack(parts: Parts, now: datetime) -> None:
    """Note whether Slack takes our calls, for doctor, desk and home tab."""
    try:
        parts.api.own_id()
    except RateLimitedError:
        return  # it answers, and that is what is asked
    except SlackError as error:
        state, message = FAULT, f"{error}; npq-bot doctor slack says what to do"
    else:
        state, message = "ok", "Slack takes our calls"
    with writing(parts.engine) as connection:
        report(connection, SUBJECT, state, message, now)


def say_lights(parts: Parts, now: datetime) -> None:
    """Say what has turned red since, and what works again; each turn once."""
    if not parts.channel:
        return
    with reading(parts.engine) as connection:
        rows = connection.execute(
            select(findings.c.subject, findings.c.state, findings.c.message).where(
                findings.c.subject != SUBJECT
            )
        ).all()
        turned = [row for row in rows if (row.state == FAULT) != _is_red(connection, row.subject)]
    for row in turned:
        subject = inert(row.subject)
        if row.state == FAULT:
            text = f"Red: {subject}. {inert(clip(row.message, _MAX_MESSAGE))}"
        else:
            text = f"{subject[:1].upper()}{subject[1:]} works again."
        with writing(parts.engine) as connection:
            number = _said(connection, row.subject)
            outbox.enqueue(
                connection,
                channel="slack",
                kind="light",
                recipient=parts.channel,
                payload=Where(parts.channel).as_json() | {"text": text},
                unique_key=f"{_key(row.subject)}{number}",
                not_before=now,
            )


def _is_red(connection: Connection, subject: str) -> bool:
    """Red and green are said in turn: after an odd number of times the last word was red."""
    return _said(connection, subject) % 2 == 1


def _said(connection: Connection, subject: str) -> int:
    query = select(func.count()).where(
        deliveries.c.unique_key.startswith(_key(subject), autoescape=True)
    )
    return int(connection.execute(query).scalar_one())


def _key(subject: str) -> str:
    return f"slack-light:{subject}:"
