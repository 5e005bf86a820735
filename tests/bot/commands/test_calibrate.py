from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from bot.thresholds import limits_for
from handlers.caution import STARTING
from intents.catalogue import load_catalogue
from intents.model import Policy
from tests.bot.commands.conftest import Run


def labelled(path: Path, channel: str, count: int, *, wrongly: bool = False) -> Path:
    """Write phrasings of the catalogue as if somebody had labelled them."""
    catalogue = load_catalogue()
    answered = [
        {"channel": channel, "text": text, "intents": [] if wrongly else [intent]}
        for text, intent in catalogue.phrasings
        if catalogue.intents[intent].policy is Policy.ANSWER and len(text.split()) > 4
    ]
    rows = answered[:: max(1, len(answered) // count)][:count]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_thresholds_are_proven_written_and_used_only_once_reviewed(
    run: Run, tmp_path: Path
) -> None:
    sample = labelled(tmp_path / "sample.jsonl", "web", 160)

    ran = run("calibrate", str(sample), "--today", "2026-11-25")

    file = tmp_path / "var" / "thresholds.toml"
    told = tomllib.loads(file.read_text("utf-8"))
    assert ran.status == 0, ran.err
    assert told["web"]["bound"] <= 0.05
    assert told["web"]["labelled"] == 160
    assert "email" not in told
    assert limits_for(tmp_path / "var", "words") is STARTING
    file.write_text(file.read_text("utf-8").replace('reviewed_by = ""', 'reviewed_by = "Ada"'))
    assert limits_for(tmp_path / "var", "words")["web"].answer == told["web"]["answer"]
    assert limits_for(tmp_path / "var", "words")["email"] == STARTING["email"]
    assert limits_for(tmp_path / "var", "meanings") is STARTING


def test_too_small_a_sample_is_refused_with_the_number_that_is_needed(
    run: Run, tmp_path: Path
) -> None:
    ran = run("calibrate", str(labelled(tmp_path / "sample.jsonl", "email", 60)))

    assert ran.status == 2
    assert "114, none of them wrong, are the fewest that prove 2.0%" in ran.err
    assert not (tmp_path / "var" / "thresholds.toml").exists()


def test_a_sample_that_is_answered_wrongly_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("calibrate", str(labelled(tmp_path / "sample.jsonl", "web", 80, wrongly=True)))

    assert ran.status == 2
    assert "answers are wrong" in ran.err


def test_mail_may_not_be_looser_than_chat(run: Run, tmp_path: Path) -> None:
    sample = labelled(tmp_path / "sample.jsonl", "web", 5)

    ran = run("calibrate", str(sample), "--email", "0.1")

    assert ran.status == 2
    assert "a mail cannot be taken back" in ran.err


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "line 1 is not JSON"),
        ('{"text": "a", "intents": []}', "line 1 lacks 'channel'"),
        ('{"channel": "fax", "text": "a", "intents": []}', "line 1 has channel 'fax'"),
        ('{"channel": "web", "text": 3, "intents": []}', "line 1 has text 3"),
        ('{"channel": "web", "text": "a", "intents": "x"}', "line 1 has intents 'x'"),
        ('{"channel": "web", "text": "a", "intents": ["x"]}', "line 1 has intent 'x'"),
        ("", "holds no enquiry"),
    ],
)
def test_a_bad_line_is_named(run: Run, tmp_path: Path, line: str, fault: str) -> None:
    sample = tmp_path / "sample.jsonl"
    sample.write_text(line + "\n", "utf-8")

    ran = run("calibrate", str(sample))

    assert ran.status == 2
    assert fault in ran.err
