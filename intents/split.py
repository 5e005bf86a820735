"""Takes a text apart: which of its sentences ask for something, and which only tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intents.asking import is_asking, is_empty, only_reports, only_wishes
from intents.courtesy import courtesy_of
from intents.premises import read_premises

_BULLET = re.compile(
    r"^\s*(?:[-*\u2022\u25cf>]+|\(?\d{1,2}[.):]|\(?(?:[a-h]|i{1,3}|iv|vi{0,3})[.)])\s+"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|e\.g|i\.e|eg|ie|etc|approx|no|vs|yr|yrs|ext|tel|c\.o\.e|dept|hrs?|min|max|incl|p\.s|rev)|(?<!['\u2019])\b[a-z])\.$",
    re.I,
)
_END = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+|(?<=\?)(?=[A-Za-z])|\s*[;\n]\s*|(?<=[a-z]):\s+(?=(?:what|how|when|which|who|where|why|is|are|am|can|could|do|does|did|will|would|should|may|must|has|have)\b)|\s+[-\u2013]{1,2}\s+(?=(?:what|how|when|which|who|where|why|is|are|am|can|could|do|does|did|will|would|should|may|must|has|have)\b)",
    re.I,
)
_NUMBER = re.compile(r"\W*\d{1,2}\W*")  # "... 1. Does it? 2. Who does?"
_ENUMERATOR = re.compile(
    r"^\W*(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|next|1st|2nd|3rd|q(?:uestion|uery)? ?\d?|"
    r"(?:number )?(?:one|two|three)|my (?:first|second|next|last|other) (?:question|one)(?: is)?|the (?:first|second|other|next)(?: question| one)?(?: is)?)\s*[:,)-]\s*(?=\w)",
    re.I,
)
# ", who runs four schools, ...": tells of somebody, where ", who pays for it?" asks.
_RELATIVE = re.compile(
    r"(?:,\s*)(?=(?:who|which|whose|where|when)\b[^,?]{3,80},|who (?:has|holds|is an?|works|runs|leads) )",
    re.I,
)
_ONLY_NAME = re.compile(
    r"^\W*(?:the )?(?:npq[a-z]*|ehco|aso|senco|headship|exec\w*|early years|senior leaders\w*)(?: (?:npq|one|course|programme|leadership|for sencos))*\W*$",
    re.I,
)
# A second question inside a sentence: ", and is it ...", " and how ...", "? or ...".
_JOINED = re.compile(
    r"(?:,\s*(?:and|but|or|also|plus|then)?\s*(?:also\s+|then\s+|if so,?\s+|once (?:i|we) know (?:that|this),?\s+)?|\s+(?:and|n|plus|but)\s+(?:also\s+|then\s+|if so,?\s+|once (?:i|we) know (?:that|this),?\s+|secondly,?\s+)?|\s*&\s*)"
    r"(?=(?:remind|tell me|please (?:tell|confirm)|how|hows|how's|what(?!ever)|whats|wot|wots|when|whens|when's|wheres|whos|which|who|where|why|whether|is|are|am(?= i\b)|can|could|do|does|will|would|should|(?:did|has)(?! (?:(?:the )?(?:npq|nasenco|ehco)|(?:not|never|no|yet)\b))|from when|by when|since when|for how|what's|who's|any|(?:was|were) (?:it|the|this|that|there|they|these)\b|(?<=and )if (?:she|he|they|i|we|it|there)(?:'d|'ll|'s)?)\b)",
    re.I,
)
_NOT_JOINED_AFTER = re.compile(
    r"(?:know|tell me|wondering|sure|check|confirm|ask|idea|advise|find out|see|explain|understand|(?:^|\W)(?:if|that|because|since|which|who|as|when|so|what|where))\s*$",
    re.I,
)
# "... - is that a thing?": asks about what stands before it, and nothing by itself.
_BARE_TAG = re.compile(
    r"^\W*(?:is|was|am|are|would|does|do) (?:that|this|it|i|they) ?(?:a thing|how it works|right|correct|true|so|the case|ok|okay|allowed|possible|still true|work|count|y/n|matter)?(?: (?:then|though|please|or not))?\W*$"
    r"|^\W*did i (?:read|hear|get|understand) (?:that|this|it) (?:right|correctly)\W*$"
    r"|^\W*(?:and )?how (?:many|much|often)\W*$"
    r"|^\W*(?:or )?(?:is|are) (?:it|this|that|they) (?:only|just|solely) (?:for )?(?:\w+ ){0,2}\w+\W*$"
    r"|^\W*which (?:ones )?(?:do|does|are|is|did|will|can)(?: not|n't|nt)?\W*$|^\W*where\W*$"
    r"|^\W*(?:and |or |but )?(?:would|will|do) (?:you|they) (?:even |ever )?(?:let|allow|accept|take) (?:me|us|her|him|that|it|this)\W*$"
    r"|^\W*(?:can|could|would) (?:you|we|i) (?:do|arrange|manage|organise|sort) (?:that|this|it)(?: for (?:us|me|them|her|him))?(?: please)?\W*$"
    r"|^\W*(?:can|could|should|shall|may) (?:i|we) (?:leave|keep|print|say|use) (?:that|this|it)(?: (?:as (?:it is|is|it stands)|in|like that|there))?(?: please)?\W*$"
    r"|^\W*(?:would|could|can) (?:that|this|it) be (?:possible|done|arranged|ok|okay|allowed|all right|alright)(?: please)?\W*$"
    r"|^\W*(?:y/n|yes or no|or not|true or false|am i right|right|correct|can you confirm(?: (?:this|that))?|please confirm|is that (?:all|it|everything))\W*$",
    re.I,
)
# "What sort of help is it? A group?": offers an answer to the question before
_GUESS = re.compile(r"^\W*(?:or )?(?:an?|some\w*) (?:\w+ ){0,2}\w+\?\W*$", re.I)
_INLINE_LIST = re.compile(r"[,;:]?\s*(?:and\s+)?\((?:[a-h]|[1-9]|i{1,3}|iv)\)\s+", re.I)
_ASKING_WORD = re.compile(r"\b(?:how|whats?|what's|wot|when|which|who|where|whether)\b", re.I)
_GOES_ON = re.compile(r"^\W*(?:how|what|when|where|who|whether|if)\b", re.I)
# "Our phase leader is interested in NPQSL.": tells something, where "the length" is a catchword.
_STATES = re.compile(
    r"^\W*(?:(?:i|we|she|he|they|you|it)(?:'\w+)?\b|(?:our|my|his|her|their|the|a)\b.*\b"
    r"(?:is|are|am|was|were|has|have|had|wants?|would|will|works?|runs?|leads?|likes?|needs?|did|does)\b)",
    re.I,
)
_FOR_WHOM = re.compile(
    r"^\W*(?:(?:i am|i'm|im|we are|we're) )?(?:just )?(?:asking|enquiring|question|query|q) (?:for|from|on behalf of) (?:a|an|our|my|the|one of|someone|somebody)\b",
    re.I,
)
_GRANTS = re.compile(r"\W*(?:since|as|because|given|seeing|considering|now that)\b", re.I)
_POINTS = re.compile(
    r"\W*(?:(?:and|so|ok|what about|how about) )*the (?:first|second|third|former|latter|last)"
    r"(?: one| of (?:those|these|them|the two))?\W*|\W*(?:and|so|what about|how about) the (?:\w+ ){1,3}one\W*",
    re.I,
)
_MUSES = re.compile(r"\b(?:wondering|thinking|asking myself)\W*$", re.I)  # the question follows
_BETWEEN = re.compile(r"\bbetween\b(?!.*\band\b)[^,?]*$", re.I)
_SHORT_PART_WORDS = 8
_ANNOUNCED = re.compile(r":\s*$|\b(?:know|the following|tell me|confirm|clarify)\W*$", re.I)
_LONG_PART_WORDS, _MOST_JOINED = 14, 600  # words; characters
_HEADLINE_WORDS, _HEADED_WORDS = 3, 14
_NO_HEADLINE = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|lastly|finally|next|background|things?|questions?|quer(?:y|ies)|points|hello|hi|hey|thanks?|please|sorry|morning|afternoon|"
    r"fair|enough|noted|gotcha|yes|no|ok|okay|great|brilliant|ta|cheers|oh|ah|aha|ooh|hm+|right|well|so|sure|fine|cool|perfect|lovely|wow|really)\b",
    re.I,
)
_IN_RELATIVE = re.compile(
    r"\b(?:could|can|would|will|is|are|does|do|may|should) (?:my|our|the|an?) [\w ]+, (?:who|which|whose)\b[^,?]*$",
    re.I,
)
_NEW_SUBJECT = re.compile(r"(?!do the\b)\w+ (?:i|we|you|she|he|they|it|there|the|my|our)\b", re.I)
_BEFORE_LAST = re.compile(r" - (?=\S+\s*\?*\s*$)")  # "currently on NPQH - EHCO?"
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or clause."""

    text: str
    """As written, folded."""
    asks: bool
    """It asks or requests something."""
    listed: bool = False
    """It stood behind a bullet or number."""
    wishes: bool = False
    """It asks only in that it tells a wish: "my deputy wants the NPQH"."""


def split(text: str) -> tuple[Piece, ...]:
    """Return the pieces in the order of the text, questions taken apart."""
    pieces: list[Piece] = []
    for line in _join_wrapped(text.split("\n")):
        listed = bool(_BULLET.match(line))
        for sentence in _sentences(_BULLET.sub("", line)):
            plain = _ENUMERATOR.sub("", sentence)
            pieces.extend(
                Piece(p.text, p.asks, listed, p.asks and not listed and only_wishes(p.text))
                for p in _clauses(plain, listed=listed)
            )
    return tuple(_in_earnest(_join_tags(_ask_listed(pieces))))


def _in_earnest(pieces: list[Piece]) -> list[Piece]:
    """Wishes and empty requests ("please tell me:") ask nothing beside a question proper."""
    idle = [p for p in pieces if p.asks and (p.wishes or _asks_nothing(p.text))]
    if not idle or len(idle) == sum(p.asks for p in pieces):
        return pieces
    return [replace(p, asks=False) if p in idle else p for p in pieces]


def _asks_nothing(text: str) -> bool:
    return only_reports(text) or is_empty(text) or _for_whom(text)


def _for_whom(text: str) -> bool:
    """ "Asking for a head in Basildon: 18 months in post": says for whom, and asks nothing yet."""
    return bool(_FOR_WHOM.match(text) or _MUSES.search(text)) and not text.rstrip().endswith("?")


def _ask_listed(pieces: list[Piece]) -> list[Piece]:
    """A list of catchwords ("- length", "- funding") asks for each of them."""
    most = _LONG_PART_WORDS if any(map(_announces, pieces)) else _SHORT_PART_WORDS
    catchwords = [p for p in pieces if p.listed and _is_catchword(p.text, most)]
    asking = [p for p in pieces if p.listed and (p.asks or _GOES_ON.match(p.text))]
    wanted = {*catchwords, *asking}
    if len(wanted) < 2:
        return pieces
    out: list[Piece] = []
    asked_of = ""
    for p in pieces:
        if not p.listed:
            asked_of = p.text.rstrip(" :") if _announces(p) else ""
        # "the criteria for: - NPQH - NPQSL": asked once, of each
        named = p in catchwords and asked_of.endswith((" for", " of", " about"))
        text = f"{asked_of} {p.text}" if named and _ONLY_NAME.match(p.text) else p.text
        out.append(Piece(text, (p.asks and not _announces(p)) or p in wanted, p.listed))
    return out


def _is_catchword(text: str, most: int) -> bool:
    return len(text.split()) <= most and not _STATES.match(text)


def _announces(piece: Piece) -> bool:
    """ "Could you confirm the following regarding NPQH:" asks what its list asks."""
    return piece.asks and not piece.listed and bool(_ANNOUNCED.search(piece.text))


def _join_tags(pieces: list[Piece]) -> list[Piece]:
    """Give a bare tag ("is that right?") back to the piece before it, which then asks."""
    out: list[Piece] = []
    for piece in pieces:
        room = bool(out) and len(out[-1].text) < _MOST_JOINED
        if (
            room
            and piece.asks
            and _is_headline(out[-1])
            and not is_empty(piece.text)
            and len(piece.text.split()) <= _HEADED_WORDS
        ):
            out[-1] = Piece(f"{out[-1].text} {piece.text}", asks=True, listed=piece.listed)
        elif room and out[-1].asks and _GUESS.match(piece.text):
            out[-1] = replace(out[-1], text=f"{out[-1].text} {piece.text}")
        elif room and piece.asks and _BARE_TAG.match(piece.text):
            out[-1] = Piece(f"{out[-1].text} - {piece.text}", asks=True, listed=out[-1].listed)
        else:
            out.append(piece)
    return out


def _join_wrapped(lines: list[str]) -> list[str]:
    """Undo hard wrapping: a line that goes on in lower case belongs to the one before."""
    out: list[str] = []
    for line in lines:
        bare = line.strip()
        if not bare:
            out.append("")
        elif (
            out
            and out[-1]
            and not _BULLET.match(line)
            and bare[0].islower()
            and len(out[-1]) > 45
            and out[-1][-1] not in ".!?:;"
        ):
            out[-1] = f"{out[-1]} {bare}"
        else:
            out.append(bare)
    return [line for line in out if line]


def _sentences(line: str) -> list[str]:
    parts: list[str] = []
    at = 0
    for match in _END.finditer(line):
        if match.start() == 0 or _ABBREVIATION.search(
            line[max(0, match.start() - 8) : match.start()].rstrip()
        ):
            continue
        parts.append(line[at : match.start()])
        at = match.end()
    parts.append(line[at:])
    said = [p.strip() for p in parts if re.search(r"[A-Za-z0-9?]", p)]
    return [p for p in said if len(said) == 1 or not _NUMBER.fullmatch(p)]


def _clauses(sentence: str, *, listed: bool) -> list[Piece]:
    items = [part for part in _INLINE_LIST.split(sentence) if re.search(r"\w", part)]
    if len(items) > 2 and not all(_ONLY_NAME.match(item) for item in items[1:]):
        return [
            Piece(part, asks=listed or n > 0 or is_asking(part)) for n, part in enumerate(items)
        ]
    asks = is_asking(sentence)
    if not asks:
        return [Piece(sentence, asks=False)]
    told, _, last = _BEFORE_LAST.sub(",", sentence).rpartition(",")
    if told and _ONLY_NAME.match(last) and not is_asking(told):  # "head since May, on NPQH, EHCO?"
        return [Piece(told, asks=False), Piece(last.strip(), asks=True)]
    parts = _split_joined(sentence)
    pieces = [
        Piece(part, asks=is_asking(part) or _asks_inside(part) or (n > 0 and _asks_on(part)))
        for n, part in enumerate(parts)
    ]
    if len(pieces) > 1 and sentence.rstrip().endswith("?") and not any(p.asks for p in pieces):
        return [Piece(sentence, asks=True)]
    return pieces


def _is_headline(piece: Piece) -> bool:
    """ "NPQEL funding. Sixth form colleges included or not?": names the subject, says nothing."""
    if _NO_HEADLINE.search(piece.text):
        return False
    return not piece.asks and len(piece.text.split()) <= _HEADLINE_WORDS and not piece.listed


def _asks_on(part: str) -> bool:
    """ "... how long it lasts, and what it would cost me": goes on with what is asked."""
    return bool(_GOES_ON.match(part))


def _asks_inside(part: str) -> bool:
    """ "npqh how long" beside another question asks, too."""
    return bool(_ASKING_WORD.search(part)) and len(part.split()) <= _SHORT_PART_WORDS


def _split_joined(sentence: str) -> list[str]:
    parts: list[str] = []
    at = 0
    relative = {match.start() for match in _RELATIVE.finditer(sentence)}
    for match in _JOINED.finditer(sentence):
        if _POINTS.fullmatch(sentence[at : match.start()]):
            continue  # "and the first one, is it blended?"
        if _GRANTS.match(before := sentence[at : match.start()]) and read_premises(before.lower()):
            continue  # "since the EHCO lasts 18 months, can I ...": what is granted may be wrong
        if _IN_RELATIVE.search(before) and not _NEW_SUBJECT.match(sentence[match.end() :]):
            continue  # "could our HLTA, who runs the provision, do it?"
        if _BETWEEN.search(before):
            continue  # "between what a head gets and what a deputy gets"
        if match.start() in relative and not _ASKING_WORD.search(sentence[at : match.start()]):
            continue
        after = sentence[match.end() :]
        if courtesy_of(tuple(before.lower().split())):
            at = match.end()  # "thanks, and how long is it"
            continue
        if len(before.split()) < _LEAST_WORDS or len(after.split()) < _LEAST_WORDS:
            continue
        if _NOT_JOINED_AFTER.search(before) and not _BARE_TAG.match(before):
            continue
        parts.append(before)
        at = match.end()
    parts.append(sentence[at:])
    return parts
