"""Signed names for forms: proof that a form came from a page of ours, and that it is new.

Each page carries a random name, signed together with the conversation that the page shows. A form
without a right name is refused (cross-site request forgery), and the same name sent twice (a
double click, a reload) is one message. Before the first message there is no cookie: the first
name also decides id and token of the conversation, so that even a doubled first message opens one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request

from bot.references import ALPHABET

_COOKIE = re.compile(r"([0-9a-f]{32})\.([\w-]{20,80})")


@dataclass(frozen=True, slots=True)
class Pass:
    """What an enquirer's cookie holds: which conversation, and the secret that opens it."""

    conversation: str
    """Its id; 32 hexadecimal digits."""
    token: str
    """Known to the cookie alone; the database has its hash."""

    @property
    def cookie(self) -> str:
        """The cookie's value."""
        return f"{self.conversation}.{self.token}"


def read_pass(cookie: str | None) -> Pass | None:
    """Return what a cookie claims; None for none or a malformed one."""
    match = _COOKIE.fullmatch(cookie or "")
    return Pass(*match.groups()) if match else None


@dataclass(frozen=True, slots=True)
class FormNames:
    """Makes and checks the names of forms."""

    secret: str
    """The desk's own key."""

    def new(self, conversation: str) -> str:
        """Return a fresh name for a page that shows a conversation; empty: none yet."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._sign('form', conversation, nonce)}"

    def is_ours(self, name: str, conversation: str) -> bool:
        """Tell whether we gave out this name for that conversation."""
        nonce, _, signature = name.partition(".")
        expected = self._sign("form", conversation, nonce)
        return hmac.compare_digest(signature.encode(), expected.encode())

    def first_pass(self, name: str) -> Pass:
        """Return the conversation that a first message opens; the same name gives the same."""
        return Pass(self._sign("conversation", name)[:32], self._sign("token", name))

    def code(self, *words: str) -> str:
        """Return a short code for words, fit to be read and typed: 22^6, as references are."""
        number = int(self._sign("code", *words), 16)
        letters = []
        for _ in range(6):
            number, rest = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[rest])
        return "".join(letters[:3]) + "-" + "".join(letters[3:])

    def _sign(self, *words: str) -> str:
        message = "\x1f".join(words).encode("utf-8", "replace")
        return hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()


def is_from_elsewhere(request: Request) -> bool:
    """Tell whether a browser says that another site made it send this request."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
