"""What the work for Slack is done with, handed in once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from bot.channels.slack.api import SlackApi
from bot.channels.slack.team import Team
from bot.clock import london_day
from bot.core import Core
from bot.desk import Desk


@dataclass(frozen=True, slots=True)
class Parts:
    """The desk, the workspace, and where in it we work."""

    engine: Engine
    """The database."""
    desk: Desk
    """Answers and hands over."""
    core: Core
    """Drafts what is not stored."""
    api: SlackApi
    """The workspace."""
    channel: str
    """Channel of the case cards; empty: no cards."""
    team: Team
    """Who may act on cases."""
    address: str
    """Where colleagues open the desk in the browser, without a slash at the end."""
    today: Callable[[], date] | None = None
    """Fixes the day; None: the real one."""

    def day(self, now: datetime) -> date:
        """Return the day that the desk lives in."""
        return self.today() if self.today else london_day(now)
