"""What comes in over HTTP is answered as `replay` answers it: outcome and facts, turn by turn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.app import create_app
from bot.cli import main
from bot.core import Core
from bot.settings import Settings
from tests.conftest import TODAY

ROOT = Path(__file__).parents[4]
Case = dict[str, Any]  # as replay reads it


def cases() -> list[Case]:
    """The examples and the corpus's dialogues that came from the web chat, without a subject."""
    names = ("examples/conversations.jsonl", "tests/corpus/batch1_dialogues.jsonl")
    texts = "".join((ROOT / name).read_text("utf-8") for name in names)
    return [
        case
        for case in map(json.loads, texts.splitlines())
        if case["channel"] == "web" and not any("subject" in turn for turn in case["turns"])
    ]


def over_http(client: FlaskClient, case: Case) -> Iterator[tuple[str, list[str]]]:
    opened = client.post("/api/v1/conversations").json or {}
    path = f"/api/v1/conversations/{opened['conversation']}/messages"
    headers = {"Authorization": f"Bearer {opened['token']}"}
    for turn in case["turns"]:
        reply = client.post(path, json={"text": turn["text"]}, headers=headers).json or {}
        cited = [c["fact_id"] for part in reply["parts"] for c in part["citations"]]
        yield reply["outcome"], list(dict.fromkeys(cited))


def test_outcomes_and_facts_are_the_same(
    core: Core, cache_folder: Path, settings: Settings, engine: Engine, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("NPQ_DATA_DIR", str(cache_folder.parent))
    given, made = tmp_path / "cases.jsonl", tmp_path / "replies.jsonl"
    given.write_text("\n".join(json.dumps(case) for case in cases()), "utf-8")
    assert main(["replay", str(given), "--output", str(made), "--today", TODAY.isoformat()]) == 0
    rows = [json.loads(line) for line in made.read_text("utf-8").splitlines()]
    app = create_app(settings, core=core, engine=engine, today=lambda: TODAY, limited=False)

    answers = [answer for case in cases() for answer in over_http(app.test_client(), case)]

    assert len(rows) >= 90
    assert answers == [(row["outcome"], row["facts"]) for row in rows]
