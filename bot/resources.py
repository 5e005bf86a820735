"""How much memory this process has needed."""

from __future__ import annotations

import sys


def peak_mb() -> float:
    """Return the largest resident size so far in MB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024) if sys.platform == "darwin" else peak / 1024
