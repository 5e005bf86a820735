"""Joins what the worker does: jobs and senders of the desk and of each channel that is set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Engine

from bot.core import Core
from bot.jobs import Job
from bot.mail_room import mail_jobs, mail_senders
from bot.outbox import Sender
from bot.settings import Settings
from bot.source_watch import source_job
from bot.upkeep import standing_jobs


def jobs_of(settings: Settings, core: Callable[[], Core]) -> Sequence[Job]:
    """Return every periodic job; a channel adds its own here.

    `core` is called by those that answer enquiries, when they first need it.
    """
    return (*standing_jobs(), source_job(), *mail_jobs(settings, core))


def senders_of(settings: Settings, engine: Engine) -> Mapping[str, Sender]:
    """Return the sender of each channel that is set up; a channel adds its own here."""
    return {**mail_senders(settings, engine)}
