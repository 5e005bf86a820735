"""The walk through an interview, on the real rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from bot.channels.web.interview import (
    SKIP,
    Stage,
    from_profile,
    most_questions,
    remedies,
    token,
    walk,
)
from knowledge.eligibility import OFFERS, InterviewQuestion, assess_all, profile_keys, question_for
from tests.conftest import TODAY

CHECKS = [(verdict.offer, verdict.question) for verdict in assess_all({}, TODAY)]


def deaf(question: InterviewQuestion, text: str) -> Mapping[str, object]:
    """Reads no free wording."""
    return {}


def go(offer: str, kind: str, change: str = "", **given: str) -> Stage:
    return walk(offer, kind, given, TODAY, deaf, change=change)


def test_the_first_question_is_the_first_that_is_missing() -> None:
    stage = go("EHCO", "support")

    assert stage.open is not None
    assert stage.open.key == "months_in_headship"
    assert stage.address == ()


def test_answers_lead_to_the_verdict() -> None:
    stage = go("EHCO", "support", months_in_headship="30", npqh_status="completed")

    assert stage.open is None
    assert stage.verdict.verdict == "eligible"
    assert [answer.question.key for answer in stage.answers] == [
        "months_in_headship",
        "npqh_status",
    ]


def test_a_no_ends_the_interview_at_once() -> None:
    stage = go("NPQH-ASO", "support", setting="academy", in_england="no")

    assert stage.open is None
    assert stage.verdict.verdict == "not_eligible"


def test_a_skipped_question_is_not_asked_again_and_stays_open() -> None:
    stage = go("EHCO", "support", months_in_headship=SKIP, npqh_status="completed")

    assert stage.open is None
    assert stage.verdict.verdict == "more_information"
    assert stage.skipped == ("months_in_headship",)


def test_an_answer_that_no_longer_matters_is_left_behind() -> None:
    nursery = {"setting": "pvi_nursery", "highly_disadvantaged_ey_setting": "yes"}
    school = {**nursery, "setting": "academy"}

    assert go("NPQEYL", "funding", **nursery).verdict.verdict == "eligible"
    stage = go("NPQEYL", "funding", **school)
    assert "highly_disadvantaged_ey_setting" not in stage.profile
    assert stage.open is not None
    assert stage.open.key == "in_top_50_pupil_premium"


def test_a_change_puts_the_question_again_with_its_answer() -> None:
    stage = go("EHCO", "support", "months_in_headship", months_in_headship="30", npqh_status="none")

    assert stage.open is not None
    assert stage.open.key == "months_in_headship"
    assert stage.draft == "30"


def test_what_cannot_be_read_is_asked_again() -> None:
    stage = go("EHCO", "support", months_in_headship="a while")

    assert stage.open is not None
    assert stage.draft == "a while"


def test_free_wording_is_read_where_a_reader_can() -> None:
    def reader(question: InterviewQuestion, text: str) -> Mapping[str, object]:
        return {"months_in_headship": 30, "role": "headteacher", "favourite_colour": "blue"}

    given = {"months_in_headship": "3rd year as head"}
    stage = walk("EHCO", "support", given, TODAY, reader)

    assert stage.profile == {"months_in_headship": 30, "role": "headteacher"}
    assert stage.answers[0].shown.startswith("“3rd year as head” (30 completed months")


def test_a_reader_that_tells_of_something_else_is_not_believed() -> None:
    def reader(question: InterviewQuestion, text: str) -> Mapping[str, object]:
        return {"npqh_status": "completed"}

    stage = walk("EHCO", "support", {"months_in_headship": "done"}, TODAY, reader)

    assert stage.answers == ()


def test_dates_are_shown_as_people_say_them() -> None:
    stage = go("EHCO", "support", months_in_headship="2025-09")

    assert stage.answers[0].shown == "start of the first headship: September 2025"


@pytest.mark.parametrize("offer", OFFERS)
def test_every_ready_answer_stands_in_an_address_and_comes_back(offer: str) -> None:
    for key in profile_keys():
        try:
            question = question_for(key, offer)
        except KeyError:
            continue  # never asked
        tokens = [token(question, choice) for choice in question.choices]
        assert len(set(tokens)) == len(tokens)


@pytest.mark.parametrize(("offer", "kind"), CHECKS)
def test_every_way_through_the_ready_answers_ends(offer: str, kind: str) -> None:
    """By first and last answer, by "I do not know" and by skipping: a verdict, in few steps."""
    for pick in (0, -1, "skip", "dont_know"):
        given: dict[str, str] = {}
        for _ in range(8):
            stage = walk(offer, kind, given, TODAY, deaf)
            if stage.open is None:
                break
            choices = stage.open.choices
            given[stage.open.key] = (
                pick if isinstance(pick, str) else token(stage.open, choices[pick])
            )
        assert stage.open is None, (pick, given)


@pytest.mark.parametrize(
    ("offer", "kind", "most"),
    [("NPQH-ASO", "support", 5), ("EHCO", "funding", 4), ("NPQH", "funding", 1)],
)
def test_the_longest_way_is_short(offer: str, kind: str, most: int) -> None:
    assert most_questions(offer, kind, TODAY) == most


def test_known_answers_are_carried_over() -> None:
    told = {"months_in_headship": 30, "npqh_status": "in_progress", "setting": "academy"}

    given = from_profile("EHCO", "support", told, TODAY)

    assert given == {"months_in_headship": "30", "npqh_status": "in_progress"}


def test_what_would_change_a_no_is_named() -> None:
    stage = go("EHCO", "support", months_in_headship="30", npqh_status="none")

    assert remedies(stage, "ehco.npqh", TODAY) == ("I am taking it now", "I have completed it")


def test_the_day_counts() -> None:
    given = {"months_in_headship": "2021-12-01", "npqh_status": "completed"}

    assert walk("EHCO", "support", given, TODAY, deaf).verdict.verdict == "eligible"
    later = walk("EHCO", "support", given, date(2027, 1, 1), deaf)
    assert later.verdict.verdict == "not_eligible"
