"""A small core with memory, for tests of the rim that do not depend on what the core says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.core import Core
from handlers.model import Choice, Citation, Context, Outcome, Part, Reply
from intents.model import Interpretation
from knowledge import load_knowledge

CITATION = Citation("npqh.duration", "NPQH - Headship > Delivery", 42, "last for 18 months")
CHOICE = Choice("NPQH & more", "NPQH please")


class FakeCore:
    """Answers by the first word: `answer`, `clarify`, `escalate`, `urgent`, `both` or `fail`."""

    def __init__(self) -> None:
        self.contexts: list[Context] = []
        """The context of each call, in order."""
        self.texts: list[str] = []
        """The text of each call, in order."""

    def core(self) -> Core:
        return Core(load_knowledge(), self._interpret, self._respond, self._render)

    def _interpret(
        self, text: str, subject: str | None, channel: str, context: Context, today: date
    ) -> Interpretation:
        self.texts.append(text)
        self.contexts.append(context)
        if text.startswith("fail"):
            raise RuntimeError(text)
        return Interpretation(circumstances={"word": (text.split() or [""])[0]})

    def _respond(self, found: Interpretation, channel: str, context: Context, today: date) -> Reply:
        makers: dict[str, Callable[[], tuple[Part, ...]]] = {
            "clarify": lambda: (Part(Outcome.CLARIFY, "Which?", choices=(CHOICE,)),),
            "escalate": lambda: (Part(Outcome.ESCALATE, "Passed on.", reason="staff.price"),),
            "urgent": lambda: (
                Part(Outcome.ESCALATE, "Passed on.", reason="staff.safety", urgent=True),
            ),
            "both": lambda: (
                Part(Outcome.ANSWER, "18 months.", "duration", "How long?", (CITATION,)),
                Part(Outcome.ESCALATE, "Passed on.", question="How much?", reason="staff.price"),
            ),
        }
        answer = (Part(Outcome.ANSWER, "18 months.", "duration", citations=(CITATION,)),)
        parts = makers.get(str(found.circumstances["word"]), lambda: answer)()
        return Reply(parts, replace(context, turns=context.turns + 1))

    def _render(self, reply: Reply, channel: str, reference: str | None) -> str:
        return "\n".join([*(part.text for part in reply.parts), reference or ""]).strip()
