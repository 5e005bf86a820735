"""What can go wrong in the voice."""

from __future__ import annotations


class HandlerError(Exception):
    """Base of this package's errors."""


class UngroundedError(HandlerError):
    """A reply states something that no cited fact carries; the part becomes a hand-over."""

    def __init__(self, found: str, text: str) -> None:
        super().__init__(f"{found!r} stands in the reply, but in no cited fact: {text[:120]!r}")
        self.found = found
        """The number, date or name that no fact carries."""
