"""What can be wrong: a profile that somebody sent, or our own data files."""

from __future__ import annotations

from collections.abc import Iterable


class EligibilityError(ValueError):
    """Base of everything that this package raises on purpose."""


class ProfileError(EligibilityError):
    """A key or a value that nobody can judge. The message is fit for whoever sent it."""

    def __init__(self, key: str, value: object, allowed: Iterable[str]) -> None:
        self.key = key
        self.value = value
        self.allowed = tuple(allowed)
        super().__init__(f"{key}: {value!r} is not possible; allowed: {', '.join(self.allowed)}")


class RuleError(EligibilityError):
    """The package's own data is unsound; names file, entry, what was found and what is allowed."""
