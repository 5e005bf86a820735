"""Cuts an e-mail's text into what is new, what is older, and the signature.

What it believes about mail:
1. A wrong cut loses a person's question, a missing cut only repeats an old one. A mark therefore
   needs evidence (a date, an address, several header lines), not one word.
2. Lines with quote marks are old wherever they stand; what stands between or below is new.
3. Below a mark without quote marks nobody can tell old from new, so all of it counts as old.
4. If nothing new is found, the whole text is the letter: a forwarded enquiry is one, too.
5. Hostile text must not cost time: it is capped first, and every pattern is linear.

Courtesies (greeting, sign-off, disclaimers) stay in; `letter_courtesies` takes them off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents import letter_marks as marks
from intents.letter_courtesies import Body, is_footer, strip_courtesies
from intents.letter_forms import Mark, bare_line, find_mark, is_quote, unquoted

__all__ = ["Body", "Letter", "cut_letter", "strip_courtesies"]

MAX_INPUT = 200_000  # looked at before collapsing; a mail of more is nearly all old text
MAX_CHARACTERS = 30_000
MAX_LINES = 2_000
# A forwarder writes "please see below, can you help?"; 30 words are more than any such line had.
FEW_WORDS = 30

_BLANKS = re.compile(r"[ \t\u00a0]{3,}")
_RULES = re.compile(r"([-_=*~.\u2500])\1{40,}")
_NEWLINES = re.compile(r"\n(?:[ \t\u00a0]*\n){3,}")
_INVISIBLE = dict.fromkeys([0, 0xFEFF, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060])
_FORWARD_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{0,30}\]\s*)?(?:re:\s*)?(?:fwd?|wg|tr|rv|vs|vl|i|enc|doorst|pd|vb|továbbítás)\s?:",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail's text, cut."""

    newest: str
    """What the sender wrote now; the whole text when nothing new could be told apart."""
    quoted: str
    """Older or forwarded text without quote marks and without its own first header lines."""
    signature: str
    """From the signature ruler or "Sent from my …" on, and footers below a quote."""
    forwarded: bool
    """Handed on with few words or none; the enquiry itself is then in `quoted`."""
    inline: bool
    """New lines stand between quoted ones."""
    bottom_posted: bool
    """All new lines stand below the quoted ones."""
    nothing_new: bool
    """Nothing but older text was found, and `newest` is the whole text."""
    removed_share: float
    """Share of the words that `newest` lacks, 0 to 1."""
    truncated: bool
    """The text was longer than 30,000 characters or 2,000 lines, and its end was not read."""


def cut_letter(text: str, subject: str = "") -> Letter:
    """Cut the text of a mail; the subject, if given, only helps to tell a forward from a reply."""
    lines, truncated = normalise(text)
    parts = _Parts(lines)
    own, old, foot = (parts.text(kind) for kind in "osf")
    newest = own or foot
    nothing_new = not newest
    whole = "\n".join(lines).strip()
    if nothing_new:
        newest = whole
    words = len(whole.split())
    few = nothing_new or len(strip_courtesies(own).text.split()) <= FEW_WORDS
    forward = parts.forward or (
        parts.unmarked and (nothing_new or bool(_FORWARD_SUBJECT.match(subject[:200])))
    )
    return Letter(
        newest=newest,
        quoted=old,
        signature=foot if own else "",
        forwarded=forward and few,
        inline=parts.inline,
        bottom_posted=parts.bottom_posted,
        nothing_new=nothing_new,
        removed_share=round(1 - min(1.0, len(newest.split()) / words), 3) if words else 0.0,
        truncated=truncated,
    )


def normalise(text: str) -> tuple[list[str], bool]:
    """Return the capped lines of a text, and whether anything was left out."""
    head = text[:MAX_INPUT].translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    head = _BLANKS.sub("  ", _RULES.sub(r"\1" * 40, head))
    head = _NEWLINES.sub("\n\n\n", head)
    lines = head[:MAX_CHARACTERS].split("\n")
    truncated = len(text) > MAX_INPUT or len(head) > MAX_CHARACTERS or len(lines) > MAX_LINES
    return [line.rstrip() for line in lines[:MAX_LINES]], truncated


class _Parts:
    """Gives each line its kind: o own, s said before, m mark above older text, f signature."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.bare = [bare_line(line) for line in lines]
        self.kinds = ["o"] * len(lines)
        self.forward = False
        self.unmarked = False
        self._label()
        self._take_back_footers()
        filled = [k for k, bare in zip(self.kinds, self.bare, strict=True) if bare and k != "m"]
        run = "".join(filled)
        self.inline = re.search("os+f*o", run) is not None or re.search("os+o", run) is not None
        own = run.replace("f", "")
        self.bottom_posted = re.fullmatch("s+o+", own) is not None

    def text(self, kind: str) -> str:
        """Return the lines of a kind, one empty line where something was taken out."""
        out: list[str] = []
        for line, own_kind in zip(self.lines, self.kinds, strict=True):
            if own_kind == kind and (line.strip() or (out and out[-1])):
                out.append(unquoted(line) if kind == "s" else line)
            elif out and out[-1]:
                out.append("")
        while out and (not out[-1].strip() or marks.ONLY_RULER.fullmatch(bare_line(out[-1]))):
            out.pop()
        return "\n".join(out).strip()

    def _label(self) -> None:
        at, in_signature = 0, False
        while at < len(self.lines):
            if self._is_old(at):
                self.kinds[at] = "s"
                at, in_signature = at + 1, False
                continue
            mark = find_mark(self.bare, at)
            if mark is not None and self._obey(mark, at):
                at, in_signature = mark.end, False
                if self.kinds[at - 1] == "m" and self.unmarked and not self._quote_follows(at):
                    return
                continue
            if not in_signature and self._signature_starts(at):
                in_signature = self._own_above(at) and not self._asked_below(at)
                self.kinds[at] = "f"
            elif in_signature:
                self.kinds[at] = "f"
            at += 1

    def _obey(self, mark: Mark, at: int) -> bool:
        """Take the mark for real, or leave its line to the sender."""
        quote = self._quote_follows(mark.end)
        if not quote and not mark.strong:
            return False
        self.forward |= mark.forward
        self.kinds[at : mark.end] = ["m"] * (mark.end - at)
        if not quote:
            self.unmarked = True
            self.kinds[mark.end :] = ["s"] * (len(self.lines) - mark.end)
        return True

    def _quote_follows(self, at: int) -> bool:
        for line, bare in zip(self.lines[at:], self.bare[at:], strict=True):
            if bare or is_quote(line):
                return is_quote(line)
        return False

    def _is_old(self, at: int) -> bool:
        """True for a quoted line and for the broken-off end of a long one."""
        if is_quote(self.lines[at]):
            return True
        if not 0 < at < len(self.lines) - 1 or self.kinds[at - 1] != "s":
            return False
        before, here = unquoted(self.lines[at - 1]), self.bare[at]
        return (
            here[:1].islower()
            and is_quote(self.lines[at - 1])
            and is_quote(self.lines[at + 1])
            and len(before) >= 50
            and before[-1] not in ".?!:"
        )

    def _signature_starts(self, at: int) -> bool:
        bare = self.bare[at]
        if marks.SIGNATURE_RULER.fullmatch(bare):
            return True
        if marks.DEVICE_LINE.match(bare) and _is_device_line(bare):
            return True
        if marks.LONG_RULER.fullmatch(bare) or bare in {"\u2014", "\u2013"}:
            return self._footer_below(at, short_too=bare[0] in "-_=*~")
        return False

    def _own_above(self, at: int) -> bool:
        above = zip(self.bare[:at], self.kinds[:at], strict=True)
        return any(bare and kind == "o" for bare, kind in above)

    def _asked_below(self, at: int) -> bool:
        """True if somebody wrote on below the line that the phone had put there."""
        if not marks.DEVICE_LINE.match(self.bare[at]):
            return False
        for index in range(at + 1, min(len(self.lines), at + 40)):
            if is_quote(self.lines[index]) or find_mark(self.bare, index) is not None:
                return False
            if self.bare[index].endswith("?"):
                return True
        return False

    def _footer_below(self, at: int, *, short_too: bool) -> bool:
        """True if what stands below a ruler is a list's footer, a disclaimer or a few names."""
        below = [bare for bare in self.bare[at + 1 : at + 12] if bare]
        if any(marks.LIST_FOOTER.search(line) or is_footer(line) for line in below[:3]):
            return True
        short = all(len(line) <= 60 and line[-1] not in ".?!," for line in below)
        return short_too and bool(below) and len(below) <= 6 and short

    def _take_back_footers(self) -> None:
        """Count disclaimers and list footers below the last quote as signature, not as new text."""
        last = max((i for i, kind in enumerate(self.kinds) if kind == "s"), default=-1)
        own_above = any(self.bare[i] and self.kinds[i] == "o" for i in range(max(0, last)))
        if last < 0 or not own_above:
            return
        for at in range(last + 1, len(self.lines)):
            bare = self.bare[at]
            if self.kinds[at] == "o" and (is_footer(bare) or marks.LIST_FOOTER.search(bare)):
                self.kinds[at:] = ["f"] * (len(self.lines) - at)
                return


def _is_device_line(bare: str) -> bool:
    """Tell "Sent from my iPhone" from a sentence that begins like it."""
    if len(bare) > 160:
        return False
    words = re.sub(r"<[^>]{0,120}>|\([^)]{0,120}\)|https?://\S{1,120}", "", bare).split()
    rest = bare.partition(",")[2].strip().casefold()
    excuse = rest.startswith(("please", "excuse", "sorry", "apolog", "so ", "hence"))
    return len(words) <= 10 and (not rest or excuse) and not bare.endswith("?")
