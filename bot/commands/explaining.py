"""What `npq-bot intents explain` prints: each step from the words to the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from handlers.caution import hold_back
from handlers.decide import Decision, Thresholds, decide
from handlers.weighing import weigh
from intents.ear import Ear
from intents.model import Interpretation, Question

_SHOWN = 5


def explain(ear: Ear, text: str, *, channel: str, limits: Thresholds, today: date) -> Iterator[str]:
    """Yield the lines for one enquiry without any talk before it."""
    found = ear.interpret(text, channel=channel, today=today)
    for wrong, taken in found.corrected.items():
        yield f"corrected    {wrong} -> {taken}"
    for key, value in found.circumstances.items():
        yield f"told         {key}: {value}"
    for key, value in found.supposed.items():
        yield f"supposed     {key}: {value}"
    if found.signals:
        yield f"signals      {', '.join(sorted(found.signals))}"
    if found.posts:
        yield f"posts        {', '.join(found.posts)}"
    if not found.questions:
        yield "no question was found"
    for question in found.questions:
        yield f'question     "{question.text}"'
        yield from _heard(question)
        yield from _matched(ear, question)
        yield from _decided(ear, found, question, limits)


def _heard(question: Question) -> Iterator[str]:
    rows: Mapping[str, object] = {
        "words": " ".join(question.words),
        "offers": ", ".join(question.offers),
        "set aside": ", ".join(question.excluded_offers),
        "hinted": ", ".join(question.hinted_offers),
        "concepts": ", ".join(sorted(question.concepts)),
        "kinds": ", ".join(sorted(question.kinds)),
        "telling": ", ".join(question.telling),
        "unexplained": ", ".join(question.unexplained),
        "staff gates": ", ".join(question.gates),
        "cohort": question.cohort,
        "premises": ", ".join(question.premises),
        "marks": ", ".join(
            name
            for name in ("personal", "general", "negated", "elliptic", "asks")
            if getattr(question, name)
        ),
    }
    for name, value in rows.items():
        if value:
            yield f"  {name:<12} {value}"


def _matched(ear: Ear, question: Question) -> Iterator[str]:
    sentence = ear.hearing.sentence(question.text, asks=question.asks)
    ranking = ear.reader.rank(sentence)
    by = "words and meanings" if ranking.by_meaning else "words"
    yield f"  matcher      confidence {question.confidence:.3f}, by {by}"
    for candidate in question.candidates[:_SHOWN]:
        yield f"    {candidate.probability:.3f}  {candidate.intent}"
    for phrasing, intent, cosine in ranking.nearest:
        yield f'  like         {cosine:.2f} {intent}: "{phrasing}"'


def _decided(
    ear: Ear, found: Interpretation, question: Question, limits: Thresholds
) -> Iterator[str]:
    catalogue = ear.catalogue.intents
    about = frozenset(found.offers)
    yield "  readings     after offers, concepts and kinds of answer were weighed"
    for intent, share in weigh(question, catalogue, about)[:_SHOWN]:
        yield f"    {share:.3f}  {intent} ({catalogue[intent].policy})"
    yield (
        f"  thresholds   confidence {limits.confidence}, with unexplained words"
        f" {limits.mysterious}; share {limits.share}; score to answer {limits.answer},"
        f" to ask back {limits.clarify}"
    )
    decision = hold_back(decide(question, catalogue, limits, about=about), limits)
    yield f"  decision     {_in_words(decision)}"


def _in_words(decision: Decision) -> str:
    named = " and ".join(filter(None, (decision.intent, decision.staff)))
    said = f"{decision.verdict} {named}".strip()
    if decision.choices and decision.verdict == "choose":
        said = f"{decision.verdict} {', '.join(decision.choices)}"
    score = f", score {decision.score:.3f}" if decision.score < 1.0 else ""
    return f"{said} ({decision.why}{score})"
