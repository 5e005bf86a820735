"""One-time links: a colleague's own, or the one that is printed when the desk starts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.storage import sign_ins, writing
from bot.storage.sign_ins import Used

VALID_FOR = timedelta(hours=1)
INVITATION_VALID_FOR = timedelta(days=7)


def new_link(
    engine: Engine,
    address: str,
    now: datetime,
    *,
    colleague: int | None = None,
    valid_for: timedelta = VALID_FOR,
) -> str:
    """Return a link under an address that signs in once, as a colleague if one is given."""
    token = secrets.token_urlsafe(24)
    with writing(engine) as connection:
        sign_ins.add(connection, _hash(token), now + valid_for, colleague)
    return f"{address}/staff/sign-in/{token}"


def use_link(engine: Engine, token: str, now: datetime) -> Used | None:
    """Use a link's token up; None when it cannot be used."""
    with writing(engine) as connection:
        return sign_ins.use(connection, _hash(token), now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
