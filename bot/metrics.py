"""Counts of what the web server did, in the text format that Prometheus reads.

Numbers alone: no address, no id, nobody's words. They count from the start of this process.
"""

from __future__ import annotations

import threading
import time
from collections import Counter

from bot.resources import peak_mb

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Seconds. Half of the requests take a few milliseconds; the promise is 80 ms for 99 of 100.
_BOUNDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.5, 2.0, 10.0)

_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """What has been counted. Safe to share between threads."""

    def __init__(self) -> None:
        """Everything starts at nought."""
        self._lock = threading.Lock()
        self._started_at = time.time()
        self._requests: Counter[_Labels] = Counter()
        self._turns: Counter[_Labels] = Counter()
        self._within: Counter[float] = Counter()
        self._seconds = 0.0

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request that was answered."""
        labels = (("route", route), ("method", method), ("status", str(status)))
        with self._lock:
            self._requests[labels] += 1
            self._seconds += seconds
            for bound in _BOUNDS:
                if seconds <= bound:
                    self._within[bound] += 1

    def turn(self, channel: str, outcome: str) -> None:
        """Count one message that was answered or handed over."""
        with self._lock:
            self._turns[(("channel", channel), ("outcome", outcome))] += 1

    def text(self) -> str:
        """Return everything, one number a line. Source: Prometheus exposition format 0.0.4."""
        with self._lock:
            total = sum(self._requests.values())
            return "\n".join(
                [
                    *_counters("npq_http_requests_total", "Requests answered.", self._requests),
                    *_counters("npq_turns_total", "Messages by what became of them.", self._turns),
                    "# HELP npq_http_request_seconds Time to answer a request.",
                    "# TYPE npq_http_request_seconds histogram",
                    *(
                        f'npq_http_request_seconds_bucket{{le="{bound}"}} {self._within[bound]}'
                        for bound in _BOUNDS
                    ),
                    f'npq_http_request_seconds_bucket{{le="+Inf"}} {total}',
                    f"npq_http_request_seconds_sum {self._seconds:.6f}",
                    f"npq_http_request_seconds_count {total}",
                    *_gauge("npq_start_time_seconds", "Start of the process.", self._started_at),
                    *_gauge("npq_peak_memory_megabytes", "Largest size so far.", peak_mb()),
                    "",
                ]
            )


def _counters(name: str, meaning: str, counts: Counter[_Labels]) -> list[str]:
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} counter"]
    for labels, count in sorted(counts.items()):
        inside = ",".join(f'{key}="{_escaped(value)}"' for key, value in labels)
        lines.append(f"{name}{{{inside}}} {count}")
    return lines


def _gauge(name: str, meaning: str, value: float) -> list[str]:
    return [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {value:.3f}"]


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
