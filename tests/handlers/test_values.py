"""Outcomes combined, contexts stored, wording without facts, the grounding gate."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from handlers import Context, Outcome, Part, context_from_json, context_to_json
from handlers.errors import UngroundedError
from handlers.grounding import check
from handlers.model import combine
from handlers.wording import cite
from tests.ears import knowledge


@pytest.mark.parametrize(
    ("outcomes", "word"),
    [
        ((Outcome.ANSWER, Outcome.ESCALATE), Outcome.ANSWER_AND_ESCALATE),
        ((Outcome.ANSWER, Outcome.CLARIFY), Outcome.ANSWER),
        ((Outcome.CLARIFY, Outcome.ESCALATE), Outcome.ESCALATE),
        ((Outcome.DECLINE, Outcome.SMALLTALK), Outcome.DECLINE),
        ((Outcome.SMALLTALK,), Outcome.SMALLTALK),
    ],
)
def test_one_word_stands_for_a_reply_of_several_parts(
    outcomes: tuple[Outcome, ...], word: Outcome
) -> None:
    assert combine(outcomes) is word


def test_a_context_survives_its_storage() -> None:
    context = Context(("EHCO",), "duration", {"role": "senco"}, {"kind": "offer"}, 1, 3)

    stored = json.loads(json.dumps(context_to_json(context)))

    assert context_from_json(stored) == context


def test_a_number_that_no_cited_fact_carries_is_stopped() -> None:
    citations = cite(knowledge(), [knowledge().fact("npqh.duration")])
    part = Part(Outcome.ANSWER, "NPQH lasts for 19 months.", citations=citations)

    with pytest.raises(UngroundedError, match="19"):
        check(part, knowledge(), {})


def test_templates_hold_no_number_and_no_programme() -> None:
    for template in (files("handlers") / "templates").iterdir():
        text = re.sub(r"\{[{%].*?[%}]\}", "", template.read_text(encoding="utf-8"))
        assert not re.search(r"\d|NPQ[A-Z]|EHCO|Autumn|Spring", text), template.name
