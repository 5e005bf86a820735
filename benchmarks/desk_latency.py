"""How long one question takes: inside the desk, and as a whole process.

`python benchmarks/desk_latency.py` prints p50 and p95 of a question through the desk without the
database write, then wall time and memory of `npq-bot ask`. Goals: p50 2 ms, p95 6 ms on one core;
1 s and 160 MB for the process with the fit in the cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one core, before numpy is loaded

from bot.assembly import core_of
from bot.core import consult, render
from bot.settings import settings_of_the_environment
from handlers.model import Context

ROUNDS = 20
PROCESSES = 5
QUESTIONS = (
    "How long is NPQH?",
    "what's the assessment like on the senior leadership one",
    "Is the NPQEL funded?",
    "I'm a deputy in an academy, which one would suit me?",
    "Do I have to do the SENCO qualification?",
    "hi there",
    "How much does it cost and when does it start?",
    "I became a head in September 2025 and I am doing my NPQH. Can I get the coaching?",
    "could somebody ring me about my application please",
    "what percentage of the course do you need to attend to pass NPQEYL",
    "Is there anything for new heads?",
    "NPQ for SENCOs: who is it for, how long, and is it funded at an independent school?",
    "who pays",
    "do you sell bicycles",
    "My level 3 is full and relevant and I manage a private nursery. Is NPQEYL for me?",
)


def main() -> None:
    """Print both measurements."""
    # First, while this process is small: a child counts the size of its parent until it is itself.
    wall, peak = _whole_process()
    print(f"npq-bot ask as a whole process: best {wall:.2f} s, peak {peak:.0f} MB")
    core = core_of(settings_of_the_environment())
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    today = date(2026, 11, 23)
    times: list[float] = []
    for turn in range(ROUNDS + 1):
        for question in QUESTIONS:
            started = time.perf_counter()
            found = consult(
                core, question, subject=None, channel="web", context=Context(), today=today
            )
            render(core, found.reply, channel="web", reference=None)
            if turn:  # the first round loads templates
                times.append((time.perf_counter() - started) * 1000)
    times.sort()
    print(
        f"one question through the desk, {len(times)} times:"
        f" p50 {times[len(times) // 2]:.2f} ms, p95 {times[int(len(times) * 0.95)]:.2f} ms,"
        f" worst {times[-1]:.2f} ms"
    )


def _whole_process() -> tuple[float, float]:
    import resource

    command = [str(Path(sys.executable).parent / "npq-bot"), "ask", QUESTIONS[0]]
    best = float("inf")
    for _ in range(PROCESSES):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return best, peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
