"""The knowledge as everyone asks it: facts by id, by offer and topic, and the names of offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from knowledge.model import Cohort, Fact, NotKnown, Offer, Topic


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything that is known, read once and never changed. Build it with `load_knowledge`."""

    offers: Mapping[str, Offer]
    """By id, in the order of the page."""
    topics: Mapping[str, Topic]
    """By id."""
    cohorts: Mapping[str, Cohort]
    """By id, oldest entry first."""
    by_id: Mapping[str, Fact]
    """Every fact by its id: those of all NPQs first, then offer by offer."""
    not_known: Mapping[tuple[str, str], NotKnown] = field(default_factory=dict)
    """The stated gaps by offer and topic."""
    line_marks: Mapping[int, str] = field(default_factory=dict)
    """Fingerprints of the page's lines as they were last read, by line."""
    _by_place: Mapping[tuple[str, str], tuple[Fact, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.by_id.values():
            for topic in fact.topics:
                places.setdefault((fact.offer, topic), []).append(fact)
        ordered = {
            place: tuple(sorted(facts, key=lambda fact: fact.source.line))
            for place, facts in places.items()
        }
        object.__setattr__(self, "_by_place", MappingProxyType(ordered))

    def fact(self, id_: str) -> Fact:
        """The fact with that id; KeyError when there is none."""
        return self.by_id[id_]

    def facts(self, offer: str, topic: str | None = None) -> tuple[Fact, ...]:
        """The facts of an offer about a topic, in the order of the page; empty when none.

        A fact counts for its topic and for each of its further topics. Without a topic: all
        facts of the offer. `offer` is an id of an offer, or "all" for the NPQs in general;
        what holds for all is not repeated under each offer unless the page repeats it.
        """
        if topic is None:
            found = [fact for fact in self.by_id.values() if fact.offer == offer]
            return tuple(sorted(found, key=lambda fact: fact.source.line))
        return self._by_place.get((offer, topic), ())

    def is_not_known(self, offer: str, topic: str) -> bool:
        """Whether it is stated that the page does not settle this, so that staff must."""
        return (offer, topic) in self.not_known

    def offer(self, id_: str) -> Offer:
        """The offer with that id; KeyError when there is none."""
        return self.offers[id_]

    def cohort_label(self, id_: str) -> str:
        """A cohort as replies say it, "Autumn 2024"; KeyError when there is none."""
        return self.cohorts[id_].label

    def vocabulary(self) -> Mapping[str, str]:
        """What people call the offers: nickname in lower case -> id of the offer.

        Where two nicknames overlap in a text, the longer one is meant: "npqh additional support
        offer" is the support offer although it begins with "npqh".
        """
        return MappingProxyType(
            {name: offer.id for offer in self.offers.values() for name in offer.nicknames}
        )
