"""Verdicts in the course of a talk: which question goes on, and with what is known by then."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from handlers import Context, Reply, render
from tests.ears import ask

TALKS = tomllib.loads(Path(__file__).with_name("verdict_talks.toml").read_text("utf-8"))["talk"]


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: " / ".join(talk["turns"])[-60:])
def test_the_last_message_goes_on_with_the_right_question(talk: dict[str, Any]) -> None:
    reply = _hold(talk["turns"])

    text = render(reply, channel="web", reference="K7Q-2M4")
    assert reply.context.intent == talk["intent"]
    assert talk["offer"] in reply.context.offers
    assert text.startswith(talk["begins"]), text


def _hold(turns: list[str]) -> Reply:
    context = Context()
    for text in turns:
        reply = ask(text, context)
        context = reply.context
    return reply
