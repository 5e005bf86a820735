"""Reads dear mails in a process of their own, which gets 10 s and 512 MB and dies alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.channels.email.limits import weigh
from bot.channels.email.model import Address, Mail, MailError, Part
from bot.channels.email.parse import read_mail

TIMEOUT_S = 10
MEMORY_BYTES = 512 * 1024 * 1024


def read_mail_safely(raw: bytes, timeout_s: float = TIMEOUT_S, *, size: int | None = None) -> Mail:
    """Read a mail; small ones here, dear ones in a child. Raises MailError if that fails.

    `size` is that of the whole mail where `raw` is only its beginning.
    Above the limits only header lines are read, which is cheap, so that happens here, too.
    """
    weight = weigh(raw, size)
    if not (weight.cheap or weight.excess):
        return _in_child(raw, timeout_s)
    try:
        return read_mail(raw, size)
    except (RecursionError, MemoryError) as error:
        raise MailError("e.crash", f"The mail could not be read: {error!r}") from error


def _in_child(raw: bytes, timeout_s: float) -> Mail:
    try:
        # -P: a folder named "email" in the working directory must not stand before the library's
        done = subprocess.run(
            [sys.executable, "-P", "-m", "bot.channels.email.safely"],
            input=raw,
            capture_output=True,
            timeout=timeout_s,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        raise MailError("e.time", f"Reading the mail took more than {timeout_s:g} s.") from None
    if done.returncode != 0:
        memory = b"MemoryError" in done.stderr[-2_000:]
        raise MailError(
            "e.memory" if memory else "e.crash",
            f"The mail could not be read: the child ended with status {done.returncode}.",
        )
    return _from_json(json.loads(done.stdout))


def _to_json(mail: Mail) -> dict[str, Any]:  # JSON values
    return {**asdict(mail), "date": mail.date.isoformat() if mail.date else None}


def _from_json(found: dict[str, Any]) -> Mail:  # JSON values
    """Rebuild the mail. JSON, not pickle: a child that fell to a mail must not run code here."""
    for name in ("senders", "reply_to", "to", "cc"):
        found[name] = tuple(Address(**each) for each in found[name])
    found["parts"] = tuple(Part(**each) for each in found["parts"])
    found["headers"] = tuple((name, value) for name, value in found["headers"])
    found["in_reply_to"], found["references"] = map(
        tuple, (found["in_reply_to"], found["references"])
    )
    found["date"] = datetime.fromisoformat(found["date"]) if found["date"] else None
    return Mail(**found)


def _limit_resources() -> None:
    if sys.platform == "win32":
        return  # no such limits there; the time limit holds
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (TIMEOUT_S, TIMEOUT_S))


if __name__ == "__main__":
    _limit_resources()
    json.dump(_to_json(read_mail(sys.stdin.buffer.read())), sys.stdout)
