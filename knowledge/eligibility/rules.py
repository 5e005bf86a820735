"""Reads rules.toml into rules that can be run, and refuses what is unsound, all faults at once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from .errors import RuleError
from .findings import Finding
from .headship import headship, npqh_before_headship
from .operators import OPERATORS, compare
from .people import aspiration, early_years_role, executive_role, role, senco_course_role
from .profile import Facts, profile_keys
from .senco import senco_post, senco_start, senco_window
from .tables import Table, codes, read_table
from .workplace import listed, workplace

TESTS: Mapping[str, Callable[..., Finding]] = {
    test.__name__: test
    for test in (
        aspiration, compare, early_years_role, executive_role, headship, listed,
        npqh_before_headship, role, senco_course_role, senco_post, senco_start, senco_window,
        workplace,
    )
}  # fmt: skip
"""The named functions that rules.toml may call, with the parameters that each of them takes."""

_CRITERION_FIELDS = ("line", "quote", "label", "test", "reads", "no")
_RULE_FIELDS = (
    "all", "cohort", "intake", "intake_line", "silent", "not_refused", "yes_but", "first", "soft",
    "assumes", "neighbours",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criterion:
    """One published criterion, ready to be tested."""

    id: str
    line: int
    quote: str
    label: str
    test: str
    """Name in TESTS."""
    params: Mapping[str, object]
    reads: tuple[str, ...]
    """Profile keys that the test looks at."""
    no: str
    """Code of "not met" where the test gives no other."""

    def judge(self, facts: Facts) -> Finding:
        """The state of this criterion for these facts."""
        return TESTS[self.test](facts, **self.params)


@dataclass(frozen=True, slots=True)
class Silence:
    """A volunteered fact that the page has no rule for."""

    id: str
    key: str
    operator: str
    wanted: object
    label: str
    reason: str = "staff.silent"
    dont_know: bool = True
    """Whether "I do not know" counts as well."""

    def speaks_of(self, facts: Facts) -> bool:
        """Whether the fact was told."""
        if facts.unsure(self.key):
            return self.dont_know
        if not facts.told(self.key):
            return False
        return OPERATORS[self.operator](facts.values[self.key], self.wanted)


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts for one question about one offer."""

    offer: str
    question: str
    groups: tuple[tuple[Criterion, ...], ...]
    """All groups count; within a group one criterion is enough."""
    cohort: str | None
    """Label of the intake that the criteria were published for; None: undated."""
    intake: str
    """Value of `cohort` that may be judged, any other goes to staff; empty: no such gate."""
    intake_line: int
    """Line that names the intake; 0 where the page gives none."""
    silent: tuple[Silence, ...]
    not_refused: tuple[Silence, ...]
    yes_but: tuple[Silence, ...]
    first: str
    """Key that is asked alone, before all others; empty: none."""
    soft: bool
    assumes: tuple[str, ...]
    neighbours: tuple[tuple[str, str], ...]


@cache
def rules() -> Mapping[tuple[str, str], Rule]:
    """All rules by (offer, question), in the order of rules.toml; RuleError if any is unsound."""
    return build_rules(read_table("rules.toml"))


def quotations() -> tuple[tuple[str, int, str], ...]:
    """(criterion id, page line, quote) of every published criterion, to be held to the page."""
    groups = [group for rule in rules().values() for group in rule.groups]
    criteria = {item.id: item for group in groups for item in group}
    return tuple((item.id, item.line, item.quote) for item in criteria.values())


def build_rules(table: Table) -> Mapping[tuple[str, str], Rule]:
    """The rules that a parsed rules.toml describes. RuleError names every fault in it."""
    faults = _faults(table)
    if faults:
        raise RuleError("; ".join(faults))
    criteria = {name: _criterion(name, entry) for name, entry in table["criterion"].items()}
    silences = {name: _silence(name, entry) for name, entry in table["silent"].items()}
    built = [_rule(name, entry, criteria, silences) for name, entry in table["rule"].items()]
    return {(rule.offer, rule.question): rule for rule in built}


def _rule(
    name: str, entry: Table, criteria: Mapping[str, Criterion], silences: Mapping[str, Silence]
) -> Rule:
    offer, question = _split(name)

    def told(field: str) -> tuple[Silence, ...]:
        return tuple(silences[item] for item in entry.get(field, ()))

    return Rule(
        offer=offer,
        question=question,
        groups=tuple(tuple(criteria[item] for item in _group(group)) for group in entry["all"]),
        cohort=entry.get("cohort"),
        intake=entry.get("intake", ""),
        intake_line=entry.get("intake_line", 0),
        silent=told("silent"),
        not_refused=told("not_refused"),
        yes_but=told("yes_but"),
        first=entry.get("first", ""),
        soft=entry.get("soft", False),
        assumes=tuple(entry.get("assumes", ())),
        neighbours=tuple(_split(item) for item in entry.get("neighbours", ())),
    )


def _criterion(name: str, entry: Table) -> Criterion:
    key = entry.get("key", "")
    return Criterion(
        id=name,
        line=entry["line"],
        quote=entry["quote"],
        label=entry["label"],
        test=entry.get("test", "compare"),
        params=_params(entry),
        reads=tuple(entry.get("reads", (key,))),
        no=entry["no"],
    )


def _params(entry: Table) -> dict[str, object]:
    params = {name: value for name, value in entry.items() if name not in _CRITERION_FIELDS}
    if "test" in entry:
        return params
    operator = _operator(entry)
    return {"operator": operator, "wanted": params.pop(operator, None), **params}


def _silence(name: str, entry: Table) -> Silence:
    operator = _operator(entry)
    rest = {field: value for field, value in entry.items() if field != operator}
    return Silence(id=name, operator=operator, wanted=entry[operator], **rest)


def _operator(entry: Table) -> str:
    return next((name for name in OPERATORS if name in entry), "")


def _group(group: str | list[str]) -> list[str]:
    return [group] if isinstance(group, str) else group


def _split(name: str) -> tuple[str, str]:
    offer, _, question = name.partition(".")
    return offer, question


def _faults(table: Table) -> list[str]:
    faults = [f"rules.toml: [{part}] is not a part" for part in table.keys() - _PARTS.keys()]
    for part, check in _PARTS.items():
        for name, entry in table.get(part, {}).items():
            faults += [f'rules.toml: [{part}."{name}"]: {fault}' for fault in check(entry, table)]
    return faults


def _rule_faults(entry: Table, table: Table) -> list[str]:
    faults = [f"{field} is not a field" for field in entry.keys() - set(_RULE_FIELDS)]
    names = [item for group in entry.get("all", ()) for item in _group(group)]
    faults += [f"{name} is not a criterion" for name in names if name not in table["criterion"]]
    for field in ("silent", "not_refused", "yes_but"):
        told = entry.get(field, ())
        faults += [f"{field}: {name} is unknown" for name in told if name not in table["silent"]]
    near = entry.get("neighbours", ())
    faults += [f"neighbours: {name} is not a rule" for name in near if name not in table["rule"]]
    faults += [f"{code} is not a code" for code in entry.get("assumes", ()) if code not in codes()]
    return faults if names else [*faults, "all is missing"]


def _criterion_faults(entry: Table, _: Table) -> list[str]:
    required = ("line", "quote", "label", "no", "reads" if "test" in entry else "key")
    faults = [f"{field} is missing" for field in required if field not in entry]
    test = entry.get("test", "compare")
    if test not in TESTS:
        return [*faults, f"test = {test!r}; allowed: {', '.join(TESTS)}"]
    if "test" not in entry and not _operator(entry):
        faults.append(f"needs one of {', '.join(OPERATORS)}")
    takes = set(inspect.signature(TESTS[test]).parameters) - {"facts"}
    faults += [f"{field} is not for {test}" for field in _params(entry).keys() - takes]
    reads = entry.get("reads", (entry.get("key", ""),))
    faults += [f"{key!r} is not a profile key" for key in reads if key not in profile_keys()]
    return faults + [f"no = {entry['no']!r} is not a code" for _ in "1" if _no_code(entry)]


def _no_code(entry: Table) -> bool:
    return "no" in entry and entry["no"] not in codes()


def _silence_faults(entry: Table, _: Table) -> list[str]:
    allowed = {"key", "label", "reason", "dont_know", *OPERATORS}
    faults = [f"{field} is not a field" for field in entry.keys() - allowed]
    faults += [f"{field} is missing" for field in ("key", "label") if field not in entry]
    if not _operator(entry):
        faults.append(f"needs one of {', '.join(OPERATORS)}")
    if entry.get("key") not in profile_keys():
        faults.append(f"key = {entry.get('key')!r} is not a profile key")
    return faults


_PARTS: Mapping[str, Callable[[Table, Table], list[str]]] = {
    "rule": _rule_faults,
    "criterion": _criterion_faults,
    "silent": _silence_faults,
}
