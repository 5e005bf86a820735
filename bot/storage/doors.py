"""What stands between an enquirer and a conversation that is opened by a token."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from bot.storage.tables import choices, conversations

_LOOK = select(
    select(conversations.c.token_hash)
    .where(
        conversations.c.channel == bindparam("channel"),
        conversations.c.thread == bindparam("thread"),
    )
    .scalar_subquery()
    .label("token_hash"),
    select(choices.c.value).where(choices.c.key == "chat_off").scalar_subquery().label("chat_off"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """The way into one conversation."""

    token_hash: str | None
    """Of the token that opens it; None: there is no such conversation, or it has no token."""
    off: str
    """Why staff have switched the chat off; empty: it is on."""

    def opens(self, token: str) -> bool:
        """Tell whether the token opens it."""
        known = self.token_hash
        return known is not None and hmac.compare_digest(known, hash_of(token))


def door_of(connection: Connection, channel: str, thread: str) -> Door:
    """Return the door as it stands, with one look."""
    row = connection.execute(_LOOK, {"channel": channel, "thread": thread}).one()
    return Door(row.token_hash, str(row.chat_off or "").strip())


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
