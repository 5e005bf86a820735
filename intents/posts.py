"""Which post somebody holds, and which one they hope for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.tellings import Telling
from intents.text import Hit, PhraseIndex

Told = dict[str, object]

NEGATIONS = frozenset(
    """not no never isn't isnt aren't arent don't dont doesn't doesnt without neither nor wasn't
    wasnt haven't havent hasn't hasnt didn't didnt won't wont can't cant nobody none""".split()
)
_WISHES = frozenset(
    """aspiring aspire aspires aspirations hope hopes hoping aim aims aiming want wants wanting
    wanted wish keen looking become becoming future ambition ambitions towards heading thinking
    ready prepare preparing considering like plan plans planning next eventually someday
    interested goal dream dreaming step stepping apply applying move moving progress training love
    desire set fancy fancies working eyes eyeing seeking chasing""".split()
)
_WISH_REACH = 6  # words between a wish and what is wished for
_MANAGES_NURSERY = re.compile(
    r"(?<!deputy )(?<!to )\b(?:manager of|manage|managing|run|running|own|owner of|in charge of) (?:an? |the |our |my |two |three |\d )?"
    r"(?:\w+ ){0,2}?(?:nursery|nurseries|preschool|pre school|playgroup)\b(?! (?:class|in a|at a|of a|unit|school))"
)
# Where a wish stands behind its post: "headship is my goal".
_GOAL_AFTER = re.compile(
    r"^(?: is| would be| remains)? (?:my|her|his|the) (?:\w+ )?(?:goal|aim|dream|ambition|plan|hope)\b"
    r"|^ is (?:where|what) (?:i'm|i am|i|she's|he's) (?:heading|want|after|aiming|hoping)"
)
_NO_WISH = re.compile(
    r"\b(?:no|not|never|without|don't|doesn't|dont|nor)\b(?: (?:ever|really|have|any|a|particularly|intend(?:ing)?))*"
    r" (?:wish|desire|plans?|ambitions?|aspirations?|intention|interest|want|wanted|wanting) "
    r"(?:(?:to|of|in|on|at all) )*(?:lead|leading|move up|be one|being one|be a leader|go into leadership|step up|progress|promotion|"
    r"leadership|go further|go for promotion)\b"
    r"|\bno (?:plans|ambitions|aspirations)(?:$| for (?:leadership|promotion)| beyond)|"
    r"\b(?:rather|prefer to|want to|happy to) (?:just )?(?:stay|remain) (?:in the classroom|a teacher|as i am|where i am)|\bnone wanted\b"
    r"|\b(?:don't|do not|never) (?:intend|want|plan|wish|aim) to(?= ?$| and\b| ~)"
    r"|\bnot (?:after|seeking|chasing|looking for) (?:a )?(?:headship|promotion|leadership)\b"
    r"|\b(?:headship|leadership|promotion|slt|management) (?:isn't|is not|doesn't|does not|wouldn't) (?:be )?(?:for me|interest|appeal|my)\b"
    r"|\bno (?:wish|desire|plans?|ambitions?|intention) (?:whatsoever |at all |of )*(?:to (?:go|move|lead|manage|step)|for headship|for leadership|for promotion|going|managing|moving)\b"
)
_HOLDS_NOW = re.compile(r"\b(?:now|currently|these days|today)\b(?: \S+){0,2}$")
# "after an AHT post": a wish only where a post, job or role is what is meant.
_POST_AFTER = frozenset("post posts job jobs role roles position".split())
_IN_POST_OF = frozenset("into in as of".split())
_PLURALS = frozenset(
    """heads headteachers teachers sencos sendcos childminders managers leaders hts tas deputies
    nannies practitioners educators bosses""".split()
)
_FIRST_PERSON = frozenset("i i'm im i've ive am as".split())
_NOTHING = "-"  # the value of phrases that only sound like a post ("head chef")
_FOR_OTHERS = frozenset("for my our one".split())
_SOUGHT = frozenset(
    "interview interviewing advertising advertise recruiting recruit appointing seeking".split()
)
_GENERAL_SENCO = frozenset(
    """npq award course qualification one funding programme training npqs leaving leaves left
    retiring resigned""".split()
)
_DOES = re.compile(
    r"^(?: (?:of|at|in|with|here|who)(?: \S+){0,5}?)? ?(?:,? ?(?:who|she|he|also|still|really|just|now) )*(?:wants?|would|is|has|needs?|asks|entitled|"
    r"could|can|started|starts|wishes|leads|qualif\w+|hopes|he|she|keen|eligible|took|became|who|withdrew|dropped|"
    r"been|in post)\b"
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
        told = self._wish(forms)
        wished = {h.first for h in self._wishes.find(forms) if _wished(forms, h)}
        hits = [h for h in self._roles.find(forms) if not _wished(forms, h)]
        hits = [h for h in hits if h.value != _NOTHING and not _ahead(forms, h)]
        hits = [h for h in hits if h.first not in wished and not _general(forms, h)]
        hits = [h for h in hits if not _negated(forms, h.first)]
        hits = [h for h in hits if h.value != "parent"] or hits
        if telling.asks:
            hits = [h for h in hits if not _for_any(forms, h)]
        chosen = _subject(forms, hits)
        if chosen is None and _manages_nursery(" ".join(forms)):
            told["role"] = "nursery_manager"
        if chosen is not None:
            told["role"] = chosen.value
            if chosen.value == "childminder":
                told["setting"] = "childminder"
        return told

    def _wish(self, forms: tuple[str, ...]) -> Told:
        text = " ".join(forms)
        told: Told = {"aspires_to": "none"} if _NO_WISH.search(text) else {}
        for hit in self._wishes.find(forms):
            before = forms[max(0, hit.first - 8) : hit.first]
            after = " " + " ".join(forms[hit.last : hit.last + 5])
            if _GOAL_AFTER.match(after) and not set(before[-3:]) & NEGATIONS:
                told["aspires_to"] = hit.value
            elif not _wished(forms, hit) or _asked_whether(forms, hit.first):
                continue
            elif not _negation_before_wish(before):
                told["aspires_to"] = hit.value
            else:
                told.setdefault("aspires_to", "none")
        return told


def _manages_nursery(text: str) -> bool:
    match = _MANAGES_NURSERY.search(text)
    before = text[: match.start()].split()[-_WISH_REACH:] if match else []
    return bool(match) and not (_WISHES | NEGATIONS | {"area"}) & set(before)


def _wished(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    before = forms[max(0, hit.first - _WISH_REACH) : hit.first]
    if " ".join(before[-4:]).endswith(
        ("see myself as a", "see myself as the", "want next is a", "want next is an")
    ):
        return True
    if "after" in before[-3:] and _POST_AFTER & set(forms[hit.last - 1 : hit.last + 1]):
        return True
    if forms[hit.last : hit.last + 1] == ("now",):
        return False
    near = len(before) - 3  # "in the next few years, deputy now": too far from its "next"
    wishes = (
        i for i, form in enumerate(before) if form in _WISHES and (form != "next" or i > near)
    )
    at = max(wishes, default=None)
    if at is None:
        return False
    between = before[at + 1 :]
    if before[at] == "becoming" and {"before", "after", "since", "when", "to"} & set(
        before[at - 1 : at]
    ):
        return False  # "finished before becoming a head" wishes for nothing
    if {"i'm", "im", "am"} & set(between):
        return False  # "like to be one in future, I'm a class teacher"
    if {"for", "my", "our"} <= set(between) or "if" in between or "know" in between:
        return False
    if "the" in between and forms[hit.last - 1] in {"head", "headteacher", "principal", "deputy"}:
        return "as" in between or "next" in before
    # "keen deputy": a keen person; "interested in EHCO, head": another clause.
    return not any(word.startswith("<") for word in between)


def _ahead(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "headteacher designate", "the incoming head", "I start as head": not yet in post."""
    before = forms[max(0, hit.first - 3) : hit.first]
    return bool(
        {"start", "starting", "starts", "begin", "taking"} & set(before)
        or ("before" in before and "becoming" in before)
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


def _asked_whether(forms: tuple[str, ...], at: int) -> bool:
    """ "do I have to want to be a head?" asks for nothing."""
    before = " ".join(forms[max(0, at - 10) : at])
    return bool(
        re.search(r"\b(?:do|does) (?:i|you|one|she|he) (?:have|need) to (?:want|be)\b", before)
    )


def _negation_before_wish(before: Sequence[str]) -> bool:
    """ "not ready for headship yet but hoping for deputy": the last wish counts."""
    at = max((i for i, form in enumerate(before) if form in _WISHES), default=0)
    return bool(NEGATIONS & set(before[max(0, at - 3) : at + 1])) or bool(
        {"nobody", "no"} & set(before[at:])
    )


def _negated(forms: tuple[str, ...], at: int) -> bool:
    before = forms[max(0, at - 3) : at]
    if before and before[-1] in NEGATIONS:
        return True
    text = " ".join(before)
    return bool(
        re.search(
            r"\b(?:not|isn't|aren't|never|no longer|wasn't|no)(?: yet| been| currently| actually)?(?: a| an| the| our| in)?$",
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


def _general(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "is it for heads", "do sencos have to": people in general, nobody's own post."""
    last = forms[hit.last - 1]
    before = forms[max(0, hit.first - 2) : hit.first]
    if before[-1:] == ("and",) and before[0].startswith("<"):
        return True  # "NPQH and SENCO": two programmes
    if last in _PLURALS and not {"we", "are", "of"} & set(before):
        return True
    if forms[max(0, hit.first - 2) : hit.first] == ("virtual", "school"):
        return True
    if forms[hit.last : hit.last + 3] == ("isn't", "for", "me"):
        return True
    if last in {"boss", "leader", "leaders"} and hit.last - hit.first == 1:
        return False
    after = forms[hit.last : hit.last + 1]
    if _SOUGHT & set(forms[max(0, hit.first - 4) : hit.first]):
        return True
    if last.startswith("senco") and _no_senco(forms, hit):
        return True
    if "like" in before and "me" in after:
        return True
    return (
        forms[hit.first : hit.last] == ("ta",)
        and hit.first == 0
        and hit.last < len(forms)
        and (after[0] in {"very", "for", "so"})
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
    # "deputy for 6 years, head for 1" tells a career; "deputy head and SENCO" two posts at once.
    first, last = candidates[0], candidates[-1]
    career = "became" in forms[first.last : last.first] or (
        forms[first.last : first.last + 1] in (("for",), ("then",), ("until",))
        and not {"under", "with", "to"} & set(forms[max(0, last.first - 3) : last.first])
    )
    return last if career else first
