"""The home tab: what waits, what is red, what is stale; and the questions offered beside it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Connection, select

from bot import cases, choices
from bot.cases import CaseLine
from bot.channels.slack.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    fit,
    header,
    link_button,
    section,
)
from bot.channels.slack.cards import short_time
from bot.channels.slack.parts import Parts
from bot.channels.slack.team import name_of
from bot.channels.slack.week import in_one_line
from bot.channels.slack.words import clip, inert
from bot.clock import LONDON
from bot.errors import InputError
from bot.ledger import balance
from bot.masking import mask
from bot.storage import reading, slack_cards
from bot.storage.tables import findings
from knowledge.check import stale

_MINE = 10
_MAX_LINE = 120


def show_home(parts: Parts, person: str, now: datetime) -> None:
    """Draw a person's home tab. Cases are shown to the team alone."""
    name = _team_name(parts, person, now)
    if not name:
        parts.api.publish_home(person, _home([], _asking(parts)))
        return
    with reading(parts.engine) as connection:
        blocks = [*_waiting(connection, name, now), *_lights(connection), *_week(connection, now)]
    blocks += _stale(parts, now)
    parts.api.publish_home(person, _home(blocks, _asking(parts)))


def _team_name(parts: Parts, person: str, now: datetime) -> str:
    """The name under which a person acts on cases; empty where they may not."""
    if parts.team.refusal(person):
        return ""
    try:
        return name_of(parts.engine, parts.api, person, now)
    except InputError:  # removed from the colleagues, though still in the group
        return ""


def show_prompts(parts: Parts, channel: str) -> None:
    """Offer the questions that staff chose in the Messages tab."""
    with reading(parts.engine) as connection:
        questions = choices.get(connection, "suggested_questions")
    if questions:
        parts.api.suggest(channel, questions)


def monday(now: datetime) -> datetime:
    """Return the beginning of the week in London."""
    day = now.astimezone(LONDON).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), LONDON)


def _home(blocks: list[Block], asking: list[Block]) -> Block:
    shown = [header("NPQ enquiry desk"), *asking, *blocks]
    return {"type": "home", "blocks": list(fit(shown, "There is more on the desk."))}


def _asking(parts: Parts) -> list[Block]:
    return [
        context("Ask here in the Messages tab, with /npq in any channel, or by mentioning me."),
        actions(
            button("Try a question", "try", "home"),
            link_button("Open the desk", "open_desk", f"{parts.address}/staff"),
        ),
    ]


def _waiting(connection: Connection, name: str, now: datetime) -> list[Block]:
    counted = cases.counts(connection, name)
    mine = cases.listed(connection, "mine", _MINE, owner=name)
    free = cases.listed(connection, "unclaimed", 200)
    oldest = min((line.opened_at for line in free), default=None)
    age = f", the oldest for {_age(now - oldest)}" if oldest else ""
    blocks = [divider(), section(f"*{counted.unclaimed} unclaimed*{age} · {counted.mine} mine")]
    blocks += [section(_line(connection, line, now)) for line in mine]
    return blocks


def _line(connection: Connection, line: CaseLine, now: datetime) -> str:
    due = f" · due {short_time(line.due_at, now)}" if line.due_at else ""
    question = inert(clip(mask(" ".join(line.question.split())), _MAX_LINE))
    place = slack_cards.place(connection, line.reference)
    where = f" · card in <#{place[0]}>" if place else ""
    return f"*{line.reference}*{due}{where}\n{question}"


def _lights(connection: Connection) -> list[Block]:
    rows = connection.execute(
        select(findings.c.subject, findings.c.message)
        .where(findings.c.state == "FAULT")
        .order_by(findings.c.subject)
        .limit(10)
    ).all()
    if not rows:
        return [divider(), context("No red lights.")]
    lines = [f"*Red: {inert(row.subject)}* {inert(clip(row.message, 300))}" for row in rows]
    return [divider(), *(section(line) for line in lines)]


def _stale(parts: Parts, now: datetime) -> list[Block]:
    old = stale(parts.core.knowledge, parts.day(now))
    if not old:
        return []
    return [context(f"{len(old)} facts are due for a look: npq-bot knowledge stale lists them.")]


def _week(connection: Connection, now: datetime) -> list[Block]:
    return [context(f"This week, {in_one_line(balance(connection, monday(now), now))}.")]


def _age(passed: timedelta) -> str:
    if passed.days:
        return f"{passed.days} day{'s' if passed.days > 1 else ''}"
    hours, minutes = divmod(int(passed.total_seconds()) // 60, 60)
    return f"{hours} h" if hours else f"{minutes} min"
