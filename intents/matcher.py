"""The trained matcher: phrasings in, a ranking of intents for any text out.

Pure and deterministic: the same examples and settings give the same matcher to the last bit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from intents import heads
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
from intents.held_out import HeldOut, score_held_out
from intents.model import Candidate
from intents.postings import Postings, similarities, transpose
from intents.spelling import Speller
from intents.stacker import Stacker, fit_stacker, signs

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
    stranger_importance: float = 0.3
    """Weight of a held-out intent's example against a held-out example, for the confidence."""
    spelling_cutoff: float = 0.75
    """Least similarity, 0 to 1, of a misspelt word with a known one."""
    spelling_shortest: int = 4
    """Fewer letters are never corrected."""


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


@dataclass(frozen=True, slots=True)
class Matcher:
    """A fitted matcher; make one with `fit`."""

    settings: MatcherSettings
    examples: tuple[Example, ...]
    """Sorted by intent; all arrays follow this order."""
    intents: tuple[str, ...]
    """Sorted."""
    borders: Ints
    """Where each intent's examples begin; one entry more than intents."""
    vocabulary: Vocabulary
    speller: Speller
    postings: Postings
    groups: Ints
    """First example of each group whose mean cosine the readings are made of."""
    dual: Floats32
    """Groups x (logistic reading of each intent, then ridge reading of each)."""
    stacker: Stacker
    temperature: float
    """Divides logits before they become shares of probability."""

    @classmethod
    def fit(
        cls,
        examples: Iterable[Example],
        *,
        protected: frozenset[str] = frozenset(),
        settings: MatcherSettings = DEFAULTS,
    ) -> Self:
        """Learn from examples of at least two intents.

        `protected` words count as spelt right although no example has them.
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
        concepts = [tuple(dict.fromkeys(example.concepts)) for example in ordered]
        vocabulary, rows = fit_vocabulary(texts, concepts, settings.weights)
        postings = transpose(rows, len(vocabulary.idf))
        groups = _groups(borders, settings)
        dual, held_out = _fit_readings(rows, postings, owners, borders, groups, settings)
        return cls(
            settings=settings,
            examples=ordered,
            intents=intents,
            borders=borders,
            vocabulary=vocabulary,
            speller=Speller(
                Counter(word for text in texts for word in text),
                protected,
                cutoff=settings.spelling_cutoff,
                shortest=settings.spelling_shortest,
            ),
            postings=postings,
            groups=groups,
            dual=dual,
            stacker=_fit_confidence(held_out, settings.stranger_importance),
            temperature=_fit_temperature(held_out),
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
        near = heads.nearest(cosines, self.borders)
        readings = ((self._means(cosines) + 1.0).astype(np.float32) @ self.dual).astype(np.float64)
        logits, ridge = readings[: len(self.intents)], readings[len(self.intents) :]
        if self._grouped:
            logits = logits + self.settings.nearest_weight * near
        best = int(logits.argmax())
        share = 1.0 / float(np.exp(logits - logits[best]).sum())
        confidence = float(self.stacker.confidence(signs(share, ridge[best], near[best])))
        return Ranking(
            self._candidates(logits, confidence),
            confidence,
            corrected,
            unknown,
            self._nearest(cosines),
        )

    @property
    def _grouped(self) -> bool:
        return len(self.groups) < len(self.examples)

    def _means(self, cosines: Floats) -> Floats:
        if not self._grouped:
            return cosines
        sizes = np.diff(self.groups, append=len(cosines))
        return np.asarray(np.add.reduceat(cosines, self.groups) / sizes)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as named arrays, none of them pickled, for an .npz file."""
        from intents import fit_cache  # it imports this module, so not before it is needed

        return fit_cache.to_arrays(self)

    @staticmethod
    def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Matcher:
        """Return the matcher that `to_arrays` took apart; see `fit_cache` for keys and errors."""
        from intents import fit_cache

        return fit_cache.from_arrays(arrays)

    def _spell(self, word: str) -> str:
        return word if self.vocabulary.knows(word) else self.speller.correct(word)

    def _candidates(self, logits: Floats, confidence: float) -> tuple[Candidate, ...]:
        """Give the best intent the confidence, others in proportion, all together at most one."""
        order = np.argsort(-logits, kind="stable")[:CANDIDATES]
        shares = np.exp((logits[order] - logits[order[0]]) / self.temperature)
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


def _groups(borders: Ints, settings: MatcherSettings) -> Ints:
    """Return the first example of each group.

    Groups never cross intents, and as examples are sorted by text they start with similar words.
    """
    examples = int(borders[-1])
    if examples <= settings.exact_up_to:
        return np.arange(examples)
    groups = min(settings.groups, settings.cells // examples)
    firsts = []
    for begin, end in zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True):
        parts = max(1, round((end - begin) * groups / examples))
        firsts.append(begin + np.arange(parts) * (end - begin) // parts)
    return np.concatenate(firsts)


def _fit_readings(
    rows: Rows,
    postings: Postings,
    owners: Ints,
    borders: Ints,
    groups: Ints,
    settings: MatcherSettings,
) -> tuple[Floats32, HeldOut]:
    """Fit on everything, and again on parts to see how unseen texts are read."""
    exact = len(groups) == len(owners)
    spanning = rows if exact else rows.merged(groups)
    basis = heads.span(similarities(rows, spanning, len(postings.starts) - 1), groups)
    weights = heads.fit(basis.coordinates, owners, len(borders) - 1, settings.penalties)
    dual = np.hstack((basis.back @ weights.logistic, basis.back @ weights.ridge))
    nearest_weight = 0.0 if exact else settings.nearest_weight
    held_out = score_held_out(
        basis.coordinates,
        weights.inverse,
        owners,
        borders,
        rows,
        postings,
        settings.penalties,
        nearest_weight,
    )
    return dual, held_out


def _fit_confidence(held_out: HeldOut, stranger_importance: float) -> Stacker:
    row, best = np.arange(len(held_out.owners)), held_out.logits.argmax(axis=1)
    found = signs(
        heads.softmax(held_out.logits)[row, best],
        held_out.ridge[row, best],
        held_out.nearest[row, best],
    )
    right = (best == held_out.owners).astype(np.float64)
    importance = np.where(held_out.owners < 0, stranger_importance, 1.0)
    return fit_stacker(found, right, importance)


def _fit_temperature(held_out: HeldOut) -> float:
    """Return the temperature under which the right intents of held-out examples are likeliest."""
    fitted = held_out.owners >= 0
    logits, owners = held_out.logits[fitted], held_out.owners[fitted]
    best, best_loss = 1.0, np.inf
    for temperature in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0):
        chances = heads.softmax(logits / temperature)[np.arange(len(owners)), owners]
        loss = -float(np.log(np.maximum(chances, 1e-9)).sum())
        if loss < best_loss:
            best, best_loss = temperature, loss
    return best
