"""Tells apart the people of one message where each has a question of their own.

"Our deputy wants NPQH. Is she funded? Our phase leader wants NPQSL. Is he?": two cases, and the post
of the one is none of the other's. What stands before the first of them holds for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intents.tellings import Telling
from intents.whose import BY_WRITER, LEAD_IN, ONE_OF_OURS, asks_for_self

_NUMBERED = r"(?:\W*(?:\d{1,2}|[a-d]|first|second|secondly|firstly)\b[.):,]?)?"
_NAMES_PERSON = re.compile(rf"{_NUMBERED}{LEAD_IN}(?:~\s+)?({ONE_OF_OURS})")
# Where everybody works, wherever in the message it stands.
_OF_ALL = re.compile(
    r"\W*(?:we|we're|we are|our (?:school|academy|college|nursery|trust)|the school|it's|both)\b"
)
_LEAST_QUESTIONS = 2
_WRITER = "i"


@dataclass(frozen=True, slots=True)
class Case:
    """The sentences that tell of one of several people."""

    asking: tuple[int, ...]
    """Which sentences ask for this person."""
    telling: tuple[int, ...]
    """Which sentences tell of this person, those that hold for everybody included."""


def tell_apart(tellings: Sequence[Telling]) -> tuple[Case, ...]:
    """Return a case for each person; empty where it is a message about one."""
    if sum(t.asks for t in tellings) < _LEAST_QUESTIONS:
        return ()
    starts = _starts(tellings)
    if not starts:
        return ()
    of_all = [n for n, t in enumerate(tellings) if not t.asks and _OF_ALL.match(t.own)]
    ends = [*starts[1:], len(tellings)]
    blocks = [range(start, end) for start, end in zip(starts, ends, strict=True)]
    before = range(starts[0])
    if asks_for_self(tellings[n] for n in before):
        blocks, common = [before, *blocks], [n for n in before if not tellings[n].asks]
    else:
        common = list(before)
    if len(blocks) < _LEAST_QUESTIONS or not all(any(tellings[n].asks for n in b) for b in blocks):
        return ()
    return tuple(
        Case(
            tuple(n for n in block if tellings[n].asks),
            tuple(dict.fromkeys((*common, *block, *of_all))),
        )
        for block in blocks
    )


def _starts(tellings: Sequence[Telling]) -> list[int]:
    """Where another person than before is spoken of; the writer only where the writer asks."""
    starts: list[int] = []
    person = ""
    for n, telling in enumerate(tellings):
        found = _NAMES_PERSON.match(telling.own)
        named = found[1].split()[-1] if found else ""
        if person and BY_WRITER.search(telling.own) and asks_for_self(tellings[n : n + 2]):
            named = _WRITER
        if named and named != person:
            starts.append(n)
            person = named
    return starts
