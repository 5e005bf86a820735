"""Judges replies against the corpus: enquiries by people who never saw the product.

One JSON object a line. `expect` has an entry a turn: `outcome`, `lines` (from each inner list one
line of the page has to be cited), `says` and `never` (patterns on the text), `not_offers`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from handlers import Context, Outcome, Reply, render, respond, talk_context
from intents.ear import Ear
from knowledge import Knowledge

FOLDER = Path(__file__).parent
# A fact that sums up a list of the page stands for each line of that list.
_SUMS_UP = {152: range(154, 162), 96: range(98, 101), 139: range(141, 144)}
# The page repeats itself for each NPQ; a fact on all NPQs cites the first of these lines.
_REPEATED = {
    15: (40, 69, 106, 169), 17: (42, 71, 108, 171), 21: (53, 75, 112, 175), 23: (55, 77, 114, 177),
    29: (83, 120), 30: (84, 121), 59: (181,),
}  # fmt: skip
_ANSWERS = (Outcome.ANSWER, Outcome.ANSWER_AND_ESCALATE)
GOOD = ("right", "handover")


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one turn."""

    id: str
    turn: int
    wanted: str
    got: str
    verdict: str
    """right, handover (right, but also handed over), wrong, over, missed or dropped."""
    detail: str
    text: str
    reply: str


def load(pattern: str = "*.jsonl") -> tuple[dict[str, Any], ...]:  # Any: JSON rows
    """Return the cases of all files of that name, in order."""
    return tuple(case for path in sorted(FOLDER.glob(pattern)) for case in read(path))


def read(path: Path) -> tuple[dict[str, Any], ...]:  # Any: JSON rows
    """Return the cases of one file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def run(
    cases: Iterable[Mapping[str, Any]], ear: Ear, knowledge: Knowledge, today: date
) -> tuple[Judged, ...]:
    """Hold every conversation and judge every turn."""
    return tuple(judged for case in cases for judged in _converse(case, ear, knowledge, today))


def _converse(case: Mapping[str, Any], ear: Ear, knowledge: Knowledge, today: date) -> list[Judged]:
    context = Context()
    out: list[Judged] = []
    for number, (said, wanted) in enumerate(zip(case["turns"], case["expect"], strict=True)):
        heard = ear.interpret(
            said["text"],
            subject=said.get("subject"),
            channel=case["channel"],
            context=talk_context(context),
            today=today,
        )
        reply = respond(heard, context, knowledge, today, catalogue=ear.catalogue.intents)
        context = reply.context
        text = render(reply, channel=case["channel"], reference="K7Q-2M4")
        verdict, detail = judge(wanted, reply, text)
        asked = f"{said.get('subject', '')} | {said['text']}"
        out.append(
            Judged(
                case["id"], number, wanted["outcome"], reply.outcome, verdict, detail, asked, text
            )
        )
    return out


def judge(wanted: Mapping[str, Any], reply: Reply, text: str) -> tuple[str, str]:
    """Return the verdict on one reply and what was wrong with it."""
    for pattern in wanted.get("never", ()):
        if re.search(pattern, text, re.I):
            return "wrong", f"never: {pattern}"
    lacking = _lacking(wanted, reply, text)
    outcome, want = reply.outcome, wanted["outcome"]
    if want in ("answer", "answer_or_clarify"):
        if want == "answer_or_clarify" and outcome is Outcome.CLARIFY:
            return "right", ""
        if outcome in _ANSWERS:
            if lacking:
                return "wrong", lacking
            return ("right" if outcome is Outcome.ANSWER else "handover"), ""
        return ("over", "") if outcome is Outcome.ESCALATE else ("missed", outcome)
    if want == "clarify":
        if outcome in _ANSWERS:
            return "wrong", "should have asked back"
        return ("right", "") if outcome is Outcome.CLARIFY else ("over", outcome)
    if want == "escalate":
        if outcome in (Outcome.ESCALATE, Outcome.ANSWER_AND_ESCALATE):
            return "right", ""
        return (
            ("wrong", "should have gone to staff")
            if outcome is Outcome.ANSWER
            else ("dropped", outcome)
        )
    if want == "answer_and_escalate":
        if outcome in _ANSWERS and lacking:
            return "wrong", lacking
        if outcome is Outcome.ANSWER_AND_ESCALATE:
            return "right", ""
        return (
            ("dropped", "open part not handed over")
            if outcome is Outcome.ANSWER
            else ("over", outcome)
        )
    if outcome in _ANSWERS or any(part.citations for part in reply.parts):
        return "wrong", "no answer was called for"
    if want == "smalltalk" and outcome is Outcome.ESCALATE:
        return "over", ""
    return "right", ""


def _lacking(wanted: Mapping[str, Any], reply: Reply, text: str) -> str:
    cited = {c.line for part in reply.parts for c in part.citations}
    cited |= {line for at in cited for line in _SUMS_UP.get(at, ())}
    for_all = {c.line for p in reply.parts for c in p.citations if c.fact_id.startswith("common.")}
    cited |= {line for at in for_all for line in _REPEATED.get(at, ())}
    for lines in wanted.get("lines", ()):
        if not cited & set(lines):
            return f"lines {lines}, cited {sorted(cited)}"
    for pattern in wanted.get("says", ()):
        if not re.search(pattern, text, re.I):
            return f"says: {pattern}"
    return ""


def summary(judged: Iterable[Judged]) -> dict[str, float]:
    """Return shares as the checks define them: coverage, wrong, over, staff, junk."""
    rows = tuple(judged)
    answerable = [r for r in rows if r.wanted in ("answer", "answer_and_escalate")]
    staff = [r for r in rows if r.wanted == "escalate"]
    junk = [r for r in rows if r.wanted in ("not_answer", "smalltalk")]
    soft = [r for r in rows if r.wanted in ("clarify", "answer_or_clarify")]
    free = [r for r in rows if r.wanted not in ("escalate", "not_answer")]
    verdicts = Counter(r.verdict for r in rows)
    return {
        "turns": len(rows),
        "coverage": _share(answerable),
        "wrong": verdicts["wrong"] / len(rows) if rows else 0.0,
        "over": sum(r.verdict == "over" for r in free) / max(1, len(free)),
        "handover": verdicts["handover"] / len(rows) if rows else 0.0,
        "soft": _share(soft),
        "staff": _share(staff),
        "junk": _share(junk),
    }


def _share(rows: list[Judged]) -> float:
    return sum(r.verdict in GOOD for r in rows) / len(rows) if rows else 1.0
