"""The OpenAPI document: written by hand in `openapi.json`, the lists in it filled from the code.

What may be told of a person, the offers, the outcomes and the states stand in one place each, and
the document takes them from there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from handlers.model import Outcome
from knowledge.eligibility import (
    DONT_KNOW,
    OFFERS,
    QUESTIONS,
    Judgement,
    Key,
    State,
    profile_keys,
)


@cache
def document() -> Mapping[str, Any]:  # any JSON
    """Return the whole document; callers must not change it."""
    text = (files("bot.channels.api") / "openapi.json").read_text("utf-8")
    whole: dict[str, Any] = json.loads(text)
    schemas = whole["components"]["schemas"]
    parts = [outcome.value for outcome in Outcome if outcome is not Outcome.ANSWER_AND_ESCALATE]
    schemas["Reply"]["properties"]["outcome"]["enum"] = [outcome.value for outcome in Outcome]
    schemas["Part"]["properties"]["outcome"]["enum"] = parts
    schemas["Case"]["properties"]["offer"]["enum"] = list(OFFERS)
    schemas["Case"]["properties"]["question"]["enum"] = list(QUESTIONS)
    schemas["Verdict"]["properties"]["verdict"]["enum"] = [word.value for word in Judgement]
    schemas["Criterion"]["properties"]["state"]["enum"] = [state.value for state in State]
    schemas["Profile"]["properties"] = {
        name: {"description": key.label, "anyOf": [*_values(key), {"const": DONT_KNOW}]}
        for name, key in profile_keys().items()
    }
    return whole


def _values(key: Key) -> list[dict[str, object]]:
    """What a key may be, beside "dont_know" and null, which is the same as leaving it out."""
    allowed: dict[str, dict[str, object]] = {
        "choice": {"enum": list(key.values)},
        "yes_no": {"type": "boolean"},
        "count": {"type": "integer", "minimum": 0},
        "number": {"type": "number", "minimum": 0},
        "text": {"type": "string"},
        "pattern": {"type": "string", "pattern": f"^{key.pattern}$"},
        "date": {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"},
    }
    return [allowed[key.kind], {"type": "null"}]
