"""Verdicts in the course of a talk: which question goes on, and with what is known by then."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from handlers import Context, Reply, render
from tests.ears import ask

_TABLES = tomllib.loads(Path(__file__).with_name("verdict_talks.toml").read_text("utf-8"))
TALKS, SEVERAL = _TABLES["talk"], _TABLES["several"]


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: " / ".join(talk["turns"])[-60:])
def test_the_last_message_goes_on_with_the_right_question(talk: dict[str, Any]) -> None:
    reply = _hold(talk["turns"])

    text = render(reply, channel="web", reference="K7Q-2M4")
    assert reply.context.intent == talk["intent"]
    assert talk["offer"] in reply.context.offers
    assert text.startswith(talk["begins"]), text


@pytest.mark.parametrize("case", SEVERAL, ids=lambda case: case["text"][-60:])
def test_each_verdict_of_a_message_is_its_own(case: dict[str, Any]) -> None:
    parts = ask(case["text"]).parts

    assert len(parts) == len(case["parts"])
    for part, wanted in zip(parts, case["parts"], strict=True):
        assert f"{part.intent}: {part.text}".startswith(wanted)


def test_the_answer_to_our_question_about_one_of_two_people_finds_that_person() -> None:
    first = ask("My deputy wants NPQH. Is it for her? Our SENCO is new. Is the SENCO NPQ for him?")

    reply = ask("she wants to be a head", first.context)

    assert reply.parts[0].text.startswith("Yes")


def _hold(turns: list[str]) -> Reply:
    context = Context()
    for text in turns:
        reply = ask(text, context)
        context = reply.context
    return reply
