from __future__ import annotations

import pytest

from bot.channels.slack.answers import Answer, Place, answer_message, chosen, public_message
from bot.channels.slack.blocks import Block
from handlers.model import Choice, Citation, Outcome, Part
from tests.bot.channels.slack.limits import faults_of_message

CITED = Citation("npqh.duration", "NPQH > Delivery", 42, "last for 18 months", "Autumn 2024")
ANSWER = Part(Outcome.ANSWER, "NPQH lasts 18 months.", "duration", "How long?", (CITED,))
PASSED = Part(Outcome.ESCALATE, "I have passed that on.", question="What does it cost?")
ASKED = Part(
    Outcome.CLARIFY, "Which one?", choices=tuple(Choice(f"NPQ {n}", f"npq {n}") for n in range(14))
)
THANKS = Part(Outcome.SMALLTALK, "You are welcome.")


def message(*parts: Part, place: Place = Place.DIRECT, reference: str | None = None) -> str:
    found = answer_message(Answer("c:0", parts, "\n".join(p.text for p in parts), reference), place)
    assert faults_of_message({"text": found.text, "blocks": found.blocks}) == []
    return "\n".join(shown(found.blocks))


def shown(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of a message as they stand, and its buttons by their action."""
    out = []
    for block in blocks:
        for part in [block.get("text"), *block.get("elements", [])]:
            if isinstance(part, dict):
                text = part.get("text")
                out.append(part.get("action_id") or (text if isinstance(text, str) else "") or "")
    return out


def test_an_answer_shows_its_source_with_the_date_of_the_criteria() -> None:
    lines = message(ANSWER)

    assert "NPQH lasts 18 months." in lines
    assert (
        'STSN page, NPQH &gt; Delivery: "last for 18 months" · published for *Autumn 2024*' in lines
    )


@pytest.mark.parametrize(
    ("part", "place", "reference", "actions"),
    [
        (ANSWER, Place.DIRECT, None, "share as_email to_team feedback"),
        (ANSWER, Place.PRIVATE, None, "share as_email to_team feedback"),
        (ANSWER, Place.CHANNEL, None, "as_email to_team feedback"),
        (ANSWER, Place.DIRECT, "K7Q-2M4", "share as_email feedback"),
        (PASSED, Place.DIRECT, "K7Q-2M4", ""),
        (THANKS, Place.DIRECT, None, ""),
    ],
)
def test_buttons_fit_what_was_said_and_where(
    part: Part, place: Place, reference: str | None, actions: str
) -> None:
    known = {"share", "as_email", "to_team", "feedback"}

    found = message(part, place=place, reference=reference).splitlines()

    assert " ".join(line for line in found if line in known) == actions


def test_several_questions_stand_under_the_words_of_each() -> None:
    lines = message(ANSWER, PASSED, reference="K7Q-2M4").splitlines()

    wanted = ["*How long?*", "NPQH lasts 18 months.", "*What does it cost?*",
              "I have passed that on.", "Passed to the NPQ team. Reference *K7Q-2M4*."]  # fmt: skip
    assert [line for line in lines if line in wanted] == wanted


def test_a_choice_is_replaced_by_what_was_chosen() -> None:
    blocks = answer_message(Answer("c:0", (ASKED,), "Which one?", None), Place.DIRECT).blocks

    after = chosen(blocks, "NPQ <!here>")

    assert "You chose: NPQ &lt;!here&gt;" in shown(after)
    assert not [line for line in shown(after) if line.startswith("choose:")]


def test_an_answer_without_end_is_clipped_and_keeps_its_buttons() -> None:
    long = Part(Outcome.ANSWER, "word " * 9_000, "duration", "How long?", (CITED,))
    answer = Answer("c:0", (long, ANSWER), "word " * 9_000, None)

    found = answer_message(answer, Place.DIRECT, "https://desk.example/c")

    assert faults_of_message({"text": found.text, "blocks": found.blocks}) == []
    assert "share" in shown(found.blocks)
    assert any("https://desk.example/c" in line for line in shown(found.blocks))


def test_what_everybody_reads_has_no_buttons() -> None:
    found = public_message(Answer("c:0", (ANSWER,), ANSWER.text, None))

    assert [block["type"] for block in found.blocks] == ["section", "context"]
