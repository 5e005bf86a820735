"""Which post somebody holds; `wishes` reads which one they hope for."""

from __future__ import annotations

import re

from intents.tellings import Telling
from intents.text import Hit, PhraseIndex
from intents.wishes import NEGATIONS, WISH_REACH, WISHES, is_wished, read_wish
from intents.wishes_for_one import read_wish_for_one

Told = dict[str, object]

_MANAGES_NURSERY = re.compile(
    r"(?<!deputy )(?<!to )\b(?:manager of|manage|managing|manages|run|runs|running|own|owns|owner of|in charge of|lead|leads) (?:an? |the |our |my |two |three |\d )?"
    r"(?:\w+ ){0,2}?(?:nursery|nurseries|preschool|pre school|playgroup)\b(?! (?:class|in a|at a|of a|unit|school))"
)
_LEADS_DEPARTMENT = re.compile(
    r"\b(?:i|she|he|and|who|i'm) (?:also )?(?:lead|leads|leading|run|runs|running|head up|heads up|in charge of) (?:a |an |the |our |my )?"
    r"(?:\w+ ){0,2}?(?:department|faculty|phase|key stage|year group|curriculum)\b"
)
_HOLDS_NOW = re.compile(r"\b(?:now|currently|these days|today)\b(?: \S+){0,2}$")
_PLURALS = frozenset(
    """heads headteachers teachers sencos sendcos childminders managers leaders hts tas deputies
    nannies practitioners educators bosses""".split()
)
_FIRST_PERSON = frozenset("i i'm im i've ive am as".split())
_NOTHING = "-"  # the value of phrases that only sound like a post ("head chef")
_SOUGHT = frozenset(
    "interview interviewing advertising advertise recruiting recruit appointing seeking".split()
)
_GENERAL_SENCO = frozenset(
    """npq award course qualification one funding programme training npqs leaving leaves left
    retiring resigned question questions query queries enquiry stuff info""".split()
)
_DOES = re.compile(
    r"^(?: (?:of|at|in|with|here|who)(?: \S+){0,5}?)? ?(?:,? ?(?:who|she|he|also|still|really|just|now) )*(?:wants?|would|is|has|needs?|asks|entitled|"
    r"could|can|started|starts|wishes|leads|qualif\w+|hopes|he|she|keen|eligible|took|became|who|withdrew|dropped|"
    r"been|in post)\b"
)
# "Our CEO would like her to have EHCO": it is not the CEO's case
_FOR_ANOTHER = re.compile(
    r"(?:also |really |just |has |have )*(?:would like|would love|wants?|wanted|asked|needs?) (?:her|him|me|them|us)\b"
)
_THANKS_WORDS = 3  # "Ta, Jim"
_STEPS_UP = frozenset(("deputy_headteacher", "senior_leader"))
_AWAY = re.compile(
    r"(?:is|was|has been) (?:off|away|ill|sick|absent|unwell|on (?:leave|sick|maternity|secondment))\b"
)


class PostReader:
    """Reads posts and wishes from the words of a telling."""

    def __init__(self, roles: PhraseIndex[str], wishes: PhraseIndex[str]) -> None:
        """`roles` and `wishes` are the phrases of `circumstances.toml` with their values."""
        self._roles = roles
        self._wishes = wishes

    def read(self, telling: Telling) -> Told:
        """Return `role`, `aspires_to`, `senco_status` and what a childminder's post implies."""
        forms = telling.forms
        told = read_wish(forms, self._wishes)
        one = read_wish_for_one(forms, self._roles.find(forms))
        if one and "aspires_to" not in told:
            told["aspires_to"] = one
        wished = {h.first for h in self._wishes.find(forms) if is_wished(forms, h)}
        hits = [h for h in self._roles.find(forms) if not is_wished(forms, h)]
        hits = [h for h in hits if h.value != _NOTHING and not _ahead(forms, h)]
        hits = [h for h in hits if h.first not in wished and not _general(forms, h)]
        hits = [h for h in hits if not _negated(forms, h.first) and not _left_behind(forms, h)]
        hits = [h for h in hits if h.value != "parent"] or hits
        hits = [h for h in hits if not _FOR_ANOTHER.match(" ".join(forms[h.last : h.last + 5]))]
        if telling.asks:
            hits = [h for h in hits if not _for_any(forms, h)]
        chosen = _subject(forms, hits)
        if chosen is None and _manages_nursery(" ".join(forms)):
            told["role"] = "nursery_manager"
        elif chosen is None and _LEADS_DEPARTMENT.search(" ".join(forms)):
            told["role"] = "middle_leader"
        if chosen is not None:
            told["role"] = chosen.value
            if chosen.value == "childminder":
                told["setting"] = "childminder"
        return told


def _manages_nursery(text: str) -> bool:
    match = _MANAGES_NURSERY.search(text)
    before = text[: match.start()].split()[-WISH_REACH:] if match else []
    return bool(match) and not (WISHES | NEGATIONS | {"area"}) & set(before)


def _ahead(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "headteacher designate", "the incoming head", "I start as head": not yet in post."""
    before = forms[max(0, hit.first - 3) : hit.first]
    return bool(
        {"start", "starting", "starts", "begin", "taking"} & set(before)
        or ("before" in before and {"becoming", "being", "become", "am", "i'm"} & set(before))
        or {"designate", "elect"} & set(forms[hit.last : hit.last + 1])
        or "incoming" in forms[max(0, hit.first - 1) : hit.first]
        or (
            forms[hit.last : hit.last + 1] == ("from",)
            and hit.value == "headteacher"
            and len(forms) > hit.last + 1
            and "deputy" in forms
        )
    )


def _for_any(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "NPQH or NPQEL for a deputy?" is asked at large, "asking for a deputy" is not."""
    before = forms[max(0, hit.first - 3) : hit.first]
    return before[-2:] in (("for", "a"), ("for", "an")) and before[:1] != ("asking",)


def _negated(forms: tuple[str, ...], at: int) -> bool:
    before = forms[max(0, at - 3) : at]
    if before and before[-1] in NEGATIONS:
        return True
    text = " ".join(before)
    return bool(
        re.search(
            r"\b(?:not|isn't|aren't|never|no longer|wasn't|no)(?: yet| been| currently| actually)?(?: a| an| the| our| in)?(?: qualified| trained| proper)?$"
            r"|\b(?:have|has|need|needs|got|had|must)(?: to)? be(?: an?| the)?$",
            text,
        )
    ) or (
        text.endswith(
            (
                "without a",
                "without an",
                "without being a",
                "without being the",
                "need a",
                "need an",
                "no",
            )
        )
    )


def _left_behind(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "straight from deputy to executive head": a deputy no longer."""
    before, after = forms[max(0, hit.first - 1) : hit.first], forms[hit.last : hit.last + 1]
    return (before, after) == (("from",), ("to",))


def _general(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "is it for heads", "do sencos have to": people in general, nobody's own post."""
    last = forms[hit.last - 1]
    before = forms[max(0, hit.first - 2) : hit.first]
    if before[-1:] == ("and",) and before[0].startswith("<"):
        return True  # "NPQH and SENCO": two programmes
    like_me = forms[hit.last : hit.last + 2] in (("like", "me"), ("like", "myself"), ("like", "us"))
    if last in _PLURALS and not like_me and not {"we", "are", "of"} & set(before):
        return True
    if forms[max(0, hit.first - 2) : hit.first] == ("virtual", "school"):
        return True
    if forms[hit.last : hit.last + 3] == ("isn't", "for", "me"):
        return True
    if last in {"boss", "leader", "leaders"} and hit.last - hit.first == 1:
        return False
    after = forms[hit.last : hit.last + 1]
    if {"those", "people", "anyone", "someone"} & set(forms[max(0, hit.first - 4) : hit.first]):
        return True  # "only for those already in SLT"
    if _SOUGHT & set(forms[max(0, hit.first - 4) : hit.first]):
        return True
    if last.startswith("senco") and _no_senco(forms, hit):
        return True
    if "like" in before and "me" in after:
        return True
    if {"they", "you", "you're", "youre", "any", "every"} & set(before):
        return True  # "how do they teach it", "only if you're already a SENCO"
    if forms[hit.first : hit.last] == ("ta",) and set(forms) <= {"ta", ".", "!"}:
        return True  # "Ta."
    return (
        forms[hit.first : hit.last] == ("ta",)
        and hit.first == 0
        and hit.last < len(forms)
        and (
            after[0] in {"very", "for", "so"}
            or (len(forms) <= _THANKS_WORDS and "here" not in after)
        )
    )


def _no_senco(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "the SENCO award", "our SENCO is leaving", "we need a SENCO", "interested in the SENCO role"."""
    after = forms[hit.last : hit.last + 2]
    before = forms[max(0, hit.first - 3) : hit.first]
    return bool(
        _GENERAL_SENCO & set(after[:1])
        or ("is" in after[:1] and _GENERAL_SENCO & set(after))
        or (
            {
                "need",
                "needs",
                "recruit",
                "what",
                "interested",
                "about",
                "support",
                "supports",
                "help",
                "with",
            }
            & set(before)
        )
    )


def _subject(forms: tuple[str, ...], roles: list[Hit[str]]) -> Hit[str] | None:
    """The post of whom the sentence is about: "my deputy wants" beats "I am a head"."""
    if not roles:
        return None
    for hit in roles:
        before = forms[max(0, hit.first - 3) : hit.first]
        after = " ".join(forms[hit.last : hit.last + 8])
        if _AWAY.match(after):
            continue  # "acting head while our head is off ill"
        if {"my", "our"} & set(before) and _DOES.match(" " + after):
            return hit
        if (
            before[-2:] == ("for", "my")
            or before[-2:] == ("for", "our")
            or (before[-2:] == ("of", "my") and "behalf" in forms)
        ):
            return hit
    now = [h for h in roles if _HOLDS_NOW.search(" ".join(forms[max(0, h.first - 4) : h.first]))]
    if now:
        return now[-1]
    own = [h for h in roles if _FIRST_PERSON & set(forms[max(0, h.first - 4) : h.first])]
    candidates = own or [
        h for h in roles if not {"my", "our"} & set(forms[max(0, h.first - 2) : h.first])
    ]
    if not candidates:
        return roles[0]
    acting = [h for h in candidates if h.value == "acting_headteacher"]
    if acting and candidates[0].value in _STEPS_UP:
        return acting[-1]  # "deputy, covering for a sick head"
    # "deputy for 6 years, head for 1" tells a career; "deputy head and SENCO" two posts at once.
    first, last = candidates[0], candidates[-1]
    career = "became" in forms[first.last : last.first] or (
        forms[first.last : first.last + 1] in (("for",), ("then",), ("until",))
        and not {"under", "with", "to"} & set(forms[max(0, last.first - 3) : last.first])
    )
    return last if career else first
