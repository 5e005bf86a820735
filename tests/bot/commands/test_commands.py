from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import COMMANDS
from handlers.caution import STARTING
from tests.bot.commands.conftest import Run


def rows(path: Path) -> list[dict[str, Any]]:  # any JSON
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ran = run(command, "--help")

    assert ran.status == 0
    assert f"npq-bot {command}" in ran.out


def test_an_unknown_command_names_those_there_are(run: Run) -> None:
    ran = run("answer")

    assert ran.status == 2
    assert "'ask'" in ran.err


def test_ask_shows_reply_outcome_intent_and_source(run: Run) -> None:
    out = run("ask", "How long is NPQH?").out

    assert "18 months" in out
    assert "outcome  answer" in out
    assert "intent   duration" in out
    assert "npqh.duration: NPQH - Headship > Delivery, line 42" in out


def test_ask_gives_json(run: Run) -> None:
    row = json.loads(run("ask", "How long is NPQH?", "--json", "--channel", "slack").out)

    assert row["outcome"] == "answer"
    assert row["facts"] == ["npqh.duration"]


@pytest.mark.parametrize("text", ["", "\x00\x01", "😀", "{{ 7*7 }}", "\udcff", "x" * 1_000_000])
def test_ask_takes_whatever_is_typed(run: Run, text: str) -> None:
    row = json.loads(run("ask", text, "--json").out)

    assert row["outcome"] in ("smalltalk", "decline", "escalate", "clarify")
    assert row["facts"] == []


def test_replay_writes_one_line_a_turn_in_the_agreed_form(run: Run, tmp_path: Path) -> None:
    ran = run("replay", "examples/conversations.jsonl", "--output", "out.jsonl")

    found = rows(tmp_path / "out.jsonl")
    cases = rows(tmp_path / "examples/conversations.jsonl")
    assert (ran.status, ran.err) == (0, "")
    assert len(found) == sum(len(case["turns"]) for case in cases)
    assert set(found[0]) == {"id", "turn", "outcome", "text", "intents", "facts", "ms"}
    assert not (tmp_path / "var/npq.sqlite3").exists()


def test_replay_is_the_same_every_time(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("replay", "examples/conversations.jsonl", "--output", name, "--today", "2026-11-23")

    def said(name: str) -> list[tuple[object, ...]]:
        return [(row["outcome"], row["intents"], row["facts"]) for row in rows(tmp_path / name)]

    assert said("a") == said("b")


def test_replay_reports_broken_lines_by_number_and_goes_on(run: Run, tmp_path: Path) -> None:
    lines = [
        '{"id": 1, "channel": "fax", "turns": [{"text": "a"}]}',
        "{",
        "",
        '{"id": 2, "channel": "web", "turns": [{"text": "How long is NPQH?"}]}',
        '{"id": 3, "channel": "web", "turns": [{}]}',
        "[1]",
        '{"id": 4, "channel": "web", "turns": []}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))

    ran = run("replay", "in.jsonl", "--output", "out.jsonl")

    assert ran.status == 2
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == [
        f"in.jsonl, line {number}" for number in (1, 2, 5, 6, 7)
    ]
    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == [2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("replay", "nowhere.jsonl", "--output", "out.jsonl"),
        ("replay", "examples/conversations.jsonl", "--output", "examples"),
        ("eligibility", "--offer", "EHCO"),
        ("eligibility", "--offer", "EHCO", "--question", "support", "--profile", "{"),
        ("eligibility", "--offer", "EHCO", "--question", "support", "--profile", '{"a": 1}'),
        ("eligibility", "--batch", "examples/eligibility.jsonl"),
        ("intents", "evaluate", "examples/README.md"),
        ("intents", "evaluate", "examples/conversations.jsonl"),
        ("mail", "inspect", "nowhere.eml"),
        ("mail", "deliver", "nowhere.eml"),
        ("knowledge", "verify", "nowhere.txt"),
        ("ask", "hello", "--today", "tomorrow"),
    ],
)
def test_bad_input_ends_with_2_and_says_what(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert ran.status == 2
    assert "Traceback" not in ran.err
    assert ran.err.strip()


def test_eligibility_batch_goes_on_after_a_bad_case(run: Run, tmp_path: Path) -> None:
    good = {"id": "g", "offer": "NPQEYL", "question": "suitability", "profile": {}}
    bad = good | {"id": "b", "profile": {"age": 40}}
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, (bad, good))) + "\n{\n")

    ran = run("eligibility", "--batch", "in.jsonl", "--output", "out.jsonl")

    found = rows(tmp_path / "out.jsonl")
    assert ran.status == 2
    assert [set(row) & {"error", "verdict"} for row in found] == [{"error"}, {"verdict"}]
    assert "in.jsonl, line 3" in ran.err


def test_evaluate_prints_the_agreed_measures(run: Run, tmp_path: Path) -> None:
    train = [[f"{word} {n}", word] for word in ("apples", "pears") for n in range(8)]
    data = {"train": train, "test": [["apples 3", "apples"], ["pears", "pears"], ["zebra", None]]}
    (tmp_path / "data.json").write_text(json.dumps(data))

    found = json.loads(run("intents", "evaluate", "data.json", "--json").out)

    assert list(found) == [
        "accuracy", "auroc", "oos_recall_at_90", "coverage_at_5", "joint", "fit_s", "p50_ms",
        "p95_ms", "rss_mb", "noisy",
    ]  # fmt: skip
    assert found["accuracy"] == 1.0
    assert set(found["noisy"]) == {"accuracy", "joint"}


def test_explain_names_the_reading_and_like_phrasings(run: Run) -> None:
    out = run("intents", "explain", "Is NPQH asessed?").out

    assert "corrected    asessed -> assessed" in out
    assert "words        is npqh assessed ?" in out
    assert "offers       NPQH" in out
    assert "matcher      confidence" in out
    assert "like         0." in out
    assert "share 0.4; score to answer 0.0" in out
    assert "decision     serve assessment (answer, score" in out


def test_explain_shows_what_stays_unexplained_and_the_thresholds_of_mail(run: Run) -> None:
    out = run("intents", "explain", "Does the NPQH cover falconry?", "--channel", "email").out

    assert "unexplained  falconry" in out
    assert f"score to answer {STARTING['email'].answer}" in out


def test_our_phrasings_have_one_owner_each(run: Run) -> None:
    ran = run("intents", "lint", "--quick")

    assert ran.status == 0, ran.out


def test_inspect_tells_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    run("mail", "inspect", "examples/mails", "--output", "out.jsonl")

    found = {row["file"].rpartition("/")[2][:2]: row for row in rows(tmp_path / "out.jsonl")}
    assert len(found) == 12
    assert found["01"]["disposition"] == "process"
    assert found["09"]["disposition"] == "auto_reply"
    assert found["11"]["disposition"] == "ignore"
    assert set(found["01"]) == {"file", "disposition", "reason", "text", "message_id", "thread"}
    assert not (tmp_path / "var/npq.sqlite3").exists()


def test_deliver_answers_once(run: Run) -> None:
    mail = "examples/mails/01-one-question.eml"

    first, second = run("mail", "deliver", mail), run("mail", "deliver", mail)

    assert "18 months" in first.out
    assert "had come in before" not in first.out
    assert "had come in before" in second.out


def test_knowledge_is_sound_and_covered(run: Run) -> None:
    assert run("knowledge", "check").status == 0
    assert run("knowledge", "stale", "--today", "2026-11-23").status == 0
    assert "HOLE" not in run("knowledge", "coverage").out


def test_verify_names_what_a_changed_page_hits(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("An empty page.\n")

    ran = run("knowledge", "verify", "page.txt")

    assert ran.status == 1
    assert "npqh.duration" in ran.out


def test_settings_hide_secrets(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "hush")

    ran = run("settings")

    assert "SLACK_SIGNING_SECRET=********" in ran.out
    assert "hush" not in ran.out


def test_doctor_finds_nothing_wrong_after_upgrade(run: Run) -> None:
    assert run("db", "upgrade").status == 0

    ran = run("doctor")

    assert ran.status == 0
    assert "ok    database" in ran.out


def test_doctor_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "var/npq.sqlite3").write_bytes(b"")

    ran = run("doctor")

    assert ran.status == 1
    assert "npq-bot db upgrade" in ran.out
