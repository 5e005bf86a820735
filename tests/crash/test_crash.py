"""Workers that are killed at every step, and eight that meet: nothing lost, nothing twice.

`make crash` runs 200 rounds on each engine; the suite runs a few of the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "20"))
WORKERS = 8
ENQUIRIES = 500 if ROUNDS >= 200 else 100


def tally(program: str, *arguments: object) -> dict[str, Any]:
    """Run one of the harnesses in a process of its own, and return what it counted."""
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.crash.{program}", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=1200,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    return dict(json.loads(ran.stdout))


@pytest.mark.timeout(1300)
def test_a_worker_killed_at_any_step_loses_and_repeats_nothing(ready: str, tmp_path: Path) -> None:
    found = tally("harness", ready, tmp_path, ROUNDS)

    # Few rounds end before their fatal step: the harness does kill.
    assert found["killed"] >= ROUNDS * 0.9
    # Every enquiry has exactly one outcome, and the ledger is proved line by line.
    assert found["turns"] == found["lines"] == found["enquiries"]
    assert found["faults"] == {}
    # Every delivery was sent once, or may have been and is shown as that; none is left over.
    assert found["sent_twice"] == []
    assert found["said_sent_but_not"] == []
    assert set(found["states"]) <= {"sent", "uncertain"}
    assert found["deliveries"] >= found["enquiries"]
    # What can be looked up is never uncertain, and what is uncertain has a case.
    assert found["uncertain_that_could_be_looked_up"] == 0
    assert set(found["case_states"]) == {"sent"}


@pytest.mark.timeout(600)
def test_eight_workers_decide_each_enquiry_once(ready: str, tmp_path: Path) -> None:
    found = tally("crowd", ready, tmp_path, ENQUIRIES, WORKERS)

    assert found["turns"] == found["lines"] == found["deliveries"] == ENQUIRIES
    assert found["states"] == {"sent": ENQUIRIES}
    assert found["sent_twice"] == []
    assert found["faults"] == {}
