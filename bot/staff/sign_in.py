"""One-time links: whoever starts the desk can sign in, without any account being set up first."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.storage import sign_ins

VALID_FOR = timedelta(hours=1)


def new_link(engine: Engine, address: str, now: datetime) -> str:
    """Return a link under an address that signs in once within the hour."""
    token = secrets.token_urlsafe(24)
    with engine.begin() as connection:
        sign_ins.add(connection, _hash(token), now + VALID_FOR)
    return f"{address}/staff/sign-in/{token}"


def use_link(engine: Engine, token: str, now: datetime) -> bool:
    """Use a link's token up; False when it cannot be used."""
    with engine.begin() as connection:
        return sign_ins.use(connection, _hash(token), now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
