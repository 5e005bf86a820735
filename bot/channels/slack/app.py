"""The Bolt app: checks the signature, stores what came in, acknowledges. It answers nothing.

Slack waits three seconds and then sends again, so nothing is done here but one insert. Whatever
takes longer is the worker's. If the insert fails, Slack is told so and sends again.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient

from bot.channels.slack.events import (
    Body,
    Ignored,
    Incoming,
    sort_click,
    sort_command,
    sort_event,
    sort_form,
    sort_shortcut,
)
from bot.channels.slack.forms import errors_of
from bot.channels.slack.registered import COMMAND, EVENTS, SHORTCUT
from bot.clock import utc_now
from bot.core import log_failure

Store = Callable[[Incoming], None]
"""Keeps what came in; returns when it is on disk."""
Prompt = Callable[[Body], bool]
"""Opens, at once, the modal that a click asks for: Slack forgets the click after three seconds.
False when it asks for none."""

_ANYTHING = re.compile(".*")


def slack_app(signing_secret: str, token: str, store: Store, prompt: Prompt) -> App:
    """Return the app. Without a signing secret it takes nothing over HTTP (Socket Mode only)."""
    app = App(
        logger=logging.getLogger("bot.slack"),
        name="npq-bot",
        # Without a secret of Slack's nobody can sign: Bolt refuses every request over HTTP.
        signing_secret=signing_secret or secrets.token_hex(32),
        client=WebClient(),
        # Who we are is not asked of Slack here: that would be a call between event and answer.
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token),
        process_before_response=True,
        # Own and other bots' messages are told apart by `events`, without having to know our id.
        ignoring_self_events_enabled=False,
    )

    @app.error
    def failed(error: Exception) -> BoltResponse:
        # Not the error's own words, which may quote a message. Slack sends again what got no 200.
        log_failure("slack event not taken", error)
        return BoltResponse(status=500)

    def event(body: dict[str, Any]) -> None:
        found = sort_event(body)
        if not isinstance(found, Ignored):
            store(found)

    for name in sorted({name.partition(".")[0] for name in EVENTS}):
        app.event(name)(event)

    @app.command(COMMAND)
    def command(ack: Ack, body: dict[str, Any]) -> None:
        store(sort_command(body))
        ack()

    @app.shortcut({"type": "message_action", "callback_id": SHORTCUT})
    def shortcut(ack: Ack, body: dict[str, Any]) -> None:
        store(sort_shortcut(body))
        ack()

    @app.action(_ANYTHING)
    def click(ack: Ack, body: dict[str, Any]) -> None:
        if not prompt(body):
            store(sort_click(body))
        ack()

    @app.view_submission(_ANYTHING)
    def form(ack: Ack, body: dict[str, Any]) -> None:
        found = sort_form(body)
        errors = errors_of(found.payload["form"], found.payload["fields"], utc_now())
        if errors:
            ack(response_action="errors", errors=errors)
            return
        store(found)
        ack()

    @app.view_closed(_ANYTHING)
    def closed(ack: Ack, body: dict[str, Any]) -> None:
        store(sort_form(body))
        ack()

    return app
