"""Tests of the workplace: state-funded or not, and on which published list.

What each kind of workplace means stands in settings.toml; here is what its words do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .findings import DONT_KNOW, MET, NOT_MET, WAIT, Finding, ask, refuse, staff
from .logic import all_of
from .model import State
from .profile import Facts
from .tables import settings


def workplace(facts: Facts, *, column: str) -> Finding:
    """Whether the kind of workplace satisfies the test that `column` of settings.toml describes."""
    setting = facts.word("setting")
    if setting is None:
        return DONT_KNOW if facts.unsure("setting") else ask("setting")
    return _WORDS[settings()[setting][column]](facts)


def listed(facts: Facts, *, key: str, column: str, after: str = "") -> Finding:
    """Whether the workplace is on the published list that `key` tells of.

    Being on the list is the criterion, so a yes settles it while the workplace is unknown; a yes
    that does not belong to the known workplace counts for nothing. `after` names the list that is
    asked for first where it is unclear whether this list can hold the workplace at all.
    """
    setting = facts.word("setting")
    if setting is None:
        if facts.flag(key):
            return MET
        return DONT_KNOW if facts.unsure("setting") else ask("setting")
    word = settings()[setting][column]
    if word == "list" or (
        word == "list_unless_no_16_to_19" and facts.flag("provides_16_to_19") is not False
    ):
        return _flag(facts, key, no="no.not_on_list")
    if word == "silent":
        return staff("staff.silent")
    if word == "staff":
        other_list_first = settings()[setting]["early_years_list"] == "list"
        return WAIT if after and other_list_first and not facts.told(after) else _UNCLEAR
    return refuse("no.setting")


_UNCLEAR = staff("staff.setting")


def _flag(facts: Facts, key: str, *, no: str) -> Finding:
    if facts.unsure(key):
        return DONT_KNOW
    value = facts.flag(key)
    if value is None:
        return ask(key)
    return MET if value else refuse(no)


def _if_state_funded(facts: Facts) -> Finding:
    return _flag(facts, "state_funded", no="no.not_state_funded")


def _if_state_funded_else_staff(facts: Facts) -> Finding:
    finding = _if_state_funded(facts)
    return _UNCLEAR if finding.state is State.NOT_MET else finding


def _unless_not_state_funded(facts: Facts) -> Finding:
    """Does "publicly" also qualify "16 to 19 educational organisations"? Not ours to say."""
    if facts.unsure("state_funded"):
        return DONT_KNOW
    return _UNCLEAR if facts.flag("state_funded") is False else MET


def _if_16_to_19(facts: Facts) -> Finding:
    provides = _flag(facts, "provides_16_to_19", no="no.no_16_to_19")
    return _unless_not_state_funded(facts) if provides.state is State.MET else provides


def _if_16_to_19_and_state_funded(facts: Facts) -> Finding:
    parts = (
        _flag(facts, "provides_16_to_19", no="no.no_16_to_19"),
        _if_state_funded(facts),
    )
    state = all_of(part.state for part in parts)
    deciding = [part for part in parts if part.state is state]
    missing = tuple(key for part in deciding for key in part.missing)
    return Finding(state, deciding[0].reason, missing)


_WORDS: Mapping[str, Callable[[Facts], Finding]] = {
    "yes": lambda _: MET,
    "no": lambda _: NOT_MET,
    "staff": lambda _: _UNCLEAR,
    "silent": lambda _: staff("staff.silent"),
    "if_state_funded": _if_state_funded,
    "if_state_funded_else_staff": _if_state_funded_else_staff,
    "unless_not_state_funded": _unless_not_state_funded,
    "if_16_to_19": _if_16_to_19,
    "if_16_to_19_and_state_funded": _if_16_to_19_and_state_funded,
}
