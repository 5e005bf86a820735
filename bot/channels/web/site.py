"""What every page of the web chat needs, handed in once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from bot.channels.web.forms import FormNames
from bot.clock import london_day, utc_now
from bot.core import Core
from bot.desk import Desk
from bot.metrics import Metrics
from knowledge import Knowledge
from knowledge.eligibility import assess_all


@dataclass(frozen=True, slots=True)
class Site:
    """The desk behind the pages, and what they are told from outside."""

    desk: Desk
    core: Core
    engine: Engine
    """For what is read beside conversations: staff's settings and replies."""
    names: FormNames
    """Signs forms."""
    metrics: Metrics
    mail_address: str
    """Where the team reads mail."""
    can_mail: bool = False
    """Mail can be sent."""
    fixed_day: Callable[[], date] | None = None
    """Fixes the day; None: it is the day in London."""

    @property
    def knowledge(self) -> Knowledge:
        """The facts."""
        return self.core.knowledge

    @property
    def checks(self) -> tuple[tuple[str, str], ...]:
        """(offer, kind) of every question that the page has criteria for."""
        return tuple((verdict.offer, verdict.question) for verdict in assess_all({}, self.today))

    @property
    def today(self) -> date:
        """The day that counts for whoever asks now."""
        return self.fixed_day() if self.fixed_day else london_day(utc_now())
