"""A fitted matcher as plain arrays and back, so that a process need not learn at every start.

Nothing is pickled: words travel as JSON in a byte array, so a cache file can do no harm. Where the
bytes are kept is the caller's business; `cache_key` says when they are out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.array_store import Arrays, pack, unpack
from intents.embeddings import Encoder
from intents.features import BlockWeights, Floats32, Vocabulary
from intents.heads import Penalties
from intents.margins import Margins
from intents.matcher import DEFAULTS, Example, Matcher, MatcherSettings
from intents.meanings import Meanings, MeaningSettings, rounded
from intents.postings import Postings
from intents.readings import Layout, Reading
from intents.spelling import Speller
from intents.stacker import Stacker

CODE_VERSION = 9  # raise it with any change that makes a fit come out differently


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
    """Return the matcher as the content of a file."""
    return pack(to_arrays(matcher))


def from_bytes(content: bytes, encoder: Encoder | None = None) -> Matcher:
    """Return the matcher that `to_bytes` stored; raises CacheError for anything else.

    A matcher that reads meanings needs the encoder that it was fitted with.
    """
    with _refusing_others():
        return from_arrays(unpack(content), encoder)


def vectors_to_bytes(matcher: Matcher) -> bytes:
    """Return the vectors of a matcher's examples, for a fit of other examples to take over."""
    if matcher.meanings is None:
        raise ValueError("the matcher was fitted without a sentence embedding")
    texts = np.frombuffer(json.dumps(matcher.meanings.texts).encode(), dtype=np.uint8)
    return pack({"texts": texts, "vectors": matcher.meanings.vectors.astype(np.float16)})


def vectors_from_bytes(content: bytes) -> dict[str, Floats32]:
    """Return what `vectors_to_bytes` stored, by text; raises CacheError for anything else."""
    with _refusing_others():
        arrays = unpack(content)
        texts = json.loads(arrays["texts"].tobytes())
        return dict(zip(texts, rounded(arrays["vectors"]), strict=True))


@contextmanager
def _refusing_others() -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError) as error:
        raise CacheError(f"nothing that was stored here ({error}); fit again") from None


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
        "spoken": matcher.meanings.texts if matcher.meanings else (),
    }
    meanings = matcher.meanings
    return {
        "words": np.frombuffer(json.dumps(words).encode(), dtype=np.uint8),
        "borders": matcher.layout.borders,
        "pairs": np.array(list(matcher.vocabulary.pairs), dtype=np.int64),
        "idf": np.array(matcher.vocabulary.idf),
        "posting_starts": matcher.postings.starts,
        "posting_examples": matcher.postings.examples,
        "posting_values": matcher.postings.values,
        "groups": matcher.layout.groups,
        **({"planes": matcher.margins.planes} if matcher.margins else {}),
        **_reading_arrays("words", matcher.reading),
        **(_reading_arrays("meanings", meanings.reading) if meanings else {}),
        **({"vectors": meanings.vectors.astype(np.float16)} if meanings else {}),
    }


def from_arrays(arrays: Mapping[str, NDArray[Any]], encoder: Encoder | None = None) -> Matcher:
    """Build the matcher from what `to_arrays` returned.

    Raises KeyError where an array is missing, and CacheError where another version wrote them or
    one was fitted with an encoder and the other is wanted without.
    """
    words = json.loads(arrays["words"].tobytes())
    if words["version"] != CODE_VERSION:
        raise CacheError(f"version {words['version']}, this code writes version {CODE_VERSION}")
    if ("vectors" in arrays) != (encoder is not None):
        raise CacheError("one was fitted with a sentence embedding, the other is wanted without")
    settings = _settings(words["settings"])
    examples = tuple(Example(text, intent, tuple(c)) for text, intent, c in words["examples"])
    return Matcher(
        settings=settings,
        examples=examples,
        intents=tuple(dict.fromkeys(example.intent for example in examples)),
        layout=Layout(arrays["borders"], arrays["groups"]),
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
        reading=_reading("words", arrays),
        margins=Margins(arrays["planes"]) if "planes" in arrays else None,
        meanings=_meanings(words["spoken"], arrays, encoder) if encoder is not None else None,
    )


def _reading_arrays(name: str, reading: Reading) -> Arrays:
    stacker = reading.stacker
    return {
        f"{name}_dual": reading.dual,
        f"{name}_signs": np.stack((stacker.weights, stacker.centre, stacker.scale)),
        f"{name}_numbers": np.array(
            [stacker.bias, reading.temperature, reading.nearest_weight, reading.margin_weight]
        ),
    }


def _reading(name: str, arrays: Mapping[str, NDArray[Any]]) -> Reading:
    weights, centre, scale = arrays[f"{name}_signs"]
    bias, temperature, nearest_weight, margin_weight = arrays[f"{name}_numbers"].tolist()
    stacker = Stacker(weights, bias, centre, scale)
    return Reading(arrays[f"{name}_dual"], stacker, temperature, nearest_weight, margin_weight)


def _meanings(
    texts: Iterable[str], arrays: Mapping[str, NDArray[Any]], encoder: Encoder
) -> Meanings:
    vectors = rounded(arrays["vectors"])
    return Meanings(encoder, tuple(texts), vectors, _reading("meanings", arrays))


def _settings(told: dict[str, Any]) -> MatcherSettings:
    told["weights"] = BlockWeights(**told["weights"])
    told["penalties"] = Penalties(**told["penalties"])
    told["meanings"]["penalties"] = Penalties(**told["meanings"]["penalties"])
    told["meanings"] = MeaningSettings(**told["meanings"])
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
