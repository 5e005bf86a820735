"""What people tell of a SENCO post, the NASENCO award and the NPQ for SENCOs."""

from __future__ import annotations

import re
from datetime import date

from intents.quantities import (
    MONTHS_A_YEAR,
    WrittenDate,
    coming_date,
    find_dates,
    find_spans,
    past_date,
)
from intents.tellings import Telling

Told = dict[str, object]

_NOT = (
    r"(?:haven't|havent|have not|hasn't|hasnt|has not|not|never|without|no|don't|dont|doesn't|"
    r"doesnt|didn't|didnt|did not|nor|isn't|hadn't|lack|lacks)"
)
_SENCO = r"(?:senco|sendco|special educational needs co ?ordinator)"
_POST = re.compile(
    rf"\b(?:i'm|im|i am|as|become|became|been|appointed|made|got|being|am|she's|he's|is|was|and)"
    rf"(?: (?:a|an|the|new|just|now|recently|only|currently|our|school'?s|school|primary|secondary|their|newly|appointed|both|deputy|head|and|of|also|acting))* {_SENCO}\b"
    rf"|\b(?:took|taken|taking|taken) (?:on|over|up)(?: \S+){{0,4}} {_SENCO}|\b{_SENCO} (?:in post|since|here|at|of|for \d|for (?:one|two|three|four|five|six|ten|a)|job|post|with|started)"
    rf"|\bin post as(?: \S+)? {_SENCO}|\bwork as(?: \S+)? {_SENCO}|\b(?:our|the|my) new {_SENCO}|\b(?:for|of) (?:our|my|the) {_SENCO}|\b(?:our|my|the|her) {_SENCO} (?:has|started|is doing|is on|needs|wants|who|took|would|became|was appointed)"
    rf"|\b(?:(?:deputy|assistant|head|teacher|leader|aht|dht|ht|slt)(?: head| teacher)? ?|both ){_SENCO}\b|^(?:a |the |new |newly appointed |both )?{_SENCO}\b(?! (?:npq|course|training|award|role|qualification|funding))"
)
_PLAN = re.compile(
    rf"\b(?:will be|will become|i'll be|'ll be|going to be|about to (?:be|become|start as)|becoming|future|taking (?:over|on) as|"
    rf"start as|starting as|due to (?:be|become|start)|will from|will be from)(?: \S+){{0,4}}? {_SENCO}|\bprospective {_SENCO}"
    rf"|\bnot (?:a |the )?{_SENCO} yet\b.*\bwill be\b"
)
_APPOINTED_FROM = re.compile(
    rf"\bappointed (?:as )?(?:the )?{_SENCO} (?:from|for)\b|\b{_SENCO} from (?:next|january|april|easter|september)\b"
)
_NOT_SENCO = re.compile(
    rf"\b(?:not|isn't|isnt|never been|no longer|never)(?: a| an| the| our| yet| currently)* {_SENCO}"
)
_INTEREST = re.compile(
    rf"\b(?:interested in|about|want to be(?:come)?|hoping to be(?:come)?|like to be(?:come)?|aspiring|aspire to|become)(?: a| the| an| next)* {_SENCO}"
)
_NO_POST = re.compile(
    rf"\b(?:need|needs|recruit\w*|find|looking for|replace|what (?:does|is|do)|role of)(?: a| an| the| new)* {_SENCO}|\b{_SENCO} (?:is |has |who is )?(?:leaving|left|retiring|retired|resigned)"
)
_ASSISTANT = re.compile(rf"\b(?:assistant|deputy|trainee|ex|former) {_SENCO}\b")
_AWARD = r"(?:nasenco|national award|senco award|senco qualification|nasc|award)"
_NO_AWARD = re.compile(
    rf"\b{_NOT}(?: \S+){{0,5}}? {_AWARD}|\bno {_AWARD}|{_AWARD} not (?:done|held)"
)
_DOING_AWARD = re.compile(
    rf"\b(?:doing|on|half ?way|part ?way|midway|finishing|started|completing|through|taking|studying|part completed|begun)(?: \S+){{0,4}} {_AWARD}"
)
_HAS_AWARD = re.compile(
    rf"\b(?:hold|holds|have|has|had|got|done|did|completed|with|already|passed|gained|i've|ive|achieved|finished)(?: \S+){{0,4}} {_AWARD}|"
    rf"\bnasenco (?:award )?(?:holder|qualified|already|done|trained|accredited|in (?:19|20)\d\d|from (?:19|20)\d\d)|\bnasenco (?:19|20)\d\d"
)
_ASKS_AWARD = re.compile(
    r"\b(?:do|does|did|can|is|has|what) (?:\S+ ){0,2}(?:you|they|stsn|it|the|nasenco)"
)
_NPQ = "<npqsenco>"
_NO_NPQ = re.compile(rf"\b{_NOT}(?: (?!sure|know)\S+){{0,3}} {_NPQ}")
_ON_NPQ = re.compile(
    rf"\b(?:doing|on|taking|started|begun|studying|half ?way through|part ?way through|midway through|through|enrolled on|currently)(?: (?:the|my|a|an|this|her|his))* {_NPQ}"
)
_DONE_NPQ = re.compile(
    rf"\b(?:did|done|completed|finished|passed|achieved|gained|hold|holds)(?: (?:the|my|a|an|her|his|already))* {_NPQ}|{_NPQ} (?:done|completed|finished|passed)\b"
)
_WISHES_NPQ = re.compile(
    rf"\b(?:want|wants|like|hoping|thinking|interested|considering|need|needs|have to|must|should|can|could|if|whether|before|until)\b(?: \S+){{0,6}} {_NPQ}"
)
_BEFORE_HERE = re.compile(r"\b(?:was|were) (?:a |the )?(?:senco|sendco)\b[^.;]*?(?=,|\bnow\b|$)")


def read_senco(telling: Telling, source: str, today: date) -> Told:
    """Return the keys on the SENCO post, NASENCO and the NPQ for SENCOs.

    `source` is the whole sentence, for posts held before ("I was SENCO elsewhere for 3 years").
    """
    marked = " ".join(telling.forms)
    told = _post(marked, telling, today)
    told.update(_award(marked, asks=telling.asks))
    told.update(_npq(marked, asks=telling.asks))
    earlier = _BEFORE_HERE.search(source)
    if earlier and told.get("senco_status") == "in_post":
        for span in find_spans(earlier[0]):
            told["senco_previous_months"] = round(span.months)
    return told


def without_hope(told: Told) -> Told:
    """Whoever will be a SENCO from a day on holds a plan, no post and no mere hope."""
    kept = dict(told)
    if kept.get("senco_status") == "planned":
        if kept.get("role") == "senco":
            kept.pop("role")
        if kept.get("aspires_to") == "senco":
            kept.pop("aspires_to")
    return kept


def _post(marked: str, telling: Telling, today: date) -> Told:
    if _ASSISTANT.search(marked):
        return {}
    planned = _PLAN.search(marked) or (
        _APPOINTED_FROM.search(marked) and _lies_ahead(telling.own, today)
    )
    if not planned:
        if _NOT_SENCO.search(marked):
            return {"senco_status": "not_senco"}
        if _INTEREST.search(marked) or _NO_POST.search(marked) or not _POST.search(marked):
            return {}
    told: Told = {"senco_status": "planned" if planned else "in_post"}
    start = _start(telling.own, today, planned=bool(planned))
    return {**told, "senco_start_date": start} if start else told


def _lies_ahead(text: str, today: date) -> bool:
    for written in find_dates(text):
        day = coming_date(written, today)
        if day is not None and day > today:
            return True
    return False


def _start(text: str, today: date, *, planned: bool) -> str | None:
    for written in find_dates(text):
        before = text[max(0, written.start - 60) : written.start]
        after_npq = re.search(r"<\w+>[^,;]{0,20}$", before)
        if not _AS_SENCO.search(before) or (
            after_npq and not re.search(r"\bsince\b[^<]*$", before)
        ):
            continue
        if re.search(r"\blast\s*$", before):
            continue  # "since last September", said in autumn, may be either
        day = coming_date(written, today) if planned else past_date(written, today)
        if day is not None:
            return day.isoformat() if written.day else f"{day:%Y-%m}"
        if _before_duty(written):
            return f"{written.year}-12-31"
    if planned:
        return None
    for span in find_spans(text):
        before = text[: span.start]
        if re.search(
            rf"\b{_SENCO}\b(?: \w+){{0,3}} (?:for )?(?:about |just |over |nearly )?$", before
        ):
            return _months_ago(round(span.months), today)
    return None


_AS_SENCO = re.compile(
    r"\b(?:senco|sendco|since|post|role|started|start|took|from|became|appointed|job|on|becoming|after|in)\b"
)
_DUTY_FROM = 2024  # a bare year tells enough only where every day of it lies before September 2024


def _before_duty(written: WrittenDate) -> bool:
    return written.year is not None and written.year < _DUTY_FROM


def _months_ago(months: int, today: date) -> str:
    at = today.year * MONTHS_A_YEAR + today.month - 1 - months
    return f"{at // MONTHS_A_YEAR:04}-{at % MONTHS_A_YEAR + 1:02}"


def _award(marked: str, *, asks: bool) -> Told:
    if _NO_AWARD.search(marked):
        return {"nasenco_status": "none"}
    if _DOING_AWARD.search(marked):
        return {"nasenco_status": "in_progress"}
    own = re.search(r"\b(?:i|i've|she|he)\b", marked)
    if _HAS_AWARD.search(marked) and not (asks and _ASKS_AWARD.search(marked) and not own):
        return {"nasenco_status": "held"}
    return {}


def _npq(marked: str, *, asks: bool) -> Told:
    if _NPQ not in marked or _WISHES_NPQ.search(marked):
        return {}
    if _NO_NPQ.search(marked):
        return {} if asks else {"npq_senco_status": "none"}
    if _ON_NPQ.search(marked):
        return {"npq_senco_status": "in_progress"}
    return {"npq_senco_status": "completed"} if _DONE_NPQ.search(marked) else {}
