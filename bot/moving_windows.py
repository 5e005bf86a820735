"""Counts how often something happened lately, exactly: in any span so long, not by the clock."""

from __future__ import annotations

import math
import threading
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """At most so often in so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands with the window that is nearest to being full."""

    allowed: bool
    """False: it was not counted."""
    most: int
    """Of that window."""
    left: int
    """How often more within it."""
    resets_in_s: int
    """Whole seconds until it has more room than now; at least 1."""


class MovingWindows:
    """Remembers when each key was seen. Safe to share between threads, not between processes."""

    def __init__(self) -> None:
        """Nobody was seen."""
        self._lock = threading.Lock()
        self._seen: dict[object, list[float]] = {}
        self._tidied_at = -math.inf

    def hit(self, key: object, windows: Sequence[Window], now: float) -> Standing:
        """Count one more of a key unless that is too often; `now` never goes back."""
        longest = max(window.seconds for window in windows)
        with self._lock:
            self._tidy(now, longest)
            seen = self._seen.setdefault(key, [])
            del seen[: bisect_right(seen, now - longest)]
            allowed = all(_within(seen, window, now) < window.most for window in windows)
            if allowed:
                seen.append(now)
            return min(
                (_standing(seen, window, now, allowed) for window in windows),
                key=lambda standing: standing.left,
            )

    def _tidy(self, now: float, longest: float) -> None:
        """Forget keys that have not been seen for long, at times."""
        if now - self._tidied_at >= longest:
            self._tidied_at = now
            gone = [key for key, seen in self._seen.items() if seen[-1] <= now - longest]
            for key in gone:
                del self._seen[key]


def _within(seen: list[float], window: Window, now: float) -> int:
    return len(seen) - bisect_right(seen, now - window.seconds)


def _standing(seen: list[float], window: Window, now: float, allowed: bool) -> Standing:
    inside = _within(seen, window, now)
    oldest = seen[len(seen) - inside] if inside else now
    wait = math.ceil(oldest + window.seconds - now)
    return Standing(allowed, window.most, window.most - inside, max(1, wait))
