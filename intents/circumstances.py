"""What people tell of their workplace, post, wishes and place, as profile keys and values.

Phrases are data (`data/circumstances.toml`, `data/places.toml`); which words tell of somebody's
own case is a matter of `tellings` and `whose`, settings of `workplace`, posts of `posts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from intents.childminding import read_leading
from intents.data_files import read_toml
from intents.disadvantage import read_lists
from intents.places import PlaceReader
from intents.posts import PostReader
from intents.sentence import Sentence
from intents.tellings import Telling, tell
from intents.text import PhraseIndex
from intents.training import read_training
from intents.wishes import NEGATIONS
from intents.workplace import WorkplaceReader

Told = dict[str, object]

_NOTHING_KNOWN: Mapping[str, object] = {}
_FLAGS = (
    "state_funded", "full_and_relevant", "childminder_leads", "leads_several_schools",
    "on_rise_list", "provides_16_to_19",
)  # fmt: skip
_UNSURE = re.compile(
    r"\b(?:(?:can't|cannot|can not|nobody can|no one can|couldn't|could not) tell|don't know|dont know|do not know|not sure|no idea|unsure|haven't a clue|can't say|no clue|"
    r"not certain|dunno|unclear|can't tell|couldn't say|can't remember|can't recall|forget|wonder if)\b"
)
_UNSURE_AFTER = re.compile(
    r"\b(?:i (?:couldn't|can't|cannot) (?:say|tell)|i don't know|no idea|not sure)\b"
)
_MANY_SCHOOLS = re.compile(
    r"\b(?:several|multiple|both|all (?:our|my|the|of our)|group of|number of|couple of|(?:a )?dozen|[2-9]|[1-9]\d|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty) "
    r"(?:\w+ ){0,2}?(?:schools|academies|primaries|secondaries|juniors|infants)\b"
)
_OTHERS_SCHOOLS = re.compile(
    r"\b(?:worked|work|taught|teaching|teach|visited|know|supported) (?:in|at|with)\b"
)
_LEADERS = frozenset(
    (
        "headteacher",
        "head_of_school",
        "deputy_headteacher",
        "senior_leader",
        "executive_headteacher",
    )
)
_SPECIAL_HEADS = frozenset(("executive_headteacher", "acting_headteacher"))
_HEAD_OF_MANY = frozenset(("executive_headteacher", "trust_ceo"))
_ONLY_NURSERY = re.compile(
    r"\b(?:manage|run|own|manager of|owner of) (?:a |our |the |my )?(?:\w+ )?(?:nursery|pre-?school|playgroup)\b(?! (?:class|in a|at a))"
)
_QUALIFIED_NOT = re.compile(
    r"\b(?:how|what|which|does|is there a|explain|check if|check whether|find out|you say|it says|page says)\b"
)


class CircumstanceReader:
    """Reads settings, posts, wishes and flags from sentences."""

    def __init__(self) -> None:
        data = read_toml("circumstances.toml")
        self._workplaces = WorkplaceReader()
        self._places = PlaceReader()
        self._roles = _index(data["role"])
        self._wishes = _index(data["aspiration"])
        self._posts = PostReader(self._roles, self._wishes)
        self._flags = {
            key: PhraseIndex(
                (phrase, value == "yes") for value, group in data[key].items() for phrase in group
            )
            for key in _FLAGS
        }

    def vocabulary(self) -> frozenset[str]:
        """Return every word that says something about a person's circumstances."""
        readers = (self._workplaces, self._places, self._roles, self._wishes)
        words = frozenset[str]()
        return words.union(
            *(r.vocabulary() for r in readers), *(i.vocabulary() for i in self._flags.values())
        )

    def read(self, sentences: Iterable[Sentence]) -> Told:
        """Return what the sentences tell of somebody; a later sentence wins over an earlier."""
        sentences = tuple(sentences)
        tellings = tuple(tell(s) for s in sentences)
        return self.read_told(sentences, tellings, tellings)

    def read_told(
        self,
        sentences: tuple[Sentence, ...],
        tellings: tuple[Telling, ...],
        of_workplace: tuple[Telling, ...],
        *,
        early_years: bool = False,
        earlier: Mapping[str, object] = _NOTHING_KNOWN,
    ) -> Told:
        """As `read`, where the sentences have been sorted into tellings already.

        `tellings` tell of the person, `of_workplace` of where that person works. `early_years`
        says that NPQEYL is talked about. `earlier` was told in messages before: after "an
        academy", "my school" is that academy.
        """
        told: Told = {}
        for sentence, telling, place in zip(sentences, tellings, of_workplace, strict=True):
            before = {**earlier, **told}
            told.update(self._workplace(place, sentence, before, early_years=early_years))
            told.update(self._person(telling, {**earlier, **told}))
        now = {**earlier, **told}
        if "childminder" in {now.get("role"), now.get("setting")}:
            told.update(self._childminding(tellings, now))
        nursery = any(map(_ONLY_NURSERY.search, (t.own for t in of_workplace)))
        return _fitting(told, nursery=nursery)

    def _workplace(
        self, telling: Telling, sentence: Sentence, before: Told, *, early_years: bool
    ) -> Told:
        told = self._workplaces.read(telling, before, early_years=early_years)
        for key in ("state_funded", "on_rise_list", "provides_16_to_19"):
            told.update(self._flag(key, telling))
        told.update(read_lists(telling, {**before, **told}))
        in_england = self._places.read(telling, sentence)
        return told if in_england is None else {**told, "in_england": in_england}

    def _person(self, telling: Telling, before: Mapping[str, object]) -> Told:
        told = self._posts.read(telling)
        for key in ("full_and_relevant", "leads_several_schools"):
            told.update(self._flag(key, telling))
        role = told.get("role") or before.get("role")
        text = " ".join(telling.forms)
        several = _MANY_SCHOOLS.search(text)
        if role in _HEAD_OF_MANY and several and not _OTHERS_SCHOOLS.search(text):
            told["leads_several_schools"] = True
        if role is not None and role not in _HEAD_OF_MANY | {"headteacher"}:
            told.pop("leads_several_schools", None)
        told.update(read_training(telling))
        if told.get("role") == "senco" and before.get("role") in _LEADERS:
            told.pop("role")  # "Deputy head. I took on the SENCO's duties": a deputy still
        if told.get("role") == "headteacher" and before.get("role") in _SPECIAL_HEADS:
            told.pop("role")  # "... executive head of two. Am I still a new head?"
        if told.get("aspires_to") == "executive_headteacher":
            told.pop("leads_several_schools", None)
        return told

    def _childminding(self, tellings: tuple[Telling, ...], known: Mapping[str, object]) -> Told:
        """Whoever works as a childminder is one, and may say whether they lead others."""
        found: Told = {} if "role" in known else {"role": "childminder"}
        if known.get("aspires_to") == "lead_childminder":
            return found
        for telling in tellings:
            said = self._flag("childminder_leads", telling)
            leads = read_leading(telling.forms) if not said else None
            found.update(said if leads is None else {"childminder_leads": leads})
        return found

    def _flag(self, key: str, telling: Telling) -> Told:
        told: Told = {}
        forms = telling.forms
        for hit in self._flags[key].find(forms):
            before = " ".join(forms[max(0, hit.first - 12) : hit.first])
            after = " ".join(forms[hit.last : hit.last + 6])
            if key == "full_and_relevant" and telling.asks and _QUALIFIED_NOT.search(before):
                continue
            told[key] = bool(hit.value) is not _negated(forms, hit.first)
            unsure = _UNSURE.search(before) or (
                key == "full_and_relevant" and _UNSURE_AFTER.search(after)
            )
            if unsure and key in {"full_and_relevant", "state_funded"}:
                told[key] = "dont_know"
        return told


def _fitting(told: Told, *, nursery: bool) -> Told:
    """Take out what the rest makes idle: a trust's schools are not where its CEO works."""
    if told.get("role") == "trust_ceo" and told.get("setting") in {"school", "academy"}:
        told.pop("setting")
        told.pop("state_funded", None)
    if told.get("setting") == "independent_school" and told.get("state_funded") is False:
        told.pop("state_funded")
    nursery = nursery or told.get("setting") in {"pvi_nursery", "maintained_nursery"}
    if told.get("role") == "deputy_headteacher" and nursery:
        told["role"] = "deputy_nursery_manager"
    return told


def _index(groups: Mapping[str, list[str]]) -> PhraseIndex[str]:
    return PhraseIndex((phrase, value) for value, phrases in groups.items() for phrase in phrases)


def _negated(forms: tuple[str, ...], at: int, reach: int = 3) -> bool:
    """ "no idea whether we are state funded" denies nothing."""
    before = forms[max(0, at - reach) : at]
    return any(form in NEGATIONS for form in before) and "whether" not in before
