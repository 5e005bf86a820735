"""Who we are at a mail server: address, port, identity, and how it is proved.

Reading and sending have identities of their own: Microsoft 365 wants the shared mailbox's name for
IMAP and may want the name of a delegate for SMTP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError

Security = Literal["tls", "starttls", "none"]
Fault = Literal["connect", "tls", "sign_in", "token", "folder", "lost", "refused"]


@dataclass(frozen=True, slots=True)
class Account:
    """One identity at one server."""

    host: str
    port: int
    user: str
    """Sign-in name; empty: the server wants none."""
    security: Security
    """`none` is for loopback alone; the settings see to that."""
    secret: Callable[[], str]
    """Returns the password, or a token that is good now. May raise MailServerError."""
    with_token: bool = False
    """The secret is an OAuth 2 token: sign in by XOAUTH2."""


class MailServerError(BotError):
    """A mail server cannot be reached or does not do what it should; worth another try later.

    `fault` says where it broke; the message says what the server said.
    """

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault
