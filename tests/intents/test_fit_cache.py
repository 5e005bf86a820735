"""A fit as bytes and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intents import fit_cache
from intents.fit_cache import CacheError, cache_key, from_bytes, to_bytes
from intents.matcher import DEFAULTS, Example, Matcher, MatcherSettings
from tests.intents.small_catalogue import examples

QUERIES = ("how lnog is it", "costs", "exam", "nothing of that kind", "bye", "")


@pytest.mark.parametrize("settings", [DEFAULTS, MatcherSettings(exact_up_to=1, groups=8)])
def test_a_stored_matcher_ranks_to_the_last_bit_the_same(settings: MatcherSettings) -> None:
    matcher = Matcher.fit(examples(), protected=frozenset({"coast"}), settings=settings)

    again = from_bytes(to_bytes(matcher))

    assert again.settings == settings
    for query in QUERIES:
        assert again.rank(query, ("money",)) == matcher.rank(query, ("money",))


def test_the_key_changes_with_all_that_a_fit_depends_on() -> None:
    told = examples()

    keys = {
        cache_key(told),
        cache_key([*told, Example("ta ta", "goodbye")]),
        cache_key([replace(told[0], concepts=("other",)), *told[1:]]),
        cache_key(told, protected=frozenset({"coast"})),
        cache_key(told, settings=MatcherSettings(spelling_cutoff=0.8)),
    }

    assert len(keys) == 5


def test_the_key_ignores_order_and_repeats() -> None:
    told = examples()

    assert cache_key([*reversed(told), told[0]]) == cache_key(told)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x80\x04}", b"no zip at all"])
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(CacheError, match="fit again"):
        from_bytes(content)


def test_a_cut_file_is_refused() -> None:
    content = to_bytes(Matcher.fit(examples()))

    with pytest.raises(CacheError, match="fit again"):
        from_bytes(content[: len(content) // 2])


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = to_bytes(Matcher.fit(examples()))
    monkeypatch.setattr(fit_cache, "CODE_VERSION", 999)

    with pytest.raises(CacheError, match="this code writes version 999"):
        from_bytes(content)
