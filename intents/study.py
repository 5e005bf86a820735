"""What people tell of their studies: NPQH done or under way, withdrawals, SENCO post and award."""

from __future__ import annotations

import re
from datetime import date

from intents.quantities import coming_date, find_dates, past_date
from intents.sentence import Sentence

Told = dict[str, object]

_N = "<npqh>"
_GAP = r"(?: (?!and\b|but\b|so\b|or\b)\S+){0,4}"
_NOT = (
    r"(?:haven't|havent|have not|hasn't|hasnt|has not|not|never|without|no|don't have|dont have|"
    r"doesn't have|doesnt have|didn't|didnt|did not|nor|not yet|isn't|hadn't|lack|lacks)"
)
_NONE = re.compile(
    rf"\b{_NOT}{_GAP} {_N}|{_N} (?:not done|never (?:done|did|started)|not (?:yet )?(?:done|started))"
)
_IN_PROGRESS = re.compile(
    rf"\b(?:doing|taking|studying|on|undertaking|through|thru|midway|middle of|enrolled on|"
    rf"working (?:on|towards|through)|started|begun|currently|completing|finishing|into){_GAP} {_N}"
    rf"|{_N} (?:\S+ )?(?:in progress|now|currently|at the moment|at present|ongoing|underway|under way)"
    rf"|\b(?:half|part)(?: |-)?way (?:through|thru)? ?(?:my |the |an |a )?{_N}|{_N} (?:student|participant)"
)
_ACCEPTED = re.compile(
    rf"\b(?:accepted (?:on|onto|for|to)|about to (?:start|begin|do)|registered (?:for|on|to)|"
    rf"signed up (?:for|to)|booked on(?:to)?|due to (?:start|begin)|going to (?:do|start|take)|"
    rf"(?:a )?place on|starting|will (?:be )?(?:start|starting|doing|do)|enrolled for|enrolling on)"
    rf"(?: \S+){{0,3}} {_N}|{_N} (?:starts|starting|place|from) "
)
_COMPLETED = re.compile(
    rf"\b(?:did|done|completed|complete|finished|passed|have|had|has|hold|holds|got|gained|achieved|with|"
    rf"already|i've|ive|obtained|earned|having){_GAP} {_N}"
    rf"|{_N}(?: \S+){{0,3}} (?:done|completed|finished|passed|already|under my belt|in (?:19|20)\d\d|"
    rf"back in|ago|last year|years ago|holder|complete|graduate)|{_N} (?:since |from |got |got in |in )?(?:19|20)\d\d"
)
# "do I need to have done NPQH?", "can I do NPQH?": a question, nobody's circumstances.
_HYPOTHETICAL = re.compile(
    rf"\b(?:need|have|has|must|required|supposed|got) to (?:\S+ ){{0,5}}{_N}|"
    rf"\b(?:can|could|should|shall|may|do|does|did|would|will|is|are|if) (?:i|you|we|they|he|she|people|someone|my \S+|our \S+|a \S+) "
    rf"(?:also |then |still )?(?:do|take|join|start|get|have|need|apply|go|only|both)(?: \S+){{0,3}} {_N}|"
    rf"\b(?:want|wants|like|hoping|thinking|interested|considering|about|plan|planning|keen|wanting)"
    rf"(?: to| of| in)?(?: \S+){{0,3}} {_N}|\bhave {_N}|\bonly (?:have|for)|\bdoes {_N}|\bis {_N} "
    rf"|\b(?:regardless|whether)"
)
_IF_NONE = re.compile(r"\b(?:if|do|does) (?:i|you|they|she|he) (?:don't|dont|haven't)")
_NOT_BEGUN = re.compile(
    r"\b(?:need|have|has) to be (?:doing|on|taking)|"
    r"\b(?:interested in|info(?:rmation)? on|details on|question on|coaching on|on the <npqh>\?*$)"
)
_NOW = re.compile(r"\b(?:i'm|im|i am|am|currently|half|part ?way|she's|he's|is|while|whilst)\b")
_OF_NPQH = re.compile(rf"\b(?:what|which|how|does|do) (?:\S+ ){{0,3}}(?:have|has) {_N}")
_BEFORE_POST = re.compile(
    r"\bbefore (?:i|she|he|they|my|her|his|their|taking|becoming|starting|this|headship|first|getting|being)\b"
    r"|\bprior to\b|\bbeforehand\b"
)
_AFTER_POST = re.compile(
    r"\bafter (?:i |she |he |they )?(?:became|started|taking|took|becoming|starting|getting)|"
    r"\b(?:while|when) (?:already )?(?:a |in )?(?:head|post|headship)|\bonce i was (?:a )?head"
)
_WITHDREW = r"(?:withdrew|withdrawn|withdraw|pulled out|dropped out|quit|left|gave up|stopped)"
_NEVER_LEFT = re.compile(
    rf"\b(?:never|not|haven't|havent|hasn't|hasnt|didn't|nor)(?: \S+){{0,3}} {_WITHDREW}|"
    r"\bnever been on (?:the |this |that )?(?:<npqh-aso>|(?:support|programme|scheme|it)\b)|\bno (?:previous )?withdrawals?\b|"
    r"\bnever (?:had|started|taken|done|used) (?:the |this |that )?(?:<npqh-aso>|additional support|support)|"
    r"\bfirst time (?:on|with|applying)"
)
_LEFT = re.compile(rf"\b{_WITHDREW}\b(?: \S+){{0,5}}")
_SENCO = r"(?:senco|sendco|special educational needs co ?ordinator)"
_SENCO_POST = re.compile(
    rf"\b(?:i'm|im|i am|as|become|became|been|appointed|made|got|new|our|the|being|am|she's|he's|is|was|our new)"
    rf"(?: (?:a|an|the|new|just|now|recently|only|currently|our|school'?s|school|primary|secondary|their|newly|appointed|both|deputy|head|and))* {_SENCO}\b"
    rf"|\b(?:took|taken|taking) (?:on|over|up)(?: \S+){{0,4}} {_SENCO}|\b{_SENCO} (?:in post|since|here|at|of|for \d|job|post|role)"
    rf"|\bin post as(?: \S+)? {_SENCO}|\bwork as(?: \S+)? {_SENCO}"
)
_SENCO_PLAN = re.compile(
    rf"\b(?:will|going to|about to|becoming|aspiring|future|want to be|hoping to be|taking (?:over|on) as|"
    rf"plan to|planning to|start as|starting as|due to)(?: \S+){{0,5}} {_SENCO}|\bprospective {_SENCO}"
)
_NOT_SENCO = re.compile(
    rf"\b(?:not|isn't|isnt|never been|no longer)(?: a| an| the| our| yet| currently)* {_SENCO}"
)
_AWARD = r"(?:nasenco|national award|senco award|senco qualification|nasc|award)"
_NO_AWARD = re.compile(
    rf"\b{_NOT}(?: \S+){{0,5}} {_AWARD}|\bno {_AWARD}|{_AWARD} not (?:done|held)"
)
_DOING_AWARD = re.compile(
    rf"\b(?:doing|on|half ?way|part ?way|midway|finishing|started|completing|through|taking|studying|part completed|begun)(?: \S+){{0,4}} {_AWARD}"
)
_HAS_AWARD = re.compile(
    rf"\b(?:hold|holds|have|has|had|got|done|did|completed|with|already|passed|gained|i've|ive|achieved|finished)(?: \S+){{0,4}} {_AWARD}|"
    rf"\bnasenco (?:holder|qualified|already|done|trained|accredited)"
)
_FUNDED_BEFORE = re.compile(
    r"\b(?:already|previously|before|had)(?: \S+){0,3} (?:scholarship|funded|funding)(?: \S+){0,4}(?: before| already| previously| once|$)|"
    r"\b(?:second|another) (?:scholarship|funded)|\bfunded (?:once )?before\b"
)


def read_study(sentences: tuple[Sentence, ...], today: date) -> Told:
    """Return the keys on NPQH, withdrawals, the SENCO post and its awards."""
    told: Told = {}
    for sentence in sentences:
        marked = sentence.marked
        told.update(_npqh(marked, sentence, today))
        told.update(_withdrawals(marked, sentence))
        told.update(_senco(marked, sentence, today))
        told.update(_award(marked, asks=sentence.asks))
        if _FUNDED_BEFORE.search(marked) and re.search(r"\b(?:i|i've|ive|we|my|already)\b", marked):
            told["previously_funded_same_offer"] = True
    return told


def _npqh(marked: str, sentence: Sentence, today: date) -> Told:
    if _N not in marked:
        return {}
    status = _npqh_status(marked, asks=sentence.asks)
    if status is None:
        return {}
    told: Told = {"npqh_status": status}
    if status == "completed":
        if _BEFORE_POST.search(marked):
            told["npqh_completed_before_first_headship"] = True
        elif _AFTER_POST.search(marked):
            told["npqh_completed_before_first_headship"] = False
        year = re.search(rf"{_N}(?: \S+){{0,4}} ((?:19|20)\d\d)\b", marked)
        if year:
            told["npqh_year"] = int(year[1])
        ago = re.search(rf"{_N}(?: \S+){{0,3}} (\d{{1,2}}) (?:years|yrs) ago", marked)
        if ago:
            told["npqh_year"] = today.year - int(ago[1])
    return told


def _npqh_status(marked: str, *, asks: bool) -> str | None:
    if _NONE.search(marked) and not _IF_NONE.search(marked):
        return "none"
    hypothetical = bool(_HYPOTHETICAL.search(marked))
    if _ACCEPTED.search(marked) and not hypothetical:
        return "accepted_not_started"
    supposed = hypothetical and asks and not _NOW.search(marked)
    if _IN_PROGRESS.search(marked) and not _NOT_BEGUN.search(marked) and not supposed:
        return "in_progress"
    if _COMPLETED.search(marked) and not hypothetical and not _OF_NPQH.search(marked):
        return "completed"
    return None


def _withdrawals(marked: str, sentence: Sentence) -> Told:
    if _NEVER_LEFT.search(marked):
        return {"withdrawn_from_aso": False}
    match = _LEFT.search(marked)
    if match is None:
        return {}
    words = match[0]
    if "<ehco>" in words:
        return {"withdrawn_from_ehco": True}
    if "<npqh-aso>" in words or re.search(r"\bsupport\b", words):
        return {"withdrawn_from_aso": True}
    if re.search(r"<npq\w+>|\bnpq\b", words) and not sentence.asks:
        return {"withdrawn_from_npq": True}
    return {}


def _senco(marked: str, sentence: Sentence, today: date) -> Told:
    if _NOT_SENCO.search(marked):
        return {"senco_status": "not_senco"}
    planned, in_post = _SENCO_PLAN.search(marked), _SENCO_POST.search(marked)
    if re.search(rf"\bassistant {_SENCO}\b", marked) or not (planned or in_post):
        return {}
    told: Told = {"senco_status": "planned" if planned else "in_post"}
    for written in find_dates(sentence.lower):
        before = sentence.lower[max(0, written.start - 60) : written.start]
        if not re.search(
            r"\b(?:senco|sendco|since|post|role|started|start|took|from|became|appointed|job|on)\b",
            before,
        ):
            continue
        day = coming_date(written, today) if planned else past_date(written, today)
        if day is not None:
            told["senco_start_date"] = day.isoformat() if written.day else f"{day:%Y-%m}"
            break
        if written.year is not None and f"{written.year}-12-31" < "2024-09-01":
            told["senco_start_date"] = f"{written.year}-12-31"
            break
    return told


def _award(marked: str, *, asks: bool) -> Told:
    if _NO_AWARD.search(marked):
        return {"nasenco_status": "none"}
    if _DOING_AWARD.search(marked):
        return {"nasenco_status": "in_progress"}
    if _HAS_AWARD.search(marked) and not (
        asks
        and re.search(
            r"\b(?:do|does|did|can|is|has|what) (?:\S+ ){0,2}(?:you|they|stsn|it|the|nasenco)",
            marked,
        )
    ):
        return {"nasenco_status": "held"}
    return {}
