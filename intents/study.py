"""What people tell of their studies: NPQH done or under way, and withdrawals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intents.quantities import (
    MONTHS_A_YEAR,
    find_dates,
    find_spans,
    past_date,
)
from intents.tellings import Telling

Told = dict[str, object]

_N = "<npqh>"
_GAP = r"(?: (?!and\b|but\b|so\b|or\b)\S+){0,4}"
_NOT = (
    r"(?:haven't|havent|have not|hasn't|hasnt|has not|not|never|without|no|don't have|dont have|"
    r"doesn't have|doesnt have|didn't|didnt|did not|nor|not yet|isn't|hadn't|lack|lacks)"
)
_LIST_OF = r"(?: (?:<npq\w+>|npq\w*|and|both|the|my|&))*"
_NONE = re.compile(
    rf"\b{_NOT}(?! started| decided| sure| applied)(?: (?!finished|completed|done with)\S+){{0,3}}? {_N}|{_N} (?:not done|never (?:done|did|started)|not (?:yet )?(?:done|started))"
    rf"|\b(?:did|done|have|has) <npq\w+> (?:but )?not {_N}"
)
_IN_PROGRESS = re.compile(
    rf"\b(?:doing|taking|studying|on|undertaking|through|thru|midway|middle of|enrolled on|mid|"
    rf"working (?:on|towards|through)|started|begun|currently|completing|finishing|into){_GAP} {_N}"
    rf"|{_N} (?:\S+ )?(?:in progress|now|currently|at the moment|at present|ongoing|underway|under way)"
    rf"|\b(?:half|part)(?: |-)?way (?:through|thru)? ?(?:my |the |an |a )?{_N}|{_N} (?:student|participant)"
    rf"|\b(?:finish|finishes|complete|completes|end) (?:my |the |her |his )?{_N} (?:in|next|this|by|at)\b"
    rf"|\b(?:final|last|first|second|third) (?:term|year|month|module|half) (?:of|on|in) (?:my |the |her |his )?{_N}"
    rf"|{_N}(?: \S+){{0,3}} (?:half|part) ?way through(?: it)?\b"
)
_UNFINISHED = re.compile(
    rf"\b(?:nearly|almost|not yet|not|haven't|havent|hasn't|hasnt|about to|close to|yet to)(?: quite| yet| have)? (?:finish\w*|complet\w*|done with)(?: \S+){{0,2}} {_N}"
    rf"|\b(?:have|has|am|is)(?: \S+)? (?:nearly|almost) (?:finished|completed|done)(?: \S+){{0,2}} {_N}"
)
_ACCEPTED = re.compile(
    rf"\b(?:accepted (?:on|onto|for|to)|about to (?:start|begin|do)|registered (?:for|on|to)|"
    rf"signed up (?:for|to)|booked on(?:to)?|due to (?:start|begin)|going to (?:do|start|take)|"
    rf"(?:a )?place on|starting|will (?:be )?(?:start|starting|doing|do)|enrolled for|enrolling on|"
    rf"i start|i begin|she starts|he starts)"
    rf"(?: \S+){{0,3}} {_N}|{_N} (?:starts|starting|place|from) "
)
_COMPLETED = re.compile(
    rf"\b(?:did|done|completed|complete|finished|passed|gained|achieved|obtained|earned|got){_GAP}{_LIST_OF} {_N}"
    rf"|\b(?:have|had|has|hold|holds|having|with|already have|i've got)(?: (?:a|an|my|the|her|his|already|also|both|her|got))*{_LIST_OF} {_N}(?! (?:questions?|page|application|place|brochure|funding|enquir\w+|query|queries|email|course|form|details))"
    rf"|{_N}(?: \S+){{0,3}} (?:done|completed|finished|passed|already|under my belt|in (?:19|20)\d\d|"
    rf"back in|ago|last year|years ago|holder|complete|graduate)|{_N} (?:since |from |got |got in |in )?(?:19|20)\d\d"
    rf"|{_N}(?: \?)? (?:i've |i have |ive |already )*(?:done|did|completed|got|have) it\b"
)
# "do I need to have done NPQH?", "can I do NPQH?": a question, nobody's circumstances.
_HYPOTHETICAL = re.compile(
    rf"\b(?:need|have|has|must|required|supposed|got|told|asked|advised|nominated|encouraged) to (?:\S+ ){{0,5}}{_N}|"
    rf"\b(?:can|could|should|shall|may|do|does|did|would|will|is|are|if) (?:i|you|we|they|he|she|people|someone|my \S+|our \S+|a \S+) "
    rf"(?:also |then |still )?(?:do|take|join|start|get|have|need|apply|go|only|both)(?: \S+){{0,3}} {_N}|"
    rf"\b(?:want|wants|like|hoping|thinking|interested|considering|about|plan|planning|keen|wanting|wondering|looking|applied|applying|apply|decided|read|reading|heard|info|information|funding|scholarship)"
    rf"(?: to| of| in| at| for| on| about| into| up| taking| doing)*(?: the| my| an| a)* {_N}|"
    rf"\bhave {_N}|\bonly (?:have|for)|\bdoes {_N}|\bis {_N} "
    rf"|\b(?:regardless|whether)|\b(?:does|do) <\w+> (?:require|need|ask)|\bdo you\b"
)
_IF_NONE = re.compile(
    r"\b(?:if|do|does) (?:i|you|they|she|he) (?:don't|dont|haven't)|\bcan (?:you|someone|people)\b"
)
_NOT_BEGUN = re.compile(
    r"\b(?:need|have|has) to be (?:doing|on|taking)|"
    r"\b(?:interested in|info(?:rmation)? on|details on|question on|coaching on|decided on|advice on|news on|thinking of|on the <npqh>\?*$)"
)
_NOW = re.compile(r"\b(?:i'm|im|i am|am|currently|half|part ?way|she's|he's|is|while|whilst)\b")
_OF_NPQH = re.compile(rf"\b(?:what|which|how|does|do) (?:\S+ ){{0,3}}(?:have|has) {_N}")
_BEFORE_POST = re.compile(
    r"\bbefore (?:i|she|he|they|my|her|his|their|taking|becoming|starting|this|headship|first|getting|being|the (?:post|job|headship))\b"
    r"|\bprior to\b|\bbeforehand\b|\bthen (?:i |she |he )?(?:became|took|got)\b|\b(?:the year|a year|years?|months) before\b"
)
_AFTER_POST = re.compile(
    r"\bafter (?:i |she |he |they )?(?:became|started|taking|took|becoming|starting|getting)|"
    r"\b(?:while|when|whilst) (?:already )?(?:a |in |being a )?(?:head|post|headship)|\b(?:once|when) i was (?:already )?(?:a |in )?(?:head|headship)"
)
_IT = re.compile(
    r"\b(?:done|did|completed|finished|got|doing|have|half ?way through|part ?way through|midway through) it\b"
)
_WITHDREW = (
    r"(?:withdrew|withdrawn|withdraw|pull(?:ed)? out|dropp?(?:ed)? out|quit|left|gave up|stopped)"
)
_NEVER_LEFT = re.compile(
    rf"\b(?:never|not|haven't|havent|hasn't|hasnt|didn't|nor)(?: \S+){{0,3}} {_WITHDREW}|"
    r"\bnever been on (?:the |this |that )?(?:<npqh-aso>|(?:support|programme|scheme|it)\b)|\bno (?:previous )?withdrawals?\b|"
    r"\bnever (?:had|started|taken|done|used) (?:the |this |that )?(?:<npqh-aso>|additional support|support)|"
    r"\bfirst time (?:on|with|applying)"
)
_LEFT = re.compile(rf"\b{_WITHDREW}\b(?: \S+){{0,5}}")
_FUNDED_BEFORE = re.compile(
    r"\b(?:already|previously|before|had)(?: \S+){0,3} (?:scholarship|funded|funding)(?: \S+){0,4}(?: before| already| previously| once|$)|"
    r"\b(?:second|another) (?:scholarship|funded)|\bfunded (?:once )?before\b"
)


def read_study(tellings: tuple[Telling, ...], headship: Mapping[str, object], today: date) -> Told:
    """Return the keys on NPQH and withdrawals.

    `headship` is what was told of the headship: with it, two years tell which came first.
    """
    told: Told = {}
    about_npqh = False
    for sentence in tellings:
        marked = " ".join(sentence.forms)
        if about_npqh and _IT.search(marked):
            marked = _IT.sub(lambda m: f"{m[0][:-2]}{_N}", marked)
        about_npqh = _N in marked
        told.update(_npqh(marked, today))
        told.update(_withdrawals(marked, sentence))
        if _FUNDED_BEFORE.search(marked) and re.search(r"\b(?:i|i've|ive|we|my|already)\b", marked):
            told["previously_funded_same_offer"] = True
    told.update(_npqh_and_headship(told, headship, today))
    return told


def _npqh(marked: str, today: date) -> Told:
    if _N not in marked:
        return {}
    status = _npqh_status(marked)
    if status is None:
        return {}
    told: Told = {"npqh_status": status}
    if status == "completed":
        if _BEFORE_POST.search(marked):
            told["npqh_completed_before_first_headship"] = True
        elif _AFTER_POST.search(marked):
            told["npqh_completed_before_first_headship"] = False
        year = _npqh_year(marked, today)
        if year:
            told["npqh_year"] = year
    return told


def _npqh_year(marked: str, today: date) -> int | None:
    """The year in which NPQH was completed, where the words next to its name tell it."""
    near = re.search(rf"{_N}((?: (?!head\b|headship\b|senco\b|so\b|am\b)\S+){{0,5}})", marked)
    after = near[1] if near else ""
    year = re.search(r"\b((?:19|20)\d\d)\b", after)
    if year:
        return int(year[1])
    for span in find_spans(after):
        if "ago" in after and span.months >= MONTHS_A_YEAR and span.months % MONTHS_A_YEAR == 0:
            return today.year - round(span.months) // MONTHS_A_YEAR
    if "last year" in after:
        return today.year - 1
    for written in find_dates(after):
        day = past_date(written, today)
        if day is not None:
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


def _npqh_status(marked: str) -> str | None:
    if _UNFINISHED.search(marked):
        return "in_progress"
    if _NONE.search(marked) and not _IF_NONE.search(marked):
        return "none"
    hypothetical = bool(_HYPOTHETICAL.search(marked))
    if _ACCEPTED.search(marked) and not hypothetical:
        return "accepted_not_started"
    supposed = hypothetical and not _NOW.search(marked)
    if _IN_PROGRESS.search(marked) and not _NOT_BEGUN.search(marked) and not supposed:
        return "in_progress"
    done_it = _IT.search(marked) and not re.search(r"\bif\b", marked)
    if _COMPLETED.search(marked) and not _OF_NPQH.search(marked) and (done_it or not hypothetical):
        return "completed"
    return None


def _withdrawals(marked: str, sentence: Telling) -> Told:
    told: Told = {}
    # "not withdrawn from the ASO but pulled out of EHCO": each part tells of its own
    for clause in re.split(r"\b(?:but|and|however)\b", marked):
        left = _LEFT.search(clause)
        key = _withdrawn_key(left[0] if left else clause)
        if _NEVER_LEFT.search(clause):
            told[key or "withdrawn_from_aso"] = False
        elif left and key and not (sentence.asks and key == "withdrawn_from_npq"):
            told[key] = True
    return told


def _withdrawn_key(words: str) -> str:
    if "application" in words:
        return ""
    if "<ehco>" in words:
        return "withdrawn_from_ehco"
    if "<npqh-aso>" in words or re.search(r"\bsupport\b", words):
        return "withdrawn_from_aso"
    return "withdrawn_from_npq" if re.search(r"<npq\w+>|\bnpqs?\b", words) else ""
