"""Tells what people say of somebody's own case from what they suppose, remember or ask at large.

"I used to be a head", "if a head withdraws", "my head has to sign" and "off the top of my head"
all name a head, and none tells of the post of the person who asks. What is set aside is covered
by `~`, so that words keep their neighbours and the readers need not know why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from intents.data_files import read_toml
from intents.persons import ASIDES
from intents.sentence import Sentence

_CLAUSE_END = re.compile(
    r"(?<!\d)[.,:](?!\d)|[;?!()\n]|\s-+\s|\b(?:and|but|so|because|though|although|while)\b"
)
# The words of a person or of somebody close whose case it is.
_SOMEBODY = re.compile(
    r"\b(?:i|i'm|im|i've|ive|i'd|i'll|me|my|mine|we|we're|we've|weve|us|our|ours|she|she's|he|he's|"
    r"her|him|his|hers|they|they're|their|them|caller|colleague|friend|wife|husband|boss)\b"
)
_OWN_STATE = r"(?:'m|'re|'ve|m\b| am| are| have| hold| teach| work| lead| run| manage| don't| already| still| currently| only)"
# "heads in their third year", "someone who is in her first headship": nobody in particular.
_ANYBODYS = re.compile(
    r"\b(?:someone|somebody|anyone|people|heads?|teachers|those|leaders|colleagues)\b[^,;?!]*?\b(?:their|they|his|her|them)\b"
)
_AT_LARGE = re.compile(
    r"^\W*(?:so |and |but |or |also |then |ok |hi |hello )*(?:is|are|do|does|can|could|would|will|who|what|what's|which|how|has|"
    r"have|should|must|any|isn't|aren't|don't (?=you|they|people|schools|heads|all|the|we)|doesn't|can't(?! (?:remember|recall|say|tell))|where|when|why|whether)\b"
)
# "all state schools get it", "funded for academies?": kinds of places and people, no one of them.
_KINDS = re.compile(
    r"\b(?:(?:all|every|any|only|most|other|some|which) )?(?:[\w-]+ ){0,3}?(?:schools|academies|colleges|nurseries|settings|"
    r"childminders|independents|preps|preschools|prus|trusts|mats|heads|headteachers|deputies|teachers|sencos|leaders|managers|"
    r"everyone|everybody|anyone|anybody|people|nobody)\b"
)
# "teachers who became SENCO in 2024", "heads in their third year"
_OF_THOSE = re.compile(r"\s+(?:who|that|which|whose|in their|in year)\b[^,]*")
# "ceo of three schools", "works across academies": somebody's post all the same.
_COUNTED = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|both|couple|dozen|responsible for|over|group|ceo|exec\w*|head|director|"
    r"leads?|leading|runs?|running|oversee\w*|across|manages?|managing|cluster|federation|of|mat|trust|lead other|leading other) (?:\S+ ){0,3}?"
    r"(?:schools|academies|colleges|nurseries|settings)\b|\blead(?:ing|s)? (?:other|\w+) childminders\b|\bleads? nobody\b"
)
# ", who runs four schools,": tells of the person named before the comma, and asks nothing
_RELATIVE = re.compile(r", (?:who|which|whose)\b")
_SUPPOSING = re.compile(
    r"(?<!\bidea )(?<!\bsure )(?<!unsure )(?<!\bknow )(?<!certain )(?<!\btell )(?<!remember )(?<!recall )\b(?:if|suppose|supposing|imagine|what if) (?:i|you|we|a|an|someone|somebody|anyone|people|"
    rf"they|heads?|the head|teachers?|one|your)\b(?!{_OWN_STATE})[^.;?!]*"
    r"|\bif (?:our|my|the|their) \w+ (?:was|were|had|did|became|becomes|isn't|wasn't)\b[^.;?!]*"
    r"|\bif (?:i|you|we|they) (?:did|had|were|was|do|get|have been)\b[^.;?!]*"
    r"|\b(?:does|do|would|will) it (?:matter|make a difference)\b[^.;!]*"
    r"|\bwhat (?:happens|would happen)\b[^.;!]*"
)
_ONCE = re.compile(
    r"\b(?:used to (?:be|work|teach|lead|run)|formerly|former|ex|retired|(?<!not )previously (?!been|withdrawn|funded|done|had|held|completed)|moved (?:here |over )?from|"
    r"studied (?:at|in)|my degree (?:at|in|from))\b[^.,;?!()]*?(?=\b(?:and|but|now|to (?:an?|my|our|the|this))\b|[.,;?!()]|$)"
    r"|(?<!\bonce )(?<!\bwhile )\b(?:i|we|she|he|now but|now and) (?:was|were) (?!already|identified|classed|named|listed|flagged|appointed|promoted|made|told|asked|wondering|hoping|given|"
    r"looking|thinking|offered|awarded|made|promoted|just|going|on |due|accepted|not )"
    r"[^.,;?!()]*?(?=\bbefore\b|,? (?:and|but|now|then)\b|[.,;?!()]|$)"
    r"|\b(?:i've|i have) (?:been|taught|worked|led)\b[^.;?!]*?(?=,? now (?:i|we|a|an|at|in)\b)"
    r"|\b(?:i|we) (?:taught|worked|trained|led|ran) [^.,;?!()]*?(?=,? (?:and|but|now|then)\b|[.,;?!()]|$)"
)
_POSTS = (
    r"(?:head ?teachers?|heads?|principal|ht|head of school|deput(?:y|ies)(?: heads?)?|slt|sencos?|sendcos?|senco friend|"
    r"assistant heads?|line manager|boss|governors?|senior leaders?|ceo)"
)
_WHOSE = r"(?:my|our|the|her|his|your|their|a)"
# What somebody else in school does about the enquiry; the enquiry itself is not about them.
_SIDELINES = re.compile(
    rf"\b(?:{_WHOSE} (?:boss|line manager),? )?{_WHOSE} (?:(?:new|own|current|old) )?{_POSTS},?(?: has| have| is| are| just| also| would| will| already| at our \S+ \S+)*"
    r" (?:to (?:sign|approve|agree|pay|support|release|confirm|say)|needs? to (?:sign|approve|agree|pay|support|know)|"
    r"sign|sign off|approve|agree|pay for|says?|said|thinks?|reckons?|told|asked|suggests?|suggested|mentioned|recommends?|recommended|"
    r"lets?|funding|paying|retiring|retires|leaving|leaves|supportive|wants me|nominated|keeps|did|forwarded|passed|"
    r"encouraged|advised|heard|signed me up|signed us up|pointed|sent me|thought|believes?|insists?|put me forward)\b"
    rf"|(?:^|[.;,] ){_POSTS} (?:has |have |just |is )*(?:asked|asking|told|wants|telling|suggested|says|said|thinks|encouraged|nominated)(?= (?:me|us|i|that)\b)"
    rf"|\b{_WHOSE} {_POSTS}'s (?:permission|approval|support|agreement|signature|blessing|say so|email|advice|office)\b"
    rf"|\b(?:ask|asked|tell|told|with|speak to|talk to|check with|speak with|from|by|through|to|via) {_WHOSE} (?:(?:executive|exec|acting|new|current|own) )?{_POSTS}\b(?! (?:is|has|wants|who|can|of (?!programmes)))"
    rf"|\bwork(?:s|ed|ing)? (?:closely |directly )?(?:for|with|under|alongside) {_WHOSE} (?:(?:executive|exec|acting|new|current|own) )?{_POSTS}\b"
    rf"|\b(?:cc'd|cc|copied in|copying in|copied|report to|reports to|reporting to|answer to|pa to|secretary to|dear)(?: {_WHOSE})? (?:(?:executive|exec|acting) )?{_POSTS}\b"
    rf"|\b(?:{_WHOSE} )?(?:head|headteacher|principal|ceo|executive head)'s (?:pa|secretary|assistant|office|wife|husband)\b"
    rf"|\b{_WHOSE} {_POSTS} (?:did|has done) <npq\w+>(?: \w+)* (?:recommends?|loved|and says|says)"
    rf"|\b{_WHOSE} {_POSTS} (?:has done|did) (?:the |it|their |her |his )?<[\w-]+>[.,]? (?:and |she |he |they )?(?:says|recommends|loved|rates)"
    r"|\b(?:our|my|her|his|their) (?:own )?(?:children|kids|son|daughter|child|kid)'s?\b(?: \w+){0,3}"
    r"|\b(?:the|a) (?:\w+ )?(?:school|academy|primary|nursery|prep) (?:down the road|next door|nearby|across town|up the road)\b[^.;?!]*"
    r"|\b(?:the|a) \S+ at (?:our|my|the|a) (?:sister|neighbouring|other|last|old|previous|partner) school\b[^,;?!]*"
)
_IDIOMS = tuple(read_toml("circumstances.toml")["nothing"]["phrases"])
_IDIOM = re.compile(r"\b(?:" + "|".join(_IDIOMS) + r")(?!\w)")
_LONGEST_CHARACTERS = 1200  # thrice the longest real sentence; bounds the work on hostile text
_FIRST = re.compile(
    r"\b1st(?= (?:ever |proper |permanent |substantive )?(?:head|post|job|time|year))"
)
# "our new SENCO Jas started": the name stands between the post and what is told of it.
_SENCO_BY_NAME = re.compile(
    r"\b((?:our|my|the)(?: new| newly appointed)? (?:senco|sendco)),? (?:(?:mrs|mr|miss|ms|dr)\.? )?"
    r"(?!(?:has|is|was|just|only|who|that|which|never|then|and|since|here|now|soon|first|last|also|still|already|"
    r"recently|newly|finally|officially|formally|originally|actually|initially|previously|suddenly|eventually|"
    r"left|retired|resigned|quit|moved|npq|course|training|post|role)\b)"
    r"[a-z]+,? (?=(?:started|joined|took (?:up|over)|has been in post|began|was appointed)\b"
    r"(?! the\b| her\b| his\b| it\b| an?\b| <))"
)
_WORD = re.compile(r"<[\w-]+>|[\w']+")
_FORM = re.compile(r"<[\w-]+>|[a-z0-9]+(?:'[a-z]+)*|[%£?@~]")


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one sentence, sorted by what they may tell."""

    own: str
    """Lower case with punctuation; what somebody's own case may be read from, the rest is `~`."""
    supposed: str
    """Whatever is only supposed or asked at large; the rest is `~`."""
    asks: bool
    """The sentence is a question or request."""
    once: str = ""
    """What held before ("I was a head in Spain for two years"); the rest is blank."""
    forms: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The own words; each offer's name is one word like `<npqh>`."""

    def __post_init__(self) -> None:
        """Split the own words once: every reader asks for them."""
        object.__setattr__(self, "forms", forms_of(self.own))

    @property
    def says_anything(self) -> bool:
        """Any of its own words is left, and not all of them are covered."""
        return any(form != "~" for form in self.forms)

    @property
    def supposition(self) -> Telling:
        """What is only supposed or asked at large, as if somebody had told it."""
        return Telling(self.supposed, "", self.asks)


def forms_of(text: str) -> tuple[str, ...]:
    """Return the words of a telling's text, `~` where something is covered."""
    return tuple(_FORM.findall(text))


def tell(sentence: Sentence) -> Telling:
    """Sort the words of a sentence into its person's own case and mere supposition."""
    plain = _FIRST.sub("first", sentence.plain[:_LONGEST_CHARACTERS])
    plain = _SENCO_BY_NAME.sub(r"\1 ", plain)
    text = _cover(plain, _IDIOM.finditer(plain))
    text = _cover(text, _SIDELINES.finditer(text))
    today = _cover(text, _ONCE.finditer(text))
    once = _difference(today, text)
    text = today
    own = _cover(text, _SUPPOSING.finditer(text))
    own = cover_spans(own, _questions_at_large(own, asks=sentence.asks))
    return Telling(own, _difference(own, text), sentence.asks, once)


def _difference(covered: str, text: str) -> str:
    """What is covered in the one and can be read in the other; the rest is blank."""
    return "".join(" " if a == b else b for a, b in zip(covered, text, strict=True))


def _questions_at_large(text: str, *, asks: bool) -> Iterable[tuple[int, int]]:
    """Clauses that begin like a question and speak of nobody: "are independent schools funded?"."""
    start = 0
    told_of = False
    for end in [*(m.start() for m in _CLAUSE_END.finditer(text)), len(text)]:
        clause = text[start:end]
        somebody = _SOMEBODY.search(ASIDES.sub(" ", _ANYBODYS.sub(" ", clause)))
        relative = told_of and _RELATIVE.match(text, start - 1)
        if asks and _AT_LARGE.match(clause) and not somebody and not relative:
            yield start, end
        elif not somebody and not _COUNTED.search(clause) and (kinds := _KINDS.search(clause)):
            further = _OF_THOSE.match(clause, kinds.end())
            yield start + kinds.start(), start + (further or kinds).end()
        told_of = bool(somebody)
        start = end + 1 if end < len(text) and not text[end].isalnum() else end
        start = max(start, end)
        joined = re.match(r"(?:and|but|so|because|though|although|while)\b", text[start:])
        start += joined.end() if joined else 0


def _cover(text: str, found: Iterable[re.Match[str]]) -> str:
    return cover_spans(text, (m.span() for m in found))


def cover_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Put `~` in place of each word of the spans; the length stays as it is."""
    for start, end in spans:
        covered = _WORD.sub(lambda m: "~" + " " * (len(m[0]) - 1), text[start:end])
        text = text[:start] + covered + text[end:]
    return text
