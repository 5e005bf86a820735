"""Plain sentences for the stable codes."""

from __future__ import annotations

from .tables import codes


def explain(code: str) -> str:
    """One plain sentence for a reason, note or assumption code. KeyError for an unknown code."""
    return codes()[code]
