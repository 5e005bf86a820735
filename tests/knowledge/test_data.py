"""What the real data promises to everyone who speaks from it."""

from __future__ import annotations

import pytest

from knowledge import EVERY_NPQ, Knowledge, OfferKind, gaps

NPQS = ["NPQSL", "NPQH", "NPQEL", "NPQEYL", "NPQSENCO"]


def test_every_pair_of_offer_and_topic_is_settled_once(real: Knowledge) -> None:
    assert [str(problem) for problem in gaps(real)] == []


def test_offers_stand_in_the_order_of_the_page(real: Knowledge) -> None:
    assert list(real.offers) == ["NPQSL", "NPQH", "NPQH-ASO", "NPQEL", "NPQEYL", "NPQSENCO", "EHCO"]
    assert [o.id for o in real.offers.values() if o.kind is OfferKind.NPQ] == NPQS


def test_scholarships_of_the_npqs_are_dated_and_nothing_else_is(real: Knowledge) -> None:
    dated = {fact.id for fact in real.by_id.values() if fact.cohort == "autumn_2024"}
    scholarships = {
        fact.id
        for offer in (EVERY_NPQ, *NPQS)
        for topic in ("scholarship", "scholarship_covers")
        for fact in real.facts(offer, topic)
    }

    assert dated == scholarships
    assert all(
        "was" in real.fact(id_).statement
        or "were" in real.fact(id_).statement
        or "covered" in real.fact(id_).statement
        for id_ in dated
    )


def test_two_offers_for_new_heads_are_kept_apart(real: Knowledge) -> None:
    aso = " ".join(fact.statement for fact in real.facts("NPQH-ASO"))
    ehco = " ".join(fact.statement for fact in real.facts("EHCO"))

    assert "first 24 months of headship" in aso
    assert "24" not in ehco
    assert "first five years of headship" in ehco
    assert "five" not in aso


def test_statement_names_its_offer(real: Knowledge) -> None:
    """But for what a SENCO is and how long SENCOs have: those speak of the person."""
    of_the_person = {"npqsenco.role", "npqsenco.window"}
    nameless = {
        fact.id
        for offer in real.offers.values()
        for fact in real.facts(offer.id)
        if offer.short_name not in fact.statement
    }

    assert nameless == of_the_person


@pytest.mark.parametrize(
    ("offer", "topic", "wording"),
    [
        ("NPQSL", "scholarship", "the 50% of schools with the highest proportion"),
        ("NPQH", "scholarship", "publicly funded schools and 16 to 19"),
        ("NPQH-ASO", "duration", "slightly longer"),
        ("NPQH-ASO", "coaching", "free one-to-one support and coaching"),
        ("NPQH-ASO", "eligibility", "not have withdrawn"),
        ("NPQEL", "network", "educational equality"),
        ("NPQEYL", "entry", "level 3 with a full and relevant qualification"),
        ("NPQEYL", "audience_role", "private, voluntary and independent nurseries"),
        ("NPQEYL", "scholarship", "highly disadvantaged early years settings"),
        ("NPQSENCO", "mandatory", "mandatory qualification for SENCOs from September 2024"),
        ("NPQSENCO", "replaces", "NASENCO"),
        ("NPQSENCO", "window", "three-year window"),
        ("NPQSENCO", "for_all", "appropriate for all"),
        ("EHCO", "assessment", "unassessed"),
        ("EHCO", "timing", "recently after"),
        ("EHCO", "scholarship_covers", "course fees"),
        ("EHCO", "funding", "state-funded 16 to 19 organisation in England"),
        (EVERY_NPQ, "contact", "npq@stsn.co.uk"),
    ],
)
def test_wording_that_people_look_for_survives(
    real: Knowledge, offer: str, topic: str, wording: str
) -> None:
    assert any(wording in fact.statement for fact in real.facts(offer, topic))


@pytest.mark.parametrize("offer", NPQS)
def test_each_npq_states_length_terms_and_pass_rule_itself(real: Knowledge, offer: str) -> None:
    assert [fact.value for fact in real.facts(offer, "duration")] == [18]
    assert [fact.value for fact in real.facts(offer, "cohorts")] == [("Autumn", "Spring")]
    assert [fact.value for fact in real.facts(offer, "pass_rule")] == [90]


@pytest.mark.parametrize(
    "bare",
    # Words for people, jobs and other things: "NPQs" alone is no SENCO course, "can you send
    # NPQ dates" names none, "additional support" may be about a disability.
    [
        "npq",
        "npqs",
        "head",
        "headship",
        "senco",
        "send npq",
        "npq send",
        "additional support",
        "senior leader",
        "senior leadership",
        "early years",
        "echo",
        "nursery",
        "ceo",
        "coaching",
    ],
)
def test_bare_word_names_no_offer(real: Knowledge, bare: str) -> None:
    assert bare not in real.vocabulary()


@pytest.mark.parametrize(
    ("nickname", "offer"),
    [
        ("npq sl", "NPQSL"),
        ("senior leaders one", "NPQSL"),
        ("head's npq", "NPQH"),
        ("exec leadership", "NPQEL"),
        ("ceo one", "NPQEL"),
        ("eyl", "NPQEYL"),
        ("nqpeyl", "NPQEYL"),
        ("npq for sendcos", "NPQSENCO"),
        ("npqsendco", "NPQSENCO"),
        ("aso", "NPQH-ASO"),
        ("npqh additional support offer", "NPQH-ASO"),
        ("echo coaching", "EHCO"),
        ("early headship coaching offer", "EHCO"),
    ],
)
def test_nickname_leads_to_its_offer(real: Knowledge, nickname: str, offer: str) -> None:
    assert real.vocabulary()[nickname] == offer
