"""The app's manifest: what Slack is told when the app is made, drawn from what the app registers.

Written as YAML by a few lines of our own, since nothing else in the desk needs YAML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.slack.registered import COMMAND, EVENTS, METHODS, SHORTCUT

Manifest = dict[str, Any]  # JSON
PATH = "/slack/events"
_HEAD = "# Made by `npq-bot slack manifest`; change bot/channels/slack/registered.py instead.\n"
_PROMPT_TITLE = 75


def manifest(questions: Sequence[str], address: str = "") -> Manifest:
    """Return the manifest. `address` is where Slack finds the desk; without one: Socket Mode.

    `questions` are offered in the Messages tab, at most four.
    """
    url = f"{address.rstrip('/')}{PATH}" if address else ""
    command: Manifest = {
        "command": COMMAND,
        "description": "Ask about NPQs and the Early Headship Coaching Offer",
        "usage_hint": "How long is NPQH?",
        "should_escape": True,
    }
    subscriptions: Manifest = {"bot_events": sorted(EVENTS)}
    interactivity: Manifest = {"is_enabled": True}
    if url:
        command["url"] = subscriptions["request_url"] = interactivity["request_url"] = url
    return {
        "display_information": {
            "name": "NPQ enquiry desk",
            "description": "Answers from STSN's NPQ page, and brings the team its cases",
            "background_color": "#0b0c0c",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": "Answers questions on NPQs from STSN's published information,"
                " with the source of every answer.",
                "suggested_prompts": [
                    {"title": question[:_PROMPT_TITLE], "message": question}
                    for question in questions[:4]
                ],
            },
            "bot_user": {"display_name": "NPQ enquiry desk", "always_online": True},
            "slash_commands": [command],
            "shortcuts": [
                {
                    "name": "Answer this",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Draft a reply, for your eyes first",
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes())}},
        "settings": {
            "event_subscriptions": subscriptions,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def scopes() -> tuple[str, ...]:
    """Return the permissions that the events and the calls of the app need, and no other."""
    needed = {scope for wanted in EVENTS.values() for scope in wanted}
    needed |= {scope for scope in METHODS.values() if scope}
    return tuple(sorted(needed | {"commands"}))


def as_yaml(value: Manifest) -> str:
    """Return the manifest as YAML; texts are quoted as JSON, which YAML reads alike."""
    return _HEAD + "\n".join(_lines(value, "")) + "\n"


def _lines(value: Manifest, indent: str) -> Iterator[str]:
    for key, item in value.items():
        if isinstance(item, dict):
            yield f"{indent}{key}:"
            yield from _lines(item, f"{indent}  ")
        elif isinstance(item, list):
            yield f"{indent}{key}:"
            for one in item:
                yield from _item(one, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_scalar(item)}"


def _item(value: Any, indent: str) -> Iterator[str]:  # any JSON
    if not isinstance(value, dict):
        yield f"{indent}- {_scalar(value)}"
        return
    first, *rest = _lines(value, f"{indent}  ")
    yield f"{indent}- {first.strip()}"
    yield from rest


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
