"""Marks of a whole message."""

from __future__ import annotations

import pytest

from intents.signals import read_signals


@pytest.mark.parametrize(
    "text",
    [
        "How long does the NPQH take? How is the NPQH assessed? Who is the NPQH for? And what does"
        " the NPQH cost?",
        "Is the course for the head of the school, or the deputy, or the whole team of the trust?",
    ],
)
def test_a_letter_that_repeats_a_name_is_no_nonsense(text: str) -> None:
    assert "nonsense" not in read_signals(text, known_words=10)


def test_one_word_again_and_again_is_nonsense() -> None:
    assert "nonsense" in read_signals("npq npq npq npq banana npq", known_words=5)
