"""What staff have decided about replies: topics that go to them, and words for what is urgent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from bot import choices
from handlers.model import Outcome, Part

TOPIC_OFF = "topic.off"
"""Reason of a part that was taken from the assistant because its topic is switched off."""
_PASSED_ON = "I have passed this to the NPQ team."


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What holds for the replies of this moment."""

    off: frozenset[str]
    """Ids of intents that go to staff."""
    safety: str
    """Said with everything urgent; empty: nothing."""

    @classmethod
    def chosen(cls, topic_off: list[str] | None, safety_text: str | None) -> Self:
        """Return the rules of two choices; None stands for what nobody has chosen."""
        known = choices.declared()
        off = known["topic_off"].default if topic_off is None else topic_off
        safety = known["safety_text"].default if safety_text is None else safety_text
        return cls(frozenset(off), str(safety).strip())

    def applied(self, parts: tuple[Part, ...], text: str) -> tuple[Part, ...]:
        """Return the parts of a reply to `text` as staff want them."""
        return tuple(self._ruled(part, text) for part in parts)

    def _ruled(self, part: Part, text: str) -> Part:
        if part.intent in self.off and part.outcome in (Outcome.ANSWER, Outcome.CLARIFY):
            question = part.question or text
            return Part(Outcome.ESCALATE, _PASSED_ON, part.intent, question, reason=TOPIC_OFF)
        if part.urgent and self.safety:
            return replace(part, text=f"{part.text}\n\n{self.safety}".strip())
        return part
