"""Concepts and gates: telling expressions, found as whole phrases."""

from __future__ import annotations

from intents.data_files import CatalogueError, read_toml
from intents.text import Hit, PhraseIndex
from intents.wordforms import stem

# Words of a concept that speak of something else before these.
_LOOKALIKES = {
    "last": frozenset(
        """year month week term time september january autumn spring summer easter october november
        head school post job one thing friday monday night few couple two three academic""".split()
    ),
    "free": frozenset("school schools meals period periods".split()),
    "fee": frozenset({"paying"}),
    "fees": frozenset({"paying"}),
    "start": frozenset("over afresh".split()),
    "begin": frozenset("over afresh again".split()),
    "different": frozenset("hub provider school trust organisation job post".split()),
}
_FEES = ("fee", "fees")  # a fee-paying school
_NO_GATE = "none"  # phrases that only look like a gate


class Lexicon:
    """Names the concepts and the staff gates that occur in a list of words."""

    def __init__(self) -> None:
        data = read_toml("lexicon.toml")
        faults = tuple(
            f"intents/data/lexicon.toml: [{table}] {key}: {phrase!r} has to be text"
            for table in ("concepts", "gates", "posts")
            for key, phrases in data.get(table, {}).items()
            for phrase in phrases
            if not isinstance(phrase, str)
        )
        if faults:
            raise CatalogueError(faults)
        asked = read_toml("asked.toml")
        self._kinds = _index(asked["kinds"])
        self._verdict = _index({"verdict": asked["verdict"]["phrases"]})
        self.concept_ids = frozenset(data["concepts"])
        self.gate_ids = frozenset(data["gates"]) - {_NO_GATE}
        self._kin: dict[str, list[str]] = {}
        for group, members in read_toml("kin.toml")["kin"].items():
            for word in members:
                self._kin.setdefault(stem(word), []).append(f"kin.{group}")
        self._concepts = _index(data["concepts"])
        self._gates = _index(data["gates"])
        self._posts = _index(data["posts"])

    def vocabulary(self) -> frozenset[str]:
        """Return every word of every expression."""
        return self._concepts.vocabulary() | self._gates.vocabulary()

    def concepts(self, forms: tuple[str, ...]) -> frozenset[str]:
        """Return the ids of all concepts that occur."""
        hits = self._concepts.find_all(_without_lookalikes(forms))
        whose = [hit for hit in hits if hit.value == "audience"]
        return frozenset(hit.value for hit in hits if not _is_of_a_post(hit, whose))

    def evidence(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the matcher sees beside the words: concepts, and groups of kin words."""
        kin = {group for form in forms for group in self._kin.get(stem(form), ())}
        return tuple(sorted({*self.concepts(forms), *kin}))

    def gates(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """Return the staff intents whose specific wording occurs, in the order of the text."""
        found = (hit.value for hit in self._gates.find(forms))
        return tuple(dict.fromkeys(gate for gate in found if gate != _NO_GATE))

    def kinds(self, forms: tuple[str, ...]) -> frozenset[str]:
        """Return the kinds of answer asked for; those that ask for nothing special are left out."""
        found = {hit.value for hit in self._kinds.find(forms)}
        if {"for", "at", "to"} & set([form for form in forms if form != "?"][-1:]):
            found.discard("person")  # "who is the executive leadership NPQ for?"
        return frozenset(kind for kind in found if not kind.startswith("free"))

    def asks_verdict(self, forms: tuple[str, ...]) -> bool:
        """Tell whether a judgement of the person's case is asked for ("am I in?")."""
        return bool(self._verdict.find(forms))

    def posts(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """Return the staff intents that a person's own post demands ("I am a bursar")."""
        return tuple(dict.fromkeys(hit.value for hit in self._posts.find(forms)))


def _is_of_a_post(hit: Hit[str], whose: list[Hit[str]]) -> bool:
    """Tell whether "have to" is part of "have to be a SENCO": no duty to take the NPQ."""
    inside = any(post.first <= hit.first and hit.last <= post.last for post in whose)
    return hit.value == "mandatory" and inside


def _without_lookalikes(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Cover the "last" of "last year", which asks for no length, the "free" of free schools."""
    pairs = zip(forms, (*forms[1:], ""), strict=False)
    seen = tuple("~" if then in _LOOKALIKES.get(form, ()) else form for form, then in pairs)
    before = ("", *forms[:-1])
    return tuple(
        "~" if form == "paying" and first in _FEES else form
        for first, form in zip(before, seen, strict=False)
    )


def _index(groups: dict[str, list[str]]) -> PhraseIndex[str]:
    return PhraseIndex((phrase, key) for key, phrases in groups.items() for phrase in phrases)
