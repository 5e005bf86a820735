"""Eight workers on the same enquiries: each is decided once, and each reply leaves once.

python -m tests.crash.crowd ADDRESS FOLDER ENQUIRIES WORKERS
"""

from __future__ import annotations

import json
import os
import random
import sys
from dataclasses import asdict
from pathlib import Path

from bot.desk import Desk
from bot.model import Enquiry
from bot.outbox import deliver_due
from bot.storage import open_database
from tests.bot.fakes import FakeCore
from tests.crash.harness import LAST, START, FileSender, Steps, Tally, count, settle_by_reply


def work(address: str, folder: Path, enquiries: int, number: int) -> None:
    """Take every enquiry in, in an order of this worker's own, then deliver what is due."""
    engine = open_database(address)
    desk = Desk(FakeCore().core(), engine)
    order = list(range(enquiries))
    random.Random(number).shuffle(order)
    for each in order:
        # Four enquiries share a conversation: workers meet there, not only at the same message.
        words = "escalate this" if each % 3 == 0 else "answer me"
        enquiry = Enquiry(
            "slack", f"t{each // 4}", words, identity=str(each), sender=f"U{each // 4}",
            received_at=START,
        )  # fmt: skip
        desk.receive(enquiry, settle_by_reply(START))
    steps = Steps(LAST * LAST)
    sender = FileSender(folder, steps, can_look=True)
    deliver_due(engine, {"email": sender, "slack": sender}, f"w{number}", START)
    engine.dispose()


def run(address: str, folder: Path, enquiries: int, workers: int) -> Tally:
    """Let the workers loose at once, wait for all, and count."""
    children = []
    for number in range(workers):
        child = os.fork()
        if child == 0:
            try:
                work(address, folder, enquiries, number)
                os._exit(0)
            except BaseException as error:
                print(f"worker {number}: {type(error).__name__}: {error}", file=sys.stderr)
                os._exit(1)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    if any(statuses):
        raise SystemExit("a worker failed")
    tally = Tally(0, enquiries=enquiries)
    count(address, folder, tally)
    return tally


if __name__ == "__main__":
    print(json.dumps(asdict(run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]),
                                int(sys.argv[4])))))  # fmt: skip
