"""Folding, tokens and phrase look-up: the plain handling of words that everything here shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

# What people and their keyboards put in place of plain characters.
_FOLDS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2026": "...", "\u00d7": "x",
        "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
        "\u00ad": None, "\x00": None,
    }
)  # fmt: skip
# "3yrs" is two words; so is "18months".
_TOKEN = re.compile(
    r"\d+(?=(?:yrs?|years?|mths?|months?|wks?|weeks?|hrs?|hours?|days?)\b)|[a-z0-9]+(?:'[a-z]+)*|[%£?@]"
)
_CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")
MAX_CHARACTERS = 30_000  # the newest text of any real enquiry is far shorter; bounds every loop


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text."""

    form: str
    """Folded and in lower case."""
    start: int
    """Offset in the folded text."""
    end: int
    """Offset behind the last character."""
    capital: bool
    """Written with a capital first letter."""


def fold(text: str) -> str:
    """Return the text with plain quotes, dashes and spaces; case and line ends are kept.

    Lone surrogates and control characters go; longer input than 30,000 characters is cut.
    """
    text = text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFKC", text.translate(_FOLDS)).translate(_FOLDS)
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def tokenise(folded: str) -> tuple[Token, ...]:
    """Split folded text into words; `%`, `£`, `?` and `@` are words of their own."""
    lower = folded.lower()
    if len(lower) != len(folded):  # a few capitals grow when lowered ("İ"): keep offsets true
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)
    return tuple(
        Token(m.group(), m.start(), m.end(), folded[m.start()].isupper())
        for m in _TOKEN.finditer(lower)
    )


def words(text: str) -> tuple[str, ...]:
    """Return the word forms of any text."""
    return tuple(token.form for token in tokenise(fold(text)))


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found in a text."""

    value: T
    """What the phrase stands for."""
    first: int
    """Index of its first word."""
    last: int
    """Index behind its last word."""


class PhraseIndex(Generic[T]):
    """Finds known phrases in a list of words; where phrases overlap, the longest wins."""

    def __init__(self, phrases: Mapping[str, T] | Iterable[tuple[str, T]]) -> None:
        pairs = phrases.items() if isinstance(phrases, Mapping) else phrases
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in pairs:
            forms = words(phrase)
            if forms:
                self._by_first.setdefault(forms[0], []).append((forms, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def vocabulary(self) -> frozenset[str]:
        """Return every word that occurs in a phrase."""
        entries = (entry for group in self._by_first.values() for entry in group)
        return frozenset(form for forms, _ in entries for form in forms)

    def find(self, forms: tuple[str, ...]) -> tuple[Hit[T], ...]:
        """Return the longest match at each place, left to right, without overlap."""
        if self._by_first.keys().isdisjoint(forms):  # most indexes know no word of most texts
            return ()
        hits: list[Hit[T]] = []
        at = 0
        while at < len(forms):
            hit = self._match(forms, at)
            if hit is None:
                at += 1
            else:
                hits.append(hit)
                at = hit.last
        return tuple(hits)

    def find_all(self, forms: tuple[str, ...]) -> tuple[Hit[T], ...]:
        """Return every match at every place, overlaps included."""
        return tuple(
            Hit(value, at, at + len(phrase))
            for at, form in enumerate(forms)
            for phrase, value in self._by_first.get(form, ())
            if forms[at : at + len(phrase)] == phrase
        )

    def _match(self, forms: tuple[str, ...], at: int) -> Hit[T] | None:
        for phrase, value in self._by_first.get(forms[at], ()):
            if forms[at : at + len(phrase)] == phrase:
                return Hit(value, at, at + len(phrase))
        return None
