"""A second headship: the time in this post, and all of it where the words add it up."""

from __future__ import annotations

import re
from datetime import date

from intents.headship_words import HEAD_WORD, Rendered, render
from intents.places import is_abroad
from intents.quantities import completed_months, number
from intents.tellings import Telling

Told = dict[str, object]

_YEAR = 12
_SECOND = re.compile(
    r"\b(?:second|2nd|third|3rd|another|fourth) H\b|(?<!for a )(?<!on a )(?<!over a )\bsecond school as\b|\bH (?:previously|elsewhere) too\b"
)
_ONCE_HEAD = re.compile(
    r"\b(?:was|were|used to be|previously|formerly)(?: \w+)? H\b(?! (?:of|before me))|\bH\b.*\bbefore\b"
)
_HERE = re.compile(r"\b(?:here|this (?:one|school|post|job)|at current|current|present)\b")
_NUMBER = r"(?:S(\d+)|(\d{1,2}|one|two|three|four|five|six))"
_HERE_SPAN = re.compile(
    rf"\b{_NUMBER}(?: \w+){{0,2}}? (?:here|in this|at this|at current|in current)\b"
)
_THERE_SPAN = re.compile(rf"\b{_NUMBER} (?:at|in|of)(?: my)? (?:last|old|previous|other|former)\b")
_IN_ALL = re.compile(
    r"\b(?:altogether|in total|overall|in all|all told|combined|in (?:both|total))\b"
)
_ABROAD = re.compile(
    r"\b(\w+)(?: (?:years?|yrs?))? in ([a-z]+)(?: and| then|,)+ (?:\w+ ){0,6}?(\w+)(?: (?:years?|yrs?))? (?:in|here in) (england|kent|essex|london|the uk)\b"
)


def is_second(rendered: Rendered, telling: Telling, *, is_head: bool) -> bool:
    """Tell whether there was a headship before today's."""
    once = is_head and _ONCE_HEAD.search(render(telling.once).words)
    return bool(once or _SECOND.search(rendered.words))


def read_second(
    rendered: Rendered, telling: Telling, months: int | None, start: Told, today: date
) -> Told:
    """Return what is told of the time in a second headship.

    `months` and `start` are what the sentence tells as if it spoke of the only one.
    """
    words = rendered.words
    here, there = _HERE_SPAN.search(words), _THERE_SPAN.search(words)
    once = render(telling.once)
    if here and there:
        now, before = _span_value(here, rendered), _span_value(there, rendered)
        return {"months_in_current_post": now, "months_in_headship": now + before}
    this_post = bool(_HERE.search(words) or once.words)
    if months is not None and _IN_ALL.search(telling.own):
        return {"months_in_headship": months}
    if months is not None and len(once.months) == 1:
        abroad = {"months_in_headship_england": months} if is_abroad(telling.once) else {}
        return {"months_in_headship": months + once.months[0], **abroad}
    if months is not None:
        return {"months_in_current_post": months} if this_post else {}
    if "headship_start_date" in start and this_post:
        day = date.fromisoformat(f"{start['headship_start_date']}-01"[:10])
        return {"months_in_current_post": completed_months(day, today)}
    return {}


def read_abroad(text: str) -> Told:
    """Return "3 years in Dubai and 1 in England", added up."""
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


def _span_value(match: re.Match[str], rendered: Rendered) -> int:
    return rendered.months[int(match[1])] if match[1] else round(number(match[2])) * _YEAR
