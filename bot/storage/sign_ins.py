"""Queries on one-time sign-in links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from bot.storage.tables import sign_ins


@dataclass(frozen=True, slots=True)
class Used:
    """A link that has just been used up."""

    colleague_id: int | None
    """Whose it was; None: whoever started the desk."""


def add(
    connection: Connection, token_hash: str, expires_at: datetime, colleague: int | None = None
) -> None:
    """Remember a link that has been given out."""
    connection.execute(
        insert(sign_ins).values(
            token_hash=token_hash, expires_at=expires_at, colleague_id=colleague
        )
    )


def use(connection: Connection, token_hash: str, now: datetime) -> Used | None:
    """Use a link up; None when it is unknown, expired or used already."""
    change = (
        update(sign_ins)
        .where(
            sign_ins.c.token_hash == token_hash,
            sign_ins.c.used_at.is_(None),
            sign_ins.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(sign_ins.c.colleague_id)
    )
    row = connection.execute(change).first()
    return Used(row.colleague_id) if row is not None else None


def forget_expired(connection: Connection, now: datetime) -> int:
    """Drop links that can no longer be used; how many there were."""
    return connection.execute(delete(sign_ins).where(sign_ins.c.expires_at <= now)).rowcount
