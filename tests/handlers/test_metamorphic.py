"""What must not change a reply does not, and what must does: hundreds of pairs, not examples."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from handlers import Context, Outcome, respond, talk_context
from tests.corpus import scoring
from tests.ears import TODAY, ear, knowledge

_FRAMES = tomllib.loads((Path(__file__).parent / "wrappings.toml").read_text("utf-8"))
_SENTENCES = [
    case["turns"][0]["text"]
    for case in scoring.load("batch1_facts.jsonl") + scoring.load("batch1_staff.jsonl")
    if len(case["turns"]) == 1
][::3]
# Measured on 2026-11-25: none of 416 mails and 6 of 416 chat messages.
_MOST_CHANGED = {"mail": 0.01, "chat": 0.025}
_NEGATED = [(pair["plain"], pair["negated"]) for pair in _FRAMES["pair"]]


def _served(text: str, channel: str) -> tuple[Outcome, frozenset[str]]:
    subject = "Question" if channel == "email" else None
    heard = ear().interpret(
        text, subject=subject, channel=channel, context=talk_context(Context()), today=TODAY
    )
    reply = respond(heard, Context(), knowledge(), TODAY, catalogue=ear().catalogue.intents)
    return reply.outcome, frozenset(c.fact_id for p in reply.parts for c in p.citations)


@pytest.mark.parametrize(("kind", "channel"), [("mail", "email"), ("chat", "web")])
def test_courtesies_around_an_enquiry_change_neither_outcome_nor_facts(
    kind: str, channel: str
) -> None:
    frames = _FRAMES[kind]["frames"]

    changed = [
        (frame, text)
        for n, text in enumerate(_SENTENCES)
        for frame in (frames[n % len(frames)], frames[(n + 5) % len(frames)])
        if _served(frame.format(text), channel) != _served(text, channel)
    ]

    assert len(_SENTENCES) > 150
    assert len(changed) <= _MOST_CHANGED[kind] * 2 * len(_SENTENCES), changed


def test_the_channel_never_changes_the_facts_of_an_answer() -> None:
    changed = [text for text in _SENTENCES if _served(text, "slack") != _served(text, "web")]

    assert changed == []


@pytest.mark.parametrize(("plain", "negated"), _NEGATED)
def test_a_negation_that_matters_changes_the_reply(plain: str, negated: str) -> None:
    first, second = (_told(text) for text in (plain, negated))

    assert first != second


def _told(text: str) -> str:
    heard = ear().interpret(text, channel="web", context=talk_context(Context()), today=TODAY)
    reply = respond(heard, Context(), knowledge(), TODAY, catalogue=ear().catalogue.intents)
    return " ".join(part.text for part in reply.parts)
