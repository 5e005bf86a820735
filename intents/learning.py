"""Makes the ear: from the phrasings, or from a fit that was kept.

The fit is kept under a key of everything that it depends on, so that a changed phrasing, a new
nickname or new code is learned at the next start without anybody's doing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Protocol

from intents import fit_cache
from intents.catalogue import Catalogue, load_catalogue, load_intents
from intents.data_files import raw_data, read_lines, read_toml
from intents.ear import Ear
from intents.embeddings import Encoder
from intents.features import Floats32
from intents.heads import Penalties
from intents.lexicon import Lexicon
from intents.matcher import DEFAULTS, Example, Matcher
from intents.offers import OfferFinder
from intents.sentence import Sentence
from intents.spelling import Speller
from intents.text import fold, tokenise

# Our catalogue is larger and less even than the public sets that chose the default of 0.03: on
# 879 turns written by others 0.1 brings coverage from 87.3 to 88.5 %, and as few wrong answers.
# With many phrasings pairs of words out of order add nothing, and how many intents have a word says
# more than how many phrasings: 88.8 to 89.3 % and wrong 4.8 to 4.5 % on 1,859 turns.
SETTINGS = replace(
    DEFAULTS,
    penalties=Penalties(logistic=0.1),
    weights=replace(DEFAULTS.weights, concepts=0.25, reach=0, contrast=0.8, commonest=0.2),
    # looked at more often, meanings answer more and more of it wrongly
    meanings=replace(DEFAULTS.meanings, sure=0.3),
)


_FREQUENT = 4  # a word as frequent as this in the phrasings is no slip
_SLIP = 0.8  # one slip in five letters


class FitCache(Protocol):
    """Keeps bytes under a key: a folder in production, a dictionary in tests.

    `load` returns None for what it does not have; `save` may fail silently.
    """

    def load(self, key: str) -> bytes | None:
        """Return what was saved under the key."""

    def save(self, key: str, value: bytes) -> None:
        """Keep the value."""


def load_ear(
    vocabulary: Mapping[str, str],
    cache: FitCache | None = None,
    *,
    encoder: Encoder | None = None,
    vectors: FitCache | None = None,
) -> Ear:
    """Make the ear; `vocabulary` is what people call the offers -> the offer's id.

    With an `encoder` it looks at meanings where words leave it unsure; `vectors` keeps those of
    the phrasings, so that a changed phrasing does not have them all worked out again.

    Raises CatalogueError with every fault of every data file.
    """
    lexicon, finder = Lexicon(), OfferFinder(vocabulary)
    key = _key(vocabulary, encoder)
    kept = _kept(cache, key, encoder)
    if kept is not None:
        return Ear.make(Catalogue(load_intents(), ()), kept, lexicon, finder)
    catalogue = load_catalogue()
    known = _known_vectors(vectors, encoder) if encoder is not None else None
    matcher = fit(catalogue, lexicon, finder, encoder, known)
    if cache is not None:
        cache.save(key, fit_cache.to_bytes(matcher))
    if encoder is not None and vectors is not None:
        vectors.save(encoder.name, fit_cache.vectors_to_bytes(matcher))
    return Ear.make(catalogue, matcher, lexicon, finder)


def fit(
    catalogue: Catalogue,
    lexicon: Lexicon,
    finder: OfferFinder,
    encoder: Encoder | None = None,
    vectors: Mapping[str, Floats32] | None = None,
) -> Matcher:
    """Learn the phrasings of the catalogue."""
    protected = frozenset(read_lines("common_words.txt")) | lexicon.vocabulary()
    return Matcher.fit(
        training_examples(catalogue, lexicon, finder),
        protected=protected | finder.vocabulary(),
        settings=SETTINGS,
        encoder=encoder,
        vectors=vectors,
    )


def training_examples(
    catalogue: Catalogue, lexicon: Lexicon, finder: OfferFinder
) -> Iterable[Example]:
    """Turn the phrasings into examples: offers masked, concepts named."""
    short_forms = read_toml("abbreviations.toml")["words"]
    texts = [fold(phrasing) for phrasing, _ in catalogue.phrasings]
    tokens = [tokenise(text) for text in texts]
    speller = _speller([[t.form for t in line] for line in tokens], lexicon, finder)
    for text, line, (_, intent) in zip(texts, tokens, catalogue.phrasings, strict=True):
        forms = tuple(short_forms.get(t.form) or speller.correct(t.form) for t in line)
        sentence = Sentence(text, text.lower(), line, forms, finder.names(forms), asks=True)
        yield Example(sentence.masked, intent, lexicon.evidence(sentence.blanked))


def _speller(lines: list[list[str]], lexicon: Lexicon, finder: OfferFinder) -> Speller:
    """Correct the slips that the phrasings have on purpose, as the ear corrects an enquiry's.

    Otherwise "scolarship" would count as a word that is known, and as no scholarship.
    """
    counts = Counter(form for line in lines for form in line)
    sound = lexicon.vocabulary() | finder.vocabulary() | frozenset(read_lines("common_words.txt"))
    frequent = {form: n for form, n in counts.items() if n >= _FREQUENT or form in sound}
    return Speller({**dict.fromkeys(sound, 1), **frequent}, sound, cutoff=_SLIP, shortest=5)


def _key(vocabulary: Mapping[str, str], encoder: Encoder | None) -> str:
    told = (fit_cache.CODE_VERSION, SETTINGS, sorted(vocabulary.items()), encoder and encoder.name)
    return sha256(repr(told).encode() + raw_data()).hexdigest()


def _kept(cache: FitCache | None, key: str, encoder: Encoder | None) -> Matcher | None:
    content = cache.load(key) if cache is not None else None
    if content is None:
        return None
    try:
        return fit_cache.from_bytes(content, encoder)
    except fit_cache.CacheError:
        return None


def _known_vectors(vectors: FitCache | None, encoder: Encoder) -> Mapping[str, Floats32]:
    content = vectors.load(encoder.name) if vectors is not None else None
    if content is None:
        return {}
    try:
        return fit_cache.vectors_from_bytes(content)
    except fit_cache.CacheError:
        return {}
