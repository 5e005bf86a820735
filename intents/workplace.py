"""Where somebody works: the kind of setting, and whether the words make it a state-funded one.

Phrases are data (`data/circumstances.toml`, table `setting`). Several words of one text are put
together here: "special" and "academy" are one state-funded special school, "secondary" and
"sixth form" one school with a sixth form, and a general "school" never replaces a special word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from intents.data_files import read_toml
from intents.tellings import Telling, forms_of
from intents.text import Hit, PhraseIndex
from intents.wishes import NEGATIONS

Told = dict[str, object]

_NOTHING = (
    "-"  # the value of phrases that only look like a setting ("nursery school", "school day")
)
_SUFFIXES = {"state": True, "private": False}
_SIXTH_FORM = "school_with_sixth_form"
_STATE_KINDS = frozenset(("academy", "la_maintained_school", "free_school"))
# Kinds that another word may make a state's or a private one.
_OPEN_KINDS = frozenset(
    ("special_school", "pupil_referral_unit", "alternative_provision", "school_based_nursery", _SIXTH_FORM)
)  # fmt: skip
_SCHOOLS = _STATE_KINDS | {"school"}
_HAS_SIXTH_FORM = re.compile(
    r"\b(?:has|have|with|own|its|our|a|and|plus|in|of|the|including|post)\b (?:\w+ )?(?:sixth|6th) forms?\b(?! (?:college|centre|lead))"
    r"|\bschool(?:'s)? (?:sixth|6th) form\b|\b11 (?:to )?1[89]\b|\b3 (?:to )?1[89] (?:school|academy)\b"
)
_NO_SIXTH_FORM = re.compile(
    r"\b(?:no|not|without|don't|dont|doesn't|doesnt|haven't|hasn't|never)\b(?: \w+){0,3} (?:sixth|6th) forms?\b"
)
_HAS_NURSERY = re.compile(
    r"\b(?:has|have|with|own|its|our|of|in|plus|(?:run|lead|manage) (?=the|our|its))\b ?(?:a |the |our |own |its own |an |on site |school )*nurser(?:y|ies)\b"
    r"(?! (?:owner|manager|chain|group|leader|head))"
)
_NO_NURSERY = re.compile(r"\b(?:no|not|never|wish|want|hope|like)\b(?: \w+){0,4} nurser(?:y|ies)\b")
# What stands behind these words is a comparison, a plan or a wish, and no place of work.
_NOT_HERE = re.compile(
    r"\b(?:(?:named|identified|classed|listed|recognised|designated|flagged|counted) as|unlike|non|than|instead of|as opposed to|only for(?: \w+)?|not just for|formerly|ex|"
    r"(?:leave|leaving|left|join|joining|move|moving|going|go|transfer|transferring|switch|switching|off)\b(?: \w+){0,3}? (?:to|for)|"
    r"(?:want|wants|like|hope|hoping|love|plan|planning|apply|applying|keen|wish|about) to (?:work|teach|open|set up|lead|move|go|be|found|start|run|join)(?: \w+)?|"
    r"(?:interview|interviews|job offer|post offered|vacancy|vacancies|children go|kids go|son goes|daughter goes|child goes) (?:at|to|with|in))"
    r"(?: (?:in|at|an?|the|my|our|into|another|own|of))*$"
)
_WISHED_SCHOOL = re.compile(
    r"\b(?:like|love|want|hope|wish|dream of|future)\b(?: \w+){0,3} school of my own\b"
)
# "from a private school to an academy": the later place is today's.
_MOVED = re.compile(
    r"\b(?:moved|came|transferred|switched|went|changed) (?:over |across |here )?from\b[^.;]*?\bto (?=an?\b|my\b|our\b|this\b)"
)
_TOLD_BY_NAME = re.compile(
    r"\b\w+ (?:academy|school|trust|college) (?:told|said|says|recommended|sent|suggested|advised|mentioned)\b"
)
_COMPARED = re.compile(r"\b(?:rather than|instead of|as opposed to)\b[^.;,]*")
_WHICHEVER = (
    ("any",),
    ("every",),
    ("all",),
    ("such",),
    ("only",),
)  # "any private nursery" is nobody's own
_REACH_OF_NOT = 3
_OTHER_OBJECTS = frozenset(
    """nasenco award qualification npq npqs <npqh> <npqsenco> <npqsl> <npqel> <npqeyl> <ehco>
    <npqh-aso> withdrawals withdrawn withdrew assistants staff level 2 3""".split()
)
_WORKING = frozenset(
    """work works working worked teach teaches teaching employed based in at for by an a the my our
    of any one currently actually part""".split()
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of workplace as far as words tell it."""

    kind: str
    """A value of the profile key `setting`."""
    state: bool | None = None
    """State-funded or not where words say so; None where only the kind may tell it."""

    def told(self) -> Told:
        """Return it as profile keys."""
        if self.state is None:
            return {"setting": self.kind}
        return {"setting": self.kind, "state_funded": self.state}


class WorkplaceReader:
    """Reads settings from the words of tellings."""

    def __init__(self) -> None:
        groups: Mapping[str, list[str]] = read_toml("circumstances.toml")["setting"]
        self._settings = PhraseIndex((p, value) for value, group in groups.items() for p in group)

    def vocabulary(self) -> frozenset[str]:
        """Return every word that is part of a setting's name."""
        return self._settings.vocabulary()

    def read(self, telling: Telling, before: Mapping[str, object], *, early_years: bool) -> Told:
        """Return `setting` and `state_funded` where the telling tells of a workplace.

        `before` is what was told earlier; a general word adds nothing to a special one there.
        `early_years` says that NPQEYL is talked about, where a school's own nursery matters.
        """
        text = " ".join(telling.forms)
        for beside in (_MOVED, _COMPARED, _WISHED_SCHOOL, _TOLD_BY_NAME):
            text = beside.sub(lambda m: " ".join("~" * len(m[0].split())), text)
        forms = forms_of(text)
        found = [_setting(hit) for hit in self._settings.find(forms) if _is_here(forms, hit)]
        earlier = _earlier(before)
        now = _joined(found)
        if now is None:
            now = earlier if earlier and _has_sixth_form(text) else None
            if now is None:
                return {}
        now = _with_parts(now, text, early_years=early_years)
        return (_later(earlier, now) if earlier else now).told()


def _setting(hit: Hit[str]) -> Setting:
    kind, _, suffix = hit.value.partition("+")
    return Setting(kind, _SUFFIXES.get(suffix))


def _earlier(before: Mapping[str, object]) -> Setting | None:
    kind, state = before.get("setting"), before.get("state_funded")
    if not isinstance(kind, str):
        return None
    return Setting(kind, state if isinstance(state, bool) else None)


def _is_here(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    if hit.value == _NOTHING or forms[max(0, hit.first - 1) : hit.first] in _WHICHEVER:
        return False
    before = forms[max(0, hit.first - 8) : hit.first]
    return not _denied(before) and not _NOT_HERE.search(" ".join(before))


def _denied(before: tuple[str, ...]) -> bool:
    """ "not in an academy", but "no NASENCO, academy": the "no" has another object there."""
    at = max((n for n, form in enumerate(before) if form in NEGATIONS), default=None)
    if at is None or {"whether", "just"} & set(before[-_REACH_OF_NOT:]):
        return False
    between = set(before[at + 1 :])
    if len(before) - at <= _REACH_OF_NOT:
        return not _OTHER_OBJECTS & between
    return between <= _WORKING  # "I don't currently work in an academy"


def _joined(found: list[Setting]) -> Setting | None:
    """What the words of one sentence are together; its first special word leads."""
    if not found:
        return None
    joined = found[0]
    for other in found[1:]:
        joined = _join(joined, other) or joined
    return joined


def _join(a: Setting, b: Setting) -> Setting | None:
    """One setting of two words; None where they name two."""
    if a.kind == b.kind:
        return Setting(a.kind, b.state if a.state is None else a.state)
    kinds = {a.kind, b.kind}
    for one, other in ((a, b), (b, a)):
        if one.kind in _OPEN_KINDS:
            if _is_state(other):
                return Setting(one.kind, state=True)
            if other.kind == "independent_school":
                return _private(one)
    if "school" in kinds:
        special, general = (b, a) if a.kind == "school" else (a, b)
        open_kind = special.kind in _OPEN_KINDS and special.state is None
        return Setting(special.kind, general.state if open_kind else special.state)
    if "academy_trust_central" in kinds:
        return Setting("academy_trust_central")
    return None


def _is_state(setting: Setting) -> bool:
    return setting.kind in _STATE_KINDS or (setting.kind == "school" and setting.state is True)


def _private(setting: Setting) -> Setting:
    if setting.kind == "special_school":
        return Setting("independent_special_school")
    if setting.kind == _SIXTH_FORM:
        return Setting("independent_school")
    return Setting(setting.kind, state=False)


def _has_sixth_form(text: str) -> bool:
    return bool(_HAS_SIXTH_FORM.search(text)) and not _NO_SIXTH_FORM.search(text)


def _later(earlier: Setting, now: Setting) -> Setting:
    """What holds after a later sentence: the special word, or the later of two."""
    special = earlier.kind == "independent_special_school" and now.kind == "independent_school"
    if (now.kind == "school" and earlier.kind != "school") or special:
        return earlier
    return _join(earlier, now) or now


def _with_parts(setting: Setting, text: str, *, early_years: bool) -> Setting:
    """A school's sixth form or nursery makes it another kind of setting."""
    if setting.kind not in _SCHOOLS:
        return setting
    state = True if _is_state(setting) else setting.state
    if _has_sixth_form(text):
        return Setting(_SIXTH_FORM, state)
    if early_years and _HAS_NURSERY.search(text) and not _NO_NURSERY.search(text):
        return Setting("school_based_nursery", state)
    return setting
