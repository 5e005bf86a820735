"""Why something came to staff, in words."""

from __future__ import annotations

from collections.abc import Mapping

# By the beginning of the stable code; the longest one that fits.
_WHY: Mapping[str, str] = {
    "staff.": "only the team can answer this",
    "not_known.": "the page does not say",
    "unexplained": "not understood for certain",
    "unsure": "not understood for certain",
    "clarify_limit": "two questions back did not settle it",
    "ungrounded": "no sentence could be traced to the page",
    "failure.": "the assistant failed on it",
    "foreign": "not written in English",
    "person.joined": "a colleague talks in this conversation",
    "topic.off": "this topic is switched off",
    "delivery.undelivered": "a reply could not be delivered",
    "delivery.uncertain": "a reply may not have arrived",
    "asked.slack": "a colleague asked for the team",
}
_WITH_TOPIC = ("staff.", "not_known.")


def in_words(reason: str) -> str:
    """Return a reason in words; one that is not known here stays as it is."""
    fits = [start for start in _WHY if reason.startswith(start)]
    if not fits:
        return reason.replace("_", " ") or "not said"
    start = max(fits, key=len)
    topic = reason.removeprefix(start).replace("_", " ") if start in _WITH_TOPIC else ""
    return f"{_WHY[start]} ({topic})" if topic else _WHY[start]
