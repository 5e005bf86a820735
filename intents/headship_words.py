"""A sentence in the few words that matter for the length of a headship.

Every name of the post becomes `H`, NPQH `N`, any other offer `O`, the n-th length of time `Sn`,
date `Dn` and "third year" `Yn`; articles and words like "just" go. "I've been the headteacher here
for just over two years" reads "i've been H here for S0", so that patterns can stay plain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.quantities import ORDINALS, WrittenDate, find_dates, find_spans, number

HEAD = r"(?:co[ -])?(?:head ?teachers?|heads?|headships?|principals?|hts?|headmaster|headmistress)(?:'s chair|' chair)?"
HEAD_WORD = re.compile(rf"\b{HEAD}\b(?!'s)")
# Other posts with "head" in their names; they are plain words here.
OTHER_HEADS = re.compile(
    r"\b(?:(?:deputy|assistant|asst|vice|virtual school) (?:head ?teachers?|heads?|principals?|headships?)|"
    r"heads? (?:of (?:department|year|faculty|house|key|maths|english|science|history|geography|music|languages|mfl|"
    r"pe|subject|ks\d|sixth|early|eyfs|inclusion|sen|send|learning|pastoral|drama|art|computing|it|hr|finance|"
    r"operations|boarding|programmes?|delivery|curriculum|teaching|phonics|humanities|re|estates|marketing)|girl|boy|chef|"
    r"office|count|start|injury|lice|first|up a (?:team|department)))\b"
)
_HEAD_OF_SCHOOL = re.compile(r"\bheads? of school\b|\bhos\b")
_OFFER = re.compile(r"<(?!npqh>)[\w-]+>")
_ORDINAL = re.compile(
    r"\b(" + "|".join(ORDINALS) + r")(?: full| whole| ever)?[ -](?:years?|yr)(?:'s)?\b"
    r"|\b(?:year|yr) ?(\d|one|two|three|four|five|six)\b(?! (?:teacher|class|group|pupils|children|maths|lead|leader|leaders|olds?))"
    r"|\by(\d) (?=as|of|in|into)"
)
_NEARLY = re.compile(
    r"(?:\b(?:nearly|almost|just under|under|less than|not quite|coming up to|coming up for|approaching|close to|shy of|short of|"
    r"getting on for|nearing|not yet|going on|coming on|coming up on|knocking on|pushing|best part of|better part of)|<)(?: for)?(?: the| a| my)?\s*$"
)
_OVER = re.compile(
    r"\b(?:over|more than|just past|above|longer than|upwards of|in excess of|beyond)(?: the| a| my)?\s*$"
)
# "three years and a bit", "2 years plus": more than the whole months that were told.
_AND_MORE = re.compile(
    r"\s*(?:plus\b|\+|,? ?and (?:a few|some|several) (?:weeks|days|months)\b|"
    r",? ?and (?:a bit|a little|change|more|counting)\b(?= ?(?:$|[.,;:()!?-]|as\b|in\b|into\b|now\b|under\b|of\b)))"
)
_FIRST_TIME = re.compile(r"\bfor the (?:very )?first time(?: ever)?\b")
_LAST = re.compile(r"\b(?:over|in|during) (?:the )?(?:last|past)\s*$")
_IDLE = re.compile(
    r"\b(?:a|an|the|now|already|just|only|about|around|roughly|exactly|approximately|currently|actually|really|still|also|"
    r"almost|nearly|(?<!took )(?<!take )(?<!takes )(?<!taking )(?<!taken )over|under(?! (?:my|her|his) belt)|more than|less than|coming up to|not quite|some|good|full|whole|first|brand|newly|own|so far|"
    r"short of|shy of|close to|getting on for|going on|coming on|coming up on|best part of|better part of|approaching|nearing|whisker|shade|bit|fully|officially|formally|recently|"
    r"monday|tuesday|wednesday|thursday|friday|acting|interim|associate|executive|exec|substantive|permanent|primary|time|to day)\b"
)
_WHOLE = re.compile(
    r"\b(?:full|whole|complete|solid|long|happy|academic|school|calendar) (?=(?:school |academic )?(?:years|months|terms)\b)"
)
_LEADS_SCHOOL = re.compile(
    r"\b(?:led|leading|running|heading up|headed up) (?:a|my|our|this|the|my own) (?:\w+ ){0,2}?(?=(?:school|primary|academy|secondary|infants|juniors|pru)\b"
    r"(?! (?:trip|club|choir|council|nursery|based|improvement|business|fair|sixth)))"
)
_TOOK_SCHOOL = re.compile(
    r"\b(?:took over|taken over|took on|inherited) (?:as )?(?:an?|my|our|this|the|my own) (?:\w+ ){0,2}?"
    r"(?=(?:school|primary|academy|secondary|infants|juniors|pru)\b)"
)
_TO_THE_DAY = re.compile(r"\bto the day\b|\bor so\b|\bor thereabouts\b|\bgive or take\b")
_TOKEN = re.compile(r"[HNO]\b|[SDY]\d+|[a-z0-9]+(?:'[a-z]+)*|[.,;:()!?&~-]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sentence in the words that matter."""

    words: str
    """The words, joined by single blanks; punctuation marks are words."""
    months: tuple[int, ...]
    """Whole months of each `Sn`; "nearly two years" is 23, "over two years" 25."""
    dates: tuple[WrittenDate, ...]
    """Each `Dn`."""
    years: tuple[int, ...]
    """Each `Yn`: 3 for "third year"."""


def render(text: str) -> Rendered:
    """Return the text, lower case with punctuation and offers as `<id>`, in those words."""
    text = _LEADS_SCHOOL.sub("been head at ", _FIRST_TIME.sub(" ", text))
    text = _TOOK_SCHOOL.sub("became head at ", text)
    text = _HEAD_OF_SCHOOL.sub(
        "head", OTHER_HEADS.sub("leader", _TO_THE_DAY.sub(" ", _WHOLE.sub("", text)))
    )
    months: list[int] = []
    dates: list[WrittenDate] = []
    years: list[int] = []
    marks: list[tuple[int, int, str]] = []
    for span in find_spans(text):
        marks.append((span.start, span.end, f"S{len(months)}"))
        months.append(_adjusted(text[: span.start], text[span.end :], span.months))
    for match in _ORDINAL.finditer(text):
        if not _taken(marks, match.start(), match.end()):
            marks.append((*match.span(), f"Y{len(years)}"))
            years.append(_year_number(match))
    for written in find_dates(text):
        if not _taken(marks, written.start, written.end):
            marks.append((written.start, written.end, f"D{len(dates)}"))
            dates.append(written)
    return Rendered(_plain(_marked(text, marks)), tuple(months), tuple(dates), tuple(years))


def _adjusted(before: str, after: str, months: float) -> int:
    whole = int(months + 0.01)
    if _NEARLY.search(before):
        return max(0, whole - 1)
    over = _OVER.search(before) and not _LAST.search(before)
    return whole + 1 if over or _AND_MORE.match(after) else whole


def _year_number(match: re.Match[str]) -> int:
    return ORDINALS[match[1]] if match[1] else round(number(match[2] or match[3]))


def _taken(marks: list[tuple[int, int, str]], start: int, end: int) -> bool:
    return any(start < e and s < end for s, e, _ in marks)


def _marked(text: str, marks: list[tuple[int, int, str]]) -> str:
    out: list[str] = []
    at = 0
    for start, end, mark in sorted(marks):
        out += (_named(text[at:start]), f" {mark} ")
        at = end
    return "".join((*out, _named(text[at:])))


def _named(text: str) -> str:
    return HEAD_WORD.sub(" H ", _OFFER.sub(" O ", text.replace("<npqh>", " N ")))


def _plain(text: str) -> str:
    """Join the words that are not idle; "the past S0" is "S0"."""
    text = _IDLE.sub(" ", re.sub(r"\bfirst +(?=S\d)", "within ", text))
    text = re.sub(r"\b(?:last|past|next)(?: few)? +(?=S\d)", " ", text)
    return re.sub(r"\bH(?: H)+\b", "H", " ".join(_TOKEN.findall(text)))
