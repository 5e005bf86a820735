"""The catalogue of intents: what can be asked for, and in which words people ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intents.data_files import CatalogueError, phrasing_files, read_toml
from intents.model import Policy

_POLICIES = tuple(p.value for p in Policy)
_LISTS = ("wants", "otherwise", "offers", "needs", "demands", "beside", "kinds")
_TEXTS = ("id", "policy", "label", "without_offer", "handler", "family")
_KEYS = frozenset((*_LISTS, *_TEXTS, "urgent"))
_PHRASING_KEYS = frozenset({"id", "policy", "about", "phrasings"})


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that people ask for."""

    id: str
    """Stable and readable, `duration`."""
    policy: Policy
    """What may be done with it."""
    label: str
    """How we speak of it to an enquirer."""
    wants: tuple[str, ...] = ()
    """Topics that answer it, in the order they are said."""
    otherwise: tuple[str, ...] = ()
    """Topics to take where the offer has none of `wants`."""
    offers: tuple[str, ...] = ()
    """Offers that it can be about; empty: any."""
    without_offer: str = "ask"
    """"all", "ask", "once", or the id of the offer that is meant when none is named."""
    needs: tuple[str, ...] = ()
    """Concepts of which one supports this reading."""
    demands: tuple[str, ...] = ()
    """Concepts without any of which this reading hardly counts."""
    kinds: tuple[str, ...] = ()
    """Kinds of answer that it gives beside a plain statement ("moment", "count_topics")."""
    handler: str = "facts"
    """The subject that answers it."""
    family: str = ""
    """Readings of one family have nearly the same answer; their shares are added up."""
    beside: tuple[str, ...] = ()
    """Staff intents: topics that may be stated beside the hand-over."""
    urgent: bool = False
    """Staff should see it first."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All intents and all phrasings."""

    intents: Mapping[str, Intent]
    """By id."""
    phrasings: tuple[tuple[str, str], ...] = field(repr=False)
    """(phrasing, intent id), in the order of the files."""


def load_catalogue() -> Catalogue:
    """Read intents and phrasings; CatalogueError lists every fault of every file at once."""
    faults: list[str] = []
    intents = _read_intents(faults)
    phrasings = _read_all_phrasings(intents, faults)
    if faults:
        raise CatalogueError(tuple(faults))
    return Catalogue(intents, phrasings)


def load_intents() -> Mapping[str, Intent]:
    """Read the table of intents alone; CatalogueError lists its faults."""
    faults: list[str] = []
    intents = _read_intents(faults)
    if faults:
        raise CatalogueError(tuple(faults))
    return intents


def _read_all_phrasings(
    intents: Mapping[str, Intent], faults: list[str]
) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for name in phrasing_files():
        try:
            found.extend(_read_phrasings(name, intents, faults))
        except CatalogueError as error:
            faults.extend(error.faults)
    return tuple(found)


def _read_intents(faults: list[str]) -> dict[str, Intent]:
    intents: dict[str, Intent] = {}
    for row in read_toml("catalogue.toml").get("intent", []):
        where = f"intents/data/catalogue.toml: intent {row.get('id', '?')!r}"
        problems = _row_faults(where, row)
        if row.get("id") in intents:
            problems.append(f"{where}: id stands twice")
        faults.extend(problems)
        if not problems:
            intents[row["id"]] = _intent(row)
    return intents


def _row_faults(where: str, row: Mapping[str, Any]) -> list[str]:  # Any: raw TOML
    faults = [
        f"{where}: unknown key {key!r}; known are {', '.join(sorted(_KEYS))}"
        for key in sorted(set(row) - _KEYS)
    ]
    faults += [
        f"{where}: key {key!r} is missing" for key in ("id", "policy", "label") if key not in row
    ]
    faults += [
        f"{where}: {key} is {row[key]!r}, but has to be text"
        for key in _TEXTS
        if not isinstance(row.get(key, ""), str)
    ]
    faults += [
        f"{where}: {key} is {row[key]!r}, but has to be a list of texts"
        for key in _LISTS
        if not _is_text_list(row.get(key, []))
    ]
    if row.get("policy") not in _POLICIES:
        faults.append(
            f"{where}: policy is {row.get('policy')!r}; allowed are {', '.join(_POLICIES)}"
        )
    return faults


def _is_text_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _intent(row: Mapping[str, Any]) -> Intent:  # Any: raw TOML, checked by _row_faults
    lists = {key: tuple(row.get(key, ())) for key in _LISTS}
    return Intent(
        id=row["id"],
        policy=Policy(row["policy"]),
        label=row["label"],
        without_offer=row.get("without_offer", "ask"),
        handler=row.get("handler", "facts"),
        family=row.get("family", row["id"]),
        urgent=bool(row.get("urgent", False)),
        **lists,
    )


def _read_phrasings(
    name: str, intents: Mapping[str, Intent], faults: list[str]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for row in read_toml(name).get("intent", []):
        where = f"intents/data/{name}: intent {row.get('id', '?')!r}"
        for key in sorted(set(row) - _PHRASING_KEYS):
            faults.append(
                f"{where}: unknown key {key!r}; known are {', '.join(sorted(_PHRASING_KEYS))}"
            )
        if row.get("id") not in intents:
            faults.append(f"{where}: not in catalogue.toml; known are {', '.join(intents)}")
        elif not _is_text_list(row.get("phrasings")):
            faults.append(f"{where}: phrasings has to be a list of texts")
        else:
            found.extend((phrasing, row["id"]) for phrasing in row["phrasings"])
    return found
