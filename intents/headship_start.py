"""Since when somebody has been a head, and headships that begin later, told by dates and terms."""

from __future__ import annotations

import re
from datetime import date

from intents.headship_words import HEAD, HEAD_WORD, Rendered
from intents.quantities import (
    ORDINALS,
    TERMS,
    WrittenDate,
    coming_date,
    completed_months,
    past_date,
    terms_begun,
)

Told = dict[str, object]

_W = (
    r"(?:(?!(?:and|but|who|which|deputy|leader|if|npq\w*|applied|apply|opened|converted|finished|completed|deadline|joined|ofsted|"
    r"inspected|wrote|join|retires?|hope|like|would|want)\b)[a-z0-9'~]+)"
)
_BECAME = r"(?:became|become|made|appointed|took|taken|started|start|began|begun|got|stepped|moved|promoted|went|entered|secured|assumed|came|in post)"
_IN = r"(?:(?:in|on|at|since|from|of|with effect from|effect|as of|as|back in|way back|last|this|start|beginning|end|,|wef|\() ?)*"
_SINCE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bH(?: {_W}){{0,8}}(?: [,(:-])?(?: in post| in role)?(?: as)? (?:since|from|as of|as from|wef|effective)(?: last| this| start of)* D(\d+)",
        r"\b(?:since|from)(?: last| this)* D(\d+)(?: ,)? (?:i've|i have|she has|he has|she's|he's) been (?:my )?H\b",
        rf"\b{_BECAME}(?: (?:my|our|her|his|{_W})){{0,5}} H(?: {_W}){{0,6}} {_IN}D(\d+)",
        rf"\b{_BECAME}(?: (?:my|our|her|his|{_W})){{0,5}} H(?: ,)? {_IN}D(\d+)",
        rf"\bH (?:{_W} ){{0,4}}?(?:started|began|begun|commenced|dates back to|dates from|was|took up(?: \w+)?(?: post)?|took over){_IN} ?{_IN}D(\d+)",
        rf"\bin (?:post|role|job) as H {_IN}D(\d+)",
        r"\b(?:since|from)(?: last| this)* D(\d+)(?: ,)? as (?:my )?H\b",
        r"(?<!\bfor )\bnew H (?:in|this|as of|from|since)(?: last| this)* D(\d+)",
    )
)
_SINCE_ALONE = re.compile(
    r"^(?:(?:i|i've|i'm|she|he|have|has|been|was|in|post|took|up|over|started|began|here|her|his|my|there|role|job|it|it's|as|of|became|one|monday) )*"
    r"(?:since|started|took over|took up(?: \w+)?(?: post)?|began|became one|in post|from|was|there)(?: (?:in|on|at|from|last|this|since|here|start|of|post))* D(\d+)(?: last year| this year)?(?: (?:at|in|as) [^,;.?]{0,60})?$"
)
_DATE_ALONE = re.compile(
    r"^(?:(?:since|in|from|on|last|this|it|was|i|think|early|late|,|about) )*D(\d+)(?: last year)?$"
)
_CLAUSE = re.compile(r" ?(?:[.;:()!?&]|,|\band\b|\bbut\b| - )")
_STARTING = r"(?:start|starting|starts|begin|begins|beginning|take up|takes up|taking up|take over|taking over|take on|taking on|become|becomes|becoming|step into|stepping into|commence|commences)"
_COMING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_STARTING}(?: (?:as|in|up|my|her|his|post|role|of|next))* H\b",
        r"\b(?:will be|i'll be|'ll be|she'll be|he'll be|going to be|due to be|about to be|to be)(?: (?:my|their|our))* H\b",
        rf"\b(?:will|i'll|'ll|due to|about to|going to|set to) {_STARTING}(?: \w+){{0,3}} H\b",
        rf"\bH (?:{_W} ){{0,7}}(?:, |and )?(?:i )?(?:start|starting|starts|begin|begins|beginning|commences|take up post|taking up post|in post from|to start|from|for|due)(?: {_W}| after){{0,3}} D\d+",
        r"\b(?:accepted|got|offered|have|secured)(?: \w+)? H (?:starting |beginning |for |from |in |due to start )+D\d+",
        r"\bH (?:designate|elect)\b|\bincoming H\b",
        # "appointed H in March but only start in April 2027": the start counts
        rf"\b(?:appointed|made|got|given|offered|secured|accepted)\b(?: {_W}){{0,5}} H\b[^NO]*\b(?:but|and)(?: (?:i|she|he|do|don't|does|doesn't|not))* {_STARTING}(?: (?!Y)\w+){{0,3}} D\d+",
    )
)
_DESIGNATE = re.compile(r"\bH (?:designate|elect)\b|\bincoming H\b")
_SOON = re.compile(
    r"\b(?:will|i'll|'ll|due|about|going|next|soon|from|incoming|designate|elect|set to)\b"
)
_PAST = re.compile(
    r"\b(?:since|became|been|(?<!not )(?<!yet )started|began|took|was|have been|has been|commenced)\b(?!.*\bnot (?:yet )?started)"
)
_IN_PRESENT = re.compile(r"\band (?:i )?(?:start|take up|begin)\b|\b(?:starting|beginning)\b")
_NOT_MY_START = re.compile(
    r"\b(?:if|might|may|could|Y\\d+|hope|hopes|hoping|wants?|like|interview|apply|applying|advert\w*|looking for|before|after becoming|not until|recruit\w*|retires?)\b"
)
_AHEAD_ALONE = re.compile(
    r"^(?:(?:i|not|start|starting|started|yet|begin|from|in|next|on|will|i'll|,) )*D(\d+)(?: [.!])?$"
)
_TERM_N = re.compile(
    rf"\b({'|'.join(ORDINALS)}) (?:school )?term(?: (?:as|in|of|now|here)\b|$|[.,!])"
)
_THIS_TERM = re.compile(
    r"\b(?:this term|(?:the )?(?:start|beginning) of (?:the |this )?(?:term|school year|academic year)|this september)\b"
)
_LAST_TERM = re.compile(r"\b(?:start|beginning) of last term\b")
_HALF_TERM = re.compile(r"\bsince (?:the )?(?:october |autumn )?half ?-?term\b")
_THIS_MONTH = re.compile(
    r"\b(?:started|began|became|took over|took up)(?: \S+){0,4} (?:this|last) (?:month|week)\b"
)
_LAST_YEAR = re.compile(
    r"\bsince last (?:academic |school )?year\b|"
    r"\b(?:became|got|took|started)(?: (?:a|the|my|her|his|up|over|on|as|first|to))* <H>(?: \w+){0,3} last year\b".replace(
        "<H>", HEAD
    )
)
_BEGUN = re.compile(
    r"\b(?:since|became|become|started|start|took|taken|appointed|from|began|promoted|in post|been)\b"
)
_LIMITS_MONTHS = (24, 60)  # only to see on which side of a rule's limit a bare year falls
_JUST_BEEN_DAYS = 120  # "last September" is a year ago in November, "last Easter" is not
_WRITTEN_LAST = re.compile(r"\blast$")


def read_start(rendered: Rendered, text: str, today: date, *, is_head: bool, asked: bool) -> Told:
    """Return `headship_start_date`, or what a bare year tells of it; empty where nothing does."""
    if not (asked or is_head or "H" in rendered.words.split()):
        return {}
    named = _named_start(text, today, asked=asked)
    if named:
        return named
    words = rendered.words
    for pattern in _SINCE:
        for match in pattern.finditer(words):
            told = _dated(rendered, match, today)
            if told:
                return told
    for clause in _CLAUSE.split(words):
        found = _SINCE_ALONE.match(clause.strip()) or (asked and _DATE_ALONE.match(clause.strip()))
        if found:
            return _dated(rendered, found, today)
    return {}


def read_coming(rendered: Rendered, today: date, *, asked: bool) -> Told:
    """Return a headship that lies ahead: "I start as head in January"."""
    words = rendered.words
    if asked:
        alone = _AHEAD_ALONE.match(words)
        day = _ahead(rendered.dates[int(alone[1])], today) if alone and "start" in words else None
        if day:
            return {"headship_start_date": day}
    found = next(filter(None, (p.search(words) for p in _COMING)), None)
    if found is None or _NOT_MY_START.search(words):
        return {}
    begun = _PAST.search(words) and not _IN_PRESENT.search(found[0])
    told: Told = {"aspires_to": "headteacher"}
    for written in rendered.dates:
        day = _ahead(written, today)
        if day is not None and (written.year is not None or not begun):
            return {**told, "headship_start_date": day}
    if _DESIGNATE.search(words) or (_SOON.search(words) and not begun):
        return told if not rendered.dates or _DESIGNATE.search(words) else {}
    return {}


def _ahead(written: WrittenDate, today: date) -> str | None:
    day = coming_date(written, today)
    if day is None or day <= today:
        return None
    return day.isoformat() if written.day else f"{day:%Y-%m}"


def _named_start(text: str, today: date, *, asked: bool) -> Told:
    """Starts told by the school year: "this term", "my second term", "since half term"."""
    terms = terms_begun(today)
    head = bool(HEAD_WORD.search(text)) or asked
    nth = _TERM_N.search(text)
    if nth and head:
        return {"headship_start_date": f"{terms[ORDINALS[nth[1]] - 1]:%Y-%m}"}
    if _LAST_TERM.search(text) and head:
        return {"headship_start_date": f"{terms[1]:%Y-%m}"}
    if _THIS_TERM.search(text) and (_BEGUN.search(text) or head):
        return {"headship_start_date": f"{terms[0]:%Y-%m}"}
    if _HALF_TERM.search(text):
        year = today.year if today.month > 10 else today.year - 1
        return {"headship_start_date": f"{date(year, 11, 1):%Y-%m}"}
    if _THIS_MONTH.search(text):
        return {"months_in_headship": 0}
    if _LAST_YEAR.search(text):
        return _year_alone(today.year - 1, today)
    return {}


def _dated(rendered: Rendered, match: re.Match[str], today: date) -> Told:
    written = rendered.dates[int(match[1])]
    before, after = rendered.words[: match.start(1) - 1].rstrip(), rendered.words[match.end(1) :]
    if written.month is None:
        return _year_alone(written.year or today.year, today)
    day = past_date(written, today)
    if day is None or day > today:
        return {}
    last = before.endswith(" last") or before == "last" or after.startswith(" last year")
    named_so = written.month != TERMS["easter"] or after.startswith(" last year")
    just_been = named_so or (today - day).days < _JUST_BEEN_DAYS
    if last and written.year is None and day.year == today.year and just_been:
        day = day.replace(year=day.year - 1)  # "last September": not the one that has just been
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
