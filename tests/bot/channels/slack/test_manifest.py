from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt import App
from slack_bolt.request import BoltRequest

from bot.channels.slack.app import slack_app
from bot.channels.slack.manifest import as_yaml, manifest, scopes
from bot.channels.slack.registered import METHODS
from bot.choices import declared
from bot.cli import main

ROOT = Path(__file__).parents[4]
SUGGESTIONS = tuple(declared()["suggested_questions"].default)


def parsed(address: str = "") -> dict[str, Any]:
    return dict(yaml.safe_load(as_yaml(manifest(SUGGESTIONS, address))))


def test_the_file_is_what_the_command_makes() -> None:
    stored = (ROOT / "slack-manifest.yaml").read_text("utf-8")

    assert stored == as_yaml(manifest(SUGGESTIONS)), "run: npq-bot slack manifest --output ..."


def test_yaml_says_what_was_meant() -> None:
    assert parsed("https://desk.example") == manifest(SUGGESTIONS, "https://desk.example")


def test_what_the_app_registers_is_what_the_manifest_declares() -> None:
    app = slack_app("secret", "xoxb-1", lambda _: None, lambda _: None)
    features, settings = parsed()["features"], parsed()["settings"]

    events = [name.partition(".")[0] for name in settings["event_subscriptions"]["bot_events"]]
    commands = [one["command"] for one in features["slash_commands"]]
    shortcuts = [one["callback_id"] for one in features["shortcuts"]]

    assert registered(app, "event") == set(events)
    assert registered(app, "command") == set(commands)
    assert registered(app, "shortcut") == set(shortcuts)


def registered(app: App, kind: str) -> set[str]:
    """What an app listens to, found by asking each of its listeners about one body of each name."""
    names = {
        "event": ("app_home_opened", "app_mention", "message", "reaction_added", "member_joined"),
        "command": ("/npq", "/other"),
        "shortcut": ("answer_this", "other"),
    }
    return {name for name in names[kind] if app.dispatch(_request(kind, name)).status == 200}


def _request(kind: str, name: str) -> Any:
    bodies: dict[str, dict[str, Any]] = {
        "event": {"type": "event_callback", "event": {"type": name}, "team_id": "T"},
        "command": {"command": name, "team_id": "T", "user_id": "U", "trigger_id": "t"},
        "shortcut": {"type": "message_action", "callback_id": name, "team": {"id": "T"},
                     "user": {"id": "U"}, "trigger_id": "t"},
    }  # fmt: skip
    return BoltRequest(body=bodies[kind], mode="socket_mode")


def test_every_method_that_is_called_is_one_whose_scope_is_asked_for() -> None:
    source = (ROOT / "bot/channels/slack/api.py").read_text("utf-8")

    called = {name for name in METHODS if f'"{name}"' in source}

    assert called == set(METHODS)
    assert {scope for name in called if (scope := METHODS[name])} <= set(scopes())


def test_an_address_makes_it_a_manifest_for_events_over_http() -> None:
    found = parsed("https://desk.example/")

    url = "https://desk.example/slack/events"
    assert found["settings"]["event_subscriptions"]["request_url"] == url
    assert found["settings"]["interactivity"]["request_url"] == url
    assert found["features"]["slash_commands"][0]["url"] == url
    assert found["settings"]["socket_mode_enabled"] is False


def test_lengths_are_within_slacks_limits() -> None:
    found = parsed()

    assert len(found["display_information"]["name"]) <= 35
    assert len(found["display_information"]["description"]) <= 140
    assert len(found["features"]["bot_user"]["display_name"]) <= 80
    assert len(found["features"]["agent_view"]["agent_description"]) <= 300
    assert all(len(s["name"]) <= 24 for s in found["features"]["shortcuts"])


@pytest.mark.parametrize("address", ["http://desk.example", "desk.example", "https://"])
def test_an_address_that_slack_cannot_reach_is_refused(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["slack", "manifest", "--address", address]) == 2
    assert "allowed: the desk's own https:// address" in capsys.readouterr().err
