"""The Context as plain JSON values, and the little of it that the ear needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from handlers.model import Context
from intents.model import TalkContext

# What a bare "14 months" means after these were answered, although nothing was asked.
_EXPECTED = {
    "support_eligibility": "months_in_headship",
    "new_head_support": "months_in_headship",
    "senco_window": "senco_start_date",
    "senco_mandatory": "senco_start_date",
}


def context_to_json(context: Context) -> dict[str, object]:
    """Return the context as values that json.dumps takes."""
    return asdict(context)


def context_from_json(stored: Mapping[str, object]) -> Context:
    """Return the context that `context_to_json` wrote; missing keys take their defaults."""
    offers, clarifications, turns = (stored.get(k) for k in ("offers", "clarifications", "turns"))
    return Context(
        offers=tuple(str(o) for o in offers) if isinstance(offers, list | tuple) else (),
        intent=str(stored.get("intent", "")),
        circumstances=_mapping(stored.get("circumstances")),
        pending=_mapping(stored.get("pending")),
        clarifications=clarifications if isinstance(clarifications, int) else 0,
        turns=turns if isinstance(turns, int) else 0,
    )


def talk_context(context: Context) -> TalkContext:
    """Return what the ear has to know of the talk so far."""
    return TalkContext(
        offers=context.offers,
        intent=context.intent,
        asked_key=str(context.pending.get("key", _EXPECTED.get(context.intent, ""))),
        told=context.circumstances,
    )


def _mapping(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}
