"""What the knowledge is made of: facts with their source, offers, topics and cohorts.

Values only. How they are read from the data files is `load`'s business, how they are looked up
`base`'s, how they are held against the page `check`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EVERY_NPQ = "all"
"""The offer of a fact that belongs to the NPQs in general."""

Value = str | int | float | bool | tuple[str | int | float | bool, ...]


class OfferKind(StrEnum):
    """What sort of offer it is."""

    NPQ = "npq"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Offer:
    """One of the programmes or support offers that people ask about."""

    id: str
    """Stable id, "NPQEYL"."""
    name: str
    """What the page calls it for short, "NPQSENCO"."""
    short_name: str
    """How a reply speaks of it, "NPQ for SENCOs"."""
    long_name: str
    """The whole name with its abbreviation, for the first mention."""
    kind: OfferKind
    """An NPQ, or support for new heads."""
    prefix: str
    """What the ids of its facts begin with, "npqeyl"."""
    nicknames: tuple[str, ...]
    """What people call it: lower case, single spaces, never shared with another offer."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """An intake that facts were published for."""

    id: str
    """Stable id, "autumn_2024"."""
    label: str
    """As replies say it, "Autumn 2024"."""
    last_day: date
    """Last day of the season in the label; afterwards the cohort's facts are of the past."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a fact can be about."""

    id: str
    """Stable id, "pass_rule"."""
    label: str
    """For colleagues, "What you need to pass"."""
    asked_of: tuple[str, ...]
    """Ids of the offers (and "all") for which it must be settled, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Source:
    """The place on the page that a fact comes from."""

    section: str
    """Path of headings, "NPQH - Headship > Delivery"."""
    line: int
    """Line of the page, from 1."""
    quote: str
    """The shortest telling phrase of that line, at most twelve words."""
    also_lines: tuple[int, ...] = ()
    """Further lines that the statement draws on, such as the one that dates it."""

    @property
    def lines(self) -> tuple[int, ...]:
        """The line of the quote first, then the further ones."""
        return (self.line, *self.also_lines)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the page says, in our own words."""

    id: str
    """Stable id, "npqh.duration"."""
    offer: str
    """Id of the offer it belongs to, or "all"."""
    topic: str
    """Id of the topic that it is about above all."""
    statement: str
    """A whole sentence that names the offer, ready to be sent."""
    source: Source
    """Where the page says so."""
    review_by: date
    """After this day a colleague has to look at it again."""
    also_topics: tuple[str, ...] = ()
    """Further topics that it belongs to."""
    value: Value | None = None
    """The bare value behind the statement (18, "NASENCO" ...); None where there is none."""
    unit: str | None = None
    """What the value counts: "months", "percent" ..."""
    cohort: str | None = None
    """Id of the one intake that it was published for; None: no intake is named."""
    asked: tuple[str, ...] = ()
    """Words that people ask with for it and that the statement does not hold ("covid")."""

    @property
    def topics(self) -> tuple[str, ...]:
        """The topic that it is about above all, then the others."""
        return (self.topic, *self.also_topics)


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A stated gap: the page does not settle this topic for this offer, staff do."""

    offer: str
    """Id of the offer, or "all"."""
    topic: str
    """Id of the topic."""
    reason: str
    """What staff should know about the gap."""
