"""What people tell of their workplace, post, wishes and place, as profile keys and values.

Phrases are data (`data/circumstances.toml`, `data/places.toml`); here stands only how a wish,
a negation and another person's post change what a phrase says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from intents.data_files import read_toml
from intents.sentence import Sentence
from intents.text import Hit, PhraseIndex

Told = dict[str, object]

_FLAGS = (
    "state_funded", "full_and_relevant", "childminder_leads", "leads_several_schools",
    "on_rise_list", "in_england",
)  # fmt: skip
_WISHES = frozenset(
    """aspiring aspire aspires aspirations hope hopes hoping aim aims aiming want wants wanting
    wanted wish keen looking become becoming future ambition ambitions towards heading thinking
    ready prepare preparing considering like plan plans planning next into eventually someday
    interested goal dream step stepping apply applying move moving progress training""".split()
)
_NEGATIONS = frozenset(
    """not no never isn't isnt aren't arent don't dont doesn't doesnt without neither nor wasn't
    wasnt haven't havent hasn't hasnt didn't didnt won't wont can't cant""".split()
)
_SETTING_SUFFIX = {"state": {"state_funded": True}, "16-19": {}}
_WITH_SIXTH_FORM = "school_with_sixth_form"
# Words that look like a setting where something else is meant.
_NO_SETTING = re.compile(
    r"\b(?:teaching school hub|school leaders?|in any school|across the school|cross school|"
    r"school business|after school|all schools|which schools?|what (?:kind|type|sort)s? of school|"
    r"schools only|only schools?|multi school|of schools|school holidays?|school hours|"
    r"state funded school in england|school day|old school|special educational|special needs|"
    r"boarding school owner|school improvement|school culture|early years and primary)\b"
)
_PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d)?) ?(?:%|per ?cent)")
_LEVEL = re.compile(r"\b(?:level|lvl|l) ?(one|two|three|four|five|six|seven|\d)\b")
_LEVELS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_PREMIUM = r"(?:pupil premium|pp|fsm|free school meals?)"
_LIST = (
    rf"(?:in|on|within|part of) (?:the |that |your )?(?:(?:top|highest) )?(?:{_PREMIUM} )?(?:the )?"
    r"(?:50 ?%|50 per ?cent|half|50|fifty per ?cent|list)"
)
_ON_LIST = re.compile(rf"\b{_LIST}")
_OFF_LIST = re.compile(
    rf"\b(?:not|n't|nt|never|outside|nowhere near) (?:\w+ )?{_LIST}|\b(?:outside|below) (?:of )?the "
    rf"(?:top )?(?:50|half)|\bbottom (?:half|50)"
)
_UNSURE = re.compile(
    r"\b(?:don't know|dont know|not sure|no idea|unsure|haven't a clue|do not know|can't say)\b"
)


class CircumstanceReader:
    """Reads settings, posts, wishes and flags from sentences."""

    def __init__(self) -> None:
        data = read_toml("circumstances.toml")
        self._settings = _index(data["setting"])
        self._roles = _index(data["role"])
        self._wishes = _index(data["aspiration"])
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
        """Return what the sentences tell; a later sentence wins over an earlier one."""
        told: Told = {}
        for sentence in sentences:
            told.update(self._read_one(sentence, told))
        return told

    def _read_one(self, sentence: Sentence, before: Mapping[str, object]) -> Told:
        told: Told = {}
        told.update(self._setting(sentence))
        told.update(self._post(sentence, before))
        told.update(self._flag_values(sentence))
        told.update(_list_flags(sentence, {**before, **told}))
        told.update(_qualification(sentence))
        return told

    def _setting(self, sentence: Sentence) -> Told:
        forms = _without_offers(sentence)
        if _NO_SETTING.search(" ".join(forms)):
            forms = tuple(
                _NO_SETTING.sub(lambda m: "x " * len(m[0].split()), " ".join(forms)).split()
            )
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
        if value == "school" and any(h.value.endswith("+state") for h in hits):
            told["state_funded"] = True
        return told

    def _post(self, sentence: Sentence, before: Mapping[str, object]) -> Told:
        forms = _without_offers(sentence)
        told: Told = {}
        for hit in self._wishes.find(forms):
            if _wished(forms, hit.first) and not _negated(forms, hit.first, reach=6):
                told["aspires_to"] = hit.value
            elif _wished(forms, hit.first):
                told.setdefault("aspires_to", "none")
        roles = [h for h in self._roles.find(forms) if not _wished(forms, h.first)]
        roles = [h for h in roles if not _general(forms, h)]
        if any(h.value == "senco" and _negated(forms, h.first, reach=2) for h in roles):
            told["senco_status"] = "not_senco"
        roles = [h for h in roles if not _negated(forms, h.first, reach=2)]
        chosen = _subject(forms, roles)
        if chosen is not None:
            told["role"] = chosen.value
            if chosen.value == "childminder":
                told["setting"] = "childminder"
        return told

    def _flag_values(self, sentence: Sentence) -> Told:
        told: Told = {}
        forms = _without_offers(sentence)
        for key, index in self._flags.items():
            for hit in index.find(forms):
                value = bool(hit.value) is not _negated(forms, hit.first)
                if key == "in_england" and _contrasted(forms, hit.first):
                    continue
                told[key] = value
        if "in_england" not in told and any(
            _placed(sentence, h) for h in self.places(sentence.forms)
        ):
            told["in_england"] = True
        return told


def _index(groups: Mapping[str, list[str]]) -> PhraseIndex[str]:
    return PhraseIndex((phrase, value) for value, phrases in groups.items() for phrase in phrases)


def _without_offers(sentence: Sentence) -> tuple[str, ...]:
    """The words with offers' names blanked, so that "NPQ for SENCOs" tells of no SENCO."""
    forms = list(sentence.forms)
    for hit in sentence.offers:
        forms[hit.first : hit.last] = ["<offer>"] * (hit.last - hit.first)
    return tuple(forms)


def _negated(forms: tuple[str, ...], at: int, reach: int = 3) -> bool:
    return any(form in _NEGATIONS for form in forms[max(0, at - reach) : at])


def _named_by_contrast(forms: tuple[str, ...], at: int) -> bool:
    """ "not only for people in schools", "unlike an academy"."""
    return any(form in {"unlike", "only", "non", "than"} for form in forms[max(0, at - 3) : at])


def _contrasted(forms: tuple[str, ...], at: int) -> bool:
    return any(
        form in {"outside", "unlike", "only", "across"} for form in forms[max(0, at - 2) : at]
    )


def _wished(forms: tuple[str, ...], at: int) -> bool:
    return any(form in _WISHES for form in forms[max(0, at - 6) : at])


_PLURALS = frozenset(
    """heads headteachers teachers sencos sendcos childminders managers leaders hts tas deputies
    nannies practitioners educators""".split()
)


def _general(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "is it for heads", "do sencos have to": people in general, nobody's own post."""
    last = forms[hit.last - 1]
    before = forms[max(0, hit.first - 2) : hit.first]
    if last in _PLURALS and not {"we", "our", "are"} & set(before):
        return True
    return last.startswith("senco") and hit.last < len(forms) and forms[hit.last] in {
        "npq", "role", "post", "award", "course", "qualification", "one", "job", "funding", "job?",
    }  # fmt: skip


_FIRST_PERSON = frozenset("i i'm im i've ive am as".split())
_OTHERS = frozenset("my our the her his their your a an new".split())


def _subject(forms: tuple[str, ...], roles: list[Hit[str]]) -> Hit[str] | None:
    """The post of whom the sentence is about: "my deputy wants" beats "I am a head"."""
    if not roles:
        return None
    for hit in roles:
        before = forms[max(0, hit.first - 3) : hit.first]
        after = forms[hit.last : hit.last + 2]
        wants = {"wants", "would", "is", "has", "needs", "asks", "entitled", "could", "can"}
        if {"my", "our"} & set(before) and wants & set(after) and not {"says", "said"} & set(after):
            return hit
    for hit in roles:
        if _FIRST_PERSON & set(forms[max(0, hit.first - 4) : hit.first]):
            return hit
    plain = [h for h in roles if not {"my", "our"} & set(forms[max(0, h.first - 2) : h.first])]
    told_by_other = {"says", "said", "thinks", "reckons", "told", "asked", "wants"}
    kept = [h for h in roles if not told_by_other & set(forms[h.last : h.last + 2])]
    return (plain or kept or [None])[0]  # type: ignore[list-item]  # None ends the chain


def _specific(value: str) -> int:
    """How much a setting says: "school" least, a plain state school more, the rest most."""
    if value == "school":
        return 0
    return 1 if value == "school+state" else 2


def _placed(sentence: Sentence, hit: Hit[bool]) -> bool:
    """Places count where written with a capital or behind a preposition ("in bath")."""
    before = sentence.forms[hit.first - 1] if hit.first else ""
    return sentence.tokens[hit.first].capital or before in {"in", "near", "at", "from", "@", "of"}


def _list_flags(sentence: Sentence, known: Mapping[str, object]) -> Told:
    told: Told = {}
    text = " ".join(sentence.forms).replace(" %", "%")
    if _OFF_LIST.search(text):
        told["in_top_50_pupil_premium"] = False
    elif _ON_LIST.search(text) and not sentence.asks:
        told["in_top_50_pupil_premium"] = "dont_know" if _UNSURE.search(text) else True
    elif _ON_LIST.search(text) and re.search(rf"\b(?:we are|we're|were|i am|im|is) {_LIST}", text):
        told["in_top_50_pupil_premium"] = True
    for match in _PERCENT.finditer(text):
        if match[1] not in {"50", "90", "100"} and re.search(_PREMIUM, text):
            told["pupil_premium_percent"] = float(match[1])
            told.pop("in_top_50_pupil_premium", None)
    if re.search(
        r"\b(?:identified|classed|listed|counts|designated|recognised) as (?:\w+ ){0,3}disadvantage",
        text,
    ):
        told.update(_disadvantage(known, value=not re.search(r"\b(?:not|n't|isn't) ", text)))
    return told


def _disadvantage(known: Mapping[str, object], *, value: bool) -> Told:
    early = known.get("setting") in {
        "pvi_nursery",
        "childminder",
        "maintained_nursery",
        "school_based_nursery",
    }
    return {"highly_disadvantaged_ey_setting" if early else "high_disadvantage_16_19": value}


def _qualification(sentence: Sentence) -> Told:
    text = " ".join(sentence.forms)
    match = _LEVEL.search(text)
    if match is None or (
        sentence.asks and re.search(r"\b(?:need|what|which|is a|does a|must|accept)", text)
    ):
        return {}
    level = match[1]
    return {"qualification_level": _LEVELS.get(level) or int(level)}
