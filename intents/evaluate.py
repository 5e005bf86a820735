"""Measure the matcher on any labelled set: how often right, and does it know when it is not.

All shares are 0 to 1. The clock and the reading of memory are the caller's, so this stays pure;
the typing noise is drawn from seed 0 and the same every time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.embeddings import Encoder
from intents.features import Floats
from intents.matcher import DEFAULTS, Example, Matcher, MatcherSettings

Labelled = tuple[str, str]
Query = tuple[str, str | None]
Progress = Callable[[Iterable[Query]], Iterable[Query]]

_CHARACTERS_AN_EDIT = 12
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEPT = 0.9
_WRONG_AT_MOST = 0.05


class DataSetError(ValueError):
    """The data set is not of the form {"train": [[text, intent]], "test": [[text, intent]]}."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """Labelled texts to learn from and to be measured on."""

    train: tuple[Labelled, ...]
    """Text and intent."""
    test: tuple[Query, ...]
    """Text and intent, or None for out of scope."""


def read_data_set(told: object) -> DataSet:
    """Check what a JSON file held; raises DataSetError that names place, finding and need."""
    if not isinstance(told, dict):
        raise DataSetError(f"top level: found {type(told).__name__}, allowed is an object")
    for key in ("train", "test"):
        if not isinstance(told.get(key), list) or not told[key]:
            raise DataSetError(f'key "{key}": must be a list of [text, intent] with an entry')
    train, test = [], []
    for at, entry in enumerate(told["train"]):
        text, intent = _pair("train", at, entry)
        if intent is None:
            raise DataSetError(f"train[{at}]: found null as intent, allowed is a text")
        train.append((text, intent))
    for at, entry in enumerate(told["test"]):
        test.append(_pair("test", at, entry))
    if len({intent for _, intent in train}) < 2:
        raise DataSetError('key "train": found one intent only, needed are two or more')
    return DataSet(tuple(train), tuple(test))


def _pair(part: str, at: int, entry: object) -> Query:
    match entry:
        case [str(text), (str() | None) as intent]:
            return text, intent
    raise DataSetError(f"{part}[{at}]: found {entry!r:.60}, allowed is [text, intent or null]")


def evaluate(
    train: Iterable[Labelled],
    test: Sequence[Query],
    *,
    clock: Callable[[], float],
    rss_mb: Callable[[], float],
    settings: MatcherSettings = DEFAULTS,
    encoder: Encoder | None = None,
    progress: Progress = iter,
) -> dict[str, object]:
    """Fit on `train`, measure on `test` as it is and with typing noise.

    `clock` returns seconds, `rss_mb` the memory of the process in MB; `progress` may watch the
    queries go by. With an `encoder` meanings are looked at too. Without out-of-scope queries `auroc` and `oos_recall_at_90` are None, without
    in-scope ones also `accuracy` and `coverage_at_5`.
    """
    begin = clock()
    examples = [Example(text, intent) for text, intent in train]
    matcher = Matcher.fit(examples, settings=settings, encoder=encoder)
    fit_s = clock() - begin
    clean, times = _measure(matcher, progress(test), clock)
    rng = random.Random(0)
    noisy, _ = _measure(matcher, progress([(misspell(text, rng), i) for text, i in test]), clock)
    return {
        "accuracy": clean.accuracy(),
        "auroc": clean.auroc(),
        "oos_recall_at_90": clean.oos_recall_at_90(),
        "coverage_at_5": clean.coverage_at_5(),
        "joint": clean.joint(),
        "fit_s": fit_s,
        "p50_ms": float(np.percentile(times, 50)),
        "p95_ms": float(np.percentile(times, 95)),
        "rss_mb": rss_mb(),
        "noisy": {"accuracy": noisy.accuracy(), "joint": noisy.joint()},
    }


def misspell(text: str, rng: random.Random) -> str:
    """Return the text with one random edit per 12 characters, at least one.

    An edit drops, adds or replaces a letter, or swaps two neighbours.
    """
    letters = list(text)
    for _ in range(max(1, round(len(text) / _CHARACTERS_AN_EDIT))):
        at = rng.randrange(len(letters)) if letters else 0
        kind = rng.choice(("drop", "add", "replace", "swap"))
        if kind == "add" or not letters:
            letters.insert(at, rng.choice(_LETTERS))
        elif kind == "drop":
            del letters[at]
        elif kind == "replace":
            letters[at] = rng.choice(_LETTERS)
        elif at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the test queries, one entry each."""

    confidence: Floats
    """Of the best reading."""
    right: NDArray[np.bool_]
    """In scope, and the best reading is the right one."""
    in_scope: NDArray[np.bool_]
    """The query has an intent at all."""

    def accuracy(self) -> float | None:
        """Return the share of in-scope queries whose best intent is right."""
        return float(self.right[self.in_scope].mean()) if self.in_scope.any() else None

    def auroc(self) -> float | None:
        """Return how likely an in-scope query is surer than an out-of-scope one; ties are half."""
        inside, outside = self.confidence[self.in_scope], np.sort(self.confidence[~self.in_scope])
        if not len(inside) or not len(outside):
            return None
        below = np.searchsorted(outside, inside, side="left")
        not_above = np.searchsorted(outside, inside, side="right")
        return float((below + not_above).mean() / 2.0 / len(outside))

    def oos_recall_at_90(self) -> float | None:
        """Return the share of out-of-scope queries under the threshold that keeps 90 % in scope."""
        inside, outside = np.sort(self.confidence[self.in_scope]), self.confidence[~self.in_scope]
        if not len(inside) or not len(outside):
            return None
        threshold = inside[int((1.0 - _KEPT) * len(inside) + 1e-9)]
        return float((outside < threshold).mean())

    def coverage_at_5(self) -> float | None:
        """Return the share of in-scope queries answered rightly with at most 5 % wrong answers."""
        if not self.in_scope.any():
            return None
        answered, right, _ = self._by_threshold()
        allowed = (answered - right) <= _WRONG_AT_MOST * answered
        loosest = int(np.flatnonzero(allowed)[-1])  # answering nothing is always allowed
        return float(right[loosest] / self.in_scope.sum())

    def joint(self) -> float:
        """Return the best share, over thresholds, of right answers and right refusals."""
        _, right, refused = self._by_threshold()
        return float((right + refused).max() / len(self.right))

    def _by_threshold(self) -> tuple[Floats, Floats, Floats]:
        """Return answered, rightly answered and rightly refused, from strict to loose."""
        order = np.argsort(-self.confidence, kind="stable")
        ordered = self.confidence[order]
        last = np.append(
            ordered[1:] < ordered[:-1], True
        )  # equal confidences stand or fall together
        places = np.concatenate(([0], np.flatnonzero(last) + 1))
        right = np.concatenate(([0.0], np.cumsum(self.right[order])))[places]
        outside = np.concatenate(([0.0], np.cumsum(~self.in_scope[order])))[places]
        return places.astype(np.float64), right, outside[-1] - outside


def _measure(
    matcher: Matcher, queries: Iterable[Query], clock: Callable[[], float]
) -> tuple[Outcome, list[float]]:
    confidence, right, in_scope, times = [], [], [], []
    for text, intent in queries:
        begin = clock()
        ranking = matcher.rank(text)
        times.append((clock() - begin) * 1000.0)
        best = ranking.candidates[0].intent if ranking.candidates else None
        confidence.append(ranking.confidence)
        right.append(intent is not None and best == intent)
        in_scope.append(intent is not None)
    return Outcome(np.array(confidence), np.array(right), np.array(in_scope)), times
