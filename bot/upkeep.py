"""The jobs that every desk needs, whatever its channels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from bot import cases
from bot.jobs import Job
from bot.storage import sign_ins

_DAY_S = 24 * 3600.0


def standing_jobs() -> tuple[Job, ...]:
    """Return them."""
    return (
        Job("cases", 5.0, _cases),
        Job("sign-ins", 600.0, _sign_ins),
    )


def _cases(engine: Engine, now: datetime) -> None:
    cases.keep_up(engine, now)


def _sign_ins(engine: Engine, now: datetime) -> None:
    with engine.begin() as connection:
        sign_ins.forget_expired(connection, now)
