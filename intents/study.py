"""What people tell of NPQH: done, under way, accepted, not done, and before or after the post.

The turns of speech are data (`data/study.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intents.data_files import read_toml
from intents.quantities import MONTHS_A_YEAR, find_dates, find_spans, past_date
from intents.tellings import Telling
from intents.withdrawals import read_withdrawals

Told = dict[str, object]

_N = "<npqh>"
# Up to three words between a verb and the name; other programmes may be listed beside it.
_GAP = r"(?: (?!and\b|but\b|so\b|or\b|i\b|is\b|are\b|to\b|<|~|\?)\S+){0,3}"
_LIST = r"(?: (?:<npq\w+>|npq\w*|and|both|the|my|an|a|her|his|their|&))*"
_BEHIND = r"(?: (?!and\b|as\b|can\b|will\b|would\b|could\b|never\b|no\b|not\b|but\b|so\b|or\b|<|i\b|\?|before\b|after\b|then\b)\S+){0,3}?"
_STATUS = {
    "unsure": "dont_know",
    "unfinished": "in_progress",
    "none": "none",
    "accepted": "accepted_not_started",
    "in_progress": "in_progress",
    "completed": "completed",
}
# Behind these the words are read strictly: "have N" is no "have heard of N".
_CLOSE = frozenset(("none", "accepted"))
_ON_IT = re.compile(
    r"(?<!\binfo)(?<!\benrol)(?<!\bnews)(?<!\beye)(?<!\bbe)(?<!\bgo)(?<!\bget)(?<!\bplace)(?<!\bkeen)(?<!\bdecided)(?<!\bplaces)"
    r"(?<!\bpeople)(?<!\bthose)(?<!\bothers)(?<!\banyone)(?<!\bgoing)(?<!\bquestion)(?<!\bquestions)(?<!\bcoaching)(?<!\badvice)(?<!\bdetails)"
    rf"(?:^|(?<!~)\s)on(?: (?:the|my|an|a|her|his))? {_N}(?! ?\?)"
)
_BEFORE_POST = re.compile(
    r"\bbefore (?:i |she |he |they |my |her |his |their |taking|becoming|starting|this|headship|first|getting|being|the (?:post|job|headship)|i'd)\b|"
    r"\bbefore (?:i|she|he) (?:became|took|started|was|got)\b|"
    r"\b(?:took|became|started|began|appointed|stepped|moved|got|secured|promoted|landed)\b[^?]*\bafter (?:just |recently )?(?:finishing|completing|doing|passing|gaining|getting)\b|"
    r"\bprior to\b|\bbeforehand\b|\bthen (?:i |she |he )?(?:became|took|got)\b|\b(?:the (?:year|summer|spring|autumn|winter|term|month|week)|a year|years?|months) before\b|"
    r"\b(?:as|while|whilst|when) (?:i was |she was |he was )?(?:still )?(?:a |an )?(?:deputy|assistant head|vice principal)\b|"
    r"\b(?:had|held|already) (?:the |my |an )?<npqh> (?:already )?when (?:i|she|he) (?:took|became|started|was made)"
)
_AFTER_POST = re.compile(
    r"\bafter (?:i |she |he |they )?(?:already )?(?:became|started|taking|took|becoming|starting|getting|being)\b|"
    r"\b(?:while|when|whilst) (?:already )?(?:a |in |being a )?(?:head|post|headship)|\b(?:once|when) (?:i|she|he) was (?:already )?(?:a |in )?(?:head|headship|post)|"
    r"<npqh>(?: \S+){0,4} (?:in|during) (?:my|her|his) (?:first|second|third|fourth|fifth) year (?:of|as|in) (?:a )?(?:head|headship|headteacher|principal)\b"
)
# "in my fourth year as a head and did NPQH in 2021": each part tells of its own
_PARTS = re.compile(r"\b(?:and|but|so)\b(?! (?:then|after|before|beforehand)\b)")
_IT = re.compile(
    r"\b(?:done|did|completed|finished|got|doing|have|half ?way through|part ?way through|midway through|way into|into|start|starting|begin|beginning) it\b"
)
_JUST_NAMED = frozenset((_N, f"{_N} ?"))
_BEFORE_NEXT = re.compile(r"^ before\b")


def _patterns(table: Mapping[str, list[str]], *, close: bool) -> re.Pattern[str]:
    gap = _LIST if close else f"{_GAP}{_LIST}"
    before = [rf"\b(?:{verb}){gap} {_N}" for verb in table.get("before", ())]
    before += [rf"\b(?:{verb}){_LIST} {_N}" for verb in table.get("right_before", ())]
    after = [
        rf"{_N}(?:'s)?{' ?(?:is|was|are|has been|been)?' if close else _BEHIND} ?(?:{words})(?!\w)"
        for words in table.get("after", ())
    ]
    whole = [w.replace("N", _N) if "N" in w else w for w in table.get("whole", ())]
    return re.compile("|".join((*before, *after, *whole)))


_TABLES = read_toml("study.toml")
_NOBODY = _patterns(_TABLES["nobody"], close=False)
_SAYS = {
    status: _patterns(_TABLES[name], close=name in _CLOSE) for name, status in _STATUS.items()
    if name != "unfinished"
}  # fmt: skip
_UNFINISHED = _patterns(_TABLES["unfinished"], close=False)
# "Can I have EHCO as I've completed NPQH?" tells it within a question.
_TOLD_ANYHOW = re.compile(
    rf"(?<!\bonce )(?<!\bwhen )(?<!\bafter )(?<!\buntil )(?<!\bas soon as )\b(?:i've|i have|she has|he has|already|having) (?:already |now |just |both )*(?:done|completed|finished|passed|got|done with){_LIST} {_N}"
    rf"|^no {_N}|(?<!\bif )(?<!\bfor )(?<!\bwith )\bno {_N}(?! (?:needed|required|no))"
)


def read_study(tellings: tuple[Telling, ...], headship: Mapping[str, object], today: date) -> Told:
    """Return the keys on NPQH and withdrawals.

    `headship` is what was told of the headship: with it, two years tell which came first.
    """
    told: Told = {}
    about_npqh, before = False, ""
    for telling in tellings:
        marked = " ".join(telling.forms)
        if before in _JUST_NAMED:
            marked = f"{_N} {marked}"
        before = marked or telling.supposed
        # "it" is NPQH only where NPQH was named before
        named = 0 if about_npqh else marked.find(_N)
        if named >= 0 and _IT.search(marked, named):
            marked = marked[:named] + _IT.sub(lambda m: f"{m[0][:-2]}{_N}", marked[named:])
        about_npqh = _N in marked or _N in telling.supposed
        left = read_withdrawals(telling)
        told.update(left)
        if not left.get("withdrawn_from_npq"):
            told.update(_npqh(marked, today))
    told.update(_npqh_and_headship(told, headship, today))
    return told


def _npqh(marked: str, today: date) -> Told:
    if _N not in marked:
        return {}
    # "no NPQH but I start it in May": the later part holds
    before, _, after = marked.rpartition(" but ")
    status = _npqh_status(after) if _N in before and _N in after else None
    status = status or _npqh_status(marked)
    if status is None:
        return {}
    told: Told = {"npqh_status": status}
    if status == "completed":
        part = " ".join(p for p in _PARTS.split(marked) if _N in p)
        if _BEFORE_POST.search(part):
            told["npqh_completed_before_first_headship"] = True
        elif _AFTER_POST.search(part):
            told["npqh_completed_before_first_headship"] = False
        year = _npqh_year(marked, today)
        if year and year > today.year:
            return {}  # "NPQH 2027": an intake, nothing done
        if year:
            told["npqh_year"] = year
    return told


def _npqh_status(marked: str) -> str | None:
    if _SAYS["dont_know"].search(marked):
        return "dont_know"
    if _NOBODY.search(marked) and not _TOLD_ANYHOW.search(marked):
        return None
    if _UNFINISHED.search(marked):
        return "in_progress"
    for status in ("none", "accepted_not_started"):
        if _SAYS[status].search(marked):
            return status
    if _SAYS["in_progress"].search(marked) or _ON_IT.search(marked):
        return "in_progress"
    return "completed" if _SAYS["completed"].search(marked) else None


def _npqh_year(marked: str, today: date) -> int | None:
    """The year in which NPQH was completed, where the words next to its name tell it."""
    near = re.search(
        rf"{_N}((?: (?!head\b|headship\b|senco\b|so\b|am\b|since\b)\S+){{0,5}})", marked
    )
    after = near[1] if near else ""
    year = re.search(r"\b((?:19|20)\d\d)\b", after) or re.search(
        rf"{_N} (?:\S+ ){{0,3}}since (?:\w+ )?((?:19|20)\d\d)\b", marked
    )
    if year:
        return int(year[1])
    for span in find_spans(after):
        if "ago" in after and span.months >= MONTHS_A_YEAR and span.months % MONTHS_A_YEAR == 0:
            return today.year - round(span.months) // MONTHS_A_YEAR
    if "last year" in after:
        return today.year - 1
    for written in find_dates(after):
        day = past_date(written, today)
        if day is not None and not _BEFORE_NEXT.match(after[written.end :]):
            return day.year
    return None


def _npqh_and_headship(
    told: Mapping[str, object], headship: Mapping[str, object], today: date
) -> Told:
    """Which came first, where the years of NPQH and of the headship leave no doubt."""
    year = told.get("npqh_year")
    if not isinstance(year, int) or "npqh_completed_before_first_headship" in told:
        return {}
    months, start = headship.get("months_in_headship"), headship.get("headship_start_date")
    if headship.get("is_first_headship") is False:
        return {}
    if isinstance(start, str):
        first = int(start[:4])
    elif isinstance(months, int):
        day = today.year * MONTHS_A_YEAR + today.month - 1 - months
        if abs(day // MONTHS_A_YEAR - year) < 1:
            return {}
        first = day // MONTHS_A_YEAR
    else:
        return {}
    return {} if first == year else {"npqh_completed_before_first_headship": year < first}
