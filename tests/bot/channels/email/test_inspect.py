"""Mails in files, from bytes to row."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.channels.email.inspect import inspect_files, inspect_path

MAILS = Path(__file__).parents[3] / "mail"
EXPECTED: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("dispositions.toml").read_text(encoding="utf-8")
)
KINDS = {"person": "process", "auto": "auto_reply"}


def test_every_mail_has_an_expectation() -> None:
    assert {path.stem for path in MAILS.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_mail_gets_its_disposition(name: str) -> None:
    row: dict[str, Any] = inspect_path(str(MAILS / f"{name}.eml"))

    first = name.partition("-")[0]
    assert row["disposition"] == KINDS.get(first, first)
    for key, value in EXPECTED[name].items():
        assert row[key] == value
    assert set(row) == {"file", "disposition", "reason", "text", "message_id", "thread"}
    json.dumps(row)


def test_missing_file_is_an_error_row() -> None:
    row = inspect_path("no/such\x00file.eml")

    assert (row["file"], row["disposition"], row["reason"]) == (
        "no/such\x00file.eml",
        "error",
        "e.unreadable",
    )


def test_folder_stands_for_its_files() -> None:
    assert len(list(inspect_files([str(MAILS)]))) == len(EXPECTED)


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\x00" * 50, b"From:", b"Subject: a", b"\xff\xfe:"])
def test_scraps_are_held(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(raw)

    assert inspect_path(str(tmp_path / "a.eml"))["disposition"] == "hold"


def test_own_address_switches_its_rules_on() -> None:
    path = str(MAILS / "person-plain.eml")

    assert inspect_path(path, ("npq@hub.example",))["disposition"] == "process"
    assert inspect_path(path, ("other@hub.example",))["reason"] == "h.not_addressed"
    assert inspect_path(path, ("Jo.Ellis@littleoaks.example",))["reason"] == "n.own_mail"
