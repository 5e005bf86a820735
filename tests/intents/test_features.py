"""Texts as sparse vectors, and their cosines."""

from __future__ import annotations

import numpy as np
import pytest

from intents.features import BlockWeights, Rows, Vocabulary, fit_vocabulary, pieces, tokens
from intents.postings import similarities, transpose

TEXTS = [tokens(text) for text in ("how long is it", "is it funded", "who pays the fee", "")]
CONCEPTS = [("length",), (), ("price", "price"), ("length",)]
OWNERS = np.array([0, 1, 2, 0])


def fitted(weights: BlockWeights | None = None) -> tuple[Vocabulary, Rows]:
    unique = [tuple(dict.fromkeys(given)) for given in CONCEPTS]
    return fit_vocabulary(TEXTS, unique, OWNERS, weights or BlockWeights())


def test_tokens_are_folded_and_lower_case() -> None:
    assert tokens("What\u2019s  the FEE, please?") == ("what", "s", "the", "fee", "please")


def test_pieces_mark_start_and_end_of_a_word() -> None:
    assert pieces("ab") == [" a", "ab", "b ", " ab", "ab ", " ab "]


def test_every_known_text_has_length_one() -> None:
    vocabulary, rows = fitted()

    lengths = [float(np.linalg.norm(rows.vector(i).values)) for i in range(rows.count)]

    assert lengths == pytest.approx([1.0, 1.0, 1.0, 1.0], abs=1e-6)
    assert np.linalg.norm(vocabulary.vector(tokens("is the fee funded")).values) == pytest.approx(1)


def test_a_training_text_gets_the_vector_that_it_was_trained_with() -> None:
    vocabulary, rows = fitted()
    postings = transpose(rows, len(vocabulary.idf))

    for i, (text, concepts) in enumerate(zip(TEXTS, CONCEPTS, strict=True)):
        again = vocabulary.vector(text, dict.fromkeys(concepts))
        assert postings.cosines(again)[i] == pytest.approx(1.0, abs=1e-6)


def test_unknown_features_leave_an_empty_vector() -> None:
    vocabulary, rows = fitted()

    vector = vocabulary.vector(("zzzz",), ("nothing",))

    assert len(vector.features) == 0
    assert transpose(rows, len(vocabulary.idf)).cosines(vector).tolist() == [0.0] * 4


def test_concepts_bring_texts_without_common_words_together() -> None:
    vocabulary, rows = fitted()
    postings = transpose(rows, len(vocabulary.idf))

    plain = postings.cosines(vocabulary.vector(tokens("duration")))[0]
    told = postings.cosines(vocabulary.vector(tokens("duration"), ("length",)))[0]

    assert told > plain


def cosine(first: str, second: str, weights: BlockWeights) -> float:
    """Return that of two texts, of a vocabulary that knows both and some others."""
    texts = [tokens(text) for text in (first, second, "how long is it", "who pays the fee")]
    nothing: list[tuple[str, ...]] = [()] * len(texts)
    vocabulary, rows = fit_vocabulary(texts, nothing, np.arange(4), weights)
    return float(transpose(rows, len(vocabulary.idf)).cosines(rows.vector(0))[1])


def test_words_near_each_other_count_in_any_order() -> None:
    turned = ("is the fee funded", "funded is the fee")

    assert cosine(*turned, BlockWeights(reach=3)) > cosine(*turned, BlockWeights(reach=0))


def test_words_out_of_reach_make_no_pair() -> None:
    far = ("fee a b c d funded", "funded e f g h fee")

    assert cosine(*far, BlockWeights(reach=3)) < cosine(*far, BlockWeights(reach=5))


def test_a_word_that_fewer_intents_have_tells_more() -> None:
    texts = [tokens(text) for text in ("fee one", "fee two", "pay one", "pay two", "six seven")]
    nothing: list[tuple[str, ...]] = [()] * len(texts)
    owners = np.array([0, 0, 1, 2, 3])

    vocabulary, _ = fit_vocabulary(texts, nothing, owners, BlockWeights(contrast=0.5))

    assert vocabulary.idf[vocabulary.stems["fee"]] > vocabulary.idf[vocabulary.stems["pay"]]


def test_pieces_that_most_texts_have_are_left_out_and_words_stay() -> None:
    texts = [tokens(text) for text in ("the fee", "the date", "the book", "pay")]
    nothing: list[tuple[str, ...]] = [()] * len(texts)

    vocabulary, rows = fit_vocabulary(texts, nothing, np.arange(4), BlockWeights(commonest=0.5))

    common = vocabulary.pieces[" the"]
    assert common not in rows.features
    assert common not in vocabulary.vector(tokens("the fee")).features
    assert vocabulary.stems["the"] in vocabulary.vector(tokens("the fee")).features


def test_concepts_of_weight_zero_count_nothing() -> None:
    vocabulary, _ = fitted(BlockWeights(concepts=0.0))

    assert len(vocabulary.vector((), ("length",)).features) == 0


def test_similarities_are_the_cosines_of_all_pairs() -> None:
    vocabulary, rows = fitted()
    features = len(vocabulary.idf)
    postings = transpose(rows, features)

    matrix = similarities(rows, rows, features)

    expected = [postings.cosines(rows.vector(i)) for i in range(rows.count)]
    assert matrix == pytest.approx(np.array(expected), abs=1e-6)


def test_merged_rows_are_means_of_their_group() -> None:
    vocabulary, rows = fitted()
    features = len(vocabulary.idf)

    merged = rows.merged(np.array([0, 2]))

    every = similarities(rows, rows, features)
    means = np.stack((every[:, :2].mean(axis=1), every[:, 2:].mean(axis=1)), axis=1)
    assert similarities(rows, merged, features) == pytest.approx(means, abs=1e-6)
