"""Holding facts against an invented page, the calendar and the topics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge import (
    Knowledge,
    ProblemKind,
    coverage,
    gaps,
    load_knowledge,
    marks_text,
    stale,
    verify,
)

Write = Callable[..., Path]


@pytest.fixture
def marked(write_folder: Write, zoo: Knowledge, zoo_page: str) -> Knowledge:
    """The invented knowledge once the page has been read and its lines marked."""
    return load_knowledge(write_folder(page=marks_text(zoo, zoo_page)))


def found(knowledge: Knowledge, page: str) -> list[tuple[str, str]]:
    return [(problem.subject, problem.kind.value) for problem in verify(knowledge, page)]


def test_page_that_says_it_all_raises_nothing(marked: Knowledge, zoo_page: str) -> None:
    assert verify(marked, zoo_page) == []


def test_other_spaces_quotes_and_capitals_raise_nothing(marked: Knowledge, zoo_page: str) -> None:
    retyped = zoo_page.replace("\u00a0", " ").replace("\u2019", "'").upper()

    assert verify(marked, retyped) == []
    assert verify(marked, zoo_page.replace("\n", "\r\n")) == []


def test_changed_phrase_is_lost_and_its_number_missed(marked: Knowledge, zoo_page: str) -> None:
    page = zoo_page.replace("7\u00a0weeks", "9 weeks")

    assert found(marked, page) == [("npqz.duration", "lost"), ("npqz.duration", "number")]
    assert '"It takes 7 weeks" is no longer there' in str(verify(marked, page)[0])


def test_change_outside_the_phrase_names_the_facts_of_the_line(
    marked: Knowledge, zoo_page: str
) -> None:
    page = zoo_page.replace("in all", "at most")

    (problem,) = verify(marked, page)

    assert (problem.subject, problem.kind) == ("npqz.duration", ProblemKind.CHANGED)
    assert "npqz.duration (line 5): the line reads differently now" in str(problem)


def test_mark_that_is_handed_out_settles_the_change(
    write_folder: Write, marked: Knowledge, zoo_page: str
) -> None:
    page = zoo_page.replace("in all", "at most")

    renewed = load_knowledge(write_folder(page=marks_text(marked, page)))

    assert verify(renewed, page) == []


def test_changed_date_on_a_further_line_names_the_dated_fact(
    marked: Knowledge, zoo_page: str
) -> None:
    page = zoo_page.replace("Spring 2030", "Autumn 2031")

    assert found(marked, page) == [("npqz.cost", "changed"), ("npqz.cost", "number")]


def test_moved_phrase_is_told_with_its_new_line_alone(marked: Knowledge, zoo_page: str) -> None:
    page = "A new first line\n" + zoo_page

    assert found(marked, page) == [("npqz.duration", "moved"), ("npqz.cost", "moved")]
    assert "now stands on line 6; correct the line number" in str(verify(marked, page)[0])


def test_line_that_another_fact_accounts_for_is_no_move(
    write_folder: Write, zoo_facts: str, zoo_page: str
) -> None:
    page = zoo_page + "It takes 7 weeks\n"
    twin = zoo_facts.replace("npqz.duration", "npqz.again").replace("line = 5", "line = 9")
    twin = twin.replace("npqz.cost", "npqz.cost_again")
    knowledge = load_knowledge(write_folder(npqz_twin=twin))

    changed = page.replace("It takes 7\u00a0weeks", "It takes 9 weeks")

    assert ("npqz.duration", "lost") in found(knowledge, changed)


def test_line_without_a_mark_asks_for_one(zoo: Knowledge, zoo_page: str) -> None:
    assert [problem.line for problem in verify(zoo, zoo_page)] == [5, 7, 8]
    assert "has no mark yet" in str(verify(zoo, zoo_page)[0])


def test_renamed_heading_is_told(marked: Knowledge, zoo_page: str) -> None:
    page = zoo_page.replace("Length", "How long")

    (problem,) = verify(marked, page)

    assert problem.kind is ProblemKind.SECTION
    assert 'no heading "Length" above' in str(problem)


def test_value_has_to_be_on_the_page_like_the_statement(
    write_folder: Write, zoo_facts: str, zoo_page: str
) -> None:
    knowledge = load_knowledge(write_folder(npqz=zoo_facts.replace("value = 7", "value = 8")))

    assert ("npqz.duration", "number") in found(knowledge, zoo_page)


def test_empty_page_loses_every_fact(real: Knowledge) -> None:
    assert {problem.subject for problem in verify(real, "")} == set(real.by_id)


@pytest.mark.parametrize(
    ("today", "rows"),
    [
        (date(2030, 4, 30), []),
        (
            date(2030, 5, 1),
            ["npqz.cost: published for Spring 2030, past since 2030-04-30 (1 days)"],
        ),
        (
            date(2031, 2, 2),
            [
                "npqz.cost: published for Spring 2030, past since 2030-04-30 (278 days)",
                "npqz.duration: review overdue, past since 2031-01-31 (2 days)",
            ],
        ),
    ],
)
def test_stale_facts_come_longest_past_first(zoo: Knowledge, today: date, rows: list[str]) -> None:
    assert [str(row) for row in stale(zoo, today)] == rows


def test_coverage_says_fact_or_not_known(zoo: Knowledge) -> None:
    assert [str(cell) for cell in coverage(zoo)] == [
        "NPQZ duration: npqz.duration",
        "NPQZ cost: npqz.cost",
        "KEEP duration: not known, staff",
    ]
    assert gaps(zoo) == []


def test_pair_with_neither_is_a_hole(write_folder: Write) -> None:
    knowledge = load_knowledge(write_folder(not_known=""))

    (problem,) = gaps(knowledge)

    assert (problem.kind, problem.subject) == (ProblemKind.HOLE, "KEEP duration")
    assert "add one of them" in str(problem)


def test_new_programme_is_all_holes_until_it_is_filled(
    write_folder: Write, zoo_offers: str
) -> None:
    added = zoo_offers.split("[[offer]]")[1].replace("NPQZ", "NPQY").replace("npqz", "npqy")
    added = added.replace("npq z", "npq y").replace("zoo one", "yak one")

    knowledge = load_knowledge(write_folder(offers=f"{zoo_offers}\n[[offer]]{added}"))

    assert [problem.subject for problem in gaps(knowledge)] == ["NPQY duration", "NPQY cost"]


def test_fact_beside_a_stated_gap_is_a_contradiction(write_folder: Write) -> None:
    stated = '[[not_known]]\ntopic = "duration"\noffers = ["npq", "support"]\nreason = "None."'

    (problem,) = gaps(load_knowledge(write_folder(not_known=stated)))

    assert (problem.kind, problem.subject) == (ProblemKind.CONTRADICTION, "NPQZ duration")
    assert "npqz.duration" in str(problem)
