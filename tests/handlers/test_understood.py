"""Classes of language, each with what a reply to it holds; the table is `understood.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from handlers import Context
from tests.ears import ask

CASES = tomllib.loads(Path(__file__).with_name("understood.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " / ".join(case["turns"])[-60:])
def test_what_is_said_is_understood(case: dict[str, Any]) -> None:
    assert case.keys() - {"turns", "channel"}, "a case has to say what it wants"
    context = Context()
    for text in case["turns"]:
        reply = ask(text, context, case.get("channel", "web"))
        context = reply.context

    cited = {c.fact_id for part in reply.parts for c in part.citations}
    intents = [part.intent for part in reply.parts]
    assert reply.outcome.value == case.get("outcome", reply.outcome.value)
    assert reply.outcome.value != case.get("not_outcome")
    assert cited >= set(case.get("facts", ()))
    assert not cited & set(case.get("never", ()))
    assert not any(part.text.startswith(case.get("unsaid", "\0")) for part in reply.parts)
    said = "\n".join(part.text for part in reply.parts)
    assert all(re.search(pattern, said) for pattern in case.get("says", ()))
    assert intents == case.get("intents", intents)
    assert not set(intents) & set(case.get("not_intents", ()))
