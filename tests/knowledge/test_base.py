"""Looking things up: order, further topics, gaps and nicknames."""

from __future__ import annotations

import pytest

from knowledge import Knowledge


def test_facts_come_in_the_order_of_the_page(real: Knowledge) -> None:
    lines = [fact.source.line for fact in real.facts("EHCO")]

    assert lines == sorted(lines)
    assert lines


def test_fact_is_found_under_its_further_topics_too(real: Knowledge) -> None:
    rule = real.fact("npqh.pass_rule")

    assert rule in real.facts("NPQH", "pass_rule")
    assert rule in real.facts("NPQH", "assessment")


def test_offer_answers_with_its_own_line_and_never_with_that_of_another(real: Knowledge) -> None:
    for offer in real.offers:
        assert {fact.offer for fact in real.facts(offer)} == {offer}


def test_nothing_known_is_an_empty_answer(real: Knowledge) -> None:
    assert real.facts("NPQSL", "price") == ()
    assert real.is_not_known("NPQSL", "price")
    assert not real.is_not_known("NPQSL", "duration")


def test_unknown_id_is_a_key_error(real: Knowledge) -> None:
    with pytest.raises(KeyError):
        real.fact("npqh.price")


def test_vocabulary_leads_from_nickname_to_offer(zoo: Knowledge) -> None:
    assert zoo.vocabulary() == {
        "npqz": "NPQZ",
        "npq z": "NPQZ",
        "zoo one": "NPQZ",
        "keep": "KEEP",
        "keepers' support": "KEEP",
    }


def test_cohort_is_spoken_by_its_label(real: Knowledge) -> None:
    assert real.cohort_label("autumn_2024") == "Autumn 2024"
