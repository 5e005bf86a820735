"""What the values of settings may look like: each reads a text or says what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

Security = Literal["tls", "starttls", "none"]


def one_of(*allowed: str) -> Callable[[str], str]:
    """Take one of a few words."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"is {text!r}; allowed: {', '.join(allowed)}")
        return text

    return parse


def as_port(text: str) -> int:
    """Take a port."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f"is {text!r}; allowed: a port from 1 to 65535")
    return int(text)


def as_bind(text: str) -> str:
    """Take an address with a port."""
    host, colon, port = text.rpartition(":")
    if not colon or not host:
        raise ValueError(f"is {text!r}; allowed: ADDRESS:PORT, for example 127.0.0.1:8000")
    as_port(port)
    return text


def as_mail_address(text: str) -> str:
    """Take a mail address."""
    local, at, domain = text.partition("@")
    if not (local and at and "." in domain) or any(c.isspace() for c in text):
        raise ValueError(f"is {text!r}; allowed: a mail address, for example npq@stsn.co.uk")
    return text


def as_day(text: str) -> date | None:
    """Take a day; empty: None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"is {text!r}; allowed: a day, YYYY-MM-DD") from None


def as_https(text: str) -> str:
    """Take the address of a web server; returned with a slash at its end."""
    address = urlsplit(text)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError(f"is {text!r}; allowed: an https:// address")
    return text if text.endswith("/") else f"{text}/"  # the Slack client joins paths to it


def as_optional_address(text: str) -> str:
    """Take the address of a web server or nothing; returned without a slash at its end."""
    return as_https(text).rstrip("/") if text else ""


def as_origins(text: str) -> tuple[str, ...]:
    """Take sites, with spaces between them."""
    found = tuple(text.split())
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError(
                f"holds {origin!r}; allowed: https://HOST or https://HOST:PORT, without a path,"
                " several with spaces between them"
            )
    return found


def as_few(text: str) -> int:
    """Take a whole number from 0 to 9."""
    if not text.isdecimal() or int(text) > 9:
        raise ValueError(f"is {text!r}; allowed: a whole number from 0 to 9")
    return int(text)
