"""Message-IDs of our own: they name the conversation, and nobody else can make one.

`<conversation.step.mac@domain>`. The same conversation and step always give the same id, so that a
mail that is sent again is recognised as the same mail, by us and by every mail program.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

_MAC = 20  # hexadecimal digits, 80 bits: no guessing by mail
_OURS = re.compile(
    rf"<([0-9a-f]{{32}})\.([a-z0-9-]{{1,40}})\.([0-9a-f]{{{_MAC}}})@[\w.-]{{1,255}}>"
)


def new_message_id(secret: str, conversation: str, step: str, domain: str) -> str:
    """Return the id, with angle brackets, of what we write in a conversation at a step."""
    return f"<{conversation}.{step}.{_mac(secret, conversation, step)}@{domain}>"


def conversation_of(secret: str, message_id: str) -> str | None:
    """Return the conversation of an id of ours; None when it is not ours.

    The domain may differ: some servers rewrite it, and the address of the mailbox may change.
    """
    found = _OURS.fullmatch(message_id.strip())
    if found is None:
        return None
    conversation, step, mac = found.groups()
    good = hmac.compare_digest(mac, _mac(secret, conversation, step))
    return conversation if good else None


def ours_in(secret: str, text: str, most: int = 20) -> tuple[str, ...]:
    """Return the ids of ours that occur in a text, as in the copy that a delivery report holds."""
    found = (match.group() for match in _OURS.finditer(text))
    return tuple(dict.fromkeys(_genuine(secret, _first(found, most))))


def _genuine(secret: str, ids: Iterable[str]) -> Iterable[str]:
    return (each for each in ids if conversation_of(secret, each) is not None)


def _first(ids: Iterable[str], most: int) -> Iterable[str]:
    return (each for each, _ in zip(ids, range(most), strict=False))


def _mac(secret: str, conversation: str, step: str) -> str:
    words = f"message-id\x00{conversation}\x00{step}".encode()
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()[:_MAC]
