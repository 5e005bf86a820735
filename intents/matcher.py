"""The trained matcher: phrasings in, a ranking of intents for any text out.

Pure and deterministic: the same examples and settings give the same matcher to the last bit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from intents import heads
from intents.embeddings import Encoder
from intents.features import (
    BlockWeights,
    Floats,
    Floats32,
    Ints,
    Rows,
    Vocabulary,
    fit_vocabulary,
    tokens,
)
from intents.margins import MarginFit, Margins
from intents.meanings import Meanings, MeaningSettings, encode_all, join
from intents.model import Candidate
from intents.postings import Postings, similarities, transpose
from intents.readings import Layout, Read, Reading, fit_reading, lay_out, marks_of
from intents.spelling import Speller

CANDIDATES = 10
NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One phrasing to learn from."""

    text: str
    """As a person would write it."""
    intent: str
    """Id of the intent that it asks for."""
    concepts: tuple[str, ...] = ()
    """Ids of the lexicon's concepts that occur in it."""


@dataclass(frozen=True, slots=True)
class MatcherSettings:
    """What the fit can be tuned with; the defaults were chosen by cross-validation."""

    weights: BlockWeights = field(default_factory=BlockWeights)
    """Shares of words, pieces and concepts."""
    penalties: heads.Penalties = field(default_factory=heads.Penalties)
    """How far single examples are trusted."""
    groups: int = 1000
    """About how many means stand for the examples of a large catalogue in the fit, at most."""
    cells: int = 8_000_000
    """Examples times groups, at most: bounds the memory of the fit, four bytes each."""
    exact_up_to: int = 1600
    """Up to so many examples, each stands for itself."""
    nearest_weight: float = 1.5
    """What the cosine of the nearest example adds to an intent's logit where means stand in."""
    margin_weight: float = 8.0
    """What a margin adds to an intent's logit where means stand in."""
    stranger_importance: float = 0.3
    """Weight of a held-out intent's example against a held-out example, for the confidence."""
    spelling_cutoff: float = 0.75
    """Least similarity, 0 to 1, of a misspelt word with a known one."""
    spelling_shortest: int = 4
    """Fewer letters are never corrected."""
    meanings: MeaningSettings = field(default_factory=MeaningSettings)
    """How a sentence embedding is used where one is given."""


DEFAULTS = MatcherSettings()


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the matcher makes of one text."""

    candidates: tuple[Candidate, ...] = ()
    """Best first, at most ten; empty when nothing of the text is known."""
    confidence: float = 0.0
    """0 to 1: the best candidate is right and the text is in scope."""
    corrected: Mapping[str, str] = field(default_factory=dict)
    """Spelling corrections made, written word -> taken for."""
    unknown: tuple[str, ...] = ()
    """Words that no example has in any inflection, after correction, in the order of the text."""
    nearest: tuple[tuple[str, str, float], ...] = ()
    """The three nearest examples: text, intent, cosine."""
    by_meaning: bool = False
    """The words left it unsure, and meanings were looked at too."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """A fitted matcher; make one with `fit`."""

    settings: MatcherSettings
    examples: tuple[Example, ...]
    """Sorted by intent; all arrays follow this order."""
    intents: tuple[str, ...]
    """Sorted."""
    layout: Layout
    """Where each intent's examples stand."""
    vocabulary: Vocabulary
    speller: Speller
    postings: Postings
    reading: Reading
    """Over words."""
    margins: Margins | None = None
    """Planes between the intents; None where each example stands for itself."""
    meanings: Meanings | None = None
    """The second reading; None without an embedding."""

    @classmethod
    def fit(
        cls,
        examples: Iterable[Example],
        *,
        protected: frozenset[str] = frozenset(),
        settings: MatcherSettings = DEFAULTS,
        encoder: Encoder | None = None,
        vectors: Mapping[str, Floats32] | None = None,
    ) -> Self:
        """Learn from examples of at least two intents.

        `protected` words count as spelt right although no example has them. With an `encoder` a
        second reading is fitted; `vectors` are those that texts of examples are known to have.
        """
        ordered = tuple(sorted(set(examples), key=lambda e: (e.intent, e.text, e.concepts)))
        intents = tuple(sorted({example.intent for example in ordered}))
        if len(intents) < 2:
            raise ValueError(
                f"the matcher needs examples of at least two intents, got {len(intents)}: "
                f"{', '.join(intents) or 'none'}; add phrasings for another intent"
            )
        number = {intent: i for i, intent in enumerate(intents)}
        owners = np.array([number[example.intent] for example in ordered], dtype=np.int64)
        borders = np.searchsorted(owners, np.arange(len(intents) + 1)).astype(np.int64)
        texts = [tokens(example.text) for example in ordered]
        spoken = [" ".join(text) for text in texts]
        marks = marks_of(spoken)
        layout = lay_out(
            borders,
            marks,
            groups=settings.groups,
            cells=settings.cells,
            exact_up_to=settings.exact_up_to,
        )
        concepts = [tuple(dict.fromkeys(example.concepts)) for example in ordered]
        vocabulary, rows = fit_vocabulary(texts, concepts, owners, settings.weights)
        postings = transpose(rows, len(vocabulary.idf))
        planes = None
        if layout.grouped:
            planes = MarginFit(rows, owners, marks, len(intents), len(vocabulary.idf))
        reading, meanings = _fit_readings(
            rows, postings, layout, marks, settings, spoken, encoder, vectors, planes
        )
        return cls(
            settings=settings,
            examples=ordered,
            intents=intents,
            layout=layout,
            vocabulary=vocabulary,
            speller=Speller(
                Counter(word for text in texts for word in text),
                protected,
                cutoff=settings.spelling_cutoff,
                shortest=settings.spelling_shortest,
            ),
            postings=postings,
            reading=reading,
            margins=planes.margins() if planes else None,
            meanings=meanings,
        )

    def rank(self, text: str, concepts: Iterable[str] = ()) -> Ranking:
        """Rank the intents for a text; `concepts` are the ids that the caller found in it."""
        written = tokens(text)
        words = tuple(self._spell(word) for word in written)
        corrected = {a: b for a, b in zip(written, words, strict=True) if a != b}
        unknown = tuple(dict.fromkeys(w for w in words if not self.vocabulary.knows(w)))
        vector = self.vocabulary.vector(words, dict.fromkeys(concepts))
        if not len(vector.features):
            return Ranking(corrected=corrected, unknown=unknown)
        cosines = self.postings.cosines(vector)
        margins = self.margins.of(vector) if self.margins is not None else None
        read = self.reading.read(cosines, self.layout, margins)
        by_meaning = self.meanings is not None and read.confidence < self.settings.meanings.sure
        if self.meanings is not None and by_meaning:
            meant = self.meanings.vectors @ self.meanings.encoder.encode([" ".join(words)])[0]
            cosines = join(cosines, meant, self.settings.meanings.share).astype(np.float64)
            read = self.meanings.reading.read(cosines, self.layout, margins)
        return Ranking(
            self._candidates(read),
            read.confidence,
            corrected,
            unknown,
            self._nearest(cosines),
            by_meaning,
        )

    def _spell(self, word: str) -> str:
        return word if self.vocabulary.knows(word) else self.speller.correct(word)

    def _candidates(self, read: Read) -> tuple[Candidate, ...]:
        """Give the best intent the confidence, others in proportion, all together at most one."""
        logits, confidence = read.logits, read.confidence
        order = np.argsort(-logits, kind="stable")[:CANDIDATES]
        temperature = self.reading.temperature
        shares = np.exp((logits[order] - logits[order[0]]) / temperature)
        rest = confidence * float(shares[1:].sum())
        shrink = min(1.0, (1.0 - confidence) / rest) if rest > 0.0 else 1.0
        return tuple(
            Candidate(self.intents[i], confidence * (float(share) * shrink if place else 1.0))
            for place, (i, share) in enumerate(zip(order, shares, strict=True))
        )

    def _nearest(self, cosines: Floats) -> tuple[tuple[str, str, float], ...]:
        top = np.argpartition(-cosines, min(NEAREST_SHOWN, len(cosines)) - 1)[:NEAREST_SHOWN]
        order = sorted(top.tolist(), key=lambda i: (-cosines[i], i))
        return tuple(
            (self.examples[i].text, self.examples[i].intent, float(cosines[i])) for i in order
        )


def _fit_readings(
    rows: Rows,
    postings: Postings,
    layout: Layout,
    marks: Ints,
    settings: MatcherSettings,
    texts: list[str],
    encoder: Encoder | None,
    vectors: Mapping[str, Floats32] | None,
    planes: MarginFit | None,
) -> tuple[Reading, Meanings | None]:
    """Fit the reading over words and, with an encoder, the one over words and meanings."""
    fit = partial(
        fit_reading,
        layout=layout,
        marks=marks,
        nearest_weight=settings.nearest_weight,
        stranger_importance=settings.stranger_importance,
        margins=partial(_margins_without, planes, rows) if planes is not None else None,
        margin_weight=settings.margin_weight,
    )
    spanning = rows.merged(layout.groups) if layout.grouped else rows
    similarity = similarities(rows, spanning, len(postings.starts) - 1)

    def of_words(example: int) -> Floats:
        return postings.cosines(rows.vector(example))

    meanings = None
    if encoder is not None:
        how = settings.meanings
        known = encode_all(encoder, texts, vectors)

        def of_both(example: int) -> Floats:
            return join(of_words(example), known @ known[example], how.share).astype(np.float64)

        joined = join(similarity, known @ layout.means(known).T, how.share)
        meanings = Meanings(
            encoder, tuple(texts), known, fit(joined, of_both, penalties=how.penalties)
        )
    return fit(similarity, of_words, penalties=settings.penalties), meanings


def _margins_without(
    planes: MarginFit, rows: Rows, kept: NDArray[np.bool_]
) -> Callable[[int], Floats]:
    """What planes that have not seen the kept examples say of an example."""
    unseen = planes.without(kept)
    return lambda example: unseen.of(rows.vector(example))
