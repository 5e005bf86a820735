"""Who belongs to the team: membership of the staff group, and the names of its members."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine

from bot import colleagues
from bot.channels.slack.api import SlackApi, SlackError
from bot.colleagues import Colleague
from bot.errors import InputError
from bot.storage import reading, writing

FRESH_S = 60.0  # who joins or leaves the group is noticed within that time
_MAX_NAME = 100  # characters; a colleague's name may have 120
STALE_S = 3_600.0  # so long an old list serves while Slack cannot be asked

NOT_SET = (
    "Nobody may act on cases from Slack yet: NPQ_SLACK_STAFF_GROUP names no user group of the team."
)
NOT_A_MEMBER = (
    "Only members of the NPQ team's user group may act on cases. Ask one of them, or have yourself"
    " added to the group."
)
CANNOT_TELL = "Slack does not say just now who belongs to the team. Please try again in a minute."


class Team:
    """The staff group, asked for at most once a minute. Safe to share between threads."""

    def __init__(
        self, api: SlackApi, group: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._group = group
        self._clock = clock
        self._lock = threading.Lock()
        self._members: frozenset[str] = frozenset()
        self._asked_at: float | None = None

    def refusal(self, person: str) -> str:
        """Return why a person may not act on cases; empty: they may."""
        if not self._group:
            return NOT_SET
        members = self.members()
        if members is None:
            return CANNOT_TELL
        return "" if person in members else NOT_A_MEMBER

    def members(self) -> frozenset[str] | None:
        """Return the ids of the members; None when there is no telling."""
        with self._lock:
            age = None if self._asked_at is None else self._clock() - self._asked_at
            if age is not None and age < FRESH_S:
                return self._members
            try:
                self._members = self._api.members(self._group)
            except SlackError:
                return self._members if age is not None and age < STALE_S else None
            self._asked_at = self._clock()
            return self._members


def name_of(engine: Engine, api: SlackApi, person: str, now: datetime) -> str:
    """Return the name under which a member of the team acts; new ones become colleagues.

    Raises InputError for one whose right to act was taken away, and SlackError when the person is
    new and Slack cannot be asked.
    """
    with reading(engine) as connection:
        known = colleagues.on_slack(connection, person)
    if known is not None:
        return _active(known)
    called = " ".join(api.name_of(person).split())[:_MAX_NAME] or person
    with writing(engine) as connection:
        known = colleagues.on_slack(connection, person)
        return _active(known) if known is not None else _add(connection, person, called, now)


def _add(connection: Connection, person: str, called: str, now: datetime) -> str:
    """A colleague whom the desk knows by that name gets the id; a namesake gets a name apart."""
    same = colleagues.named(connection, called)
    if same is not None and same.slack_id is not None:
        called = f"{called} ({person})"
    elif same is not None:
        _active(same)
    return colleagues.add(connection, called, now, slack_id=person, by="slack").name


def _active(colleague: Colleague) -> str:
    if not colleague.active:
        raise InputError(
            f"{colleague.name} was removed from the desk's colleagues; npq-bot staff add brings"
            " them back."
        )
    return colleague.name
