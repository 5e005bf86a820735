"""The fitted matcher as its callers see it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from intents.matcher import Example, Matcher, MatcherSettings, Ranking
from tests.intents.small_catalogue import examples

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.fit(examples(), protected=frozenset({"coast"}))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("How long will the programme last?", "duration"),
        ("what's the cost", "price"),
        ("is there an assessment at the end", "assessment"),
        ("bye bye", "goodbye"),
    ],
)
def test_a_paraphrase_finds_its_intent(matcher: Matcher, text: str, intent: str) -> None:
    assert matcher.rank(text).candidates[0].intent == intent


def test_probabilities_fall_and_sum_to_at_most_one(matcher: Matcher) -> None:
    for text in ("how long", "cost and assessment", "weather in paris", "goodbye"):
        shares = [candidate.probability for candidate in matcher.rank(text).candidates]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.0 + 1e-9


def test_the_best_probability_is_the_confidence(matcher: Matcher) -> None:
    ranking = matcher.rank("how is it assessed")

    assert ranking.candidates[0].probability == ranking.confidence


def test_a_stranger_gets_less_confidence_than_a_phrasing(matcher: Matcher) -> None:
    stranger = matcher.rank("my cat likes the garden").confidence

    assert stranger < matcher.rank("how long does the course take").confidence


def test_typing_errors_are_corrected_and_told(matcher: Matcher) -> None:
    ranking = matcher.rank("how is it asessed")

    assert ranking.corrected == {"asessed": "assessed"}
    assert ranking.candidates[0].intent == "assessment"


def test_protected_words_stay_and_count_as_unknown(matcher: Matcher) -> None:
    ranking = matcher.rank("the coast")

    assert ranking.corrected == {}
    assert ranking.unknown == ("coast",)


def test_an_inflection_of_a_known_word_is_neither_unknown_nor_corrected(matcher: Matcher) -> None:
    ranking = matcher.rank("costing")

    assert ranking.unknown == ()
    assert ranking.corrected == {}


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "żółć"])
def test_a_text_without_known_features_has_no_candidates(matcher: Matcher, text: str) -> None:
    ranking = matcher.rank(text)

    assert ranking.candidates == ()
    assert ranking.confidence == 0.0


def test_a_very_long_text_is_ranked_as_well(matcher: Matcher) -> None:
    assert matcher.rank("how long is it " * 5000).candidates[0].intent == "duration"


def test_a_concept_alone_points_to_its_intent(matcher: Matcher) -> None:
    assert matcher.rank("qqq", ("money",)).candidates[0].intent == "price"


def test_the_nearest_examples_come_with_their_cosine(matcher: Matcher) -> None:
    nearest = matcher.rank("how is it assessed").nearest

    assert nearest[0][:2] == ("how is it assessed", "assessment")
    assert nearest[0][2] == pytest.approx(1.0, abs=1e-6)
    assert len(nearest) == 3


def test_one_intent_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two intents, got 1: price"):
        Matcher.fit([Example("cost", "price"), Example("fee", "price")])


def test_two_examples_are_enough_to_fit() -> None:
    matcher = Matcher.fit([Example("cost", "price"), Example("bye", "goodbye")])

    assert matcher.rank("the cost").candidates[0].intent == "price"


def test_order_and_repeats_of_examples_change_nothing(matcher: Matcher) -> None:
    told = list(reversed(examples())) + examples()[:5]

    again = Matcher.fit(told, protected=frozenset({"coast"}))

    assert again.rank("what is the price") == matcher.rank("what is the price")


def test_groups_of_a_large_catalogue_read_like_single_examples(matcher: Matcher) -> None:
    grouped = Matcher.fit(examples(), settings=MatcherSettings(exact_up_to=1, groups=12))

    assert 4 < len(grouped.layout.groups) <= 12  # the texts say where groups begin
    for example in examples():
        assert grouped.rank(example.text).candidates[0].intent == example.intent


def test_one_phrasing_more_moves_no_other_group() -> None:
    few = MatcherSettings(exact_up_to=1, groups=12)
    before = Matcher.fit(examples(), settings=few)
    after = Matcher.fit((*examples(), Example("zebra crossing", "price")), settings=few)

    texts = [e.text for e in before.examples]
    starts = {texts[i] for i in before.layout.groups}
    later = {after.examples[i].text for i in after.layout.groups}
    assert len(starts - later) <= 1
    assert len(later - starts) <= 2


def test_fits_are_equal_under_any_hash_seed() -> None:
    program = (
        "from intents.matcher import Matcher\n"
        "from intents.fit_cache import to_bytes\n"
        "from tests.intents.small_catalogue import examples\n"
        "import hashlib\n"
        "m = Matcher.fit(examples())\n"
        "told = to_bytes(m) + repr(m.rank('how lnog is the cuorse')).encode()\n"
        "print(hashlib.sha256(told).hexdigest())\n"
    )

    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }

    assert len(seen) == 1
    assert len(seen.pop().strip()) == hashlib.sha256().digest_size * 2


def test_an_empty_ranking_is_the_default() -> None:
    assert Ranking() == Ranking((), 0.0, {}, (), ())
