"""Which handler answers which subject: the `handler` key of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.choosing import answer_choosing
from handlers.facts import answer_facts
from handlers.funding import answer_funding
from handlers.programmes import answer_programmes
from handlers.senco import answer_senco
from handlers.suitability import answer_suitability
from handlers.support import answer_support, describe_support
from handlers.turn import Handled, Turn

Handler = Callable[[Turn], Handled]


def _support(turn: Turn) -> Handled:
    return describe_support(turn) if turn.intent.id == "new_head_support" else answer_support(turn)


HANDLERS: Mapping[str, Handler] = {
    "facts": answer_facts,
    "programmes": answer_programmes,
    "funding": answer_funding,
    "choosing": answer_choosing,
    "suitability": answer_suitability,
    "support": _support,
    "senco": answer_senco,
}
