"""What the desk says of itself in the team's channel: the morning line, the Friday list, reminders.

All of it leaves through the outbox under a name of its day, so that it is said once, by whichever
worker comes first, and also when nobody worked at the very minute.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, select

from bot import choices, outbox
from bot.cases import State
from bot.channels.slack.blocks import Block, context, fit, header, section
from bot.channels.slack.home import monday
from bot.channels.slack.parts import Parts
from bot.channels.slack.places import Where
from bot.channels.slack.week import Gap, gaps, in_one_line
from bot.channels.slack.words import inert
from bot.clock import LONDON
from bot.ledger import balance
from bot.storage import reading, slack_cards, writing
from bot.storage.tables import cases

MORNING, FRIDAY = "slack_morning_at", "slack_friday_at"
_LATEST = timedelta(hours=3)  # a morning line at dinner time helps nobody
_FRIDAY = 4
_MONDAY = 0


def say_digests(parts: Parts, now: datetime) -> None:
    """Say what is due at this time of day, unless it was said."""
    if not parts.channel:
        return
    with reading(parts.engine) as connection:
        chosen = choices.several(connection, (MORNING, FRIDAY))
        calendar = choices.calendar(connection)
    day = now.astimezone(LONDON).date()
    if day.weekday() > _FRIDAY or day in calendar.holidays:
        return
    if _is_due(chosen[MORNING], day, now):
        with writing(parts.engine) as connection:
            _say(connection, parts, f"morning:{day}", _morning(connection, day, now), [], now)
    if day.weekday() == _FRIDAY and _is_due(chosen[FRIDAY], day, now):
        with writing(parts.engine) as connection:
            found = gaps(connection, monday(now), now)
            text = f"Not answered this week: {sum(gap.count for gap in found)} questions."
            _say(connection, parts, f"friday:{day}", text, _gap_list(found, parts), now)


def remind(parts: Parts, now: datetime) -> None:
    """Ping the thread of an unclaimed case half way to its due time, and everybody at it."""
    if not parts.channel:
        return
    with reading(parts.engine) as connection:
        waiting = connection.execute(
            select(cases.c.reference, cases.c.opened_at, cases.c.asked_at, cases.c.due_at).where(
                cases.c.queue < slack_cards.DONE,
                cases.c.owner.is_(None),
                cases.c.state.in_((State.NEW, State.REOPENED)),
                cases.c.due_at.is_not(None),
            )
        ).all()
    for row in waiting:
        asked = row.asked_at or row.opened_at
        if now >= row.due_at:
            _alarm(parts, row.reference, row.due_at, now)
        elif now >= asked + (row.due_at - asked) / 2:
            with writing(parts.engine) as connection:
                place = slack_cards.place(connection, row.reference)
                if place is not None:
                    text = f"{row.reference} is still unclaimed, and half of its time is over."
                    key = f"slack-ping:{row.reference}:{row.due_at:%Y%m%d%H%M}"
                    _enqueue(connection, Where(*place), text, [], key, now)


def _alarm(parts: Parts, reference: str, due_at: datetime, now: datetime) -> None:
    text = f"{reference} is due now and nobody has it."
    members = parts.team.members() or frozenset()
    with writing(parts.engine) as connection:
        for person in sorted(members):
            key = f"slack-due:{reference}:{due_at:%Y%m%d%H%M}:{person}"
            _enqueue(connection, Where(person), text, [], key, now)


def _is_due(chosen: str, day: date, now: datetime) -> bool:
    if not chosen:
        return False
    due = datetime.combine(day, time.fromisoformat(chosen), LONDON)
    return due <= now < due + _LATEST


def _morning(connection: Connection, day: date, now: datetime) -> str:
    """What came in since the beginning of the last working day."""
    back = 3 if day.weekday() == _MONDAY else 1
    since = datetime.combine(day - timedelta(days=back), time(), LONDON)
    began = "Friday" if back > 1 else "yesterday"
    return f"Since {began}, {in_one_line(balance(connection, since, now))}."


def _gap_list(found: tuple[Gap, ...], parts: Parts) -> list[Block]:
    if not found:
        return []
    blocks: list[Block] = [header("Not answered this week")]
    for gap in found:
        examples = "\n".join(f"• {inert(example)}" for example in gap.examples)
        blocks.append(section(f"*{gap.count} ×* {inert(gap.why)}\n{examples}"))
    blocks.append(context(f"<{parts.address}/staff|Write the answers on the desk>."))
    rest = f"There are more: <{parts.address}/staff|see them on the desk>."
    return list(fit(blocks, rest, kept_at_end=1))


def _say(
    connection: Connection, parts: Parts, key: str, text: str, blocks: list[Block], now: datetime
) -> None:
    _enqueue(connection, Where(parts.channel), text, blocks, f"slack-digest:{key}", now)


def _enqueue(
    connection: Connection, where: Where, text: str, blocks: list[Block], key: str, now: datetime
) -> None:
    outbox.enqueue(
        connection,
        channel="slack",
        kind="digest",
        recipient=where.channel,
        payload=where.as_json() | {"text": text, "blocks": blocks},
        unique_key=key,
        not_before=now,
    )
