"""What can go wrong in the rim, by who has to act on it."""

from __future__ import annotations


class BotError(Exception):
    """Base of every error of this package."""


class InputError(BotError):
    """What was typed or handed in cannot be used; the message says where and what to do.

    Ends a command with status 2.
    """


class SettingsError(InputError):
    """Settings are missing or bad; the message lists all of them."""


class DataError(BotError):
    """Data files of the core are unsound; the message lists every fault of every file."""


class StorageError(BotError):
    """The database cannot be used as it is."""
