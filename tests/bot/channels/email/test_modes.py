"""Which replies may leave by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.email.modes import (
    HANDOVER,
    Mode,
    Occasion,
    held_back,
    streak_after,
    strictest,
    topics_of,
)
from bot.channels.email.parse import read_mail
from handlers.model import Outcome, Part
from intents.letters import cut_letter

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANSWER = Part(Outcome.ANSWER, "So long.", intent="duration", question="How long?")
STAFF = Part(Outcome.ESCALATE, "Passed on.", intent="price", question="How much?")
HEAD = "From: sam@school.example\nTo: npq@stsn.co.uk\nSubject: NPQH\n"


def occasion(text: str, head: str = HEAD, *, sure: float = 0.9) -> Occasion:
    """Return the occasion of a plain mail that is answered."""
    mail = read_mail(f"{head}\n{text}\n".encode())
    return Occasion(mail, cut_letter(mail.text, mail.subject), (ANSWER,), sure, NOW, NOW)


def test_a_plain_question_may_be_answered_at_once() -> None:
    assert held_back(occasion("How long does the NPQH take?")) is None


@pytest.mark.parametrize(
    ("text", "head", "code"),
    [
        ("How long? I want to complain about it.", HEAD, "d.words"),
        ("My daughter would like to know how long it takes.", HEAD, "d.words"),
        ("How long? And where is my invoice?", HEAD, "d.words"),
        ("How long?", HEAD, "d.few_words"),
        ("How long does it take?", HEAD + "Cc: head@school.example\n", "d.copied"),
        (
            "--b\nContent-Type: text/plain\n\nHow long does it take?\n--b\nContent-Type: "
            "application/pdf\nContent-Disposition: attachment; filename=x.pdf\n\nx\n--b--",
            HEAD + "Content-Type: multipart/mixed; boundary=b\n",
            "d.attachment",
        ),
        (
            "Please see below.\n\n-------- Forwarded message --------\nFrom: a@b.example\n"
            "Subject: x\n\nHow long does the NPQH take?",
            HEAD.replace("NPQH", "Fwd: NPQH"),
            "d.forwarded",
        ),
    ],
)
def test_some_mails_want_a_colleagues_eye(text: str, head: str, code: str) -> None:
    assert held_back(occasion(text, head)) == code


def test_an_old_mail_is_only_drafted() -> None:
    plain = occasion("How long does the NPQH take?")

    assert held_back(replace(plain, now=NOW + timedelta(hours=73))) == "d.old"
    assert held_back(replace(plain, now=NOW + timedelta(hours=71))) is None


def test_a_doubtful_cut_needs_a_sure_answer() -> None:
    text = "On Mon, 23 Nov 2026 at 08:00, NPQ team wrote:\n> Hello\n\nHow long does it take?"

    assert held_back(occasion(text, sure=0.9)) is None
    assert held_back(occasion(text, sure=0.2)) == "d.cut"


def test_after_one_automatic_answer_only_a_clear_new_question_gets_another() -> None:
    again = replace(occasion("Thank you, but that was not it."), earlier_answers=1)

    assert held_back(again) is None
    assert held_back(replace(again, parts=(ANSWER, STAFF))) == "d.again"
    courtesy = Part(Outcome.SMALLTALK, "You are welcome.")
    assert held_back(replace(again, parts=(courtesy, STAFF))) == "d.again"


def test_what_is_only_declined_is_left_to_a_colleague() -> None:
    spam = Part(Outcome.DECLINE, "I can only help with NPQs.", intent="off_topic")

    assert held_back(replace(occasion("Buy our chairs now."), parts=(spam,))) == "d.decline"


def test_a_person_is_told_once_a_day_that_a_question_was_passed_on() -> None:
    passed = replace(occasion("How much does it cost?"), parts=(STAFF,))

    assert held_back(passed) is None
    assert held_back(replace(passed, acknowledged_24h=True)) == "d.acknowledged"


@pytest.mark.parametrize(
    ("modes", "default", "expected"),
    [
        ({}, "draft", "draft"),
        ({}, "automatic", "automatic"),
        ({"duration": "automatic", "funding": "automatic"}, "draft", "automatic"),
        ({"duration": "automatic"}, "draft", "draft"),
        ({"duration": "off"}, "automatic", "off"),
        ({"duration": "draft"}, "automatic", "draft"),
    ],
)
def test_the_strictest_topic_decides(modes: dict[str, Mode], default: Mode, expected: Mode) -> None:
    assert strictest(("duration", "funding"), modes, default) == expected


def test_handing_over_beside_an_answer_needs_no_trust_of_its_own() -> None:
    assert topics_of((ANSWER, STAFF)) == ("duration",)
    assert topics_of((STAFF,)) == (HANDOVER,)


def test_one_correction_takes_a_streak_back() -> None:
    assert streak_after(19, changed=False) == 20
    assert streak_after(20, changed=True) == 0
