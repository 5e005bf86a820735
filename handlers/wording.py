"""Turns facts and verdicts into sentences. Templates hold words; facts come in as values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from handlers.model import Citation, Outcome, Part, Reply
from knowledge import Fact, Knowledge


@cache
def _environment() -> Environment:
    # Plain text: autoescape would turn quotes into entities; web pages escape on their own.
    return Environment(
        loader=PackageLoader("handlers", "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.j2")


def word(template: str, /, **values: object) -> str:
    """Render a template to plain text; a missing value raises jinja2.UndefinedError."""
    lines = (line.rstrip() for line in _template(template).render(**values).splitlines())
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip()


def cite(knowledge: Knowledge, facts: Iterable[Fact]) -> tuple[Citation, ...]:
    """Return the citations of the facts, each once, in their order."""
    return tuple(
        Citation(
            fact_id=fact.id,
            section=fact.source.section,
            line=fact.source.line,
            quote=fact.source.quote,
            cohort=knowledge.cohort_label(fact.cohort) if fact.cohort else None,
        )
        for fact in dict.fromkeys(facts)
    )


def statements(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return what the facts say, each sentence once.

    Beside a fact that sums up a list of the page, its items would say the same again.
    """
    facts = tuple(facts)
    listed = {
        (fact.offer, line)
        for fact in facts
        for line in fact.source.also_lines
        if len(fact.source.also_lines) > 1
    }
    said = [fact for fact in facts if (fact.offer, fact.source.line) not in listed]
    return tuple(dict.fromkeys(fact.statement for fact in said))


def render(reply: Reply, *, channel: str, reference: str | None) -> str:
    """Return the whole reply as plain text.

    Several parts are numbered under the enquirer's own words, in the asked order. `reference`
    names the case where one was opened. `channel` is web, email or slack.
    """
    parts = [part for part in reply.parts if part.outcome is not Outcome.SMALLTALK]
    parts = parts or list(reply.parts)
    return word(
        "reply",
        parts=[_view(part) for part in parts],
        questions=_questions(parts),
        channel=channel,
        reference=reference,
        escalated=any(part.outcome is Outcome.ESCALATE for part in parts),
    )


def _view(part: Part) -> dict[str, object]:
    return {"text": part.text, "choices": [choice.label for choice in part.choices]}


def _questions(parts: list[Part]) -> list[str]:
    """The enquirer's words above each part; none where one question makes up the reply."""
    asked = [part.heading for part in parts]
    if len(set(filter(None, asked))) < 2:
        return ["" for _ in parts]
    return ["" if n and asked[n] == asked[n - 1] else _shorten(q) for n, q in enumerate(asked)]


def _shorten(question: str, most_words: int = 12) -> str:
    words = question.split()
    return question if len(words) <= most_words else " ".join(words[:most_words]) + " ..."
