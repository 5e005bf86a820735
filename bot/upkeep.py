"""The jobs that every desk needs, whatever its channels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from bot import cases, ledger
from bot.clock import london_day
from bot.jobs import Job, report
from bot.retention import purge
from bot.storage import reading, sign_ins, writing
from knowledge import load_knowledge
from knowledge.check import stale

_HOUR_S = 3600.0
_DAY_S = 24 * _HOUR_S


def standing_jobs() -> tuple[Job, ...]:
    """Return them."""
    return (
        Job("cases", 5.0, _cases),
        Job("sign-ins", 600.0, _sign_ins),
        Job("ledger", _HOUR_S, _ledger),
        Job("retention", _DAY_S, _retention),
        Job("stale facts", _DAY_S, _stale_facts),
    )


def _cases(engine: Engine, now: datetime) -> None:
    cases.keep_up(engine, now)


def _sign_ins(engine: Engine, now: datetime) -> None:
    with writing(engine) as connection:
        sign_ins.forget_expired(connection, now)


def _ledger(engine: Engine, now: datetime) -> None:
    with reading(engine) as connection:
        balance = ledger.balance(connection)
        faults = ledger.faults(connection)
    if not balance.adds_up:
        faults["times that the sum is wrong"] = 1
    words = "; ".join(f"{count} {what}" for what, count in faults.items())
    with writing(engine) as connection:
        report(connection, "ledger", "FAULT" if faults else "ok", words or str(balance), now)


def _retention(engine: Engine, now: datetime) -> None:
    done = purge(engine, now)
    words = ", ".join(f"{count} {kind}" for kind, count in sorted(done.items()) if count)
    with writing(engine) as connection:
        report(connection, "retention", "ok", f"forgot {words or 'nothing'}", now)


def _stale_facts(engine: Engine, now: datetime) -> None:
    knowledge = load_knowledge()
    rows = stale(knowledge, london_day(now))
    state = "note" if rows else "ok"
    words = f"{len(rows)} of {len(knowledge.by_id)} facts are out of date"
    with writing(engine) as connection:
        report(connection, "stale facts", state, words, now)
