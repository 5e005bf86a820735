"""Misspelt words become the training word that they resemble most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_CACHE_LIMIT = 20_000  # words; a service that runs for months must not grow without end


class Speller:
    """Corrects words that neither training nor the caller knows.

    The nearest word is taken by optimal string alignment (a swap of neighbours is one edit); where
    two are as near, the one that is more frequent in training. Answers are remembered.
    """

    def __init__(
        self,
        frequencies: Mapping[str, int],
        protected: Iterable[str] = (),
        *,
        cutoff: float,
        shortest: int,
    ) -> None:
        """`cutoff` is a similarity from 0 to 1; words shorter than `shortest` stay as they are."""
        self.frequencies = dict(frequencies)
        self.protected = frozenset(protected)
        self._known = self.protected | self.frequencies.keys()
        self._cutoff = cutoff
        self._shortest = shortest
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(frequencies, key=lambda word: (-frequencies[word], word)):
            if not word.isdigit():
                self._by_length.setdefault(len(word), []).append(word)
        self._cache: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """Return the word itself, or the known word that it most likely stands for."""
        if word in self._known or len(word) < self._shortest or not word.isalpha():
            return word
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            found = self._cache[word] = self._nearest(word)
        return found

    def _nearest(self, word: str) -> str:
        best, best_score = word, 0.0
        # similarity is 1 - edits / longer length, so lengths further apart cannot reach the cutoff
        reach = range(int(len(word) * self._cutoff), int(len(word) / self._cutoff) + 1)
        for length in sorted(reach, key=lambda length: abs(length - len(word))):
            hit = process.extractOne(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.normalized_similarity,
                score_cutoff=max(self._cutoff, best_score),
            )
            if hit is not None and hit[1] > best_score:
                best, best_score = hit[0], hit[1]
        return best
