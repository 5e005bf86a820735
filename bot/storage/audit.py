"""The audit log: who did what to what, without anybody's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from bot.storage.tables import audit

_WRITE = insert(audit)


def write(
    connection: Connection,
    who: str,
    what: str,
    subject: str,
    at: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add a line, in the caller's transaction.

    `subject` is a reference, a key or a count; never a name or an address of an enquirer.
    """
    connection.execute(
        _WRITE,
        {
            "at": at,
            "who": who[:120],
            "what": what,
            "subject": subject[:64],
            "detail": dict(detail or {}),
        },
    )
