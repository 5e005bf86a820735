"""Text from outside, made fit for any database and for display."""

from __future__ import annotations

import hashlib

MAX_STORED = 100_000  # characters; the core reads less, and a database should not hold a flood
_MAX_KEY = 500


def clean_text(text: str) -> str:
    """Return the text without NUL and lone surrogates, cut at 100,000 characters.

    PostgreSQL stores neither, and no reader can see them.
    """
    cut = text[:MAX_STORED].replace("\x00", "")
    return cut.encode("utf-8", "ignore").decode("utf-8")


def key(text: str) -> str:
    """Return a name from outside (Message-ID, thread) as one that fits its column.

    Longer ones become their hash; equal names stay equal.
    """
    clean = clean_text(text).strip()
    if len(clean) <= _MAX_KEY:
        return clean
    return "sha256:" + hashlib.sha256(clean.encode()).hexdigest()
