"""Joins what the worker does: jobs and senders of the desk and of each channel that is set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import Engine

from bot.channels.slack import SlackChannel
from bot.core import Core
from bot.desk import Desk
from bot.jobs import Job
from bot.mail_room import mail_jobs, mail_senders
from bot.outbox import Sender
from bot.settings import Settings
from bot.source_watch import source_job
from bot.upkeep import standing_jobs


def jobs_of(
    settings: Settings, core: Callable[[], Core], slack: SlackChannel | None = None
) -> Sequence[Job]:
    """Return every periodic job; a channel adds its own here.

    `core` is called by those that answer enquiries, when they first need it.
    """
    slack_jobs = slack.jobs() if slack is not None else ()
    return (*standing_jobs(), source_job(), *mail_jobs(settings, core), *slack_jobs)


def senders_of(
    settings: Settings, engine: Engine, slack: SlackChannel | None = None
) -> Mapping[str, Sender]:
    """Return the sender of each channel that is set up; a channel adds its own here."""
    slack_senders = {"slack": slack.sender} if slack is not None else {}
    return {**mail_senders(settings, engine), **slack_senders}


def slack_of(
    settings: Settings,
    engine: Engine,
    core: Callable[[], Core],
    today: Callable[[], date] | None = None,
) -> SlackChannel | None:
    """Return the Slack channel of this process; None where Slack is off."""
    if not settings.slack_bot_token:
        return None
    return SlackChannel(
        engine,
        Desk(core(), engine, today),
        core(),
        token=settings.slack_bot_token,
        signing_secret=settings.slack_signing_secret,
        app_token=settings.slack_app_token,
        channel=settings.slack_channel,
        group=settings.slack_staff_group,
        url=settings.slack_api_url,
        address=settings.public_address,
        today=today,
    )
