"""Holds back answers that are less sure than what was calibrated for the channel.

The decision itself knows two low floors; a calibration (`npq-bot calibrate`) puts a bound on how
many of a channel's answers are wrong, and can only make the desk more careful.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.decide import DEFAULTS, Decision, Thresholds, Verdict

# Where nothing was calibrated yet. A mail cannot be taken back and its reader cannot press another
# button: of 145 corpus mails answered, 5 were less sure than 0.6, and 2 of those were wrong.
STARTING: Mapping[str, Thresholds] = {
    "web": DEFAULTS,
    "slack": DEFAULTS,
    "email": replace(DEFAULTS, answer=0.45),
}


def hold_back(decision: Decision, limits: Thresholds) -> Decision:
    """Return the decision, or a more careful one where its answer is not sure enough.

    Below `limits.answer` is asked back, below `limits.clarify` it goes to staff. What raises a
    matter for staff beside is handed over alone.
    """
    if decision.score >= limits.answer or decision.verdict not in _ANSWERING:
        return decision
    if decision.verdict is Verdict.BESIDE:
        return replace(decision, verdict=Verdict.SERVE, intent=decision.staff, staff="", why="held")
    if decision.choices and decision.score >= limits.clarify:
        return replace(decision, verdict=Verdict.CHOOSE, why="held")
    return replace(decision, verdict=Verdict.UNCLEAR, why="held")


_ANSWERING = (Verdict.SERVE, Verdict.BESIDE)
