"""Loading: sound files load, and every fault of broken ones is named at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge import Knowledge, KnowledgeError, load_knowledge

Write = Callable[..., Path]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return [str(fault) for fault in caught.value.faults]


def test_fact_carries_everything_that_its_entry_says(zoo: Knowledge) -> None:
    fact = zoo.fact("npqz.cost")

    assert (fact.offer, fact.topic, fact.cohort) == ("NPQZ", "cost", "spring_2030")
    assert fact.review_by == date(2031, 1, 31)
    assert fact.source.section == "NPQZ - Zoology"
    assert fact.source.lines == (7, 8)
    assert fact.source.quote == "free for keepers"


def test_review_day_of_a_fact_wins_over_that_of_its_file(
    write_folder: Write, zoo_facts: str
) -> None:
    own = zoo_facts.replace('unit = "weeks"', 'unit = "weeks"\nreview_by = 2030-06-01')

    knowledge = load_knowledge(write_folder(npqz=own))

    assert knowledge.fact("npqz.duration").review_by == date(2030, 6, 1)
    assert knowledge.fact("npqz.cost").review_by == date(2031, 1, 31)


def test_cohort_ends_with_its_season(zoo: Knowledge) -> None:
    assert zoo.cohorts["spring_2030"].last_day == date(2030, 4, 30)


CASES: list[dict[str, Any]] = tomllib.loads(  # Any: whatever a case holds
    Path(__file__).with_name("broken_facts.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_broken_fact_is_refused_with_file_key_and_way_out(
    write_folder: Write, zoo_facts: str, case: dict[str, Any]
) -> None:
    assert case["old"] in zoo_facts

    faults = faults_of(write_folder(npqz=zoo_facts.replace(case["old"], case["new"], 1)))

    named = ["npqz.toml", *case["named"]]
    assert any(all(word in fault for word in named) for fault in faults), faults


def test_every_fault_of_every_file_is_told_at_once(write_folder: Write, zoo_facts: str) -> None:
    folder = write_folder(
        cohorts='[[cohort]]\nid = "spring_2030"\nlabel = "March 2030"\nterm = 1',
        not_known='[[not_known]]\ntopic = "weather"\noffers = ["support", "NPQX"]\nreason = ""',
        npqz=zoo_facts.replace("line = 5", "line = false").replace("line = 7", "lines = 7"),
    )

    faults = faults_of(folder)

    told = [(fault.split(",")[0], fault.split('key "')[1].split('"')[0]) for fault in faults]
    assert set(told) == {
        ("cohorts.toml", "label"),
        ("cohorts.toml", "term"),
        ("npqz.toml", "line"),
        ("npqz.toml", "lines"),
        ("not_known.toml", "topic"),
        ("not_known.toml", "offers"),
        ("not_known.toml", "reason"),
    }


BROKEN_NICKNAMES = {
    "of two offers": ("zoo one", '"zoo one" already names NPQZ'),
    "twice in one offer": ("keep", '"keep" already names KEEP'),
    "with capitals": ("Keep", "allowed: lower-case letters"),
    "with two spaces": ("keep  it", "allowed: lower-case letters"),
    "with a hyphen": ("keep-it", "allowed: lower-case letters"),
}


@pytest.mark.parametrize(("nickname", "message"), BROKEN_NICKNAMES.values(), ids=BROKEN_NICKNAMES)
def test_nickname_is_refused(
    write_folder: Write, zoo_offers: str, nickname: str, message: str
) -> None:
    offers = zoo_offers.replace('["keep", ', f'["keep", "{nickname}", ')

    (fault,) = faults_of(write_folder(offers=offers))

    assert message in fault


def test_fact_files_may_share_no_id(write_folder: Write, zoo_facts: str) -> None:
    faults = faults_of(write_folder(npqz_more=zoo_facts))

    assert len(faults) == 2
    assert "already in npqz.toml" in faults[0]


def test_new_programme_needs_data_alone(write_folder: Write, zoo_offers: str) -> None:
    offers = zoo_offers.replace('id = "KEEP"', 'id = "NPQY"').replace('"keep', '"npqy')
    facts = 'offer = "NPQY"\nreview_by = 2031-01-31\n'

    knowledge = load_knowledge(write_folder(offers=offers, npqy=facts, not_known=""))

    assert list(knowledge.offers) == ["NPQZ", "NPQY"]


def test_file_that_is_no_toml_is_named_with_its_line(write_folder: Write, zoo_facts: str) -> None:
    broken = zoo_facts.replace('unit = "weeks"', 'unit = "weeks')

    faults = faults_of(write_folder(npqz=broken))

    assert len(faults) == 1
    assert "npqz.toml: is not valid TOML" in faults[0]
    assert "line 10" in faults[0]


def test_missing_file_is_named(write_folder: Write) -> None:
    folder = write_folder()
    (folder / "topics.toml").unlink()

    assert "topics.toml: the file is missing; put it back" in faults_of(folder)
