"""Runs commands in this process, in a folder of their own with the real core."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.core import Core

ROOT = Path(__file__).parent.parent.parent.parent


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    status: int
    """As a process would exit with."""
    out: str
    """Standard output."""
    err: str
    """Standard error."""


Run = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path,
    cache_folder: Path,
    core: Core,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `npq-bot` with arguments; the fit comes from the session's cache."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(cache_folder, tmp_path / "var" / "cache")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NPQ_DATA_DIR", raising=False)

    def run(*arguments: str) -> Ran:
        try:
            status = main(arguments)
        except SystemExit as error:  # argparse
            status = error.code if isinstance(error.code, int) else 2
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run
