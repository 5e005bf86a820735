"""How long somebody has been a head, and since when, as far as the words tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intents.quantities import (
    ORDINALS,
    Span,
    WrittenDate,
    coming_date,
    completed_months,
    find_dates,
    find_spans,
    past_date,
)
from intents.sentence import Sentence

Told = dict[str, object]

_HEAD = (
    r"(?:head ?teachers?|heads?|headship|principal|ht|head of school|executive head|exec head|"
    r"acting head|headmaster|headmistress)"
)
_HEAD_WORD = re.compile(rf"\b{_HEAD}\b(?! of (?!school)|'s)")
_HEAD_ROLES = frozenset(
    {"headteacher", "head_of_school", "acting_headteacher", "executive_headteacher"}
)
_NOT_HEADSHIP = re.compile(r"\b(?:deputy|assistant|asst|vice) (?:head|principal)")
_ABOUT_COURSE = re.compile(
    r"(?:takes?|lasts?|lasting|for a|long|over|is|it's|within|first|last|next)\s*$"
)
_COURSE_AFTER = re.compile(
    r"^\s*(?:long|course|programme|qualification|window|time|ago i (?:did|finished|completed))"
)
_SPAN_BEFORE_HEAD = re.compile(
    rf"^\s*(?:now |already |so far )?(?:in(?:to)?|as|of|being|since becoming|since taking)?\s*"
    rf"(?:my |a |an |her |his |the |first |being a |post as )*{_HEAD}\b|^\s*(?:in|into)(?: it| now| post| role| the (?:job|role|post))?\b"
)
_HEAD_BEFORE_SPAN = re.compile(
    rf"\b{_HEAD}(?: teacher)?(?: \w+){{0,4}} (?:for|of|since|about|around|just|over|nearly|almost|under)?\s*(?:just |about |the past |the last |around )*$"
    rf"|\bin (?:post|role|the (?:job|role|post))(?: for| about| just| over| nearly)*\s*$"
)
_BECAME_AGO = re.compile(
    rf"\b(?:became|become|started|took (?:over|up)|appointed|been|made)(?: \w+){{0,5}} {_HEAD}(?: \w+){{0,3}}\s*$"
)
_ORDINAL = re.compile(
    r"\b("
    + "|".join(ORDINALS)
    + r")[ -]years?\b(?! (?:of (?:the )?(?:course|programme|teaching|my senco)|pgce|teacher))"
)
_YEAR_N = re.compile(
    r"\b(?:year|yr) ?(\d|one|two|three|four|five|six) (?:as|of|in|into)\b|\b(?:yr|year) ?(\d)\b(?! (?:teacher|class|group|pupils|children))"
)
_CRITERION = re.compile(
    r"first (?:\d+|one|two|three|four|five|24|twenty four) ?(?:months|years|yrs)|within (?:the )?first"
)
_JUST_STARTED = re.compile(
    rf"\b(?:just|recently|newly|only just) (?:been )?(?:become|became|started|made|appointed|taken|took|begun|promoted)\b(?: \w+){{0,5}} {_HEAD}"
    rf"|\bstarted (?:as (?:a )?(?:new )?{_HEAD} )?this (?:term|month|week|september)|\bbrand new {_HEAD}"
    rf"|\b(?:head|headship|post) (?:started |began )?this term"
)
_NEW_HEAD = re.compile(
    rf"\bnew(?:ly)?(?: appointed)? (?:\w+ )?{_HEAD}\b|\bnew to headship\b|\bfirst headship\b"
)
_NOT_YET = re.compile(
    rf"\bnot (?:yet |currently |actually )?(?:a |an |the )?{_HEAD}\b(?: yet)?|\b(?:haven't|have not|havent|not) (?:yet )?(?:started|become|taken|got|begun)(?: \w+){{0,4}} {_HEAD}"
    rf"|\bnever been (?:a )?{_HEAD}|\bnot (?:a |in )?headship yet"
)
_STARTED = re.compile(
    rf"\b(?:since|became|become|becoming|started|starting|start|starts|took|take|taking|appointed|from|began|begin|promoted|new {_HEAD}|in post|been (?:a |the )?{_HEAD})\b"
)
_AHEAD = re.compile(
    r"\b(?:will|going to|start|starting|starts|take up|taking up|taking over|becoming|become|due to|from next|next|begin|appointed (?:from|for)|from)\b"
)
_PAST = re.compile(
    r"\b(?:became|started|took|since|was|were|been|last|began|have|has|made|in post|new)\b"
)
_SECOND = re.compile(
    r"\b(?:second|2nd|third|3rd|another|new) headship\b|\bhead (?:before|elsewhere|previously)|\bsecond school as\b"
)
_CURRENT_POST = re.compile(
    r"\b(?:this|current|my present|present|here|at this school|in this (?:post|school|job))\b"
)
_NEARLY = re.compile(
    r"\b(?:nearly|almost|just under|under|less than|not quite|coming up to|approaching|close to)\s*$"
)
_OVER = re.compile(r"\b(?:just over|over|more than|just past|above|longer than|upwards of)\s*$")
_LIMITS_MONTHS = (24, 60)  # only to see on which side of a rule's limit a bare year falls
_AVERAGE = 6  # "in my third year" = two completed years and some months


def read_headship(
    sentences: tuple[Sentence, ...], roles: Mapping[str, object], today: date, *, asked: bool
) -> Told:
    """Return headship keys that the sentences tell.

    `roles` are the circumstances known; `asked` says that we have just asked how long, so that
    a bare "3 yrs" counts. "In my third year" is told as 30 months, the middle of that year.
    """
    told: Told = {}
    is_head = roles.get("role") in _HEAD_ROLES or any(_mentions_head(s) for s in sentences)
    for sentence in sentences:
        told.update(_read_one(sentence, today, is_head=is_head, asked=asked))
    return told


def _mentions_head(sentence: Sentence) -> bool:
    return bool(_HEAD_WORD.search(_NOT_HEADSHIP.sub("deputy", sentence.marked)))


def _read_one(sentence: Sentence, today: date, *, is_head: bool, asked: bool) -> Told:
    text = _NOT_HEADSHIP.sub("deputy", _strip_offers(sentence))
    told: Told = {}
    if _NOT_YET.search(text):
        return {"headship_started": False}
    if _SECOND.search(text):
        told["is_first_headship"] = False
    months = _months(text, is_head=is_head, asked=asked)
    if months is not None:
        here = _SECOND.search(text) and _CURRENT_POST.search(text)
        told["months_in_current_post" if here else "months_in_headship"] = months
        return told
    told.update(_start(text, today, is_head=is_head, asked=asked))
    if not told and _NEW_HEAD.search(text) and not sentence.asks:
        told["headship_started"] = True
    return told


def _strip_offers(sentence: Sentence) -> str:
    """Lower case with offers' names cut out: "headship NPQ" is no headship."""
    out, at = [], 0
    for hit in sentence.offers:
        start, end = sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end
        if len(sentence.lower) != len(sentence.text):
            return sentence.marked
        out.append(sentence.lower[at:start])
        out.append("<offer>")
        at = end
    return "".join((*out, sentence.lower[at:]))


def _months(text: str, *, is_head: bool, asked: bool) -> int | None:
    if _JUST_STARTED.search(text):
        return 1
    for span in find_spans(text):
        if _is_headship(text, span, is_head=is_head, asked=asked):
            return _adjust(text, span)
    match = _ORDINAL.search(text)
    if match and not _CRITERION.search(text) and (asked or is_head or _HEAD_WORD.search(text)):
        return (ORDINALS[match[1]] - 1) * 12 + _AVERAGE
    match = _YEAR_N.search(text)
    if match and (asked or is_head):
        word = match[1] or match[2]
        n = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}.get(word) or int(word)
        return (n - 1) * 12 + _AVERAGE if 0 < n <= 9 else None
    return None


def _is_headship(text: str, span: Span, *, is_head: bool, asked: bool) -> bool:
    before, after = text[: span.start], text[span.end :]
    if _CRITERION.search(text[max(0, span.start - 8) : span.end + 2]):
        return False
    if asked and len(text.split()) <= 12:
        return True
    plain = _NEARLY.sub("", _OVER.sub("", before))
    if _SPAN_BEFORE_HEAD.match(after) and (is_head or _HEAD_WORD.search(text)):
        return not re.search(r"\b(?:lasts?|takes?|long is)\s*$", before)
    if _HEAD_BEFORE_SPAN.search(plain) or _HEAD_BEFORE_SPAN.search(before):
        return True
    if after.lstrip().startswith("ago") and _BECAME_AGO.search(before):
        return True
    if after.lstrip().startswith("ago") and re.search(
        rf"\b(?:became|took up|took on|started)\b[^,.]*{_HEAD}", text
    ):
        return "npq" not in before[-30:]
    if is_head and not _ABOUT_COURSE.search(plain) and not _COURSE_AFTER.match(after):
        return (
            bool(
                re.search(
                    r"\b(?:in post|in role|been (?:there|here|doing)|in the job|here) (?:for )?\s*$|^\s*$",
                    before,
                )
                or re.match(r"\s*(?:in\b|now\b|so far|$)", after)
            )
            and "<offer>" not in before[-12:]
        )
    return False


def _adjust(text: str, span: Span) -> int:
    before = text[: span.start]
    months = round(span.months)
    if _NEARLY.search(before):
        return max(0, months - 1)
    if _OVER.search(before):
        return months + 1
    return months


def _start(text: str, today: date, *, is_head: bool, asked: bool) -> Told:
    if not (asked or is_head or _HEAD_WORD.search(text)):
        return {}
    if not (asked or _STARTED.search(text)):
        return {}
    for written in find_dates(text):
        if not asked and not _near_headship(text, written):
            continue
        told = _dated(text, written, today)
        if told:
            return told
    return {}


def _near_headship(text: str, written: WrittenDate) -> bool:
    """The date belongs to taking up the post, not to an NPQ or an intake named nearby."""
    window = text[max(0, written.start - 45) : written.start]
    if re.search(r"<offer>[^,.]{0,25}$", window) and not re.search(
        rf"{_HEAD}[^,.]{{0,25}}$", window
    ):
        return False
    return bool(_STARTED.search(window)) or bool(_HEAD_WORD.search(window))


def _dated(text: str, written: WrittenDate, today: date) -> Told:
    window = text[max(0, written.start - 60) : written.start]
    if written.month is None:
        return _year_alone(written.year or today.year, today)
    ahead = bool(_AHEAD.search(window)) and not _PAST.search(window)
    day = coming_date(written, today) if ahead else past_date(written, today)
    if day is None:
        return {}
    return {"headship_start_date": day.isoformat() if written.day else f"{day:%Y-%m}"}


def _year_alone(year: int, today: date) -> Told:
    """A bare year tells the months only where the whole year lies on one side of each limit."""
    longest = completed_months(date(year, 1, 1), today)
    shortest = completed_months(date(year, 12, 31), today)
    if shortest < 0:
        return {}
    if any(shortest <= limit <= longest for limit in _LIMITS_MONTHS):
        return {"headship_started": True}
    return {"months_in_headship": (shortest + longest) // 2}
