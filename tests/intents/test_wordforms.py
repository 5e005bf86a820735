"""Short forms and endings."""

from __future__ import annotations

import pytest

from intents.wordforms import expand, stem


@pytest.mark.parametrize(
    ("written", "spread"),
    [
        ("don't", ("do", "not")),
        ("couldn't", ("could", "not")),
        ("can't", ("can", "not")),
        ("whats", ("what", "is")),
        ("school's", ("school", "s")),
        ("we've", ("we", "have")),
        ("o'brien", ("o", "brien")),
        ("fee", ("fee",)),
    ],
)
def test_short_forms_are_written_out(written: str, spread: tuple[str, ...]) -> None:
    assert expand([written]) == spread


@pytest.mark.parametrize(
    "family",
    [
        ("fund", "funds", "funding", "funded"),
        ("course", "courses"),
        ("qualify", "qualifies", "qualified"),
        ("plan", "planned", "planning"),
        ("teach", "teacher", "teaching"),
        ("fee", "fees"),
    ],
)
def test_inflections_share_a_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


def test_short_words_keep_their_letters() -> None:
    assert [stem(word) for word in ("is", "the", "npq", "ed")] == ["is", "the", "npq", "ed"]
