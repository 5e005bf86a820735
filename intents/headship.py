"""How long somebody has been a head, and since when, as far as the words tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intents.headship_start import HEAD, HEAD_WORD, named_start, read_start
from intents.quantities import (
    ORDINALS,
    Span,
    coming_date,
    completed_months,
    find_dates,
    find_spans,
    number,
)
from intents.tellings import Telling

Told = dict[str, object]

_HEAD_ROLES = frozenset(
    {"headteacher", "head_of_school", "acting_headteacher", "executive_headteacher"}
)
# Other posts with "head" in their names; they are read as plain words here.
_OTHER_HEADS = re.compile(
    r"\b(?:(?:deputy|assistant|asst|vice|virtual school) (?:heads?|principals?|headships?)|"
    r"heads? of (?:department|year|faculty|house|key|maths|english|science|history|geography|music|"
    r"pe|subject|ks\d|sixth|early|eyfs|inclusion|sen|learning|pastoral|drama|art|computing|it)\b)"
)
_CRITERION = re.compile(
    r"\b(?:first|within|next)(?: the)?(?: first| next)? "
    r"(?:\d+|one|two|three|four|five|24|twenty four) ?(?:months|years|yrs)\b(?! to the day)"
)
_ORDINAL = re.compile(
    r"\b("
    + "|".join(ORDINALS)
    + r")(?: full| whole)?[ -](?:years?|yr)\b(?! (?:of (?:the )?(?:course|programme|teaching|my senco)|pgce|teacher))"
)
_YEAR_N = re.compile(
    r"\b(?:year|yr|y) ?(\d|one|two|three|four|five|six) (?:as|of|in|into)\b|\b(?:yr|year) ?(\d|one|two|three|four|five|six)\b(?! (?:teacher|class|group|pupils|children|maths))"
)
_JUST = re.compile(
    rf"\b(?:just|recently|only just) (?:become|became|started|taken over|took over|begun)\b(?: \w+){{0,5}} {HEAD}"
)
_SPAN_BEFORE_HEAD = re.compile(
    rf"^\s*(?:now |already |so far )?(?:in(?:to)?|as|of|being|since becoming|since taking)?\s*"
    rf"(?:my |a |an |her |his |their |the |first |being a |post as |second )*{HEAD}\b|^\s*(?:in|into)(?: it| now| post| role| the (?:job|role|post))?\b(?! (?:teaching|education|school|the classroom|england))"
)
_HEAD_BEFORE_SPAN = re.compile(
    rf"\b{HEAD}(?: teacher)?(?: (?!taught\b|teaching\b|npqh\b)\w+){{0,6}}? (?:for|of|since|about|around|just|over|nearly|almost|under)?\s*(?:just |about |around |the past |the last |exactly |roughly )*$"
    rf"|\b{HEAD}[ ,(]+(?:of )?$"
    rf"|\bin (?:post|role|the (?:job|role|post))(?: for| about| just| over| nearly)*\s*$"
)
_BECAME_AGO = re.compile(
    rf"\b(?:became|become|started|took (?:over|up|on)?|appointed|been|made|began)(?: \w+){{0,5}} {HEAD}(?: \w+){{0,6}}\s*$"
    rf"|\b{HEAD}(?: \w+)? (?:started|began)\s*$|\b(?:started|took|began) (?:my |her |his )?(?:first )?{HEAD}\b[^.;]*$"
)
_BARE = re.compile(
    rf"\b{HEAD},? for (?:just |about |nearly |over )?(\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten)(?=\s*(?:[.,;!?)]|$|now\b|and\b|so\b))"
)
_NOTHING_ELSE = re.compile(
    r"(?:^|[.,;:!?(-])\W*(?:(?:about|around|just|only|for|been|i've|it's|now|over|nearly|almost|under|in post|in role|"
    r"in the job|there|so|i'm|less than|more than)\W*)*$"
)
_WILL_HAVE = re.compile(r"\b(?:will|'ll|would) have\b")
_TO_THE_DAY = re.compile(r"^\s*to the day\b")
_IS_OLD = re.compile(r"^\s*(?:of age|old\b)")
_NOT_THE_POST = re.compile(
    r"^\s*(?:long|course|programme|qualification|window|of (?:teaching|experience)|experience|old child|at (?:the|this|my) school)|"
    r"^\s*ago\b[^.;]{0,20}<npqh>"
)
_NO_POST_BEFORE = re.compile(
    r"\b(?:takes?|lasts?|lasting|taught|teaching|deputy|assistant|teacher|been at (?:the|this|my) school|aged?|npqh>|<offer>|in a|within)"
    r"(?: for| of| about| in| at| done| completed| finished)*\s*$"
)
_NEARLY = re.compile(
    r"(?:\b(?:nearly|almost|just under|under|less than|not quite|coming up to|approaching|close to|shy of)|<)\s*$"
)
_OVER = re.compile(r"\b(?:just over|over|more than|just past|above|longer than|upwards of)\s*$")
_NOT_YET = re.compile(
    rf"\bnot (?:yet )?(?:currently |actually )?(?:a |an |the )?{HEAD}\b(?: yet)?|\b(?:haven't|have not|havent|not) (?:yet )?(?:started|become|taken|got|begun)(?: \w+){{0,4}} {HEAD}"
    rf"|\bnever been (?:a )?{HEAD}|\bnot (?:a |in )?headship yet|\b{HEAD}\b[^.;]*\bnot (?:yet )?started(?: yet)?\b"
)
_COMING = re.compile(
    rf"\b(?:will (?:be|become|start|take)|'ll be|'ll start|going to be|due to (?:start|begin|become|take)|about to (?:start|become|take|be)|"
    rf"start(?:ing|s)?(?: as| my| in| first| new| a| the| her| his)*|taking (?:up|on|over)(?: as| my| in| first| a| the| her| his)*|become|becoming|"
    rf"take up|take over|appointed(?: as)?(?: \w+)? |beginning)(?: \S+){{0,4}}? ?{HEAD}\b"
)
_TO_BE = re.compile(
    rf"\b{HEAD} from (?:next|january|jan|april|easter|september|sept) ?(?:20(?:2[7-9]|3\d))?\b[^.;]*(?:not (?:yet )?started|not yet)"
)
_MAYBE = re.compile(
    rf"\b(?:may|might|could|hope to|hoping to|want to) be(?:come)?(?: made| appointed)?(?: a| the)? {HEAD}\b"
)
_FUTURE = re.compile(r"\b(?:from|in|on|next|this coming|until|at)\b")
_PAST = re.compile(
    r"\b(?:became|started|took|since|was|were|been|last|began|have|has|made|in post|new)\b"
)
_SECOND = re.compile(
    r"\b(?:second|2nd|third|3rd|another) headship\b|\bhead (?:before|elsewhere|previously)|\bsecond school as\b"
)
_HERE = re.compile(
    r"\b(?:this|current|my present|present|here|at this school|in this (?:post|school|job))\b"
)
_ABROAD = re.compile(
    r"\b(\w+)(?: (?:years?|yrs?))? in ([a-z]+)(?: and| then|,)+ (?:\w+ ){0,6}?(\w+)(?: (?:years?|yrs?))? (?:in|here in) (england|kent|essex|london|the uk)\b"
)
_OFFER = re.compile(r"<(?!npqh>)[\w-]+>")
_AVERAGE = 6  # "in my third year" = two completed years and some months
_YEAR = 12


def read_headship(
    tellings: tuple[Telling, ...], roles: Mapping[str, object], today: date, *, asked: bool
) -> Told:
    """Return headship keys that the tellings hold, and the role where only they tell it.

    `roles` are the circumstances known; `asked` says that we have just asked how long, so that
    a bare "3 yrs" counts. "In my third year" is told as 30 months, the middle of that year.
    """
    told: Told = {}
    texts = [_OTHER_HEADS.sub("leader", _OFFER.sub("<offer>", t.own)) for t in tellings]
    role = roles.get("role") or None
    is_head = role in _HEAD_ROLES or any(HEAD_WORD.search(text) for text in texts)
    if role is not None and role not in _HEAD_ROLES and not any(map(HEAD_WORD.search, texts)):
        is_head = False
    for text in texts:
        told.update(_read_one(text, today, is_head=is_head, asked=asked))
    if role is None and _held(told):
        told["role"] = "headteacher"
    return told


def with_headship(told: Mapping[str, object], headship: Told) -> Told:
    """Join what was told with what was told of headship: who will be a head is none yet."""
    joined = {**told, **headship}
    ahead = "aspires_to" in headship or ("role" in headship and headship["role"] is None)
    if ahead and told.get("role") in _HEAD_ROLES | {None}:
        joined.pop("role", None)
    return joined


def _held(told: Told) -> bool:
    keys = ("months_in_headship", "months_in_current_post", "headship_start_date")
    return "aspires_to" not in told and any(key in told for key in keys)


def _read_one(text: str, today: date, *, is_head: bool, asked: bool) -> Told:
    told: Told = {}
    if _SECOND.search(text):
        told["is_first_headship"] = False
    coming = _coming(text, today)
    if coming:
        return {**told, **coming}
    if _MAYBE.search(text):
        return {**told, "role": None}
    if _NOT_YET.search(text):
        return {**told, "headship_started": False}
    if _WILL_HAVE.search(text):
        return told
    abroad = _abroad(text)
    if abroad:
        return {**told, **abroad}
    months = _months(text, today, is_head=is_head, asked=asked)
    here = bool(_SECOND.search(text) and _HERE.search(text))
    if months is not None:
        return {**told, "months_in_current_post" if here else "months_in_headship": months}
    start = read_start(text, today, is_head=is_head, asked=asked)
    if here and "headship_start_date" in start:
        day = date.fromisoformat(f"{start['headship_start_date']}-01"[:10])
        return {**told, "months_in_current_post": completed_months(day, today)}
    return {**told, **start}


def _coming(text: str, today: date) -> Told:
    """A headship that lies ahead: "I start as head in January"."""
    match = _COMING.search(text) or _TO_BE.search(text)
    if match is None or re.search(r"\b(?:since|became|started)\b", text):
        return {}
    if "appointed" in match[0] and not re.search(
        r"\bfrom\b|\bnot (?:yet )?started|\bstart(?:ing)?\b", text
    ):
        return {}
    told: Told = {"aspires_to": "headteacher"}
    for written in find_dates(text):
        if written.month is None or not _FUTURE.search(text[: written.start]):
            continue
        day = coming_date(written, today)
        if day is not None and day > today:
            told["headship_start_date"] = day.isoformat() if written.day else f"{day:%Y-%m}"
            break
    if re.search(r"\bnot (?:yet )?started", text):
        told["headship_started"] = False
    if len(told) == 1 and not re.search(r"\b(?:will|due|about|going|next|soon|from)\b", text):
        return {}
    return told


def _abroad(text: str) -> Told:
    match = _ABROAD.search(text)
    if match is None or not HEAD_WORD.search(text) or match[2] in {"england", "kent", "post"}:
        return {}
    try:
        there, here = number(match[1]) * _YEAR, number(match[3]) * _YEAR
    except ValueError:
        return {}
    return {
        "months_in_headship": round(there + here),
        "months_in_headship_england": round(here),
        "in_england": True,
    }


def _months(text: str, today: date, *, is_head: bool, asked: bool) -> int | None:
    if _JUST.search(text) and not named_start(text, today):
        return 1
    for span in find_spans(text):
        if _is_headship(text, span, is_head=is_head, asked=asked):
            return _adjust(text, span)
    bare = _BARE.search(text)
    if bare:
        return round(number(bare[1]) * _YEAR)
    match = _ORDINAL.search(text)
    if match and not _CRITERION.search(text) and (asked or is_head):
        return (ORDINALS[match[1]] - 1) * _YEAR + _AVERAGE
    match = _YEAR_N.search(text)
    if match and (asked or is_head):
        n = round(number(match[1] or match[2]))
        return (n - 1) * _YEAR + _AVERAGE if 0 < n <= 9 else None
    return None


def _is_headship(text: str, span: Span, *, is_head: bool, asked: bool) -> bool:
    """The length of time is one of headship, not of a course, a career or a life."""
    before, after = text[: span.start], _TO_THE_DAY.sub("", text[span.end :])
    if re.match(rf"\s*ago,? (?:i|she|he) (?:became|started|took)\b[^.;]*{HEAD}", after):
        return True
    if _CRITERION.search(text[max(0, span.start - 14) : span.end + 2]):
        return False
    if asked and len(text.split()) <= 12:
        return True
    plain = _NEARLY.sub("", _OVER.sub("", before))
    if _IS_OLD.match(after):
        return bool(re.search(r"\bheadship(?: is| was)?\s*$", plain))
    if _NOT_THE_POST.match(after) or _NO_POST_BEFORE.search(plain):
        return False
    if _SPAN_BEFORE_HEAD.match(after) and (is_head or HEAD_WORD.search(text)):
        return not re.search(r"\blong is\s*$", before)
    if after.lstrip().startswith("ago"):
        return bool(_BECAME_AGO.search(before)) and "<npqh>" not in before[-25:]
    if _HEAD_BEFORE_SPAN.search(plain) or _HEAD_BEFORE_SPAN.search(before):
        return "npq" not in before[-30:] and "wishing" not in before
    if not is_head:
        return False
    ends = re.match(r"\s*(?:in\b|now\b|so far|[.,;:!?)]|$)", after)
    return bool(ends and _NOTHING_ELSE.search(plain) and "<" not in before[-12:])


def _adjust(text: str, span: Span) -> int:
    before = text[: span.start]
    months = round(span.months)
    if _NEARLY.search(before):
        return max(0, months - 1)
    return months + 1 if _OVER.search(before) else months
