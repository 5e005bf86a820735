"""Looks at everything that the desk needs, and says in one line each how it stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot import cases, ledger
from bot.clock import LONDON, utc_now
from bot.ear_doctor import examine_ear
from bot.errors import BotError
from bot.findings import Finding
from bot.mail_doctor import examine_mail
from bot.settings import Settings
from bot.slack_doctor import examine_slack
from bot.storage import is_current, open_database, reading
from bot.storage.deliveries import State
from bot.storage.tables import deliveries, findings
from knowledge import KnowledgeError, load_knowledge
from knowledge.check import gaps, stale


def examine(settings: Settings, today: date) -> Iterator[Finding]:
    """Yield a finding for each thing that the desk needs; changes nothing."""
    yield _data_folder(settings)
    yield from _guarded("database", lambda: _database(settings))
    yield from _guarded("knowledge", lambda: _knowledge(today))
    yield from _guarded("ear", lambda: examine_ear(settings))
    yield from examine_mail(settings, today)
    yield from examine_slack(settings)


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except (BotError, KnowledgeError) as error:
        yield Finding("FAULT", subject, str(error))
    except SQLAlchemyError as error:
        yield Finding("FAULT", subject, f"cannot be used: {type(error).__name__}: {error}")


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir.absolute()
    if not folder.exists():
        return Finding("note", "data folder", f"{folder} is not there yet; it is made when needed")
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding("FAULT", "data folder", f"{folder} cannot be written; change its owner")
    if os.name == "posix" and folder.stat().st_mode & 0o007:
        return Finding("note", "data folder", f"{folder} can be read by everybody; chmod 700 it")
    return Finding("ok", "data folder", str(folder))


def _database(settings: Settings) -> Iterator[Finding]:
    file = settings.data_dir / "npq.sqlite3"
    if not settings.database_url and not file.exists():
        yield Finding("note", "database", "is not there yet; npq-bot db upgrade makes it")
        return
    engine = open_database(settings.database)
    if not is_current(engine):
        yield Finding("FAULT", "database", "has not this version's shape; run npq-bot db upgrade")
        return
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            result = connection.execute(text("PRAGMA quick_check")).scalar_one()
            if result != "ok":
                yield Finding("FAULT", "database", f"is damaged: {result}; restore a copy")
                return
        waiting = cases.counts(connection).open
        yield Finding("ok", "database", f"{engine.url!r}, {waiting} open cases")
        yield from _ledger(connection)
        yield from _outbox(connection, settings)
        yield from _reported(connection)


def _ledger(connection: Connection) -> Iterator[Finding]:
    """Received = answered + drafted + queued + ignored, for every window; proved line by line."""
    whole = ledger.balance(connection)
    week = ledger.balance(connection, utc_now() - timedelta(days=7))
    for what, count in ledger.faults(connection).items():
        yield Finding("FAULT", "ledger", f"{count} {what}")
    if not (whole.adds_up and week.adds_up):
        yield Finding("FAULT", "ledger", f"does not add up: {whole}; seven days: {week}")
    yield Finding("ok", "ledger", f"{whole}; in seven days {week}")


def _outbox(connection: Connection, settings: Settings) -> Iterator[Finding]:
    states = (State.DUE, State.FAILED, State.UNCERTAIN)
    rows = connection.execute(
        select(deliveries.c.channel, deliveries.c.state, func.count())
        .where(deliveries.c.state.in_(states), deliveries.c.not_before <= utc_now())
        .group_by(deliveries.c.channel, deliveries.c.state)
        .order_by(deliveries.c.channel, deliveries.c.state)
    ).all()
    for channel, state, count in rows:
        off = channel == "email" and not settings.smtp_host
        message = f"{count} deliveries by {channel} are {state}"
        more = "; set NPQ_SMTP_HOST, nothing can be sent" if off and state == State.DUE else ""
        yield Finding("FAULT" if off and more else "note", "outbox", message + more)
    if not rows:
        yield Finding("ok", "outbox", "nothing waits")


def _reported(connection: Connection) -> Iterator[Finding]:
    """What the worker's own looks found, but for what has just been looked at here."""
    query = select(findings.c.subject, findings.c.state, findings.c.message, findings.c.at).where(
        findings.c.subject.not_in(("ledger", "stale facts"))
    )
    for row in connection.execute(query.order_by(findings.c.subject)):
        if row.state != "ok":
            when = row.at.astimezone(LONDON).strftime("%d %b %H:%M")
            yield Finding(row.state, row.subject, f"{row.message} (looked at {when})")


def _knowledge(today: date) -> Iterator[Finding]:
    knowledge = load_knowledge()
    holes = gaps(knowledge)
    state: Literal["ok", "FAULT"] = "FAULT" if holes else "ok"
    yield Finding(state, "knowledge", f"{len(knowledge.by_id)} facts, {len(holes)} problems")
    old = stale(knowledge, today)
    if old:
        message = f"{len(old)} facts are out of date; npq-bot knowledge stale lists them"
        yield Finding("note", "knowledge", message)
