"""What people tell of their workplace, post, wishes and place, as profile keys and values.

Phrases are data (`data/circumstances.toml`, `data/places.toml`); which words tell of somebody's
own case is a matter of `tellings`, posts and wishes of `posts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from intents.data_files import read_toml
from intents.disadvantage import read_lists
from intents.posts import NEGATIONS, PostReader
from intents.sentence import Sentence
from intents.tellings import Telling, forms_of, tell
from intents.text import Hit, PhraseIndex
from intents.training import read_training

Told = dict[str, object]

_FLAGS = (
    "state_funded", "full_and_relevant", "childminder_leads", "leads_several_schools",
    "on_rise_list", "in_england", "provides_16_to_19",
)  # fmt: skip
_SETTING_SUFFIX = {"state": {"state_funded": True}, "16-19": {}, "private": {"state_funded": False}}
_WITH_SIXTH_FORM = "school_with_sixth_form"
# Words that look like a setting where something else is meant.
_NO_SETTING = re.compile(
    r"\b(?:teaching school hub|school leaders?|in any school|across the school|cross school|"
    r"school business|after school|all schools|which schools?|what (?:kind|type|sort)s? of school|"
    r"schools only|only schools?|multi school|of schools|school holidays?|school hours|"
    r"state funded school in england|school day|special educational|special needs|head of school|heads of school|hos|"
    r"nursery school|own school|"
    r"boarding school owner|school improvement|school culture|early years and primary)\b"
)
_UNSURE = re.compile(
    r"\b(?:don't know|dont know|do not know|not sure|no idea|unsure|haven't a clue|can't say|no clue|"
    r"not certain|dunno|unclear)\b"
)


class CircumstanceReader:
    """Reads settings, posts, wishes and flags from sentences."""

    def __init__(self) -> None:
        data = read_toml("circumstances.toml")
        self._settings = _index(data["setting"])
        self._roles = _index(data["role"])
        self._wishes = _index(data["aspiration"])
        self._posts = PostReader(self._roles, self._wishes)
        self._flags = {
            key: PhraseIndex(
                (phrase, value == "yes") for value, group in data[key].items() for phrase in group
            )
            for key in _FLAGS
        }
        self._places = PhraseIndex((p, True) for p in read_toml("places.toml")["england"])

    def vocabulary(self) -> frozenset[str]:
        """Return every word that says something about a person's circumstances."""
        phrases = (self._settings, self._roles, self._wishes)
        marks = (self._places, *self._flags.values())
        words = frozenset[str]()
        return words.union(*(i.vocabulary() for i in phrases), *(i.vocabulary() for i in marks))

    def places(self, forms: tuple[str, ...]) -> tuple[Hit[bool], ...]:
        """Return the places in England that are named."""
        return self._places.find(forms)

    def read(self, sentences: Iterable[Sentence]) -> Told:
        """Return what the sentences tell of somebody; a later sentence wins over an earlier."""
        sentences = tuple(sentences)
        return self.read_told(sentences, tuple(tell(s) for s in sentences))

    def read_told(self, sentences: tuple[Sentence, ...], tellings: tuple[Telling, ...]) -> Told:
        """As `read`, where the sentences have been sorted into tellings already."""
        told: Told = {}
        for sentence, telling in zip(sentences, tellings, strict=True):
            told.update(self._read_one(telling, sentence, told))
        return told

    def _read_one(self, telling: Telling, sentence: Sentence, before: Mapping[str, object]) -> Told:
        told = self._setting(telling.forms)
        told.update(self._posts.read(telling))
        told.update(self._flag_values(telling, sentence))
        told.update(read_lists(telling, {**before, **told}))
        told.update(read_training(telling))
        if told.get("childminder_leads") is not None and "setting" not in {**before, **told}:
            told.pop("childminder_leads")
        if told.get("aspires_to") == "executive_headteacher":
            told.pop("leads_several_schools", None)
        if told.get("aspires_to") == "lead_childminder":
            told.pop("childminder_leads", None)
        return told

    def _setting(self, forms: tuple[str, ...]) -> Told:
        text = " ".join(forms)
        if _NO_SETTING.search(text):
            forms = forms_of(_NO_SETTING.sub(lambda m: " ".join("~" * len(m[0].split())), text))
        hits = [h for h in self._settings.find(forms) if not _negated(forms, h.first)]
        hits = [h for h in hits if not _named_by_contrast(forms, h.first)]
        if not hits:
            return {}
        best = max(hits, key=lambda h: (_specific(h.value), -h.first))
        value, _, suffix = best.value.partition("+")
        if suffix == "16-19":
            extra: Told = {"state_funded": True} if value == "academy" else {}
            return {"setting": _WITH_SIXTH_FORM, **extra}
        told: Told = {"setting": value, **_SETTING_SUFFIX.get(suffix, {})}
        states = value in {"school", "school_based_nursery"}
        if states and any(_is_state(h.value) for h in hits):
            told["state_funded"] = True
        return told

    def _flag_values(self, telling: Telling, sentence: Sentence) -> Told:
        told: Told = {}
        forms = telling.forms
        for key, index in self._flags.items():
            for hit in index.find(forms):
                value = bool(hit.value) is not _negated(forms, hit.first)
                if key == "in_england" and _contrasted(forms, hit.first):
                    continue
                told[key] = value
                unsure = _UNSURE.search(" ".join(forms[max(0, hit.first - 12) : hit.first]))
                if unsure and key in {"full_and_relevant", "state_funded"}:
                    told[key] = "dont_know"
        if "in_england" not in told and any(
            _placed(sentence, forms, h) for h in self.places(sentence.forms)
        ):
            told["in_england"] = True
        return told


def _index(groups: Mapping[str, list[str]]) -> PhraseIndex[str]:
    return PhraseIndex((phrase, value) for value, phrases in groups.items() for phrase in phrases)


def _negated(forms: tuple[str, ...], at: int, reach: int = 3) -> bool:
    """ "no idea whether we are state funded" denies nothing."""
    before = forms[max(0, at - reach) : at]
    return any(form in NEGATIONS for form in before) and "whether" not in before


def _named_by_contrast(forms: tuple[str, ...], at: int) -> bool:
    """ "not only for people in schools", "unlike an academy"."""
    close = forms[max(0, at - 3) : at]
    return (
        any(form in {"unlike", "non", "than"} for form in close)
        or ("for" in close and "only" in close)
        or (
            " ".join(close[-3:]) in {"leaving for an", "for an", "to an", "move to an"}
            and "leaving" in forms
        )
    )


def _contrasted(forms: tuple[str, ...], at: int) -> bool:
    before = forms[max(0, at - 2) : at]
    moving = " ".join(forms[max(0, at - 4) : at])
    return any(form in {"outside", "unlike", "only", "across"} for form in before) or bool(
        re.search(r"\b(?:move|moving|moved|emigrate|relocate|going) to$", moving)
    )


def _specific(value: str) -> int:
    """How much a setting says: "school" least, a plain state school more, the rest most."""
    if value == "school":
        return 0
    return 1 if value == "school+state" else 2


def _is_state(value: str) -> bool:
    return value.endswith("+state") or value in {"academy", "la_maintained_school", "free_school"}


_NO_PLACE_AFTER = frozenset("road street avenue lane close way primary school academy".split())


def _placed(sentence: Sentence, told: tuple[str, ...], hit: Hit[bool]) -> bool:
    """Places count where written with a capital or behind a preposition ("in bath").

    A road or a school called after a town, a person's name, and what is asked at large do not.
    """
    if sentence.forms[hit.first] not in told:
        return False
    before = sentence.forms[max(0, hit.first - 3) : hit.first]
    after = sentence.forms[hit.last] if hit.last < len(sentence.forms) else ""
    if after in {"road", "street", "avenue", "lane", "university"} or "name" in before:
        return False
    if {"talk", "session", "event", "conference", "met", "saw"} & set(before):
        return False
    near = before[-1] if before else ""
    return sentence.tokens[hit.first].capital or near in {"in", "near", "at", "from", "@", "of"}
