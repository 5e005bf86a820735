"""The published lists that scholarships turn on: whether a school or setting is said to be on one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intents.tellings import Telling

Told = dict[str, object]

_PREMIUM = r"(?:pupil premium|pp|fsm|free school meals?)"
_KIND = rf"(?:the|that|those|these|your|their|published|dfe's|dfe|gov|official|top|highest|upper|most|{_PREMIUM})"
# "of candidates", "of the sessions": half of something else.
_OF_ELSE = r"(?! (?:of )?(?:the |our |all |my )*(?:candidates|sessions|course|staff|modules|pupils|children|kids|year|time|term|it|people|participants|units|day)\b)"
_LIST = (
    rf"(?:(?:in|on|within|among|amongst|part of|one of|inside|into|makes?|made|making|be) (?:{_KIND} )*(?:50|half|fifty|list|pp ?50)\b{_OF_ELSE}|"
    rf"in the {_PREMIUM}\b|in (?:the )?top (?:50|half)|"
    rf"(?:we're|we are|we|(?:school|academy|primary|secondary)(?: is)?|[(,]) (?:\( )?top (?:50|half)\b{_OF_ELSE})"
)
_ON_LIST = re.compile(rf"\b{_LIST}\b")
_NOT = r"(?:not|isn't|isnt|aren't|arent|don't|doesn't|didn't|won't|n't|never|neither|none|nowhere(?: near)?|far from|no longer|nor)"
_OFF_LIST = re.compile(
    rf"\b{_NOT}\b(?: (?!but\b)\w+){{0,5}} {_LIST}\b"
    rf"|\b(?:nowhere near|far from|outside|below|out of|missed|miss|just miss) (?:of )?(?:{_KIND} )*(?:50|half|list)\b|\b(?:bottom|lower) (?:half|50)\b"
)
# "we were in the 50% last year but aren't any more", "we think we are but aren't sure"
_NO_MORE = re.compile(
    rf"\b{_NOT}\b(?: (?:in it|on it|now|so))? (?:any ?more|any longer)\b|\bno longer\b(?! {_LIST})"
)
_WAS_ON = re.compile(rf"\b(?:was|(?:we|they) were|used to be) (?:\w+ )?{_LIST}")
_UNSURE_AFTER = re.compile(
    r"\b(?:but|though|although|not|aren't|isn't|i'm not|can't be)\b(?: \w+){0,3} (?:sure|certain|know)\b"
)
_OF_SEVERAL = re.compile(
    r"(?<!all )(?<!these )\b(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|some|most|many|few|several|half)"
    r"(?: of (?:them|these|those|our|the|its|my)\b|(?: schools)?(?: are| is)? $)"
)
_PERHAPS = re.compile(r"\b(?:might|may|could|possibly|perhaps|maybe)(?: \w+){0,3} $")
# "41%: that surely puts us in the top half" is what somebody makes of a percentage
_SUPPOSED = re.compile(
    r"\b(?:surely|presumably|probably|likely|must be|should be|ought to be|would be|i(?:'d)? (?:guess|assume|imagine|"
    r"suspect|bet)|puts? (?:us|them|me|our \w+))\b(?: \S+){0,4} ?$"
)
_OTHER_LIST = re.compile(
    r"\b(?:waiting|mailing|contact|rise|reserve|distribution|email|reading) list\b"
)
_FIRST_HALF = re.compile(
    r"\b(?:first|second|other|last|next) half\b|\bhalf of\b(?! (?:all )?(?:the )?schools)|\bon half\b|\bhalf (?:way|term)\b"
)
_UNSURE = re.compile(
    r"\b(?:don't know|dont know|do not know|not sure|no idea|unsure|haven't a clue|can't say|no clue|"
    r"not certain|dunno|unclear|no idea|can't tell|cannot tell|couldn't tell|nobody (?:here )?knows|no one (?:here )?knows|wondering|"
    r"how do i find out|find out)\b"
)
_ASKS_IF = re.compile(
    r"\b(?:are|is|do|does|have|has|if|whether|must|only|what|how)\b(?: \S+){0,6}$"
)
_SAYS_SO = re.compile(
    r"\b(?:that|which|it) is$|\b(?:we|school|academy|i) (?:are|is|am)(?: \S+)?$|\b(?:we're|i'm|it's|all)(?: \S+)?$"
)
_PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d)?) ?(?:%|per ?cent)")
_OF_PUPILS = re.compile(
    rf"{_PREMIUM}|\b(?:pupils|children|kids|students) (?:get|are|receive|on|have)\b"
)
_DISADVANTAGE = re.compile(
    r"\b(?:highly|high|a) disadvantage[ds]?\b|\bdisadvantaged? list\b|\b16 (?:to )?19 (?:\w+ )?list\b|\bdisadvantaged (?:early years )?setting|\b(?:identified|classed|listed|counts?|designated|"
    r"recognised|named|flagged|down) as (?:\w+ ){0,6}disadvantage|\bhighly disadvantaged\b"
)
_AREA = re.compile(
    r"\bdisadvantaged (?:area|part|community|estate|town|pupils|children|kids|families)"
)
_DENIED = re.compile(
    r"\b(?:not|isn't|aren't|never|n't|no longer)(?: \w+){0,5} (?:high(?:ly)? disadvantage|disadvantage|on the|a disadvantage|identified|classed|listed|count|counted|designated|recognised|named|flagged|one of)"
)
_OF_QUALIFICATIONS = re.compile(r"\b(?:relevant|diploma|qualification|certificate|level \d)\b")
_EARLY = frozenset(("pvi_nursery", "childminder", "maintained_nursery", "school_based_nursery"))
_COLLEGE = frozenset(("sixth_form_college", "fe_college"))
# Shares that the page itself names; somebody's own share is told with the word for it.
_PAGE_SHARES = frozenset(("50", "90", "100"))


def read_lists(telling: Telling, known: Mapping[str, object]) -> Told:
    """Return what is told of the pupil premium list, the two disadvantage lists and percentages.

    `known` are the circumstances told so far: "the list" means another one for a nursery than
    for a school. "Not sure whether" is told as `dont_know`.
    """
    text = " ".join(telling.forms).replace(" %", "%")
    told = _disadvantage(text, known)
    if not told or re.search(r"\b50\b|\bhalf\b|\bpp\b|pupil premium", text):
        told.update(_premium(text, known, asks=telling.asks, before=told))
    told.update(_percent(telling.own))
    if "pupil_premium_percent" in told and not _ON_LIST.search(text.replace("50%", "")):
        told.pop("in_top_50_pupil_premium", None)
    return told


def _premium(text: str, known: Mapping[str, object], *, asks: bool, before: Told) -> Told:
    text = _OTHER_LIST.sub("~", _FIRST_HALF.sub("~", text))
    listed = _ON_LIST.search(text)
    if listed and _OF_SEVERAL.search(text[: listed.start()]):
        return {}  # "7 of them are in the top 50 %"
    if listed and _WAS_ON.search(text):
        if not _NO_MORE.search(text[listed.end() :]):
            return {}
        value: object = False
    elif _OFF_LIST.search(text) and not _unsure_before(text, listed):
        value = False
    elif listed is None:
        return {}
    elif _SUPPOSED.search(text[: listed.start()]) or (
        not asks
        and (_UNSURE_AFTER.search(text[listed.end() :]) or _PERHAPS.search(text[: listed.start()]))
    ):
        value = "dont_know"
    elif _unsure_before(text, listed):
        if re.search(r"\bfind out\b|\bhow (?:would|do|can) i know\b|\bwhere\b.*\blist\b", text):
            return {}
        value = "dont_know"
    elif asks and _asked(text, listed):
        return {}
    else:
        value = True
    if listed and "list" in listed[0] and _OF_QUALIFICATIONS.search(text):
        return {}  # "my diploma is on the list as full and relevant"
    bare = "list" in (listed[0] if listed else "") and "premium" not in text and "50" not in text
    if bare and (known.get("setting") in _EARLY | _COLLEGE):
        return {_key(known): value} if _key(known) not in before else {}
    return {"in_top_50_pupil_premium": value}


def _asked(text: str, listed: re.Match[str]) -> bool:
    """ "are we in the 50%?" asks; "academy in the 50%, NPQSL?" tells."""
    before = text[: listed.start()].rstrip()
    if re.search(r"\b(?:if|whether)\b", before):
        return True
    return bool(_ASKS_IF.search(before) and not _SAYS_SO.search(before))


def _unsure_before(text: str, listed: re.Match[str] | None) -> bool:
    return bool(_UNSURE.search(text[: listed.start()] if listed else text))


def _percent(text: str) -> Told:
    for match in _PERCENT.finditer(text):
        if not re.search(_PREMIUM, text):
            continue
        of_pupils = re.match(
            r"%?(?: per ?cent)? of (?:our |the |my )?(?:pupils|children|kids|students|cohort)",
            text[match.end(1) :].lstrip(),
        )
        of_schools = re.match(
            r"%?(?: per ?cent)? of (?:all )?schools", text[match.end(1) :].lstrip()
        )
        if (match[1] not in _PAGE_SHARES or of_pupils) and not of_schools:
            share = float(match[1])
            return {"pupil_premium_percent": int(share) if share.is_integer() else share}
    return {}


def _disadvantage(text: str, known: Mapping[str, object]) -> Told:
    clear = _AREA.sub("~", text)
    match = _DISADVANTAGE.search(clear)
    if match is None:
        return {}
    early = re.search(r"\bearly years\b|\bnursery\b", clear)
    key = "highly_disadvantaged_ey_setting" if early else _key(known)
    before = clear[: match.end()]
    if _UNSURE.search(before):
        return {key: "dont_know"}
    # "not in the 50%, but identified as high disadvantage": the "not" belongs to the other list
    near = re.split(r"\bbut\b|\bhowever\b|\bthough\b", before)[-1]
    denied = _DENIED.search(near) or re.search(
        r"\bnot(?: a| on| as| the)* (?:\w+ )?disadvantage|\bnot highly", near
    )
    return {key: not denied}


def _key(known: Mapping[str, object]) -> str:
    early = known.get("setting") in _EARLY
    return "highly_disadvantaged_ey_setting" if early else "high_disadvantage_16_19"
