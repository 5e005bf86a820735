from __future__ import annotations

import re
import shlex
from pathlib import Path

from bot.cli import COMMANDS
from tests.bot.commands.conftest import ROOT, Run


def blocks() -> str:
    return "\n".join(re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL))


def test_every_command_of_the_readme_runs(run: Run, tmp_path: Path) -> None:
    lines = [line for line in blocks().splitlines() if line.startswith("npq-bot ")]
    assert len(lines) > 5

    for line in lines:
        ran = run(*shlex.split(line)[1:])
        assert (ran.status, ran.err) == (0, ""), line


def test_the_readme_names_every_command() -> None:
    table = (ROOT / "README.md").read_text()

    assert [name for name in COMMANDS if f"`{name}" not in table] == []


def test_links_of_the_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    lost = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text())
        if not (document.parent / target).exists()
    ]

    assert lost == []
