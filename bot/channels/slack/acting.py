"""Does what colleagues click and send off. Run by the worker.

Each change of a case and the note that its click is done are one transaction: after a restart a
click is either done or still to do, never both. The case itself decides who was first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot import cases
from bot.cases import CaseConflict, CaseView
from bot.channels.slack.api import SlackError
from bot.channels.slack.board import redraw
from bot.channels.slack.events import CLICKS, Kind
from bot.channels.slack.home import show_home, show_prompts
from bot.channels.slack.on_answers import ON_ANSWER_FORMS, ON_ANSWERS, choose
from bot.channels.slack.on_forms import ON_FORMS, put_aside
from bot.channels.slack.parts import Parts
from bot.channels.slack.replies import told_conflict, whisper
from bot.channels.slack.team import name_of
from bot.core import log_failure
from bot.errors import BotError
from bot.storage import reading, slack_events, writing
from bot.storage.slack_events import Patience, SlackEvent

LEASE = timedelta(seconds=60)
_AT_ONCE = Patience(quiet=timedelta(0), longest=timedelta(0))
_MOST_ATTEMPTS = 5

Change = Callable[[Connection, str, int, str, datetime], CaseView]
"""(connection, reference, version, by, at) to the case as it stands then."""


def _approve(
    connection: Connection, reference: str, version: int, by: str, at: datetime
) -> CaseView:
    """Send the draft of exactly the version whose card was clicked: the bytes that it showed."""
    draft = cases.view(connection, reference).draft
    return cases.approve_and_send(connection, reference, version, by, at, draft, via="slack")


def _close_as(reason: str) -> Change:
    return lambda connection, reference, version, by, at: cases.close(
        connection, reference, version, by, at, reason
    )


ON_CASES: Mapping[str, Change] = {
    "claim": cases.claim,
    "release": cases.release,
    "approve": _approve,
    "undo": cases.undo,
    "wake": cases.wake,
    "reopen": cases.reopen,
    "not_ours": cases.not_ours,
    "spam": _close_as("spam"),
    "close": _close_as("done"),
}


def act_due(
    parts: Parts, worker: str, clock: Callable[[], datetime], lease: timedelta = LEASE
) -> int:
    """Do everything that was clicked; how many clicks. What fails is tried again later."""
    done = 0
    while True:
        now = clock()
        with reading(parts.engine) as connection:  # most looks find nothing, and need no lock
            if not slack_events.is_waiting(connection, CLICKS):
                return done
        with writing(parts.engine) as connection:
            found = slack_events.claim(connection, CLICKS, "", _AT_ONCE, worker, now, now + lease)
        if not found:
            return done
        event = found[0]
        try:
            _act(parts, event, worker, now)
        except SQLAlchemyError as error:
            log_failure("slack click not stored", error)
            return done
        except Exception as error:  # a fault of ours must not stand in the way of other clicks
            log_failure("slack click failed", error)
            _give_up_or_wait(parts, event, worker, now, type(error).__name__)
        done += 1


def _act(parts: Parts, event: SlackEvent, worker: str, now: datetime) -> None:
    def finish(connection: Connection) -> None:
        slack_events.finish(connection, [event], worker, now)

    action = str(event.payload.get("action", ""))
    if event.kind == Kind.HOME:
        _finished(parts, finish)
        _open_tab(parts, event, now)
    elif event.kind == Kind.FORM:
        _form(parts, event, finish, now)
    elif action.startswith("choose:"):
        choose(parts, event, finish, now)
    elif action in ON_ANSWERS:
        ON_ANSWERS[action](parts, event, finish, now)
    else:
        action, _, value = (
            event.payload["value"].partition(":") if action == "more"
            else (action, "", event.payload["value"])
        )  # fmt: skip
        if action in ON_CASES:
            on_case(parts, event, value, ON_CASES[action], finish, now)
        else:  # a button that only opens a page
            _finished(parts, finish)


def on_case(
    parts: Parts,
    event: SlackEvent,
    value: str,
    change: Change,
    finish: Callable[[Connection], None],
    now: datetime,
) -> bool:
    """Let a member of the team change a case; everybody else is told why not. True: it changed."""
    refusal = parts.team.refusal(event.author)
    if refusal:
        _finished(parts, finish)
        whisper(parts, event.author, event.payload, refusal)
        return False
    reference, _, version = value.partition(":")
    try:
        by = name_of(parts.engine, parts.api, event.author, now)
        with writing(parts.engine) as connection:
            change(connection, reference, int(version), by, now)
            finish(connection)
    except CaseConflict as conflict:
        _finished(parts, finish)
        whisper(parts, event.author, event.payload, told_conflict(conflict, now))
        redraw(parts, reference, now)
        return False
    except BotError as error:
        _finished(parts, finish)
        whisper(parts, event.author, event.payload, str(error))
        return False
    redraw(parts, reference, now)
    return True


def _form(
    parts: Parts, event: SlackEvent, finish: Callable[[Connection], None], now: datetime
) -> None:
    form, about = event.payload["form"], event.payload["about"]
    if event.payload.get("closed"):
        on_case(parts, event, about, put_aside, finish, now)
    elif form in ON_ANSWER_FORMS:
        ON_ANSWER_FORMS[form](parts, event, finish, now)
    elif form in ON_FORMS:
        change = ON_FORMS[form](event.payload["fields"])
        if not on_case(parts, event, about, change, finish, now):
            _give_words_back(parts, event)
    else:
        _finished(parts, finish)


def _give_words_back(parts: Parts, event: SlackEvent) -> None:
    """What somebody wrote in vain is not lost: they get it back."""
    text = str(event.payload["fields"].get("text", "")).strip()
    if text:
        whisper(parts, event.author, {}, f"This is what you had written:\n\n{text}")


def _open_tab(parts: Parts, event: SlackEvent, now: datetime) -> None:
    try:
        if event.payload.get("tab") == "home":
            show_home(parts, event.author, now)
        elif event.payload.get("channel"):
            show_prompts(parts, event.payload["channel"])
    except SlackError as error:  # it is drawn anew whenever somebody opens it
        log_failure("tab not drawn", error)


def _finished(parts: Parts, finish: Callable[[Connection], None]) -> None:
    with writing(parts.engine) as connection:
        finish(connection)


def _give_up_or_wait(
    parts: Parts, event: SlackEvent, worker: str, now: datetime, fault: str
) -> None:
    with writing(parts.engine) as connection:
        if event.attempts < _MOST_ATTEMPTS:
            again = now + timedelta(seconds=2 ** (event.attempts - 1))
            slack_events.put_back(connection, [event], worker, again)
            return
        slack_events.finish(connection, [event], worker, now, fault=fault[:64])
    whisper(parts, event.author, event.payload, "That did not work; the fault is ours. Please use"
            " the desk in the browser.")  # fmt: skip
