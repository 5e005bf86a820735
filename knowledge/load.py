"""Builds the Knowledge from its data files, or refuses them with every fault at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge.base import Knowledge
from knowledge.faults import Fault, KnowledgeError
from knowledge.model import (
    EVERY_NPQ,
    Cohort,
    Fact,
    NotKnown,
    Offer,
    OfferKind,
    Source,
    Topic,
)
from knowledge.tables import DataFile, Entry, read_file

MOST_WORDS_OF_A_QUOTE = 12
MOST_WORDS_OF_A_STATEMENT = 30

_NOT_FACTS = ("offers.toml", "topics.toml", "cohorts.toml", "not_known.toml", "page.toml")
_COMMON_PREFIX = "common"
_ID = re.compile(r"[a-z][a-z0-9]*(\.[a-z0-9_]+)+")
_NICKNAME = re.compile(r"[a-z0-9']+( [a-z0-9']+)*")
_LABEL = re.compile(r"(Spring|Summer|Autumn) (20\d\d)")
# The page dates by season alone, so a season lasts as long as its school term can: a fact is
# called past too late rather than too early.
_LAST_DAYS = {"Spring": (4, 30), "Summer": (8, 31), "Autumn": (12, 31)}


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    faults: list[Fault] = field(default_factory=list)
    offers: dict[str, Offer] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    fact_files: dict[str, str] = field(default_factory=dict)
    not_known: dict[tuple[str, str], NotKnown] = field(default_factory=dict)
    line_marks: dict[int, str] = field(default_factory=dict)


def load_knowledge(folder: Traversable | None = None) -> Knowledge:
    """Reads all data files; without a folder, those that come with the package.

    Raises KnowledgeError, which carries every fault of every file. Each TOML file of the folder
    that is not one of the five lists (offers, topics, cohorts, not_known, page) holds facts.
    """
    place = folder if folder is not None else files("knowledge") / "data"
    draft = _Draft()
    _read_offers(read_file(place, "offers.toml", draft.faults), draft)
    _read_cohorts(read_file(place, "cohorts.toml", draft.faults), draft)
    _read_topics(read_file(place, "topics.toml", draft.faults), draft)
    for name in _fact_files(place):
        _read_facts(read_file(place, name, draft.faults), draft)
    _read_not_known(read_file(place, "not_known.toml", draft.faults), draft)
    _read_line_marks(read_file(place, "page.toml", draft.faults), draft)
    if draft.faults:
        raise KnowledgeError(draft.faults)
    return Knowledge(
        offers=draft.offers,
        topics=draft.topics,
        cohorts=draft.cohorts,
        by_id=_in_order_of_offers(draft.facts, draft.offers),
        not_known=draft.not_known,
        line_marks=draft.line_marks,
    )


def _fact_files(folder: Traversable) -> list[str]:
    names = (item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return sorted(name for name in names if name not in _NOT_FACTS)


def _in_order_of_offers(facts: Mapping[str, Fact], offers: Iterable[str]) -> dict[str, Fact]:
    return {
        fact.id: fact
        for offer in (EVERY_NPQ, *offers)
        for fact in facts.values()
        if fact.offer == offer
    }


def _read_offers(file: DataFile, draft: _Draft) -> None:
    owners: dict[str, str] = {}
    for entry in _entries(file, "offer"):
        offer = Offer(
            id=_new_id(entry, draft.offers),
            name=entry.text("name"),
            short_name=entry.text("short_name"),
            long_name=entry.text("long_name"),
            kind=_kind(entry.choice("kind", [kind.value for kind in OfferKind])),
            prefix=entry.text("prefix"),
            nicknames=entry.texts("nicknames", required=True),
        )
        entry.close()
        if offer.prefix in [_COMMON_PREFIX, *(other.prefix for other in draft.offers.values())]:
            entry.fault("prefix", f'found "{offer.prefix}", which is taken; choose another')
        for nickname in offer.nicknames:
            _check_nickname(entry, nickname, offer.id, owners)
        draft.offers.setdefault(offer.id, offer)


def _kind(word: str) -> OfferKind:
    return OfferKind.SUPPORT if word == OfferKind.SUPPORT else OfferKind.NPQ


def _check_nickname(entry: Entry, nickname: str, offer: str, owners: dict[str, str]) -> None:
    if not _NICKNAME.fullmatch(nickname):
        allowed = "lower-case letters, digits, apostrophes and single spaces"
        entry.fault("nicknames", f'found "{nickname}"; allowed: {allowed}')
    elif nickname in owners:
        owner = owners[nickname]
        entry.fault("nicknames", f'"{nickname}" already names {owner}; keep it in one place')
    owners.setdefault(nickname, offer)


def _read_cohorts(file: DataFile, draft: _Draft) -> None:
    for entry in _entries(file, "cohort"):
        id_, label = _new_id(entry, draft.cohorts), entry.text("label")
        entry.close()
        found = _LABEL.fullmatch(label)
        if label and not found:
            entry.fault("label", f'found "{label}"; allowed: Spring, Summer or Autumn and a year')
        if found:
            month, day = _LAST_DAYS[found[1]]
            cohort = Cohort(id_, label, date(int(found[2]), month, day))
            draft.cohorts.setdefault(id_, cohort)


def _read_topics(file: DataFile, draft: _Draft) -> None:
    for entry in _entries(file, "topic"):
        id_ = _new_id(entry, draft.topics)
        topic = Topic(id_, entry.text("label"), _offers_of(entry, "asked_of", draft))
        entry.close()
        draft.topics.setdefault(id_, topic)


def _offers_of(entry: Entry, key: str, draft: _Draft) -> tuple[str, ...]:
    """The ids behind a list of ids and kinds, in the order of the page."""
    words = entry.texts(key, required=True)
    allowed = [EVERY_NPQ, *(kind.value for kind in OfferKind), *draft.offers]
    for word in words:
        entry.one_of(key, word, allowed if draft.offers else [])
    named = tuple(
        offer.id for offer in draft.offers.values() if offer.id in words or offer.kind in words
    )
    return named + ((EVERY_NPQ,) if EVERY_NPQ in words else ())


def _read_facts(file: DataFile, draft: _Draft) -> None:
    if not file.content:
        return
    head = file.head("fact")
    offer = head.choice("offer", [EVERY_NPQ, *draft.offers] if draft.offers else [])
    review_by = head.day("review_by")
    head.close()
    for entry in file.entries("fact"):
        fact = _fact(entry, offer, review_by, draft)
        if fact.id in draft.facts:
            first = draft.fact_files[fact.id]
            entry.fault("id", f'"{fact.id}" is already in {first}; ids are used once')
        draft.facts.setdefault(fact.id, fact)
        draft.fact_files.setdefault(fact.id, file.name)


def _fact(entry: Entry, offer: str, review_by: date, draft: _Draft) -> Fact:
    fact = Fact(
        id=entry.text("id"),
        offer=offer,
        topic=entry.choice("topic", draft.topics),
        also_topics=entry.texts("also_topics"),
        asked=entry.texts("asked"),
        statement=entry.text("statement"),
        value=entry.value("value"),
        unit=entry.optional_text("unit"),
        cohort=entry.optional_text("cohort"),
        review_by=entry.day("review_by", default=review_by),
        source=Source(
            section=entry.text("section"),
            line=entry.whole("line"),
            also_lines=entry.wholes("also_lines"),
            quote=entry.text("quote"),
        ),
    )
    entry.close()
    for topic in fact.also_topics:
        entry.one_of("also_topics", topic, draft.topics)
    if fact.cohort:
        entry.one_of("cohort", fact.cohort, draft.cohorts)
    _check_id(entry, fact, draft)
    _check_wording(entry, fact, draft)
    return fact


def _check_id(entry: Entry, fact: Fact, draft: _Draft) -> None:
    known = draft.offers.get(fact.offer)
    prefix = known.prefix if known else _COMMON_PREFIX if fact.offer == EVERY_NPQ else ""
    if fact.id and not (_ID.fullmatch(fact.id) and fact.id.startswith(prefix)):
        shape = f"{prefix or 'prefix'}.some_name, in lower case"
        entry.fault("id", f'found "{fact.id}"; allowed: {shape}')
    elif fact.id and prefix and not fact.id.startswith(f"{prefix}."):
        entry.fault("id", f'found "{fact.id}"; facts of this file begin with "{prefix}."')


def _check_wording(entry: Entry, fact: Fact, draft: _Draft) -> None:
    _check_length(entry, "quote", fact.source.quote, MOST_WORDS_OF_A_QUOTE)
    _check_length(entry, "statement", fact.statement, MOST_WORDS_OF_A_STATEMENT)
    words = fact.statement.split()
    # A full stop after an address would become part of the link in many mail programs.
    if words and not (fact.statement.endswith(".") or words[-1].startswith("https://")):
        entry.fault("statement", "is no whole sentence; end it with a full stop")
    cohort = draft.cohorts.get(fact.cohort or "")
    if cohort and cohort.label not in fact.statement:
        entry.fault("statement", f'does not say "{cohort.label}", the cohort that it is dated for')


def _check_length(entry: Entry, key: str, text: str, most: int) -> None:
    count = len(text.split())
    if count > most:
        entry.fault(key, f"has {count} words; allowed: at most {most}")


def _read_not_known(file: DataFile, draft: _Draft) -> None:
    for entry in _entries(file, "not_known", id_key="topic"):
        topic = entry.choice("topic", draft.topics)
        offers = _offers_of(entry, "offers", draft)
        reason = entry.text("reason")
        entry.close()
        for offer in offers:
            if (offer, topic) in draft.not_known:
                entry.fault("offers", f"{offer} is already listed for this topic; keep one")
            draft.not_known.setdefault((offer, topic), NotKnown(offer, topic, reason))


def _read_line_marks(file: DataFile, draft: _Draft) -> None:
    for entry in _entries(file, "line", id_key="number"):
        number, mark = entry.whole("number"), entry.text("mark")
        entry.close()
        if number in draft.line_marks:
            entry.fault("number", f"line {number} is already marked; keep one entry")
        draft.line_marks.setdefault(number, mark)


def _entries(file: DataFile, kind: str, id_key: str = "id") -> list[Entry]:
    file.head(kind).close()
    return file.entries(kind, id_key)


def _new_id(entry: Entry, taken: Collection[str]) -> str:
    id_ = entry.text("id")
    if id_ in taken:
        entry.fault("id", f'"{id_}" is already used above; ids are used once')
    return id_
