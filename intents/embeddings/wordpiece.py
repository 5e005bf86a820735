"""Cuts a text into the pieces of words that a BERT model knows (uncased WordPiece).

Source: github.com/google-research/bert `tokenization.py`: lower case, accents off, punctuation
apart, then from the left the longest known piece; pieces inside a word begin with "##".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from intents.embeddings.errors import ModelError

_LONGEST_WORD = 100  # characters; longer ones are unknown
_SPECIAL = ("[UNK]", "[CLS]", "[SEP]")
_NOT_ALPHANUMERIC = ((33, 47), (58, 64), (91, 96), (123, 126))  # ASCII signs such as "+" and "$"
# Scripts written without blanks, each sign a word of its own.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The vocabulary of a model."""

    numbers: Mapping[str, int]
    """Piece -> its row in the model."""

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read a `vocab.txt`: one piece a line, in the order of the model's rows."""
        try:
            lines = content.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise ModelError(f"the vocabulary is not UTF-8: {error}") from None
        numbers = {piece.rstrip("\r"): row for row, piece in enumerate(lines) if piece}
        missing = [piece for piece in _SPECIAL if piece not in numbers]
        if missing:
            raise ModelError(f"the vocabulary lacks {', '.join(missing)}")
        return cls(numbers)

    def cut(self, text: str, longest: int) -> tuple[int, ...]:
        """Return the rows of a text's pieces between those of start and end, `longest` at most."""
        rows = [self.numbers["[CLS]"]]
        for word in split_words(text):
            rows.extend(self._pieces(word))
            if len(rows) >= longest:
                break
        return (*rows[: longest - 1], self.numbers["[SEP]"])

    def _pieces(self, word: str) -> list[int]:
        unknown = [self.numbers["[UNK]"]]
        if len(word) > _LONGEST_WORD:
            return unknown
        rows: list[int] = []
        at = 0
        while at < len(word):
            mark = "##" if at else ""
            for end in range(len(word), at, -1):
                row = self.numbers.get(mark + word[at:end])
                if row is not None:
                    rows.append(row)
                    at = end
                    break
            else:
                return unknown
        return rows


def split_words(text: str) -> list[str]:
    """Return the words and signs of a text, in lower case and without accents."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(_spaced(character) for character in plain).split()


@lru_cache(maxsize=4096)
def _spaced(character: str) -> str:
    """Return the character as it goes into a word, or set apart by blanks, or not at all."""
    category, code = unicodedata.category(character), ord(character)
    if character.isspace():
        return " "
    if category == "Mn" or category.startswith("C") or code == 0xFFFD:
        return ""
    sign = category.startswith("P") or _within(code, _NOT_ALPHANUMERIC)
    return f" {character} " if sign or _within(code, _IDEOGRAPHS) else character


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
