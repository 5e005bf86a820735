"""Finds a question of the mended text again in the text as it was written.

Replies quote people in their own words: whoever wrote "tracker" must not read "teacher".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz.fuzz import partial_ratio_alignment

_ALIKE = 80.0  # per cent of letters that a question shares with what it was taken from
_NO_WORD = re.compile(r"[^\w']")


def as_written(question: str, written: str, corrected: Mapping[str, str]) -> str:
    """Return the words of `written` that `question` stems from; `question` where they are lost.

    `corrected` are the words that were mended, as written -> as meant.
    """
    lower = question.lower()
    if not any(meant in lower for meant in corrected.values()):
        return question
    found = partial_ratio_alignment(question, written, score_cutoff=_ALIKE)
    if found is None:
        return question
    start, end = found.dest_start, found.dest_end
    while start and not _NO_WORD.match(written[start - 1]):
        start -= 1
    while end < len(written) and not _NO_WORD.match(written[end]):
        end += 1
    return " ".join(written[start:end].split()) or question
