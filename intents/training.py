"""Which level of qualification somebody says they hold."""

from __future__ import annotations

import re

from intents.tellings import Telling

Told = dict[str, object]

_LEVEL = re.compile(
    r"\b(?:level|lvl|(?<![a-z])l(?=\d| \d)|nvq|nvq level|lev) ?(one|two|three|four|five|six|seven|\d)\b(?! (?:childminder|or \d))"
)
_LEVELS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_FOUNDATION, _DEGREE = 5, 6  # levels of a foundation degree and of a bachelor's, as gov.uk has them
_HOLDS_NOT = re.compile(
    r"\b(?:no|not|don't|doesn't|haven't|hasn't|without|never|n't|doing|taking|studying|towards|working on)\b"
    r"(?: (?:my|a|an|have|has|hold|got|the|yet|done|any|full|and|relevant|her|his))* $"
)
_NO_QUALIFICATION = re.compile(
    r"^ (?:teaching assistant|ta|apprentic\w+|food|safeguarding|first aid|hygiene|contract|post|grade|lecturer|learners?|students?|npq)"
)
_NOT_SURE_WHICH = re.compile(
    r"\b(?:can't (?:remember|recall)|cannot (?:remember|recall)|don't (?:know|remember|recall)|no idea|not sure|unsure|forget|forgotten|no clue)\b"
    r"(?: (?!full\b|relevant\b)\S+){0,5}? (?:level \d or \d|(?:my |what |which |the )?level(?! ?\d))\b"
    r"|\blevel (?:i )?(?:can't (?:remember|recall)|forget|don't know)\b"
)
_FOR_OTHERS = re.compile(
    r"\b(?:my|our|the) (?:staff|apprentices?|team|practitioners|assistants|employees|girls|colleagues|learners|students)\b(?: (?:are|is|have|has|hold|all|mostly|mainly|both|of|them)){0,4} $"
    r"|\b(?:six|five|four|three|two|some|most|many|several|\d+) of (?:them|whom|my staff|the staff)(?: (?:are|with|have|hold))* $"
    r"|\b(?:staff|of them|others|rest) (?:with|have|are|hold) $"
)
_TO_COME = re.compile(
    r"\b(?:started|starting|start|begun|beginning|began|enrolled on|studying for|doing|finishing|"
    r"(?:could|can|should|to) (?:do|get|take|study))(?: (?:my|a|an|the))* $"
)
_OR_ENOUGH = re.compile(r"\bor (?:is|would|will) (?:a |my )?$")  # "a degree, or is level 3 enough?"
_ONLY = re.compile(r"\bonly (?:a |an )?([2-7]|two|three|four|five|six|seven)\b(?= ?$| and| but)")
_OTHER_MEANING = re.compile(
    r"\b(?:<[\w-]+>|it|that|this|course) (?:a |at )?(?:level|lvl)\b|\bis ~|\b(?:ta|assistant) level$"
)


def read_training(telling: Telling) -> Told:
    """Return `qualification_level`, the highest held; a level asked about is nobody's."""
    text = " ".join(telling.forms)
    if _NOT_SURE_WHICH.search(text):
        return {"qualification_level": "dont_know"}
    levels = [
        _LEVELS.get(match[1]) or int(match[1])
        for match in _LEVEL.finditer(text)
        if not _HOLDS_NOT.search(text[: match.start()])
        and not _FOR_OTHERS.search(text[: match.start()])
        and not _TO_COME.search(text[: match.start()])
        and not _NO_QUALIFICATION.match(text[match.end() :])
        and not _asked(text, match, asks=telling.asks)
        and not _OR_ENOUGH.search(text[: match.start()])
    ]
    only = _ONLY.search(text)
    if not levels and only and re.search(r"\blevel\b", text):
        levels = [_LEVELS.get(only[1]) or int(only[1])]
    if not levels and re.search(r"\bearly (?:years|childhood)\b|\bchildcare\b", text):
        if re.search(r"\bfoundation degree\b", text):
            levels = [_FOUNDATION]
        elif re.search(r"\b(?:degree|ba|bsc) (?:in|hons)\b", text):
            levels = [_DEGREE]
    return {"qualification_level": max(levels)} if levels else {}


def _asked(text: str, match: re.Match[str], *, asks: bool) -> bool:
    if _OTHER_MEANING.search(text[: match.end()]):
        return True
    if asks and re.search(
        r"\b(?:need|must|accept|require[sd]?|have to)\b(?: \S+){0,3} $", text[: match.start()]
    ):
        return True
    return asks and bool(
        re.search(
            r"\b(?:need|what|which|must|accept|require[sd]?|is|does|would|can you|do you)\b(?: \S+){0,5} $",
            text[: match.start()],
        )
        and not re.search(r"\b(?:i|she|he|my|with|has|have|hold|holds)\b", text[: match.start()])
    )
