"""What time does to cases: they wake, are sent, come free again, and close."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, select

from bot import choices
from bot.cases.changing import change
from bot.cases.model import ASSISTANT, State
from bot.cases.sending import finish_sending
from bot.storage import reading
from bot.storage.tables import cases
from bot.working_hours import Calendar

_AT_ONCE = 500  # cases a round; the next round takes the rest


def keep_up(engine: Engine, now: datetime) -> int:
    """Move every case whose time has come, each in its own transaction; how many there were."""
    return _finish(engine, now) + _wake(engine, now) + _release(engine, now) + _close(engine, now)


def _finish(engine: Engine, now: datetime) -> int:
    due = _references(engine, cases.c.state == State.SENDING, cases.c.replied_at <= now)
    for reference in due:
        with engine.begin() as connection:
            finish_sending(connection, reference, now)
    return len(due)


def _wake(engine: Engine, now: datetime) -> int:
    due = _references(engine, cases.c.state == State.SNOOZED, cases.c.snoozed_until <= now)
    return sum(
        _move(engine, reference, State.SNOOZED, now, "woken", State.NEW, owner=None,
              snoozed_until=None)
        for reference in due
    )  # fmt: skip


def _release(engine: Engine, now: datetime) -> int:
    """Claimed cases that nobody touched are anybody's again."""
    with reading(engine) as connection:
        hours = choices.get(connection, "release_after_hours")
        calendar = choices.calendar(connection)
        if not hours:
            return 0
        rows = connection.execute(
            select(cases.c.reference, cases.c.updated_at)
            .where(cases.c.state == State.CLAIMED, cases.c.updated_at < now)
            .limit(_AT_ONCE)
        ).all()
    return sum(
        _move(engine, row.reference, State.CLAIMED, now, "released", State.NEW, owner=None)
        for row in rows
        if _passed(calendar, row.updated_at, timedelta(hours=hours), now)
    )


def _close(engine: Engine, now: datetime) -> int:
    """Answered cases end after some working days of silence."""
    with reading(engine) as connection:
        days = choices.get(connection, "close_after_days")
        calendar = choices.calendar(connection)
        if not days:
            return 0
        rows = connection.execute(
            select(cases.c.reference, cases.c.state, cases.c.updated_at)
            .where(
                cases.c.state.in_((State.SENT, State.ANSWERED_ELSEWHERE)),
                cases.c.updated_at <= now - timedelta(days=days),
            )
            .order_by(cases.c.updated_at)
            .limit(_AT_ONCE)
        ).all()
    return sum(
        _move(engine, row.reference, State(row.state), now, "closed", State.CLOSED,
              closed_reason="silence")
        for row in rows
        if not calendar.is_set or (calendar.days_after(row.updated_at, days) or now) <= now
    )  # fmt: skip


def _passed(calendar: Calendar, since: datetime, worked: timedelta, now: datetime) -> bool:
    end = calendar.after(since, worked) if calendar.is_set else since + worked
    return end is not None and end <= now


def _references(engine: Engine, *conditions: ColumnElement[bool]) -> list[str]:
    with reading(engine) as connection:
        query = select(cases.c.reference).where(*conditions).limit(_AT_ONCE)
        return list(connection.execute(query).scalars())


def _move(
    engine: Engine,
    reference: str,
    seen: State,
    now: datetime,
    what: str,
    state: State,
    **values: Any,  # columns of `cases`
) -> int:
    """Move a case unless somebody moved it since it was seen."""
    with engine.begin() as connection:
        row = connection.execute(
            select(cases).where(cases.c.reference == reference).with_for_update()
        ).first()
        if row is None or row.state != seen:
            return 0
        change(connection, row, by=ASSISTANT, at=now, what=what, state=state, **values)
    return 1
