"""What somebody hopes to become, or says not to want to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.text import Hit, PhraseIndex

Told = dict[str, object]

NEGATIONS = frozenset(
    """not no never isn't isnt aren't arent don't dont doesn't doesnt without neither nor wasn't
    wasnt haven't havent hasn't hasnt didn't didnt won't wont can't cant nobody none""".split()
)
WISHES = frozenset(
    """aspiring aspire aspires aspirations hope hopes hoping aim aims aiming want wants wanting
    wanted wish keen looking become becoming future ambition ambitions towards heading thinking
    ready prepare preparing considering like plan plans planning next eventually someday
    interested goal dream dreaming step stepping apply applying move moving progress training love
    desire set fancy fancies working eyes eyeing seeking chasing""".split()
)
_HAS_BECOME = frozenset("has have i've ive she's he's just recently newly".split())
WISH_REACH = 6  # words between a wish and what is wished for
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
    r"|\bno (?:plans?|ambitions?|aspirations?)(?:$| for (?:leadership|promotion)| beyond)|"
    r"\b(?:rather|prefer to|want to|happy to) (?:just )?(?:stay|remain) (?:in the classroom|a teacher|as i am|where i am)|\bnone wanted\b"
    r"|\b(?:don't|do not|never) (?:intend|want|plan|wish|aim) to(?= ?$| and\b| ~)"
    r"|\bnot (?:after|seeking|chasing|looking for|wanting|interested in) (?:a |an )?(?:headship|promotion|leadership|one|more|either)\b"
    r"|\b(?:headship|leadership|promotion|slt|management) (?:isn't|is not|doesn't|does not|wouldn't) (?:be )?(?:for me|interest|appeal|my)\b"
    r"|\bno (?:wish|desire|plans?|ambitions?|intention) (?:whatsoever |at all |of )*(?:to (?:go|move|lead|manage|step)|for headship|for leadership|for promotion|going|managing|moving)\b"
)
_SEES_SELF = re.compile(r"\b(?:see|sees|picture|imagine|seeing) (?:my|her|him)self(?: \w+){0,2}$")
# "from January I will also take on a second school as executive head"
_WILL_TAKE = re.compile(
    r"\b(?:will|i'll|she'll|he'll|due to|about to|going to|set to)(?: \w+)? take (?:on|over|charge)(?: (?!and\b|but\b)\w+){0,6} as(?: an?| the)?$"
)
_AHEAD_REACH = 14
# "after an AHT post": a wish only where a post, job or role is what is meant.
_POST_AFTER = frozenset("post posts job jobs role roles position".split())


def read_wish(forms: tuple[str, ...], wishes: PhraseIndex[str]) -> Told:
    """Return `aspires_to`; `none` where somebody says not to hope for more."""
    text = " ".join(forms)
    told: Told = {"aspires_to": "none"} if _NO_WISH.search(text) else {}
    for hit in wishes.find(forms):
        before = forms[max(0, hit.first - 8) : hit.first]
        after = " " + " ".join(forms[hit.last : hit.last + 5])
        if _GOAL_AFTER.match(after) and not set(before[-3:]) & NEGATIONS:
            told["aspires_to"] = hit.value
        elif not is_wished(forms, hit) or _asked_whether(forms, hit.first):
            continue
        elif not _negation_before_wish(before):
            told["aspires_to"] = hit.value
        else:
            told.setdefault("aspires_to", "none")
    return told


def is_wished(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """Tell whether a post is only hoped for where it stands."""
    before = forms[max(0, hit.first - WISH_REACH) : hit.first]
    if " ".join(before[-4:]).endswith(
        ("see myself as a", "see myself as the", "want next is a", "want next is an")
    ):
        return True
    said = " ".join(forms[max(0, hit.first - _AHEAD_REACH) : hit.first])
    if _SEES_SELF.search(" ".join(before)) or _WILL_TAKE.search(said):
        return True
    if "after" in before[-3:] and _POST_AFTER & set(forms[hit.last - 1 : hit.last + 1]):
        return True
    if forms[hit.last : hit.last + 1] == ("now",) or before[-1:] == ("per",):
        return False
    near = len(before) - 3  # "in the next few years, deputy now": too far from its "next"
    wishes = (i for i, form in enumerate(before) if form in WISHES and (form != "next" or i > near))
    at = max(wishes, default=None)
    if at is None:
        return False
    between = before[at + 1 :]
    if before[at] == "become" and _HAS_BECOME & set(before[max(0, at - 2) : at]):
        return False  # "has just become head" is one
    if before[at] == "becoming" and {"before", "after", "since", "when", "to"} & set(
        before[at - 1 : at]
    ):
        return False  # "finished before becoming a head" wishes for nothing
    if {"i'm", "im", "am", "currently", "presently"} & set(between):
        return False  # "like to be one in future, I'm a class teacher"
    if {"for", "my", "our"} <= set(between) or "if" in between or "know" in between:
        return False
    if "the" in between and forms[hit.last - 1] in {"head", "headteacher", "principal", "deputy"}:
        return "as" in between or "next" in before
    # "keen deputy": a keen person; "interested in EHCO, head": another clause.
    return not any(word.startswith("<") for word in between)


_ASKED_WHETHER = re.compile(
    r"\b(?:do|does) (?:i|you|one|she|he) (?:have|need) to (?:want|be)\b"
    r"|\b(?:say|said|says|know|knows|sure|clear|asked|tell) (?:if|whether) (?:i|she|he|they)\b"
)


def _asked_whether(forms: tuple[str, ...], at: int) -> bool:
    """ "do I have to want to be a head?" asks for nothing."""
    before = " ".join(forms[max(0, at - 10) : at])
    return bool(_ASKED_WHETHER.search(before))


def _negation_before_wish(before: Sequence[str]) -> bool:
    """ "not ready for headship yet but hoping for deputy": the last wish counts."""
    sees = _SEES_SELF.search(" ".join(before))
    if sees:
        return bool(NEGATIONS & set(" ".join(before)[: sees.start()].split()[-3:]))
    at = max((i for i, form in enumerate(before) if form in WISHES), default=0)
    return bool(NEGATIONS & set(before[max(0, at - 3) : at + 1])) or bool(
        {"nobody", "no"} & set(before[at:])
    )
