"""Words a reply as a letter: questions in the asked order, what was passed on, where it is from.

The letter is plain text with three marks that a layout may show better: a line that begins with
"# " is a heading, "1. " begins a numbered question, "- " an item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from handlers.model import Outcome, Part
from handlers.wording import word

_MOST_WORDS = 12
# Whoever forges a sender must not be able to use us to pass on links and addresses.
_LINK = re.compile(
    r"://|www\.|@|\.(?:com|net|org|info|biz|io|ru|cn|xyz|top|online|shop|site|club|link|co|uk|eu|"
    r"me|tv|app|dev)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question with what is said to it."""

    number: int
    question: str
    answers: tuple[str, ...]
    passed: tuple[str, ...]


def letter(
    parts: Sequence[Part], *, name: str, address: str, reference: str | None, automatic: bool
) -> str:
    """Return the letter.

    `name` may be empty; `address` is our own; an `automatic` letter says that it is one.
    """
    asked = _asked([part for part in parts if part.outcome is not Outcome.SMALLTALK] or parts)
    answered = [each for each in asked if each.answers]
    passed = [each for each in asked if each.passed]
    return word(
        "letter",
        name=name,
        address=address,
        reference=reference,
        automatic=automatic,
        several=len({each.question for each in asked}) > 1,
        answered=answered,
        passed=passed,
        sections=sections(parts),
    )


def sections(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the sections of the page that the parts rest on, each once, in order."""
    return tuple(dict.fromkeys(c.section for part in parts for c in part.citations))


def quotable(question: str) -> str:
    """Return at most twelve of the enquirer's words, on one line, without links and addresses."""
    words = ["…" if _LINK.search(word) else word for word in question[:2_000].split()]
    return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")


def _asked(parts: Sequence[Part]) -> list[_Asked]:
    out = []
    groups = (list(group) for _, group in groupby(parts, key=lambda part: part.question))
    for number, group in enumerate(groups, start=1):
        out.append(
            _Asked(
                number=number,
                question=quotable(group[0].heading),
                answers=tuple(_said(p) for p in group if p.outcome is not Outcome.ESCALATE),
                passed=tuple(p.text for p in group if p.outcome is Outcome.ESCALATE),
            )
        )
    return out


def _said(part: Part) -> str:
    return "\n".join([part.text, *(f"- {choice.label}" for choice in part.choices)])
