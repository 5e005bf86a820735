"""The buttons of a case's page: what each form does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time

from sqlalchemy import Connection

from bot import cases
from bot.channels.web.addresses import address_fault
from bot.clock import LONDON
from bot.errors import InputError

Step = Callable[..., cases.CaseView]
MORNING = time(9)
"""When a case that is put away until a day comes back; London time."""


def act(
    connection: Connection,
    action: str,
    reference: str,
    version: int,
    by: str,
    at: datetime,
    form: Mapping[str, str],
) -> cases.CaseView:
    """Do what a form asks. Raises InputError, a CaseError, or KeyError for an unknown action."""
    step, more = STEPS[action]
    return step(connection, reference, version, by, at, *more(form))


def _text(form: Mapping[str, str]) -> tuple[str]:
    # Browsers send line ends as CR LF; what is sent and shown has LF alone.
    return (form.get("text", "").replace("\r\n", "\n").strip(),)


def _nothing(_: Mapping[str, str]) -> tuple[()]:
    return ()


def _until(form: Mapping[str, str]) -> tuple[datetime]:
    try:
        day = datetime.fromisoformat(form.get("until", "")).date()
    except ValueError:
        raise InputError("Choose the day on which the case comes back.") from None
    return (datetime.combine(day, MORNING, LONDON),)


def _tags(form: Mapping[str, str]) -> tuple[tuple[str, ...]]:
    return (tuple(form.get("tags", "").split(",")),)


def _address(form: Mapping[str, str]) -> tuple[str]:
    address = form.get("address", "").strip()
    fault = address_fault(address)
    if fault:
        raise InputError(fault)
    return (address,)


def _reason(form: Mapping[str, str]) -> tuple[str]:
    return (form.get("reason", "").strip() or "done",)


def _word(name: str) -> Callable[[Mapping[str, str]], tuple[str]]:
    return lambda form: (form.get(name, "").strip(),)


STEPS: Mapping[str, tuple[Step, Callable[[Mapping[str, str]], tuple[object, ...]]]] = {
    "claim": (cases.claim, _nothing),
    "release": (cases.release, _nothing),
    "draft": (cases.save_draft, _text),
    "send": (cases.approve_and_send, _text),
    "undo": (cases.undo, _nothing),
    "snooze": (cases.snooze, _until),
    "wake": (cases.wake, _nothing),
    "assign": (cases.assign, _word("to")),
    "note": (cases.note, _text),
    "tag": (cases.tag, _tags),
    "contact": (cases.set_contact, _address),
    "merge": (cases.merge, _word("into")),
    "close": (cases.close, _reason),
    "not-ours": (cases.not_ours, _nothing),
    "reopen": (cases.reopen, _nothing),
}
DONE: Mapping[str, str] = {
    "claim": "This case is yours.",
    "release": "The case is free again.",
    "draft": "The draft is kept. Nothing has been sent.",
    "send": "The reply is on its way. You can still take it back.",
    "undo": "The reply was taken back. Nothing has been sent.",
    "snooze": "The case is put away until then, or until the enquirer writes.",
    "wake": "The case is back.",
    "assign": "The case has been handed on.",
    "note": "The note is kept, for colleagues alone.",
    "tag": "The tags are kept.",
    "contact": "The address is kept.",
    "merge": "The two cases are one now.",
    "close": "The case is closed.",
    "not-ours": "The case is closed as not ours.",
    "reopen": "The case is open again.",
}
