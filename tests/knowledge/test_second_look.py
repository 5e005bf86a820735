"""Planted wrong figures are found, and what is right is left alone."""

from __future__ import annotations

import pytest

from knowledge import load_knowledge
from knowledge.second_look import second_look

KNOWLEDGE = load_knowledge()
NPQS = {"NPQSL": "npqsl", "NPQH": "npqh", "NPQEL": "npqel", "NPQEYL": "npqeyl",
        "the NPQ for SENCOs": "npqsenco"}  # fmt: skip
WRONG = [
    *((f"{name} lasts {wrong}.", f"{key}.duration")
      for name, key in NPQS.items()
      for wrong in ("12 months", "one year", "24 months", "two years", "15 months")),
    *((f"Yes, {name} takes {wrong} in all.", f"{key}.duration")
      for name, key in NPQS.items() for wrong in ("six months", "4 years")),
    *((f"To pass {name} you have to attend {wrong} of it.", f"{key}.pass_rule")
      for name, key in NPQS.items() for wrong in ("80%", "75 per cent", "95%")),
    ("EHCO lasts two years.", "ehco.duration"),
    ("The Early Headship Coaching Offer takes 18 months.", "ehco.duration"),
    ("EHCO is for your first two years of headship.", "ehco.eligibility_headship"),
    ("You must be in the first 36 months of headship for the additional support offer.",
     "aso.eligibility_headship"),
]  # fmt: skip
RIGHT = [
    *(f"{name} lasts for 18 months." for name in NPQS),
    *(f"{name} takes one and a half years, that is 18 months." for name in NPQS),
    *(f"To pass {name} you engage with at least 90% of the course." for name in NPQS),
    "EHCO lasts for one year.",
    "EHCO is for heads in their first five years of headship; it takes a year.",
    "The additional support offer is for the first 24 months of headship.",
    "SENCOs have a three-year window to complete the NPQ for SENCOs.",
    "We will come back to you within two months about NPQH.",
    "NPQH: please send us the form in the next 3 months.",
    "You wrote to us 12 months ago about your place.",
    "The school has 40% of pupils on pupil premium.",
    "Thank you for your interest in NPQSL. A colleague will ring you.",
    "We cannot say yet what it costs.",
    "",
]


@pytest.mark.parametrize(("text", "fact"), WRONG)
def test_a_figure_that_differs_from_the_page_is_pointed_out(text: str, fact: str) -> None:
    assert [remark.fact.id for remark in second_look(text, KNOWLEDGE)] == [fact]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_nobodys_fact_is_left_alone(text: str) -> None:
    assert second_look(text, KNOWLEDGE) == ()


def test_a_sentence_that_names_no_offer_speaks_of_the_one_before() -> None:
    (remark,) = second_look("Thank you for asking about NPQH. It takes 12 months.", KNOWLEDGE)

    assert (remark.written, remark.fact.id) == ("12 months", "npqh.duration")


def test_where_none_is_named_the_talk_says_what_it_is_about() -> None:
    assert second_look("It lasts a year.", KNOWLEDGE) == ()
    (remark,) = second_look("It lasts a year.", KNOWLEDGE, ["NPQEL"])

    assert remark.fact.id == "npqel.duration"
