"""Queries on one-time sign-in links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from bot.storage.tables import sign_ins


def add(connection: Connection, token_hash: str, expires_at: datetime) -> None:
    """Remember a link that has been given out."""
    connection.execute(insert(sign_ins).values(token_hash=token_hash, expires_at=expires_at))


def use(connection: Connection, token_hash: str, now: datetime) -> bool:
    """Use a link up; False when it is unknown, expired or used already."""
    change = (
        update(sign_ins)
        .where(
            sign_ins.c.token_hash == token_hash,
            sign_ins.c.used_at.is_(None),
            sign_ins.c.expires_at > now,
        )
        .values(used_at=now)
    )
    return connection.execute(change).rowcount == 1


def forget_expired(connection: Connection, now: datetime) -> int:
    """Drop links that can no longer be used; how many there were."""
    return connection.execute(delete(sign_ins).where(sign_ins.c.expires_at <= now)).rowcount
