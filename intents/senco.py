"""What people tell of a SENCO post, the NASENCO award and the NPQ for SENCOs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intents.quantities import (
    MONTHS_A_YEAR,
    WrittenDate,
    coming_date,
    find_dates,
    find_spans,
    past_date,
    recent_start,
)
from intents.tellings import Telling

Told = dict[str, object]

_NOT = (
    r"(?:haven't|havent|have not|hasn't|hasnt|has not|not|never|without|no|don't|dont|doesn't|"
    r"doesnt|didn't|didnt|did not|nor|isn't|hadn't|lack|lacks|neither)"
)
_SENCO = r"(?:senco|sendco|special educational needs co ?ordinator)"
_THING = r"(?! (?:npq|course|training|award|qualification|funding|friend|before (?:me|her|him)|retires|leaves|said|says))"
_POST = re.compile(
    rf"\b(?:i'm|im|i am|as|become|became|been|appointed|made|got|being|am|she's|he's|is|was|(?<!> )and)"
    rf"(?: (?:a|an|the|new|just|now|recently|only|currently|our|school'?s|school|primary|secondary|their|newly|appointed|both|deputy|head|and|of|also|acting))* {_SENCO}\b{_THING}"
    rf"|\b(?:took|taken|taking|stepped|inherited|picked|assumed)(?: (?:on|over|up|into))?(?: (?!with\b|over from\b|for\b)\S+){{0,4}} {_SENCO}\b{_THING}"
    rf"|\b(?:began|started|start) (?:as|my|in|the)(?: \S+){{0,2}} {_SENCO}\b{_THING}"
    rf"|\b{_SENCO} (?:in post|since|here|at|of|for \d|for (?:one|two|three|four|five|six|eight|nine|ten|eleven|a)|job|post|role|duties|with|started)"
    rf"|\b{_SENCO}(?: (?:in|at) \S+(?: \S+)?)? (?:, )?(?:started|appointed|since|in post|took over)\b"
    rf"|\bin post as(?: \S+)? {_SENCO}|\bwork(?:ing)? as(?: \S+)? {_SENCO}|\b(?:for|of) (?:our|my|the) {_SENCO}\b{_THING}|\b(?:our|my|the|her|his)(?: (?:new|newly|appointed|current|own|lovely|excellent))* {_SENCO} (?:has|started|joined|is doing|is on|needs|wants|who|took|would|became|was appointed)"
    rf"|\b(?:(?:deputy|assistant|head|teacher|leader|aht|dht|ht|slt)(?: head| teacher)? ?|both ){_SENCO}\b|^(?:a |the |new |newly appointed |both )?{_SENCO}\b{_THING}(?! role)"
)
_PLAN = re.compile(
    rf"\b(?:will be|will become|i'll be|'ll be|going to be|about to (?:be|become|start as)|becoming|future|taking (?:over|on) as|"
    rf"starts? as|starting as|due to (?:be|become|start)|will from|will be from|will start as|asked me to be|me to be|me to become|agreed to (?:be|become|take over|take on)|"
    rf"take over as|take on|taking on|taking up|take up|step into|stepping into)(?: \S+){{0,4}}? {_SENCO}\b{_THING}|\bprospective {_SENCO}"
    rf"|\bnot (?:a |the )?{_SENCO} yet\b.*\bwill be\b|\b{_SENCO} (?:designate|elect)\b|\bincoming {_SENCO}\b"
)
_APPOINTED_FROM = re.compile(
    rf"\b(?:i|she|he) (?:become|becomes|start as|starts as)(?: our| the| a| their)? {_SENCO} (?:in|on|from|at|next|after)\b|\bappointed (?:as )?(?:the |a )?{_SENCO} (?:from|for|starting|to start)\b|\b(?:i'm|i am|i'll be|she's|he's|be|she is|he is) (?:the )?{_SENCO} from\b|"
    rf"\b{_SENCO} from (?:next|january|april|easter|september)\b|\b{_SENCO} (?:who (?:is )?)?(?:starting|starts|begins|beginning|joining|joins) (?:in|on|at|from|next)?"
)
_SETTLED = re.compile(
    r"\b(?:about to|due to|going to|designate|elect|agreed to|asked me|me to be|me to become|will be|will become|'ll be|taking over|take over|taking on)\b"
)
_NOT_SENCO = re.compile(
    rf"\b(?:not|isn't|isnt|never been|no longer|never)(?: (?:a|an|the|our|yet|currently|and|won't|will not|never|be|going to be|been))* {_SENCO}"
    rf"|\b(?:stepped down|resigned|stood down|finished) as (?:the |a )?{_SENCO}\b|\b{_SENCO} until \w+(?: \d+)? (?:no longer|not any more|not now)\b"
)
# "never been a SENCO before" beside a start tells of experience, not of the post
_NEVER_BEFORE = re.compile(
    rf"\bnever (?:been|held|done)(?: (?:a|an|the|as))* {_SENCO}(?: before| previously)?"
    rf"|\b(?:has not|hasn't|have not|haven't) been (?:a |the )?{_SENCO} (?:before|previously|elsewhere)"
)
_WAS_SENCO = re.compile(rf"\b(?:was|were|been) (?:a |the )?{_SENCO}\b")
_ANY_OFFER = re.compile(r"<[\w-]+>")
_THE_NPQ = re.compile(r"\bnpq\b(?! for)")
_UNTIL = re.compile(rf"\b(?:was|were) (?:the |a |our )?{_SENCO} until\b")
_NO_LONGER = re.compile(r"\b(?:no longer|not any ?more|not now)\b")
_INTEREST = re.compile(
    rf"\b(?:interested in|about|of|want to be(?:come)?|hoping to be(?:come)?|like the|want the|love the|after the|like to be(?:come)?|love to be(?:come)?|wish to be(?:come)?|aspiring|aspire to|become|without being|without)(?: (?:a|the|an|next|being|becoming))* {_SENCO}"
)
_NO_POST = re.compile(
    rf"\b(?:need|needs|recruit\w*|find|looking for|advertis\w+ for|replace|what (?:does|is|do)|role of|appoint|appointing|had)(?: a| an| the| new| three| two| several)* {_SENCO}s?\b|\b{_SENCO} (?:is |has |who is )?(?:leaving|left|leaves|retiring|retires|retired|resigned)"
    rf"|\b(?:teachers|people|those|someone|anyone|whoever|heads) (?:who|that) (?:\S+ ){{0,3}}{_SENCO}|\b(?:work|works|working|support|supports|supporting|help|helping|assist|assisting) (?:with |closely with )?(?:the|our|my|a) {_SENCO}\b"
    rf"|\b{_SENCO} (?:said|says|told|thinks|suggested|friend|before)\b"
)
# "Our SENCO left in July and Miss Patel took over on 1 September": a new one is in post
_SUCCEEDED = re.compile(
    rf"\b{_SENCO} (?:has |had |is )?(?:left|leaves|leaving|retired|retires|retiring|resigned|moved on|went)\b.{{0,60}}?"
    r"\b(?:took|takes|taken|taking|stepped|steps) (?:it )?(?:over|on|up|in)\b"
)
_TAKES = re.compile(r"\b(?:took|takes|taken|taking|stepped|steps)\b")
_ASSISTANT = re.compile(rf"\b(?:assistant|deputy|trainee|ex|former|aspiring) {_SENCO}\b(?! and)")
_AWARD = r"(?:nasenco|national award|senco award|senco qualification|nasc|award)"
_NO_AWARD = re.compile(
    rf"\b(?:none|neither) of (?:whom|them|us)(?: \S+){{0,2}} {_AWARD}|\b{_NOT}(?: (?!but\b)\S+){{0,5}}? {_AWARD}|\bno {_AWARD}|{_AWARD}(?: award)? (?:not (?:done|held|taken|got)|no(?= ?$)|none|never)"
)
_DOING_AWARD = re.compile(
    rf"\b(?:doing|on|half ?way|part ?way|midway|finishing|started|completing|through|taking|studying|part completed|begun|began)(?: (?!but\b|and\b|never\b|no\b|not\b|haven't\b|did\b)\S+){{0,4}} {_AWARD}"
    rf"|{_AWARD}(?: award)? (?:is )?(?:in progress|under ?way|ongoing|on the go|part done|nearly (?:done|finished)|at the moment|currently|not (?:yet )?finished)"
)
_NEVER_PUT = re.compile(
    rf"\bnever (?:been )?(?:put|sent|got|signed|enrolled)(?: \S+){{0,3}} {_AWARD}"
)
_UNFINISHED_AWARD = re.compile(
    rf"\b(?:half|part|most|some|a bit|bits|two thirds) of (?:my |the |a )?{_AWARD}|"
    rf"\b(?:haven't|not|nearly|almost|yet to)(?: yet| quite)? (?:finish\w*|complet\w*)(?: \S+){{0,2}} {_AWARD}"
)
_NOT_BEGUN = re.compile(
    rf"\b(?:{_NOT}|n't)(?: yet| even| ever)? (?:started|start|begun|begin|signed up for|enrolled on)(?: \S+){{0,3}} {_AWARD}"
)
_HAS_AWARD = re.compile(
    rf"\b(?:hold|holds|have|has|had|got|done|did|completed|with|already|passed|gained|i've|ive|achieved|finished|awarded|obtained)(?: (?!but\b|to\b|heard\b)\S+){{0,4}} {_AWARD}|"
    rf"\bnasenco (?:award )?(?:holder|qualified|already|done|trained|accredited|completed|passed|held|achieved|gained|awarded|obtained|yes|in (?:19|20)\d\d|from (?:19|20)\d\d)|\bnasenco (?:19|20)\d\d"
)
_ITS_END = re.compile(
    rf"^\W*(?:has|have|had) (?:the )?(?:old )?{_AWARD}(?: award)? (?:been|gone|now|ended|finished|stopped)\b"
)
_ASKS_AWARD = re.compile(
    r"\b(?:do|does|did|can|is|has|what|was) (?:\S+ ){0,2}(?:you|they|stsn|it|the|nasenco)"
)
_OTHERS_AWARD = re.compile(
    rf"\b(?:someone|anyone|people|those|sencos|whoever|colleagues|somebody)(?: \S+){{0,4}} {_AWARD}|\b(?:new|instead of|replac\w+|versus|or|equivalent to|happened to) (?:the )?{_AWARD}"
)
_NO_TO_US = re.compile(r"^no,? (?=the\b|i\b|i'm\b|it|sorry)")  # "no, the SENCO one" denies nothing
_NPQ = r"(?:<npqsenco>|(?<=started the )npq\b(?! for)|(?<=done the )npq\b(?! for)|(?<=begun the )npq\b(?! for))"
_NOR_NPQ = re.compile(
    rf"\b{_NOT}\b(?: \S+){{0,5}} (?:or|nor) (?:\S+ )?(?:started|begun|done)(?: (?:the|my))* {_NPQ}"
)
_NO_NPQ = re.compile(rf"\b{_NOT}(?: (?!sure|know|nasenco|award)\S+){{0,3}} {_NPQ}")
_ON_NPQ = re.compile(
    rf"\b(?:doing|(?<!allowed )(?<!get )(?<!go )(?<!accepted )(?<!me )(?<!place )on|taking|started|begun|began|studying|half ?way through|part ?way through|midway through|through|way into|(?<!look )(?<!looking )into|enrolled on|currently)(?: (?:the|my|a|an|this|her|his))* {_NPQ}"
)
_DONE_NPQ = re.compile(
    rf"\b(?:did|done|completed|finished|passed|achieved|gained|hold|holds)(?: (?:the|my|a|an|her|his|already))* {_NPQ}|{_NPQ} (?:done|completed|finished|passed)\b"
)
_WISHES_NPQ = re.compile(
    rf"\b(?:want|wants|like|hoping|thinking|interested|considering|need|needs|have to|must|should|can|could|if|whether|before|until|enrol|advice|info|question)\b(?: (?!haven't\b|not\b)\S+){{0,6}} {_NPQ}"
)
_NOTHING_BEGUN = re.compile(
    rf"\b{_NOT}(?: yet| even)? (?:signed up|registered|enrolled|started|begun|booked|applied)"
    r"(?: (?:for|on|with|onto))? (?:anything|any training|any course|a course|one yet)\b"
)
_BEFORE_HERE = re.compile(
    r"\b(?:was|were|been) (?:a |the )?(?:senco|sendco)\b[^.;]*?(?=,|\bnow\b|$)"
)
_TOOK_IT = re.compile(
    r"\b(?:took|taken|taking|picked) it (?:on|over|up)\b|^\W*(?:i )?(?:started|took over|began)\b|\bstarted (?:here|in post|the post|the role)\b|\bin post since\b"
)
_AS_SENCO = re.compile(
    r"\b(?:senco|sendco|since|post|role|started|start|starting|took|from|became|appointed|job|on|becoming|after|in|began)\b"
)
_TAKES_UP = re.compile(r",? (?:i|she|he) (?:became|took|started|was appointed|began)\b")
_OF_COURSE = re.compile(
    r"<\w+>[^,;]{0,20}$|\bnasenco\b[^,;.]{0,20}$|\b(?:started|began|begun|joined|starts|starting)"
    r" (?:(?:the|her|his|my|an?) )?(?:npq|course|training|qualification)\b[^,;.]{0,20}$"
)
_DUTY_FROM = 2024  # a bare year tells enough only where every day of it lies before September 2024


def read_senco(telling: Telling, known: Mapping[str, object], today: date) -> Told:
    """Return the keys on the SENCO post, NASENCO and the NPQ for SENCOs.

    `known` is what was told before: after "I'm the SENCO", "I took it on in May" is about that.
    """
    marked = " ".join(telling.forms)
    told = _post(_of_the_post(marked, known), telling, today, known)
    if not told and _WAS_SENCO.search(telling.once) and _TOOK_IT.search(telling.own):
        told = {"senco_status": "in_post"}  # "was SENCO elsewhere, now took it on here in May"
        start = _start(telling.own, today, planned=False)
        told.update({"senco_start_date": start} if start else {})
    senco = "in_post" in (told.get("senco_status"), known.get("senco_status"))
    if senco and _ANY_OFFER.search(marked) is None:
        marked = _THE_NPQ.sub("<npqsenco>", marked)
    if not told and known.get("senco_status") == "in_post" and _TOOK_IT.search(telling.own):
        start = _start(telling.own, today, planned=False)
        told = {"senco_start_date": start} if start and "senco_start_date" not in known else {}
    told.update(_award(marked, asks=telling.asks))
    told.update(_npq(marked, asks=telling.asks))
    if senco and _NOTHING_BEGUN.search(marked):
        told.setdefault("npq_senco_status", "none")
    if _UNTIL.search(telling.once) and _NO_LONGER.search(marked):
        told["senco_status"] = "not_senco"
    earlier = _BEFORE_HERE.search(telling.once)
    in_post = "in_post" in (told.get("senco_status"), known.get("senco_status"))
    if earlier and in_post:
        for span in find_spans(earlier[0]):
            told["senco_previous_months"] = round(span.months)
    return told


def _of_the_post(marked: str, known: Mapping[str, object]) -> str:
    """The words without "never been a SENCO", where a post or a plan is told as well."""
    rest = _NEVER_BEFORE.sub(" ", marked)
    holds = known.get("senco_status") in ("in_post", "planned")
    told = _PLAN.search(rest) or _APPOINTED_FROM.search(rest) or _POST.search(rest)
    return rest if holds or told else marked


def without_hope(told: Told) -> Told:
    """Whoever will be a SENCO from a day on holds a plan, no post and no mere hope."""
    kept = dict(told)
    if kept.get("senco_status") == "planned" and kept.get("aspires_to") == "senco":
        kept.pop("aspires_to")
    if kept.get("senco_status") in ("planned", "not_senco") and kept.get("role") == "senco":
        kept.pop("role")
    return kept


def _post(marked: str, telling: Telling, today: date, known: Mapping[str, object]) -> Told:
    if _ASSISTANT.search(marked) and not _NOT_SENCO.search(marked):
        return {}
    if _SUCCEEDED.search(marked):
        return _succession(telling.own, today)
    ahead = _lies_ahead(telling.own, today)
    planned = _PLAN.search(marked) or (_APPOINTED_FROM.search(marked) and ahead)
    if _NOT_SENCO.search(marked) and not (planned and "yet" in marked):
        later = known.get("senco_status") == "planned" and not _NO_LONGER.search(marked)
        return {} if later else {"senco_status": "not_senco"}  # "has not been one before"
    settled = planned and (ahead or _SETTLED.search(marked))
    if _NO_POST.search(marked) or (_INTEREST.search(marked) and not settled):
        return {}
    if not planned and not _POST.search(marked):
        return {}
    told: Told = {"senco_status": "planned" if planned else "in_post"}
    start = _start(telling.own, today, planned=bool(planned))
    return {**told, "senco_start_date": start} if start else told


def _succession(text: str, today: date) -> Told:
    """Who took over, and when: the date on which the one before left tells nothing of that."""
    since = "took " + _TAKES.split(text, maxsplit=1)[-1]
    ahead = _lies_ahead(since, today)
    told: Told = {"senco_status": "planned" if ahead else "in_post"}
    start = _start(since, today, planned=ahead)
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
        dated = not before.strip() and _TAKES_UP.match(text, written.end)
        course = _OF_COURSE.search(before) and not re.search(r"\bsince\b[^<]*$", before)
        if course or not (dated or _AS_SENCO.search(before)):
            continue
        if re.search(r"\b(?:last|until|till|by|before)\s*$", before):
            continue  # "since last September", said in autumn, may be either
        day = coming_date(written, today) if planned else past_date(written, today)
        if day is not None:
            return day.isoformat() if written.day else f"{day:%Y-%m}"
        if _before_duty(written):
            return f"{written.year}-12-31"
    if planned:
        return None
    recent = recent_start(text, today)
    if recent is not None:
        return f"{recent:%Y-%m}"
    for span in find_spans(text):
        before = text[: span.start]
        term = text[span.start : span.end].endswith(("term", "terms"))
        if not term and re.search(
            rf"\b{_SENCO}\b(?: \w+){{0,3}} (?:for )?(?:about |just |over |nearly )?$", before
        ):
            return _months_ago(round(span.months), today)
    return None


def _before_duty(written: WrittenDate) -> bool:
    return written.year is not None and written.year < _DUTY_FROM


def _months_ago(months: int, today: date) -> str:
    at = today.year * MONTHS_A_YEAR + today.month - 1 - months
    return f"{at // MONTHS_A_YEAR:04}-{at % MONTHS_A_YEAR + 1:02}"


def _award(marked: str, *, asks: bool) -> Told:
    if _OTHERS_AWARD.search(marked):
        return {}
    if _UNFINISHED_AWARD.search(marked):
        return {"nasenco_status": "in_progress"}
    if _NOT_BEGUN.search(marked):
        return {"nasenco_status": "none"}
    if _DOING_AWARD.search(marked) and not _NEVER_PUT.search(marked):
        return {"nasenco_status": "in_progress"}
    if _ITS_END.search(marked):
        return {}
    if _NO_AWARD.search(marked) or _NEVER_PUT.search(marked):
        return {"nasenco_status": "none"}
    own = re.search(r"\b(?:i|i've|she|he)\b", marked)
    if _HAS_AWARD.search(marked) and not (asks and _ASKS_AWARD.search(marked) and not own):
        return {"nasenco_status": "held"}
    return {}


def _npq(marked: str, *, asks: bool) -> Told:
    if not re.search(_NPQ, marked):
        return {}
    marked = _NO_TO_US.sub("", marked)
    if _NO_NPQ.search(marked) or _NOR_NPQ.search(marked):
        return {} if asks else {"npq_senco_status": "none"}
    if _WISHES_NPQ.search(marked):
        return {}
    if _ON_NPQ.search(marked):
        return {"npq_senco_status": "in_progress"}
    return {"npq_senco_status": "completed"} if _DONE_NPQ.search(marked) else {}
