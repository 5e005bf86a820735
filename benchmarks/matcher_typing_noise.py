"""What slips of typing cost: enquiries as written, and with one random edit per 12 characters.

    python benchmarks/matcher_typing_noise.py [CASES.jsonl ...]

Without files the enquiries of the tests' corpus are held, through ear and voice, and judged as the
tests judge them. With files, noisy copies of replay cases are written beside them for
`npq-bot replay` and whatever judges its replies. The goal: at most 6 points of coverage.
"""

from __future__ import annotations

import copy
import json
import os
import random
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.assembly import ear_of
from bot.settings import settings_of_the_environment
from intents.evaluate import misspell
from knowledge import load_knowledge
from tests.corpus import scoring

SEEDS = (0, 1, 2)
TODAY = date(2026, 11, 24)
SHOWN = ("coverage", "wrong", "over", "staff", "junk")

Case = dict[str, Any]  # any JSON


def main(paths: Sequence[str]) -> None:
    """Print the table, or write the noisy copies."""
    for path in map(Path, paths):
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        target = path.with_suffix(".noisy.jsonl")
        lines = (json.dumps(case, ensure_ascii=False) for case in noisy(cases, SEEDS[0]))
        target.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        print(f"written to {target}")
    if not paths:
        _print_corpus()


def noisy(cases: Sequence[Case], seed: int) -> list[Case]:
    """Return the cases with slips in what is said; signatures and headers get theirs, too."""
    rng = random.Random(seed)
    out = copy.deepcopy(list(cases))
    for case in out:
        for turn in case["turns"]:
            turn["text"] = misspell(turn["text"], rng)
    return out


def _print_corpus() -> None:
    ear, knowledge = ear_of(settings_of_the_environment()), load_knowledge()
    cases = scoring.load()
    rows = {"as written": cases, **{f"noise, seed {s}": noisy(cases, s) for s in SEEDS}}
    print(f"{'':16}{''.join(f'{name:>10}' for name in SHOWN)}")
    clean: dict[str, float] = {}
    worst = 0.0
    for name, some in rows.items():
        shares = scoring.summary(scoring.run(some, ear, knowledge, TODAY))
        clean = clean or shares
        worst = max(worst, clean["coverage"] - shares["coverage"])
        print(f"{name:16}{''.join(f'{shares[key]:10.1%}' for key in SHOWN)}")
    print(f"typing noise costs at most {100 * worst:.1f} points of coverage (goal: 6)")


if __name__ == "__main__":
    main(sys.argv[1:])
