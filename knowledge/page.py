"""The page that the facts come from, as text: lines from 1, compared without typography.

The page mixes non-breaking with plain spaces and curved with straight quotes, and both come and
go whenever it is edited; neither changes what it says, so both are folded away.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_DIGITS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
}
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join(_DIGITS)})\b")


def fold(text: str) -> str:
    """The text in lower case with plain quotes, plain hyphens and single spaces."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_TYPOGRAPHY)
    return " ".join(plain.casefold().split())


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text as digits; "five" counts as 5, "first" is no number."""
    found = _NUMBER.findall(fold(text))
    return frozenset(_DIGITS.get(number, number).replace(",", "") for number in found)


def mark_of(line: str) -> str:
    """A short fingerprint of a line: the same as long as no word of it changes."""
    return hashlib.sha256(fold(line).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, folded."""

    lines: tuple[str, ...]
    """In order; the first is line 1."""

    @classmethod
    def from_text(cls, text: str) -> Page:
        """Cuts at line feeds alone: editors count lines so, `splitlines` does not."""
        return cls(tuple(fold(line) for line in text.split("\n")))

    def line(self, number: int) -> str:
        """The folded line; empty beyond the end of the page."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def says(self, phrase: str, number: int) -> bool:
        """Whether the phrase stands on that line, as whole words."""
        wanted = rf"(?<!\w){re.escape(fold(phrase))}(?!\w)"
        return re.search(wanted, self.line(number)) is not None

    def lines_that_say(self, phrase: str) -> tuple[int, ...]:
        """Every line on which the phrase stands."""
        return tuple(n for n in range(1, len(self.lines) + 1) if self.says(phrase, n))

    def has_heading(self, heading: str, before: int) -> bool:
        """Whether a line above `before`, or that line itself, is this heading and nothing else."""
        return fold(heading) in self.lines[:before]
