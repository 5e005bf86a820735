"""The interview: which question to put for a missing key, and how to read a typed answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .dates import parse_moment
from .errors import RuleError
from .model import Choice, InterviewQuestion, Verdict
from .profile import DONT_KNOW, profile_keys
from .tables import Table, codes, read_table

_FIELDS = {"ask", "why", "accepts", "reason", "choice"}
_CHOICE_FIELDS = {"value", "label", "synonyms", "sets", "only_for", "not_for"}


def next_question(verdict: Verdict) -> InterviewQuestion | None:
    """The first question for what is missing; None when nothing is."""
    return question_for(verdict.missing[0], verdict.offer) if verdict.missing else None


def question_for(key: str, offer: str) -> InterviewQuestion:
    """The question for one profile key, with the choices that fit the offer."""
    entry = _questions()[key]
    own = [_choice(key, item) for item in entry.get("choice", ()) if _fits(item, offer)]
    if all(choice.value != DONT_KNOW for choice in own):
        own.append(_choice(key, {"value": DONT_KNOW, **_general()["dont_know"]}))
    return InterviewQuestion(key, entry["ask"], entry["why"], entry["accepts"], tuple(own))


def read_answer(question: InterviewQuestion, text: str) -> Mapping[str, object] | None:
    """What a typed answer tells, ready to be merged into the profile; None when it is not clear.

    Understands the choices (value, label, synonym), whole numbers where months are asked for, and
    dates as YYYY-MM-DD or YYYY-MM. Freer wording is the ear's business.
    """
    typed = " ".join(text.casefold().split()).strip(" .!")
    for choice in question.choices:
        if typed in (str(choice.value).casefold(), choice.label.casefold(), *choice.synonyms):
            return choice.sets
    if question.accepts == "months_or_date":
        number = typed.removesuffix("months").strip()
        if number.isascii() and number.isdecimal():
            return {question.key: int(number)}
    if question.accepts != "choice" and parse_moment(typed) is not None:
        key = question.key if question.accepts == "date" else "headship_start_date"
        return {key: typed}
    return None


@cache
def asking_order() -> tuple[str, ...]:
    """Every key that may be asked for: what can end it and is known by heart comes first."""
    return tuple(_questions())


def unknown_reason(key: str) -> str:
    """The stable code of a verdict that waits for this key."""
    return str(_questions()[key]["reason"])


@cache
def _questions() -> Table:
    table = read_table("questions.toml")["question"]
    faults = [fault for key, entry in table.items() for fault in _faults(key, entry)]
    if faults:
        raise RuleError("; ".join(faults))
    return dict(table)


def _general() -> Table:
    return dict(read_table("questions.toml")["general"])


def _choice(key: str, entry: Table) -> Choice:
    value = entry.get("value")
    own = {} if value is None else {key: value}
    sets = {**own, **entry.get("sets", {})}
    return Choice(value, entry["label"], tuple(entry.get("synonyms", ())), sets)


def _fits(entry: Table, offer: str) -> bool:
    return offer in entry.get("only_for", (offer,)) and offer not in entry.get("not_for", ())


def _faults(key: str, entry: Table) -> list[str]:
    where = f"questions.toml: [question.{key}]"
    required = _FIELDS - {"choice"}
    faults = [f"{where}: {field} is missing" for field in sorted(required - entry.keys())]
    faults += [f"{where}: {field} is not a field" for field in sorted(entry.keys() - _FIELDS)]
    if key not in profile_keys():
        faults.append(f"{where}: not a profile key")
    if entry.get("accepts") not in ("choice", "date", "months_or_date"):
        faults.append(f"{where}: accepts = {entry.get('accepts')!r}")
    if entry.get("reason") not in codes():
        faults.append(f"{where}: reason = {entry.get('reason')!r} is not a code")
    faults += [
        f"{where}: choice {field} is not a field"
        for item in entry.get("choice", ())
        for field in sorted(item.keys() - _CHOICE_FIELDS)
    ]
    return faults
