"""What Slack sends: bodies of events, commands, clicks and forms, and their signatures."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from slack_sdk.signature import SignatureVerifier
from werkzeug.test import TestResponse

from tests.bot.channels.slack.fake_slack import BOT, TEAM

SECRET = "signing secret for tests"
_numbers = itertools.count(1)


def event(event: dict[str, Any], event_id: str = "") -> dict[str, Any]:
    """Return the envelope of an event; a new id each time unless one is given."""
    return {
        "type": "event_callback", "team_id": TEAM, "api_app_id": "A0NPQ",
        "event_id": event_id or f"Ev{next(_numbers):06d}", "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": event,
    }  # fmt: skip


def message(
    text: str, ts: str, *, channel: str = "D0ASKER", user: str = "U0ASKER", **more: Any
) -> dict[str, Any]:
    """Return a message event; in a direct message unless a channel is given."""
    kind = "im" if channel.startswith("D") else "channel"
    return {
        "type": "message", "channel": channel, "channel_type": kind, "user": user, "text": text,
        "ts": ts, "event_ts": ts, **more,
    }  # fmt: skip


def mention(text: str, ts: str, **more: Any) -> dict[str, Any]:
    """Return the other event that Slack sends for a message which calls us."""
    found = message(text, ts, channel=more.pop("channel", "C0TEAM"), **more)
    return {k: v for k, v in found.items() if k != "channel_type"} | {"type": "app_mention"}


def command(text: str, hook: str = "", *, channel: str = "C0TEAM", user: str = "U0ASKER") -> str:
    """Return the body of `/npq TEXT`."""
    return urlencode({
        "command": "/npq", "text": text, "user_id": user, "user_name": "asker",
        "channel_id": channel, "channel_name": "team", "team_id": TEAM, "response_url": hook,
        "trigger_id": f"trigger-{next(_numbers)}",
    })  # fmt: skip


def shortcut(message: dict[str, Any], hook: str, *, channel: str = "C0TEAM") -> str:
    """Return the body of "Answer this" on a message."""
    return form({
        "type": "message_action", "callback_id": "answer_this", "team": {"id": TEAM},
        "user": {"id": "U0ASKER"}, "channel": {"id": channel}, "message": message,
        "response_url": hook, "trigger_id": f"trigger-{next(_numbers)}",
    })  # fmt: skip


def click(
    action_id: str, value: str = "", *, message: dict[str, Any] | None = None,
    channel: str = "C0ENQUIRIES", user: str = "U0ANNA", hook: str = "", kind: str = "button",
    label: str = "", private: bool = False,
) -> str:  # fmt: skip
    """Return the body of a click on a message, or on a view where none is given."""
    number = next(_numbers)
    action: dict[str, Any] = {
        "type": kind, "action_id": action_id, "block_id": "b", "action_ts": f"{number}.000001",
    }  # fmt: skip
    if kind == "static_select":
        action["selected_option"] = {"text": {"type": "plain_text", "text": label}, "value": value}
    else:
        action |= {"value": value, "text": {"type": "plain_text", "text": label}}
    body: dict[str, Any] = {
        "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user}, "actions": [action],
        "trigger_id": f"trigger-{number}", "response_url": hook,
    }  # fmt: skip
    if message is None:
        body |= {"container": {"type": "view", "view_id": "V0HOME"}, "view": {"id": "V0HOME"}}
    else:
        body |= {
            "channel": {"id": channel}, "message": message,
            "container": {
                "type": "message", "message_ts": message["ts"], "channel_id": channel,
                "is_ephemeral": private,
            },
        }  # fmt: skip
        if message.get("thread_ts"):
            body["container"]["thread_ts"] = message["thread_ts"]
    return form(body)


def submission(view: dict[str, Any], fields: dict[str, Any], *, user: str = "U0ANNA") -> str:
    """Return the body of a modal that was sent off; fields are what the elements hold."""
    return form({
        "type": "view_submission", "team": {"id": TEAM}, "user": {"id": user},
        "view": {**view, "state": {"values": {k: {"field": v} for k, v in fields.items()}}},
        "trigger_id": f"trigger-{next(_numbers)}",
    })  # fmt: skip


def json_of(body: dict[str, Any]) -> str:
    return json.dumps(body)


def form(payload: dict[str, Any]) -> str:
    return urlencode({"payload": json.dumps(payload)})


def signed(body: str, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Return the headers with which Slack would send a body."""
    stamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(signature)}


def send(client: FlaskClient, body: dict[str, Any] | str, **headers: str) -> TestResponse:
    """Send a signed request to the desk."""
    raw = body if isinstance(body, str) else json.dumps(body)
    kind = "application/x-www-form-urlencoded" if isinstance(body, str) else "application/json"
    return client.post(
        "/slack/events", data=raw, content_type=kind, headers={**signed(raw), **headers}
    )
