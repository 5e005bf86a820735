"""What every handler gets to see of one question, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.model import Context, Part
from intents.catalogue import Intent
from intents.model import Question
from knowledge import Knowledge

# "Needs a level 6?", "funded below the 50%?": named in a question, they are no one's case yet.
_NOBODYS = frozenset(
    """qualification_level full_and_relevant in_top_50_pupil_premium pupil_premium_percent
    high_disadvantage_16_19 highly_disadvantaged_ey_setting state_funded in_england""".split()
)

_ASKS_VERDICT = frozenset("eligible take audience".split())  # concepts of "may I", "is it for me"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, with everything that is known when it is answered."""

    question: Question
    """As the ear understood it."""
    intent: Intent
    """The reading that was decided on."""
    offers: tuple[str, ...]
    """The offers it is about, from the question or the talk; empty where none is known."""
    circumstances: Mapping[str, object]
    """Everything told so far, this message included."""
    told_now: frozenset[str]
    """Profile keys told in this message."""
    supposed_now: frozenset[str]
    """Those of them that were only supposed or asked at large ("are academies funded?")."""
    context: Context
    """Where the talk stood before."""
    knowledge: Knowledge
    """The facts."""
    today: date
    """The day of the enquiry."""

    @property
    def offer(self) -> str | None:
        """The one offer it is about; None where there are none or several."""
        return self.offers[0] if len(self.offers) == 1 else None

    def told_of(self, keys: frozenset[str]) -> frozenset[str]:
        """Return which of the keys speak for judging a case: told now, or ever if that is asked."""
        asks = self.question.asks_verdict or bool(_ASKS_VERDICT & self.question.concepts)
        ever = self.question.personal and asks
        return keys & (self.circumstances.keys() if ever else self.told_now)

    def is_own(self, keys: frozenset[str]) -> bool:
        """Tell whether somebody's own case is asked about, of which `keys` would tell.

        Who asks at large gets the criteria, not a question about their own circumstances.
        """
        told = ((self.told_now - self.supposed_now) & keys) - _NOBODYS
        return not self.question.general and bool(self.question.personal or told)


@dataclass(frozen=True, slots=True)
class Handled:
    """What a handler makes of a question."""

    parts: tuple[Part, ...]
    """One, or an answer followed by a hand-over."""
    pending: Mapping[str, object] = field(default_factory=dict)
    """The question of ours that is now open; empty when none is."""
    offers: tuple[str, ...] = ()
    """The offers that were talked about."""
