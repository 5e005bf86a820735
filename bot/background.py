"""Joins what the worker does: jobs and senders of the desk and of each channel that is set up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.jobs import Job
from bot.outbox import Sender
from bot.settings import Settings
from bot.upkeep import standing_jobs


def jobs_of(settings: Settings) -> Sequence[Job]:
    """Return every periodic job; a channel adds its own here."""
    return standing_jobs()


def senders_of(settings: Settings) -> Mapping[str, Sender]:
    """Return the sender of each channel that is set up; a channel adds its own here."""
    return {}
