from __future__ import annotations

from bot.references import ALPHABET, PATTERN, new_reference


def test_references_are_readable_and_differ() -> None:
    references = {new_reference() for _ in range(20)}

    assert len(references) == 20  # two alike in 600,000 runs
    assert all(PATTERN.fullmatch(reference) for reference in references)


def test_letters_that_sound_or_look_alike_are_left_out() -> None:
    assert not set("015AEIOULSBV8") & set(ALPHABET)
