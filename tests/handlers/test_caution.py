from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.caution import STARTING, hold_back
from handlers.decide import DEFAULTS, Decision, Verdict
from intents.calibration import needed

LIMITS = replace(DEFAULTS, answer=0.6, clarify=0.3)
SURE = Decision(Verdict.SERVE, "duration", choices=("duration", "hours"), why="answer", score=0.6)


def test_a_sure_answer_is_given() -> None:
    assert hold_back(SURE, LIMITS) is SURE


@pytest.mark.parametrize(
    ("score", "verdict"),
    [(0.59, Verdict.CHOOSE), (0.3, Verdict.CHOOSE), (0.29, Verdict.UNCLEAR)],
)
def test_less_sure_ones_are_asked_back_and_then_handed_over(score: float, verdict: Verdict) -> None:
    assert hold_back(replace(SURE, score=score), LIMITS).verdict is verdict


def test_a_staff_matter_is_handed_over_without_an_unsure_answer_beside() -> None:
    beside = Decision(Verdict.BESIDE, "duration", "price", why="gate_beside", score=0.4)

    held = hold_back(beside, LIMITS)

    assert (held.verdict, held.intent, held.staff) == (Verdict.SERVE, "price", "")


@pytest.mark.parametrize("verdict", [Verdict.CHOOSE, Verdict.ASK_OFFER, Verdict.UNCLEAR])
def test_what_answers_nothing_stays(verdict: Verdict) -> None:
    decision = Decision(verdict, "duration", score=0.0)

    assert hold_back(decision, LIMITS) is decision


def test_mail_starts_stricter_than_chat() -> None:
    assert STARTING["email"].answer > STARTING["web"].answer
    assert needed(0.02, 0.1) > needed(0.05, 0.1)
