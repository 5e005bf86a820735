"""What may be told: each fault names the key, the value found and the values allowed."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.eligibility import ProfileError, assess, profile_keys

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("setting", "palace", "academy"),
        ("setting", ["academy"], "academy"),
        ("role", "wizard", "teacher"),
        ("state_funded", "yes", "true"),
        ("state_funded", 1, "true"),
        ("months_in_headship", -1, "a whole number from 0"),
        ("months_in_headship", True, "a whole number from 0"),
        ("months_in_headship", "12", "a whole number from 0"),
        ("pupil_premium_percent", "40%", "a number from 0"),
        ("headship_start_date", "2025-13-01", "YYYY-MM"),
        ("headship_start_date", "20250901", "YYYY-MM-DD"),
        ("as_of", "2026-11", "YYYY-MM-DD"),
        ("cohort", "next year", "autumn_2024"),
        ("qualification_name", 3, "text"),
    ],
)
def test_impossible_value_is_refused_with_the_allowed_ones(
    key: str, value: object, allowed: str
) -> None:
    with pytest.raises(ProfileError) as fault:
        assess("NPQH", "funding", {key: value}, TODAY)

    assert (fault.value.key, fault.value.value) == (key, value)
    assert key in str(fault.value)
    assert repr(value) in str(fault.value)
    assert allowed in str(fault.value)
    assert "dont_know" in fault.value.allowed


def test_unknown_key_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ProfileError, match=r"'shoe_size'.*months_in_headship"):
        assess("NPQH", "funding", {"shoe_size": 42}, TODAY)


@pytest.mark.parametrize("key", profile_keys())
def test_i_do_not_know_is_allowed_for_every_key(key: str) -> None:
    assert assess("EHCO", "funding", {key: "dont_know"}, TODAY)


def test_none_means_not_told() -> None:
    told = assess("NPQH", "funding", {"setting": "academy", "state_funded": None}, TODAY)

    assert told == assess("NPQH", "funding", {"setting": "academy"}, TODAY)


def test_dates_may_be_date_objects() -> None:
    told = {"headship_start_date": date(2026, 9, 1), "npqh_status": "in_progress"}

    assert assess("EHCO", "support", told, TODAY).verdict == "eligible"


def test_day_of_the_enquiry_in_the_profile_wins() -> None:
    told = {"headship_start_date": "2021-09-01", "npqh_status": "completed"}

    assert assess("EHCO", "support", told, TODAY).verdict == "not_eligible"
    assert assess("EHCO", "support", {**told, "as_of": "2025-01-01"}, TODAY).verdict == "eligible"
