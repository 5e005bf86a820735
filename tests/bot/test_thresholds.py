from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import InputError
from bot.thresholds import NAME, Calibrated, limits_for, read, write

FOUND = Calibrated("email", 0.8123, 0.4, 412, 240, 1, 0.0161)


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    write(tmp_path / NAME, (FOUND,), mode="words", doubt=0.1, sample="a.jsonl", today=date.min)

    found = read(tmp_path)

    assert found is not None
    assert found.reviewed_by == ""
    assert found.limits["email"].answer == 0.8123
    assert found.limits["email"].clarify == 0.4


def test_without_a_file_the_desk_starts_as_it_is(tmp_path: Path) -> None:
    assert read(tmp_path) is None
    assert limits_for(tmp_path, "words")["email"].answer > 0.0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mode =", "cannot be read"),
        ('mode = "both"', "mode is 'both'; allowed are words, meanings"),
        ('mode = "words"\nreviewed_by = 1', "reviewed_by is 1"),
        ('mode = "words"\n[fax]\nanswer = 1', "unknown key fax"),
        ('mode = "words"\nweb = 3', "web is 3"),
        ('mode = "words"\n[web]\nanswer = 1', "web.clarify is None"),
        ('mode = "words"\n[web]\nanswer = 1.5\nclarify = 0', "web.answer is 1.5"),
        ('mode = "words"\n[web]\nanswer = 0.2\nclarify = 0.3', "above answer"),
        ('mode = "words"\n[web]\nanswer = 0.2\nclarify = 0.1\nbond = 1', "unknown key web.bond"),
    ],
)
def test_a_broken_file_is_refused_with_its_key(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")

    with pytest.raises(InputError, match=fault):
        read(tmp_path)
