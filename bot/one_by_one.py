"""Lets threads that are after the same thing go one after another, and all others pass.

Within this process alone: what other processes do is for the database to settle.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Door:
    """What one thing's threads queue up at."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    claims: int = 0
    """Threads inside or waiting; the last one takes the door away."""


class OneByOne:
    """Doors that exist as long as somebody wants to go through. Safe to share between threads."""

    def __init__(self) -> None:
        """Nobody is there yet."""
        self._lock = threading.Lock()
        self._doors: dict[object, _Door] = {}

    @contextmanager
    def inside(self, thing: object) -> Iterator[None]:
        """Wait until no other thread is inside for the same thing, and be so oneself."""
        with self._lock:
            door = self._doors.setdefault(thing, _Door())
            door.claims += 1
        try:
            with door.lock:
                yield
        finally:
            with self._lock:
                door.claims -= 1
                if not door.claims:
                    del self._doors[thing]
