from __future__ import annotations

from pathlib import Path

import pytest

from bot.ear_doctor import examine_ear
from bot.errors import InputError
from bot.settings import read_settings
from bot.thresholds import NAME


def findings(folder: Path, **more: str) -> dict[str, tuple[str, str]]:
    settings = read_settings({"NPQ_DATA_DIR": str(folder), **more})
    return {f.subject: (f.state, f.message) for f in examine_ear(settings)}


def test_without_a_calibration_the_desk_says_so(tmp_path: Path) -> None:
    found = findings(tmp_path)

    assert found["embedding"] == ("ok", "off")
    assert "npq-bot calibrate" in found["thresholds"][1]


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        ('reviewed_by = ""\nmode = "words"', "note", "waits for a name"),
        ('reviewed_by = "Ada"\nmode = "meanings"', "note", "made for meanings, not words"),
        ('reviewed_by = "Ada"\nmode = "words"', "ok", "reviewed by Ada"),
    ],
)
def test_it_tells_whether_a_calibration_is_used(
    tmp_path: Path, text: str, state: str, words: str
) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")

    found = findings(tmp_path)["thresholds"]

    assert found[0] == state
    assert words in found[1]


def test_an_embedding_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="NPQ_EMBEDDINGS_DIR"):
        findings(tmp_path, NPQ_EMBEDDINGS_DIR=str(tmp_path / "nowhere"))
