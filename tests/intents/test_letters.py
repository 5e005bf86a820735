"""Cutting letters: clients, what must not be lost, forwards, hostile texts, courtesies."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from intents.letters import cut_letter, strip_courtesies

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("letter_cases.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_letter_is_cut_as_its_sender_meant_it(case: dict[str, Any]) -> None:
    letter = cut_letter(case["text"])

    if "newest" in case:
        assert letter.newest == case["newest"]
    if "quoted" in case:
        assert letter.quoted == case["quoted"]
    for flag in ("forwarded", "inline", "bottom_posted", "nothing_new"):
        assert getattr(letter, flag) is case.get(flag, False), flag


def test_windows_line_ends_cut_alike() -> None:
    for case in CASES:
        plain, windows = cut_letter(case["text"]), cut_letter(case["text"].replace("\n", "\r\n"))

        assert plain == windows


def test_signature_is_kept_apart() -> None:
    letter = cut_letter("Is it free?\n\n-- \nJo Ellis\nNursery manager")

    assert letter.signature == "-- \nJo Ellis\nNursery manager".replace("-- ", "--")


def test_empty_letter_is_empty() -> None:
    letter = cut_letter("")

    assert (letter.newest, letter.nothing_new, letter.removed_share) == ("", True, 0.0)


def test_removed_share_tells_how_much_went() -> None:
    letter = cut_letter("Yes please\n\nOn 1/2/2024 10:00, A <a@b.example> wrote:\n> " + "old " * 50)

    assert letter.removed_share > 0.9


def test_forward_subject_makes_a_header_block_a_forward() -> None:
    text = "Please see below.\n\nFrom: Jo\nSent: Monday\nTo: Office\nSubject: Course\n\nIs it free?"

    assert cut_letter(text, "FW: Course").forwarded
    assert not cut_letter(text, "RE: Course").forwarded


def test_long_own_text_is_an_enquiry_and_no_forward() -> None:
    own = "We would like to know for three of our teachers whether they may begin this autumn. " * 3

    assert not cut_letter(
        own + "\n\n---------- Forwarded message ---------\nFrom: A\n\nHi"
    ).forwarded


def test_one_long_paragraph_is_kept_whole() -> None:
    paragraph = "We have many words to say about our school and its teachers. " * 40

    assert cut_letter(paragraph).newest == paragraph.strip()


def test_null_and_invisible_characters_go() -> None:
    assert cut_letter("Is\x00 it\u200b free?\ufeff").newest == "Is it free?"


HOSTILE = {
    "on, on, on": "On " * 34_000,
    "on lines": "On \n" * 25_000,
    "on wrote lines": "On 1/1/2024 10:00 a@b.example wrote:\n" * 3_000,
    "almost attribution": ("On 1 Jan 2024 at 10:00, " + "x" * 380 + "\n") * 240,
    "dashes": "-" * 100_000,
    "dash words": "- " * 50_000,
    "blanks": " " * 100_000,
    "tabs and lines": "\t\n" * 50_000,
    "newlines": "\n" * 100_000,
    "quotes": ">" * 100_000,
    "quote lines": "> a\nb\n" * 16_000,
    "header lines": "From: a\nSent: b\n" * 6_000,
    "header keys": "From:" * 20_000,
    "unfinished header blocks": "From: a\nx\n\n" * 9_000,
    "sent from": "Sent from my " * 8_000,
    "brackets": "Sent from my " + "<" * 100_000,
    "ats": "a@" * 50_000,
    "address lines": ("a." * 240 + "@\n") * 200,
    "thanks": "Thanks " * 14_000,
    "thank lines": "Many thanks\n" * 8_000,
    "greetings": "Dear " + "Al " * 33_000,
    "reply above": ("-" * 20 + " reply " + "a " * 240 + "\n") * 190,
    "registered": ("a " * 245 + "\n") * 200,
    "stars": "*" * 100_000,
    "underscores": ("__" * 240 + "a\n") * 200,
    "unicode": "\u202e\u0301" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_no_time(name: str) -> None:
    text = HOSTILE[name]

    started = time.process_time()
    letter = cut_letter(text, text[:1000])
    strip_courtesies(letter.newest)

    assert time.process_time() - started < 0.5


COURTESIES = [
    (
        "Dear all,\n\nI hope you are well.\n\nIs it free?\n\nKind regards,\n\nJo Ellis\n"
        "Nursery manager\nLittle Oaks\nTel: 01632 960123",
        "Is it free?",
    ),
    ("Hi team, could you tell me the dates? Thanks, Jo", "could you tell me the dates? Thanks, Jo"),
    ("Hello\n\nIs it free?\nThanks, Jo", "Is it free?"),
    ("Good morning,\nIs it free?\n\nMany thanks in advance\nJo\n\nPS When does it end?",
     "Is it free?\n\nPS When does it end?"),
    ("Is it free?\n\nMany thanks\n\nAlso, when does it end?",
     "Is it free?\n\nMany thanks\n\nAlso, when does it end?"),
    ("Is it free?\n\nThis e-mail and any attachments are confidential and intended solely for the "
     "addressee. If you are not that person, you should delete it.", "Is it free?"),
    ("Is it free?\n\nBest wishes\nJo\n\nPlease note that I work Tuesday to Thursday.\n"
     "Little Oaks is committed to safeguarding children.\nRegistered in England no. 123",
     "Is it free?"),
    ("Is it free?\n\nJo Ellis\nNursery manager\njo@school.example", "Is it free?"),
    ("CAUTION: This email originated from outside of the organisation.\n\nHi\n\nIs it free?",
     "Is it free?"),
    ("Please tell me what it costs.\n\nMrs P Okafor", "Please tell me what it costs."),
    ("Please tell me what it costs.\n\nNaomi", "Please tell me what it costs."),
    ("Please tell me what this costs:\n\nEarly Headship Coaching",
     "Please tell me what this costs:\n\nEarly Headship Coaching"),
    ("What does it cost?\n\nNPQSL", "What does it cost?\n\nNPQSL"),
    ("Many thanks!", "Many thanks!"),
    ("Hello", "Hello"),
    ("I work Tuesday to Thursday. May I still take part?",
     "I work Tuesday to Thursday. May I still take part?"),
    ("Dear Ms Shah, I teach in Kent.\n\nIs it free?\n\nYours sincerely\nJo Ellis BA (Hons)",
     "I teach in Kent.\n\nIs it free?"),
]  # fmt: skip


@pytest.mark.parametrize(("newest", "matter"), COURTESIES)
def test_courtesies_come_off_and_the_matter_stays(newest: str, matter: str) -> None:
    assert strip_courtesies(newest).text == matter


def test_greeting_and_closing_are_returned() -> None:
    body = strip_courtesies("Dear all,\n\nIs it free?\n\nKind regards\nJo")

    assert (body.greeting, body.closing) == ("Dear all,", "Kind regards\nJo")
