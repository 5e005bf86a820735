"""Recognises the marks above older text: rulers, "On … wrote:" and blocks of header lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intents import letter_marks as marks

MAX_LINE = 500  # patterns see no more of a line; the line itself is kept whole
_MAX_ATTRIBUTION = 420
_QUOTE = re.compile(r"\s{0,8}(?:>|&gt;)")
_QUOTE_MARKS = re.compile(r"\s{0,8}(?:(?:>|&gt;)\s?){1,60}")
_DECORATION = re.compile(r"[*\u00a0\u202f]|__(?=\w)|(?<=\w:)__")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where older text begins."""

    end: int
    """Index of the first line below the mark."""
    strong: bool
    """Enough evidence to count unmarked text below as old; a weak one needs quote marks below."""
    forward: bool = False
    """The mark says that a mail is handed on."""


def bare_line(line: str) -> str:
    """Return a line as the patterns read it: capped, without bold marks and outer blanks."""
    plain = line[:MAX_LINE].replace("\u2019", "'").strip()
    if not plain.strip("*"):
        return plain
    return _DECORATION.sub(lambda m: " " if m.group() in "\u00a0\u202f" else "", plain).strip()


def is_quote(line: str) -> bool:
    """True for a line that begins with a quote mark."""
    return _QUOTE.match(line) is not None


def unquoted(line: str) -> str:
    """Return the line without its quote marks."""
    return _QUOTE_MARKS.sub("", line, count=1)


def find_mark(bare: Sequence[str], at: int) -> Mark | None:
    """Return the mark that begins in this line, if any. Reads at most a dozen lines."""
    line = bare[at]
    if not line:
        return None
    if len(line) <= 160 and marks.REPLY_ABOVE.fullmatch(line):
        return Mark(at + 1, strong=True)
    if marks.FORWARD_RULER.match(line):
        return Mark(_behind_headers(bare, at + 1), strong=True, forward=True)
    if marks.ORIGINAL_RULER.match(line):
        return Mark(_behind_headers(bare, at + 1), strong=True)
    if marks.ORIGINAL_PHRASE.fullmatch(line):
        behind = _behind_headers(bare, at + 1)
        return Mark(behind, strong=True) if behind > at + 1 else None
    if (below := _header_block(bare, at, needed=3)) is not None:
        return Mark(below, strong=True)
    return _attribution(bare, at)


def _behind_headers(bare: Sequence[str], at: int) -> int:
    """Return the index behind the header lines that follow a ruler, or `at` if there are none."""
    first = at
    while first < min(len(bare), at + 3) and not bare[first]:
        first += 1
    below = _header_block(bare, first, needed=1) if first < len(bare) else None
    return at if below is None else below


def _key(line: str) -> str:
    key, colon, _ = line[:40].replace("：", ":").partition(":")
    return key.strip(" \t>_").casefold() if colon else ""


def _role(line: str) -> str | None:
    return marks.HEADER_ROLES.get(_key(line))


def _header_block(bare: Sequence[str], at: int, *, needed: int) -> int | None:
    """Return the index behind a block of header lines with so many roles, or None.

    A value may run on over two lines; one empty line between is what some HTML mails leave.
    """
    if _role(bare[at]) is None:
        return None
    roles: set[str] = set()
    end, loose = at, 0
    for index in range(at, min(len(bare), at + 14)):
        if _key(bare[index]) in marks.FORM_KEYS:
            return None
        role = _role(bare[index])
        if role is not None:
            roles.add(role)
            end, loose = index + 1, 0
        else:
            loose += 1
            if loose > 2 or (not bare[index] and loose > 1) or _ends_block(bare, index, roles):
                break
    named = roles & {"from", "sent"}
    return end if len(roles) >= needed and (needed == 1 or named) else None


def _ends_block(bare: Sequence[str], at: int, roles: set[str]) -> bool:
    """An empty line ends the block unless another header line follows at once."""
    if bare[at]:
        return False
    return at + 1 >= len(bare) or _role(bare[at + 1]) is None or "subject" in roles


def _attribution(bare: Sequence[str], at: int) -> Mark | None:
    """Recognise "On … wrote:" and its kin on one to three lines."""
    if not _may_open(bare[at]):
        return None
    joined = ""
    for end in range(at, min(len(bare), at + 3)):
        if not bare[end]:
            break
        joined = f"{joined} {bare[end]}".strip()
        if len(joined) > _MAX_ATTRIBUTION:
            break
        mark = _judge(joined, end + 1, lines=end + 1 - at)
        if mark is not None:
            return mark
    return None


def _may_open(line: str) -> bool:
    return len(line) <= _MAX_ATTRIBUTION and (
        marks.EARLY_DIGIT.match(line) is not None
        or marks.OPENER.match(line) is not None
        or marks.QUOTING.match(line) is not None
        or marks.WROTE_END.search(line) is not None
        or (
            marks.ADDRESS.search(line) is not None
            and (marks.CLOCK.search(line) or marks.WROTE_INSIDE.search(line)) is not None
        )
    )


def _judge(text: str, end: int, *, lines: int) -> Mark | None:
    text = text.strip("- ")  # Zoho writes rulers around it
    colon = text.rstrip(" >*_").endswith((":", "："))
    address = marks.ADDRESS.search(text) is not None
    clock = marks.CLOCK.search(text) is not None
    opener = marks.OPENER.match(text) is not None
    if marks.WROTE_END.search(text):
        dated = clock or (opener and marks.YEAR_COMMA.search(text) is not None)
        strong = (address and (colon or opener)) or (dated and (colon or (opener and clock)))
        if strong:
            return Mark(end, strong=True)
        # A bare "Jane wrote:" counts only if quote marks prove it, and never over two lines.
        return Mark(end, strong=False) if colon and (lines == 1 or opener) else None
    if not colon:
        return None
    if marks.QUOTING.match(text):
        return Mark(end, strong=address)
    early = marks.EARLY_DIGIT.match(text) is not None
    if marks.WROTE_INSIDE.search(text) and ((early and (address or clock)) or (address and clock)):
        return Mark(end, strong=address)
    if address and clock and early and len(text) <= 220:
        return Mark(end, strong=_ends_in_address(text))
    return None


def _ends_in_address(text: str) -> bool:
    """True if no more than a particle or two follows the address ("… <a@b.example>님이 작성:")."""
    ends = [found.end() for found in marks.ADDRESS.finditer(text)]
    return bool(ends) and len(text) - ends[-1] <= 15
