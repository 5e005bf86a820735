"""Clicks that open a modal: at once and beside the worker, for Slack forgets them in three seconds.

Nothing is changed here but that a case is noted as being written on. Whoever loses a modal to a
restart clicks again; what a modal sends off is stored like everything else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from bot import cases
from bot.cases import CaseConflict, CaseView, State
from bot.channels.slack import forms
from bot.channels.slack.api import RefusedError, SlackError
from bot.channels.slack.background import background_of
from bot.channels.slack.blocks import Block
from bot.channels.slack.events import Body, sort_click
from bot.channels.slack.found import find_answer
from bot.channels.slack.parts import Parts
from bot.channels.slack.replies import told_conflict, whisper
from bot.channels.slack.team import name_of
from bot.clock import LONDON, utc_now
from bot.core import log_failure, render
from bot.errors import BotError, InputError
from bot.masking import mask
from bot.storage import reading, writing
from handlers.model import Context, Reply

logger = logging.getLogger(__name__)

_ON_CASES = ("edit", "teach")
_ON_ANSWERS = ("as_email",)
_MENU = ("snooze", "assign", "merge", "note", "elsewhere")
_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired"})
_MORNING = time(9)
_SORRY = "Please close this and try again in a minute, or use the desk in the browser."


class Prompter:
    """Opens and fills modals on threads of its own."""

    def __init__(
        self, parts: Parts, executor: Executor, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._parts = parts
        self._executor = executor
        self._clock = clock

    def __call__(self, body: Body) -> bool:
        """Open the modal that a click asks for; False when it asks for none."""
        click = sort_click(body).payload
        if not _opens(click):
            return False
        author, trigger = str((body.get("user") or {}).get("id")), str(body.get("trigger_id"))
        self._executor.submit(self._open, trigger, author, click)
        return True

    def _open(self, trigger: str, author: str, click: Mapping[str, Any]) -> None:
        try:
            view_id = self._parts.api.open_modal(trigger, forms.loading())
        except SlackError as error:
            late = isinstance(error, RefusedError) and error.error in _TOO_LATE
            logger.info("modal not opened", extra={"error": str(error)})
            words = "took too long" if late else "did not answer"
            whisper(self._parts, author, click, f"Slack {words}. Please click again.")
            return
        try:
            view = self._view(author, click)
        except Exception as error:  # a thread's fault has nobody else to be told to
            log_failure("modal not made", error)
            view = forms.message("That did not work", _SORRY)
        try:
            self._parts.api.fill_modal(view_id, view)
        except SlackError as error:
            logger.info("modal not filled", extra={"error": str(error)})

    def _view(self, author: str, click: Mapping[str, Any]) -> Block:
        action, value = click["action"], click["value"]
        if action == "try":
            return forms.try_it()
        if action == "share":
            return forms.share(value)
        if action == "as_email":
            return self._as_email(value)
        refusal = self._parts.team.refusal(author)
        if refusal:
            return forms.message("Not for everybody", refusal)
        kind = action
        if action == "more":
            kind, _, value = value.partition(":")
        reference, _, version = value.partition(":")
        try:
            return self._on_case(kind, reference, int(version), author)
        except CaseConflict as conflict:
            return forms.message("Somebody was quicker", told_conflict(conflict, self._clock()))
        except BotError as error:
            return forms.message("That does not work", str(error))

    def _on_case(self, kind: str, reference: str, version: int, author: str) -> Block:
        parts, now = self._parts, self._clock()
        about = f"{reference}:{version}"
        with reading(parts.engine) as connection:
            view = cases.view(connection, reference)
            background = background_of(connection, view, parts.core.knowledge)
        if kind == "edit":
            by = name_of(parts.engine, parts.api, author, now)
            with writing(parts.engine) as connection:
                view = cases.edit(connection, reference, version, by, now)
            link = f"{parts.address}/staff/cases/{reference}"
            return forms.edit(
                f"{reference}:{view.version}", background.draft, background.sources, link
            )
        if kind == "teach":
            return forms.teach(about, mask(view.line.question), background.draft)
        if kind == "snooze":
            return forms.snooze(about, _next_morning(now))
        if kind == "assign":
            return forms.assign(about, self._names(now))
        if kind == "merge":
            return forms.merge(about, self._others(view))
        return forms.note(about) if kind == "note" else forms.elsewhere(about)

    def _names(self, now: datetime) -> list[str]:
        """The names of those who may be given a case."""
        names = []
        for one in sorted(self._parts.team.members() or ()):
            with suppress(InputError):  # removed from the colleagues, though still in the group
                names.append(name_of(self._parts.engine, self._parts.api, one, now))
        return names

    def _others(self, view: CaseView) -> list[tuple[str, str]]:
        with reading(self._parts.engine) as connection:
            lines = cases.listed(connection, "open", 100)
        return [
            (f"{line.reference} · {mask(line.question)}", line.reference)
            for line in lines
            if line.reference != view.reference and line.state is not State.CLOSED
        ]

    def _as_email(self, name: str) -> Block:
        found = find_answer(self._parts, name, self._clock())
        if found is None:
            return forms.message("Copy as e-mail", "This answer is not kept any more; ask again.")
        reply = Reply(found.answer.parts, Context())
        text = render(self._parts.core, reply, channel="email", reference=None)
        return forms.message("Copy as e-mail", text)


def _opens(click: Mapping[str, Any]) -> bool:
    action = click["action"]
    if action == "more":
        return str(click["value"]).partition(":")[0] in _MENU
    if action == "share":
        return not click["private"]  # there the click itself says in which channel
    return action in ("try", *_ON_CASES, *_ON_ANSWERS)


def _next_morning(now: datetime) -> datetime:
    """Tomorrow at nine, on Fridays Monday; the colleague picks another moment if that is wrong."""
    day = now.astimezone(LONDON).date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, _MORNING, LONDON)
