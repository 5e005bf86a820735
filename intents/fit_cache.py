"""A fitted matcher as plain arrays and back, so that a process need not learn at every start.

Nothing is pickled: words travel as JSON in a byte array, so a cache file can do no harm. Where the
bytes are kept is the caller's business; `cache_key` says when they are out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from intents.features import BlockWeights, Vocabulary
from intents.heads import Penalties
from intents.matcher import DEFAULTS, Example, Matcher, MatcherSettings
from intents.postings import Postings
from intents.spelling import Speller
from intents.stacker import Stacker

Arrays = dict[str, NDArray[Any]]  # of several types: bytes, integers, floats

CODE_VERSION = 1  # raise it with any change that makes a fit come out differently


class CacheError(ValueError):
    """The arrays are no fitted matcher of this version; fit again."""


def cache_key(
    examples: Iterable[Example],
    *,
    protected: frozenset[str] = frozenset(),
    settings: MatcherSettings = DEFAULTS,
) -> str:
    """Return a name for the fit of these examples: equal key, equal matcher."""
    told = {
        "version": CODE_VERSION,
        "settings": asdict(settings),
        "protected": sorted(protected),
        "examples": sorted({(e.intent, e.text, e.concepts) for e in examples}),
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def to_bytes(matcher: Matcher) -> bytes:
    """Return the matcher as the content of an .npz file."""
    store = BytesIO()
    np.savez(store, **to_arrays(matcher))  # type: ignore[arg-type]  # a stub mistakes it for a flag
    return store.getvalue()


def from_bytes(content: bytes) -> Matcher:
    """Return the matcher that `to_bytes` stored; raises CacheError for anything else."""
    try:
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            return from_arrays({name: stored[name] for name in stored.files})
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise CacheError(
            f"not a fitted matcher ({error}); remove the cache and fit again"
        ) from None


def to_arrays(matcher: Matcher) -> Arrays:
    """Return everything that a matcher consists of as named arrays."""
    words = {
        "version": CODE_VERSION,
        "settings": asdict(matcher.settings),
        "examples": [[e.text, e.intent, list(e.concepts)] for e in matcher.examples],
        "stems": list(matcher.vocabulary.stems),
        "pieces": list(matcher.vocabulary.pieces),
        "concepts": list(matcher.vocabulary.concepts),
        "frequencies": list(matcher.speller.frequencies.items()),
        "protected": sorted(matcher.speller.protected),
        "temperature": matcher.temperature,
        "bias": matcher.stacker.bias,
    }
    return {
        "words": np.frombuffer(json.dumps(words).encode(), dtype=np.uint8),
        "borders": matcher.borders,
        "pairs": np.array(list(matcher.vocabulary.pairs), dtype=np.int64),
        "idf": np.array(matcher.vocabulary.idf),
        "posting_starts": matcher.postings.starts,
        "posting_examples": matcher.postings.examples,
        "posting_values": matcher.postings.values,
        "groups": matcher.groups,
        "dual": matcher.dual,
        "signs": np.stack((matcher.stacker.weights, matcher.stacker.centre, matcher.stacker.scale)),
    }


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Matcher:
    """Build the matcher from what `to_arrays` returned.

    Raises KeyError where an array is missing and CacheError where another version wrote them.
    """
    words = json.loads(arrays["words"].tobytes())
    if words["version"] != CODE_VERSION:
        raise CacheError(f"version {words['version']}, this code writes version {CODE_VERSION}")
    settings = _settings(words["settings"])
    examples = tuple(Example(text, intent, tuple(c)) for text, intent, c in words["examples"])
    weights, centre, scale = arrays["signs"]
    return Matcher(
        settings=settings,
        examples=examples,
        intents=tuple(dict.fromkeys(example.intent for example in examples)),
        borders=arrays["borders"],
        vocabulary=_vocabulary(words, arrays, settings.weights),
        speller=Speller(
            dict(words["frequencies"]),
            words["protected"],
            cutoff=settings.spelling_cutoff,
            shortest=settings.spelling_shortest,
        ),
        postings=Postings(
            arrays["posting_starts"],
            arrays["posting_examples"],
            arrays["posting_values"],
            len(examples),
        ),
        groups=arrays["groups"],
        dual=arrays["dual"],
        stacker=Stacker(weights, words["bias"], centre, scale),
        temperature=words["temperature"],
    )


def _settings(told: dict[str, Any]) -> MatcherSettings:
    told["weights"] = BlockWeights(**told["weights"])
    told["penalties"] = Penalties(**told["penalties"])
    return MatcherSettings(**told)


def _vocabulary(
    words: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], weights: BlockWeights
) -> Vocabulary:
    """Number the blocks again: ids follow the order in which the names were stored."""
    stems = words["stems"]
    pairs = arrays["pairs"].tolist()
    after_pairs = len(stems) + len(pairs)
    after_pieces = after_pairs + len(words["pieces"])
    return Vocabulary(
        stems={name: i for i, name in enumerate(stems)},
        pairs={key: i for i, key in enumerate(pairs, start=len(stems))},
        pieces={name: i for i, name in enumerate(words["pieces"], start=after_pairs)},
        concepts={name: i for i, name in enumerate(words["concepts"], start=after_pieces)},
        idf=tuple(arrays["idf"].tolist()),
        weights=weights,
    )
