"""The second reading, by a sentence embedding: the tiny one knows some words of the catalogue."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from intents import fit_cache
from intents.catalogue import Catalogue, load_catalogue
from intents.embeddings import Encoder
from intents.fit_cache import CacheError
from intents.learning import fit
from intents.lexicon import Lexicon
from intents.matcher import DEFAULTS, Matcher
from intents.meanings import MeaningSettings, encode_all
from intents.offers import OfferFinder
from tests.intents.embeddings import tiny_model
from tests.intents.small_catalogue import examples

ENCODER = Encoder.read(tiny_model.WEIGHTS, tiny_model.VOCABULARY, "tiny")
ALWAYS = replace(DEFAULTS, meanings=MeaningSettings(sure=1.0))
NEVER = replace(DEFAULTS, meanings=MeaningSettings(sure=0.0))
QUERIES = ("how long is it", "is there an exam", "what would it cost me", "")


def test_a_text_that_the_words_settle_is_read_by_words_alone() -> None:
    plain = Matcher.fit(examples())
    matcher = Matcher.fit(examples(), settings=NEVER, encoder=ENCODER)

    for query in QUERIES:
        assert matcher.rank(query) == plain.rank(query)


def test_meanings_are_looked_at_where_words_leave_doubt() -> None:
    matcher = Matcher.fit(examples(), settings=ALWAYS, encoder=ENCODER)

    assert matcher.rank("how long is it").by_meaning
    assert not matcher.rank("").by_meaning


@pytest.mark.parametrize("groups", [{}, {"exact_up_to": 1, "groups": 12}])
def test_a_stored_matcher_reads_meanings_to_the_last_bit_the_same(groups: dict[str, int]) -> None:
    matcher = Matcher.fit(examples(), settings=replace(ALWAYS, **groups), encoder=ENCODER)

    again = fit_cache.from_bytes(fit_cache.to_bytes(matcher), ENCODER)

    for query in QUERIES:
        assert again.rank(query) == matcher.rank(query)


def test_a_fit_with_meanings_is_not_taken_for_one_without() -> None:
    content = fit_cache.to_bytes(Matcher.fit(examples(), encoder=ENCODER))

    with pytest.raises(CacheError):
        fit_cache.from_bytes(content)


def test_vectors_that_are_known_are_not_worked_out_again() -> None:
    known = {"how long": np.full(tiny_model.WIDTH, 0.125, dtype=np.float32)}

    found = encode_all(ENCODER, ["is the course", "how long", "is the course"], known)

    np.testing.assert_array_equal(found[1], known["how long"])
    np.testing.assert_array_equal(found[0], found[2])


def test_stored_vectors_come_back_by_text() -> None:
    matcher = Matcher.fit(examples(), encoder=ENCODER)

    known = fit_cache.vectors_from_bytes(fit_cache.vectors_to_bytes(matcher))

    assert matcher.meanings is not None
    again = encode_all(ENCODER, matcher.meanings.texts, known)
    np.testing.assert_array_equal(again, matcher.meanings.vectors)


def test_a_cache_of_vectors_that_is_broken_is_refused() -> None:
    with pytest.raises(CacheError):
        fit_cache.vectors_from_bytes(b"nothing of the kind")


def test_our_own_phrasings_are_learned_with_meanings() -> None:
    catalogue = load_catalogue()
    some = Catalogue(catalogue.intents, catalogue.phrasings[::40])

    matcher = fit(some, Lexicon(), OfferFinder({"NPQH": "NPQH"}), ENCODER)

    assert matcher.meanings is not None
    assert len(matcher.meanings.texts) == len(matcher.examples)
    assert matcher.settings.meanings.sure < DEFAULTS.meanings.sure
