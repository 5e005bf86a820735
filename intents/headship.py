"""How long somebody has been a head, and what lies ahead, as far as the words tell it.

Sentences are read in the few words of `headship_words`; a length of time counts only where the
words tie it to the post, never because no other use for it is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intents.headship_several import is_second, read_abroad, read_second
from intents.headship_start import read_coming, read_start
from intents.headship_words import HEAD_WORD, OTHER_HEADS, Rendered, render
from intents.quantities import number
from intents.tellings import Telling

Told = dict[str, object]

HEAD_ROLES = frozenset(
    {"headteacher", "head_of_school", "acting_headteacher", "executive_headteacher"}
)
# Whoever tells of a headship holds it, whatever else is told of teaching.
_OTHER_ROLES = frozenset(("teacher", "middle_leader", "senior_leader", "deputy_headteacher"))
_YEAR = 12
_AVERAGE = 6  # "in my third year" = two completed years and some months
# A word between the post and its length; these others begin a matter of their own.
_W = (
    r"(?:(?!(?:and|but|who|which|that|is|are|was|were|will|want|wants|need|have|has|had|took|takes|taken|taught|teach|teaching|my|our|we|i|i'm|"
    r"how|do|does|did|if|npq\w*|course|courses|programme|ago|since|before|after|for|deputy|leader|aged|wishing|hope|hoping|by|until|within)\b)[a-z0-9'~]+)"
)
_G = rf"(?:my|our|her|his|took|was|{_W})"
_MINE = r"(?:(?:my|our|her|his|their|this|being|new|post as|role as|head)\b ?)*"
# "head of our maintained infants": the place belongs to the post, whosever it is.
_OF_OURS = r"(?: (?:of|at|in) (?:my|our|her|his|their)\b)?"
_BECOMING = (
    r"(?:became|become|becoming|made|appointed|took|taken|taking|started|starting|start|began|begun|got|getting|stepped|stepping|moved|promoted|went|"
    r"entered|landed|secured|assumed|came|inherited)"
)
_ENDS = (
    r"(?= ?(?:$|[.,;:()!?&-]|in (?:post|role|job|it|H|place|charge|this|chair|with|and|so|now)\b|in$|in [.,;:()!?-]|in (?!teaching\b|education\b|classroom\b|profession\b|leadership\b|industry\b|business\b|early\b|sen)|on phone\b|now\b|so\b|and\b|or\b|behind\b|under\b|in (?:total|all)\b|altogether|total|"
    r"standing|already|as\b|with\b|today|because|N\b|O\b|here\b|but\b|at\b|this\b|when\b|to date|into H|of H|S\d|"
    r"(?:maintained|academy|state|primary|secondary|infants?|junior|special|independent|private|mat|la|voluntary|catholic|church|c of e|pru)\b))"
)
_HELD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bH{_OF_OURS}(?: {_W}){{0,7}}(?: [,(:-])?(?: so)?(?: for| of| with| since| in post for| in role for)?(?<! in) S(\d+)(?! ago\b| back\b){_ENDS}",
        rf"\bH (?:{_W} ){{0,5}}(?:, |has been |have been )?in (?:post|role|job)(?: for)? S(\d+)",
        rf"\bS(\d+) (?:have passed |has passed |today |ago )?(?:since|as|in as|of|in|into|being|spent as|running|leading)? ?{_MINE}H\b",
        rf"\b{_BECOMING}(?: {_G}){{0,6}} H(?: {_W}){{0,6}}(?: ,(?: {_W}){{1,3}})?(?: ,)? S(\d+) (?:ago|back)\b",
        rf"\bH(?: [(-]?(?: {_W}){{0,3}} ?[)-]?)? since S(\d+) (?:ago|back)\b",
        rf"\bH (?:, )?(?:which |that )?(?:started|began|commenced)(?: {_W}){{0,3}} S(\d+) (?:ago|back)\b",
        rf"\bS(\d+) (?:ago|back)(?: ,)? (?:i|she|he)(?: {_G}){{0,4}} H\b",
        rf"\bS(\d+) (?:have passed |has passed |today |ago |now )?since (?:i |she |he )?(?:{_G} ){{0,5}}H\b",
        rf"\bS(\d+)(?: ,)? (?:i've|i have|she has|he has|she's|he's) (?:been|worked as|served as) {_MINE}H\b",
        rf"\b(?:{_BECOMING}|been|have) {_MINE}H(?: {_W}){{0,3}} S(\d+) old\b",
        r"\bH (?:is|was)? ?S(\d+) old\b",
        rf"\bfor S(\d+)(?: ,)? as {_MINE}H\b",
        rf"\bfor S(\d+) {_MINE}H\b",
        rf"\b(?:been|be|served|serving|worked|working)(?: {_W}){{0,3}} H(?: (?:-|{_W})){{0,8}} for S(\d+)(?! of\b)",
        rf"\bS(\d+) (?:in|into) (?:{_W} ){{1,4}}as {_MINE}H\b",
        rf"\bheading (?:{_W} ){{0,4}}for S(\d+)",
        rf"\b(?:run|running|led|lead|leading)(?: {_W}){{0,6}} as H(?: {_W}){{0,3}} for S(\d+)",
    )
)
_ALONE = re.compile(
    r"^(?:(?:i'm|im|i|am|have|i've|i'll|been|be|she|he|she's|he's|has|been|for|in|post|role|job|there|it's|it|is|with|done|completed|"
    r"coming|up|to|or|her|his|my|into|place|get|taken|,) )*S(\d+)(?: (?:in|into|chair|helm|seat|saddle|hot|charge|post|role|job|it|so|far|behind|me|under|my|belt|done|here|or|so|she|he|this|one|the|"
    r"standing|under|experience|i|think|maybe|ish|approx))*$"
)
# "Started together 16 months ago", beside a headship told of
_STARTED_AGO = re.compile(
    r"^(?:(?:i|we|she|he|both|have|has|they) )*(?:started|began|took (?:it |post )?(?:over|on|up)|stepped up)"
    r"(?: (?:it|together|here|there|in|post|role))* S(\d+) (?:ago|back)$"
)
_IN_POST = re.compile(r"\bin (?:post|role|place|job)(?: for| since)? S(\d+)(?! of\b)")
# Offers that only heads take: "in post 14 months" tells of a headship beside them.
_FOR_HEADS = re.compile(rf"<ehco>|<npqh-aso>|{HEAD_WORD.pattern}")
_TOOK_POST = re.compile(
    rf"\b(?:i|she|he|i've|she's|he's) (?:became|took up|took on|took|started|began|stepped into|stepped up to|moved into)(?: {_G}){{0,3}} H\b"
)
_MONTH_N = re.compile(rf"\bmonths? (\d{{1,2}}) (?:of|in|into) {_MINE}H\b")
_BARE = re.compile(
    r"\bH ?,? for (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?= ?(?:[.,;!?)&]|$|and\b|so\b))"
    r"|\band (one|two|three|four|five|six|seven|eight|nine|ten) as H\b"
)
_WISHED = re.compile(
    r"\b(?:hoping|hope|want|wants|wish|aim|aiming|plan|planning|looking|aspir\w+|like|love|apply|applying|ready|interested|thinking|seek|seeking)"
    r"(?: \w+){0,2} $"
)
_FIRST_OF_H = re.compile(r"\b(?:first|initial|within) S\d+$")
_NTH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bY(\d+) (?:of|as|in|into|being)? ?{_MINE}H\b",
        r"\bH\b[^.;,]{0,40} (?:is|she's|he's) in (?:her|his|their) Y(\d+)",
        rf"\bH(?: {_W}){{0,6}}(?: [,(:-])?(?: is)?(?: this is)?(?: in(?:to)?| of)? ?(?:(?:my|its|her|his|end of|start of) )*Y(\d+)(?:{_ENDS}|(?= (?:in|at) (?!teaching|education|profession)))",
    )
)
_STARTS_YEAR = re.compile(
    r"\b(?:start|starting|begin|beginning|about to start|going into|entering) (?:my |her |his )?Y\d"
)
_NTH_BEGUN = re.compile(
    r"\b(?:started|begun|began|entered|gone into) (?:on |upon )?(?:my |her |his )?Y\d"
)
_NTH_OVER = re.compile(r"\b(?:finished|completed|done|got through|ended) (?:my |her |his )?Y\d")
_NTH_ALONE = re.compile(
    r"^(?:(?:i'm|im|i|am|this|is|in|into|my|her|his|it's|it|she's|he's|end|start|of|halfway|through|coming|to|near|very|,) )*Y(\d+)(?: (?:in|post|role|job|there|here|it|as|one|at))*$"
)
_BARE_SPAN = re.compile(r"(?:for |it's |is )*[SY]\d+")
_CLAUSE = re.compile(r" ?(?:[.,;:()!?&]|\band\b|\bbut\b| - )")
_MADE_HEAD = re.compile(
    rf"\b(?:just|recently|only just) (?:become|became|started|taken over|took over|begun)\b(?: (?!year)\w+){{0,5}} (?:{HEAD_WORD.pattern})"
)
_WEEKS_OLD = re.compile(r"\bbrand new\b|\bjust (?:become|became|started)\b")
_DONE_IN_YEAR = re.compile(
    r"(?:\b(?:did|done|finished|completed|passed|got|started|began|took)(?: \w+){0,3} [NO]|\b[NO] (?:done|finished|completed|passed|started))\b(?: (?!and\b|but\b|am\b|now\b)\w+){0,4} (?:in|during) (?:\w+ ){0,2}Y\d"
)
_MAYBE = re.compile(
    rf"\b(?:may|might|could|hope to|hoping to|want to) be(?:come)?(?: made| appointed)?(?: a| the)? (?:{HEAD_WORD.pattern})"
)
_NOT_YET = re.compile(
    r"\bnot (?:yet )?(?:in )?H\b(?! as such| but H|,? i am H)|\b(?:haven't|not|never)(?: yet| as yet)? (?:been|held|had|started|become|taken|begun|got)(?: \w+){0,4} H\b|"
    r"\bH (?:but )?(?:i )?(?:have not|haven't|not)(?: yet)? (?:started|begun|taken)|\byet to (?:start|begin|take up|become)(?: \w+){0,3} H\b|"
    r"\bH\b[^NO]*\b(?:haven't|hasn't|not) (?:yet )?(?:started|begun)(?: it)?(?: yet)?$|\bH\b[^NO]*\bnot yet started\b"
)
_MORE_SCHOOLS = re.compile(
    r"\btak\w+ (?:on|over)\b.{0,40}\b(?:second|another|other|more|two|three) (?:\w+ )?schools?\b"
)
_NOT_BEGUN = re.compile(r"\b(?:not|haven't|hasn't)(?: yet)? (?:started|begun)\b")
_WILL_HAVE = re.compile(r"\b(?:will|'ll|would) (?:have|be)\b|\bi'll (?:have|be)\b")
_LENGTH_KEYS = frozenset({"months_in_headship", "headship_start_date", "headship_started"})
# "not sure whether I've done 24 months yet": a matter for staff, not a detail to ask for again
_UNSURE_LENGTH = re.compile(
    r"\b(?:not (?:quite |really )?sure|unsure|don't know|do not know|no idea|can't (?:remember|recall|say)|couldn't say)\b[^.;?!]{0,50}"
    r"\b(?:how long (?:i've|i have|she's|he's|she has|he has|we've)|how many (?:months|years) (?:i|she|he|in)|"
    r"(?:done|been|passed|past|over|within|under|still in)(?: \w+){0,4} (?:24 months|60 months|two years|five years|2 years|5 years))\b"
)
_TODAY = re.compile(r"\b(?:today|now|this week|as of now)\b")


def read_headship(
    tellings: tuple[Telling, ...], roles: Mapping[str, object], today: date, *, asked: bool
) -> Told:
    """Return headship keys that the tellings hold, and the role where only they tell it.

    `roles` are the circumstances known; `asked` says that we have just asked how long, so that
    a bare "3 yrs" counts. "In my third year" is told as 30 months, the middle of that year.
    """
    told: Told = {}
    role = roles.get("role") or None
    names_head = any(HEAD_WORD.search(OTHER_HEADS.sub(" ", t.own)) for t in tellings)
    about_heads = names_head or any(_FOR_HEADS.search(t.own + t.supposed) for t in tellings)
    is_head = role in HEAD_ROLES or (about_heads and role is None) or role == "nursery_headteacher"
    rendered = [render(t.own) for t in tellings]
    for telling, words in zip(tellings, rendered, strict=True):
        told.update(_read_one(telling, words, today, is_head=is_head, asked=asked))
    took = any(_TOOK_POST.search(words.words) for words in rendered)
    if not _LENGTH_KEYS & told.keys() and about_heads:
        unsure = any(_UNSURE_LENGTH.search(t.own) for t in tellings)
        told.update({"months_in_headship": "dont_know"} if unsure else {})
    held = _held(told) or (took and _held({**told, "months_in_headship": 0}))
    named = role is None or (names_head and role in _OTHER_ROLES)
    if held and named and not asked:
        told["role"] = "headteacher"
    return told


def with_headship(told: Mapping[str, object], headship: Told) -> Told:
    """Join what was told with what was told of headship: who will be a head is none yet."""
    joined = {**told, **{key: value for key, value in headship.items() if value is not None}}
    ahead = "aspires_to" in headship or ("role" in headship and headship["role"] is None)
    if ahead and told.get("role") in HEAD_ROLES | {None}:
        joined.pop("role", None)
    if headship.get("headship_started") is False and told.get("role") in HEAD_ROLES:
        joined.pop("role", None)
    return joined


def _held(told: Told) -> bool:
    keys = ("months_in_headship", "months_in_current_post", "headship_start_date")
    started = told.get("headship_started", True)
    second = told.get("is_first_headship") is False
    held = second or any(key in told for key in keys)
    return held and "aspires_to" not in told and bool(started)


def _read_one(
    telling: Telling, rendered: Rendered, today: date, *, is_head: bool, asked: bool
) -> Told:
    text = telling.own
    second = is_second(rendered, telling, is_head=is_head)
    told: Told = {"is_first_headship": False} if second else {}
    more_schools = is_head and _MORE_SCHOOLS.search(text)  # a head who takes on another is one
    coming = {} if more_schools else read_coming(rendered, today, asked=asked)
    not_begun = asked and _NOT_BEGUN.search(rendered.words)
    if not_begun or _NOT_YET.search(rendered.words):
        return {**told, "headship_started": False, **coming}
    if coming:
        return {**told, **coming}
    if _MAYBE.search(text):
        return {**told, "role": None}
    if _WILL_HAVE.search(text) and not _TODAY.search(text):
        return told
    abroad = read_abroad(text)
    if abroad:
        return {**told, **abroad}
    months = _months(rendered, text, is_head=is_head, asked=asked, asks=telling.asks)
    start = read_start(rendered, text, today, is_head=is_head, asked=asked)
    if second:
        return {**told, **read_second(rendered, telling, months, start, today)}
    return {**told, "months_in_headship": months} if months is not None else {**told, **start}


def _months(rendered: Rendered, text: str, *, is_head: bool, asked: bool, asks: bool) -> int | None:
    words = rendered.words
    for pattern in _HELD:
        for match in pattern.finditer(words):
            to_span, to_head = words[: match.end(1)], words[: match.start()]
            if not _FIRST_OF_H.search(to_span) and not _WISHED.search(to_head):
                return rendered.months[int(match[1])]
    in_post = _IN_POST.search(words) if is_head else None
    if in_post:
        return rendered.months[int(in_post[1])]
    if is_head or asked:
        alone = _alone(words, _ALONE, asked=asked, asks=asks)
        if alone is None:
            alone = _alone(words, _STARTED_AGO, asked=asked, asks=asks)
        if alone is not None:
            return rendered.months[alone]
    if _MADE_HEAD.search(text) and not rendered.dates:
        return 1
    named = _MONTH_N.search(words)
    if named:
        return int(named[1])
    bare = _BARE.search(words)
    if bare:
        return round(number(bare[1] or bare[2]) * _YEAR)
    return _nth_year(rendered, is_head=is_head, asked=asked, asks=asks)


def _nth_year(rendered: Rendered, *, is_head: bool, asked: bool, asks: bool) -> int | None:
    words = rendered.words
    words = _DONE_IN_YEAR.sub(" ", words)
    found = next((int(m[1]) for p in _NTH if (m := p.search(words))), None)
    if found is None and (is_head or asked):
        found = _alone(words, _NTH_ALONE, asked=asked, asks=asks)
    if found is None:
        return None
    begun = (rendered.years[found] - 1) * _YEAR
    if _NTH_BEGUN.search(words):
        return begun
    if _NTH_OVER.search(words):
        return begun + _YEAR
    # "I start my third year in January": not yet begun, and the second almost over
    return max(0, begun - 2) if _STARTS_YEAR.search(words) else begun + _AVERAGE


def _alone(words: str, pattern: re.Pattern[str], *, asked: bool, asks: bool) -> int | None:
    """The number of a length of time that makes up a clause of its own ("head, 14 months in")."""
    at = 0
    before = ""
    for match in [*_CLAUSE.finditer(words), None]:
        end = match.start() if match else len(words)
        clause = words[at:end].strip()
        found = pattern.match(clause)
        of_offer = before.endswith(("O", "N")) and _BARE_SPAN.fullmatch(clause)
        if found and (asked or not (of_offer or (asks and match and "?" in match[0]))):
            return int(found[1])
        before, at = clause, match.end() if match else end
    return None
