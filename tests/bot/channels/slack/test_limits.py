"""The table of limits is what all other tests lean on: it has to refuse what Slack refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.channels.slack.limits import faults_of_message, faults_of_view

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "x"}}
BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True, **more}}


@pytest.mark.parametrize(
    "blocks",
    [
        [SECTION] * 51,
        [section("x" * 3_001)],
        [section("x" * 2_900)] * 5,
        [section("")],
        [section("<!channel> look")],
        [section("unguarded", verbatim=False)],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "actions", "elements": [{**BUTTON, "action_id": str(n)} for n in range(26)]}],
        [{"type": "actions", "elements": [BUTTON, BUTTON]}],
        [{"type": "actions", "elements": [{**BUTTON, "style": "loud"}]}],
        [{"type": "actions", "elements": [{**BUTTON, "value": "x" * 2_001}]}],
        [{"type": "context", "elements": []}],
        [{"type": "context", "elements": [BUTTON]}],
        [{"type": "carousel", "elements": []}],
        [{**SECTION, "block_id": "a"}, {**SECTION, "block_id": "a"}],
        [{"type": "actions", "elements": [{"type": "static_select", "action_id": "a"}]}],
    ],
)  # fmt: skip
def test_what_slack_refuses_is_refused(blocks: list[dict[str, Any]]) -> None:
    assert faults_of_message({"text": "x", "blocks": blocks})


def test_a_message_without_text_is_refused() -> None:
    assert faults_of_message({"blocks": [SECTION]})


def test_a_plain_message_passes() -> None:
    blocks = [SECTION, section("*hello*"), {"type": "actions", "elements": [BUTTON]}]

    assert faults_of_message({"text": "hello", "blocks": blocks}) == []


@pytest.mark.parametrize(
    "view",
    [
        {"type": "modal", "blocks": [SECTION]},
        {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}, "blocks": [SECTION]},
        {"type": "home", "blocks": [SECTION] * 101},
        {"type": "home", "blocks": [{"type": "context_actions", "elements": []}]},
    ],
)
def test_views_that_slack_refuses_are_refused(view: dict[str, Any]) -> None:
    assert faults_of_view(view)
