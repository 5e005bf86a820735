"""Questions of ours: which programme, which topic."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.model import Choice, Citation, Outcome, Part
from handlers.turn import Handled, Turn
from handlers.wording import word
from knowledge import Knowledge


def ask_offer(
    turn: Turn,
    offers: Iterable[str] | None = None,
    *,
    kind: str = "offer",
    before: str = "",
    citations: tuple[Citation, ...] = (),
) -> Handled:
    """Ask which offer is meant; `before` is what can be said already."""
    choices = offer_choices(turn.knowledge, offers)
    part = Part(
        outcome=Outcome.CLARIFY,
        text="\n".join(filter(None, (before, word("clarify", kind=kind)))),
        intent=turn.intent.id,
        question=turn.question.text,
        citations=citations,
        choices=choices,
    )
    return Handled(
        (part,), {"kind": "offer", "intent": turn.intent.id, "offers": [c.text for c in choices]}
    )


def offer_choices(knowledge: Knowledge, offers: Iterable[str] | None = None) -> tuple[Choice, ...]:
    """Return one choice an offer; all NPQs and the EHCO where none are given."""
    ids = offers or [o.id for o in knowledge.offers.values() if o.id != "NPQH-ASO"]
    return tuple(Choice(knowledge.offer(i).short_name, knowledge.offer(i).short_name) for i in ids)


def ask_topic(turn: Turn, labels: list[tuple[str, str]]) -> Handled:
    """Ask which of two or three readings is meant; without any, what the person wants to know.

    `labels`: (intent id, how we speak of it).
    """
    kind = "topic" if labels else "open"
    part = Part(
        outcome=Outcome.CLARIFY,
        text=word("clarify", kind=kind),
        intent=turn.intent.id,
        question=turn.question.text,
        choices=tuple(Choice(label[:1].upper() + label[1:], label) for _, label in labels),
    )
    return Handled(
        (part,),
        {"kind": "topic", "intents": [i for i, _ in labels], "offers": list(turn.offers)},
        turn.offers,
    )
