"""Takes greeting, sign-off and small print off a letter, so that only its matter is interpreted.

A sentence that asks or tells something is never taken for a courtesy: a sign-off counts only when
nothing but names, contact lines, small print or a postscript stands below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LINE = 500


@dataclass(frozen=True, slots=True)
class Body:
    """A letter without its courtesies."""

    text: str
    """What is asked and told; the whole letter when nothing else would be left."""
    greeting: str
    """"Dear all," with polite openings and banners above it; empty if there is none."""
    closing: str
    """Sign-off, name, role, contact lines and small print; empty if there is none."""


_NAME = r"[^\W\d_][\w'’.-]{0,30}"
_GREETING_WORD = (
    r"(?:hi there|hi all|hi|hiya|hello there|hello|hey|dear|good (?:morning|afternoon|evening|day)|"
    r"morning|afternoon|evening|greetings|to whom(?:so ?ever)? it may concern|fao|attn|"
    r"bore da|prynhawn da|annwyl|helo)"
)
# A greeting on its own line, or one in front of the first sentence ("Hi team, could you …").
_GREETING_LINE = re.compile(
    rf"{_GREETING_WORD}\b(?:[ ,/&]+{_NAME}){{0,7}}\s*[,.!:;\u2013\u2014-]*\s*$", re.I
)
_GREETING_LEAD = re.compile(
    rf"{_GREETING_WORD}\b(?:[ /&]+{_NAME}){{0,4}}\s*[,!.\u2013\u2014-]+\s+", re.I
)
_HOPE = re.compile(
    r"(?:i |we )?(?:do )?(?:really )?(?:hope|trust|hoping) (?:that )?(?:you|this|all|your|everyone|"
    r"everything)\b[^.!?\n]{0,90}\b(?:well|good|great|lovely|nice|okay|ok|fine|finds you|safe|"
    r"enjoyable|break|weekend|week|summer|holidays?)\b[^.!?,\n]{0,40}(?:[.!,]+|$)\s*",
    re.I,
)
_BANNER = re.compile(
    r"\W{0,6}(?:caution|warning|external|security notice|you don't often get (?:e-?)?mail from|"
    r"some people who received this message don't often|this (?:e-?mail|message) (?:has )?"
    r"(?:originated|came|comes|was sent) from (?:outside|an external)|do not click)\b.{0,400}",
    re.I,
)
_SIGN_OFF = (
    r"(?:(?:with |many |my |our )?(?:kind(?:est)?|best|warm(?:est)?|very best|friendly) "
    r"(?:regards|wishes)|kindest|regards|k(?:ind)? r(?:egar)?ds|kr|br|bw|best wishes|best|"
    r"all (?:the|my) best|warmly|warm regards|warm wishes|"
    r"(?:many |much |huge |big )?(?:thanks|thankyou|thank you)(?: (?:so|very) much)?(?: indeed)?"
    r"(?: (?:in advance|again|and (?:kind|best|warm) (?:regards|wishes)|in anticipation|all|both|"
    r"for (?:your|any|all your) (?:help|time|support|assistance|advice|guidance)(?: (?:in advance|"
    r"with this|and support))?))?|thx|ta|cheers|with thanks|all the best|"
    r"yours|yours (?:sincerely|faithfully|truly|in education)|sincerely|respectfully|"
    r"(?:i )?look(?:ing)? forward to (?:hearing from you|your reply|your response)"
    r"(?: (?:soon|shortly))?|speak soon|take care|have a (?:good|great|lovely|nice) (?:day|week|"
    r"weekend|evening)|(?:very )?much obliged|much obliged to you|rgds|(?:very )?grateful(?:ly)?(?: thanks)?|"
    r"with gratitude|yours ever|warmest|warmest (?:regards|wishes)|bests|cofion(?: cynnes| gorau)?|diolch(?: yn fawr)?|hwyl|much appreciated)"
)
_SIGN_OFF_LINE = re.compile(
    rf"{_SIGN_OFF}(?:[ ,.!]+(?:and )?{_SIGN_OFF})?\s*[,.!:;\u2013\u2014-]*"
    rf"(?:\s*(?:x{{1,3}}|{_NAME}(?: {_NAME}){{0,3}}))?\s*[.!]*\s*$",
    re.I,
)
_POSTSCRIPT = re.compile(r"p\.?\s?p?\.?\s?s\b[.:,)\s\u2013-]", re.I)
_FOOTER = re.compile(
    r"\W{0,4}(?:(?:this|the) (?:e-?mail|message|communication|transmission|"
    r"information (?:contained )?in this|contents? of this)\b"
    r".{0,200}\b(?:confidential|personal|intended|privileged|"
    r"virus|addressee|recipient|legally|attachments?|disclos|monitored|scanned)|"
    r"(?:confidentiality|disclaimer|legal notice|important notice|confidential|"
    r"privacy notice|data protection)\b(?=\W|\s|$).{0,200}(?:notice|:|-|$)|"
    r"if you (?:are not the intended|have received this|receive this|are not the addressee)|"
    r"(?:any )?(?:views|opinions) (?:or opinions )?(?:expressed|presented|are)|"
    r"please (?:consider|think (?:of|about)|save) .{0,60}(?:environment|paper|print)|"
    r"(?:before printing|think before you print)|"
    r".{0,120}\bregistered (?:in (?:england|wales|scotland|the uk)|office|company|charity)|"
    r".{0,80}\bcompany limited by guarantee|(?:company|charity) (?:registration|reg|number|no)\b|"
    r".{0,120}\b(?:committed to|commitment to) (?:the )?(?:safeguarding|promoting the (?:welfare|"
    r"safety))|"
    r"safeguarding (?:is|statement|notice|lead\b)|"
    r".{0,60}\bexempt charity|.{0,80}\bis (?:a )?part of the .{0,60}\btrust\b|"
    r"please note(?: that|,|:)? (?:i|we|my|our) (?:only |normally |usually |currently |may |do not |don't )?"
    r"(?:work\b|am in\b|working|office|normal|term|part|send|e-?mail|expect|reply)|"
    r"(?:my|our) (?:normal |usual |regular )?(?:working|office|work) (?:days|hours|pattern|week)\b|"
    r"(?:working|office) (?:days|hours|pattern)\s*:|"
    r"(?:please )?(?:do not|don't|no need to|never|there is no need to) (?:feel (?:obliged|pressured|under|any)|reply outside)|"
    r"(?:i|we) (?:do not|don't) expect (?:a |any |you to )?(?:repl|respon|read|answer)|"
    r"(?:i|we) (?:may|sometimes|often) (?:send|work|e-?mail) .{0,40}(?:outside|flexibl|out of)|"
    r"(?:although|while|whilst|as) i (?:may )?(?:work|send) .{0,40}(?:flexibl|outside|hours)|"
    r"(?:follow|like|find) us on\b|(?:scanned|checked) (?:by|for)|sent from my|get outlook for)",
    re.I,
)
_CONTACT = re.compile(
    r"(?:\b(?:tel|telephone|phone|mobile|mob|fax|direct|ext|office|t|m|e|w|e-?mail|web|website|"
    r"twitter|www)\s?[.:|)]|https?://|www\.|[\w.+-]{1,60}@[\w-]{1,60}\.|"
    r"(?:\+44|\(?0)[\d() -]{8,18}|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|^@\w)",
    re.I,
)
_PROSE = re.compile(
    r"\b(?:i|i'm|i've|i'd|we|we're|you|your|is|are|was|am|can|could|would|will|do|does|have|has|"
    r"need|please|what|when|how|which|if)\b",
    re.I,
)
# A name below the last sentence, without any sign-off; case matters: "Simon", "Mrs P Okafor", "R.".
# Two full words are left alone, because a programme may be called so.
_LONE_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sir|Fr|Sr)\.? (?:[A-Z]\.? ){0,2}[A-Z][\w'’-]{1,20}|"
    r"(?:[A-Z]\.? ){1,3}[A-Z][\w'’-]{1,20}|[A-Z][a-z]{1,14}|[A-Z]\.)(?: x{1,3})?[.!]?"
)
_RULER = re.compile(r"[-_=*~\u2013\u2014\u2500\s]{2,}")


def strip_courtesies(newest: str) -> Body:
    """Split the newest text of a letter into greeting, matter and closing."""
    lines = newest.split("\n")
    first, lead = _greeting_end(lines)
    greeting = "\n".join([*lines[:first], lead]).strip()
    rest = lines[first:]
    if lead and rest:
        rest = [rest[0].lstrip()[len(lead) :], *rest[1:]]
    text, closing = _split_closing(rest)
    if not text:  # "Hello" or "Many thanks" is then the whole matter
        return Body(newest.strip(), "", "")
    return Body(text, greeting, closing)


def is_footer(line: str) -> bool:
    """True for the first line of small print: disclaimers, registrations, working days."""
    return _FOOTER.match(line[:MAX_LINE].strip()) is not None


def _greeting_end(lines: list[str]) -> tuple[int, str]:
    """Return the index of the first line of matter, and the greeting in front of its sentence."""
    at, greeted = 0, False
    while at < len(lines):
        line = lines[at][:MAX_LINE].strip()
        if not line or _BANNER.fullmatch(line):
            at += 1
        elif not greeted and _GREETING_LINE.fullmatch(line) and not _PROSE.search(line):
            at, greeted = at + 1, True
        else:
            break
    if at == len(lines):
        return at, ""
    line, lead = lines[at].lstrip(), ""
    if not greeted and (match := _GREETING_LEAD.match(line[:MAX_LINE])):
        lead = match.group()
    if hope := _HOPE.match(line[len(lead) :][:MAX_LINE]):
        lead += hope.group()
    return at, lead


def _split_closing(lines: list[str]) -> tuple[str, str]:
    for at, line in enumerate(lines):
        plain = line[:MAX_LINE].strip()
        if not plain:
            continue
        if _closes(plain, lines, at):
            kept, dropped = _keep_postscript(lines[at:])
            matter = "\n".join(lines[:at]).rstrip()
            return "\n\n".join(filter(None, [matter, kept])).strip(), dropped
    at = min(_contact_block(lines), _lone_name(lines))
    return "\n".join(lines[:at]).strip(), "\n".join(lines[at:]).strip()


def _closes(line: str, lines: list[str], at: int) -> bool:
    if len(line) <= 120 and _SIGN_OFF_LINE.fullmatch(line):
        return _only_small_print(lines[at + 1 :])
    if is_footer(line):
        return _only_small_print(lines[at:]) or _long_print(line)
    return False


def _long_print(line: str) -> bool:
    """A disclaimer proper: nothing that a person adds stands below it."""
    return "confidential" in line.casefold() or "intended" in line.casefold()


def _only_small_print(lines: list[str]) -> bool:
    """True if no line from here on asks or tells anything; a postscript may."""
    for line in lines:
        plain = line[:MAX_LINE].strip()
        if _POSTSCRIPT.match(plain) or _long_print(plain) or is_footer(plain):
            return True  # small print runs on in sentences of its own
        if not plain or _RULER.fullmatch(plain) or _CONTACT.search(plain):
            continue
        if plain.endswith("?") or (len(plain.split()) >= 6 and _PROSE.search(plain)):
            return False
    return True


def _keep_postscript(lines: list[str]) -> tuple[str, str]:
    """Return the postscript below a sign-off, and the rest."""
    for at, line in enumerate(lines):
        if _POSTSCRIPT.match(line.strip()):
            end = next((i for i in range(at, len(lines)) if is_footer(lines[i])), len(lines))
            rest = [*lines[:at], *lines[end:]]
            return "\n".join(lines[at:end]).strip(), "\n".join(rest).strip()
    return "", "\n".join(lines).strip()


def _lone_name(lines: list[str]) -> int:
    """Return where a name stands as the last paragraph, below a whole sentence or more."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if len(filled) < 2 or filled[-1] - filled[-2] < 2:
        return len(lines)
    above = " ".join(lines[: filled[-1]]).rstrip()
    plain = len(above.split()) >= 6 and above[-1] in ".?!)"
    return filled[-1] if plain and _LONE_NAME.fullmatch(lines[filled[-1]].strip()) else len(lines)


def _contact_block(lines: list[str]) -> int:
    """Return where a signature without sign-off begins: a last block of short contact lines."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    at = end
    while at and lines[at - 1].strip():
        at -= 1
    block = [line.strip() for line in lines[at:end]]
    if at == 0 or len(block) < 2 or not any(_CONTACT.search(line[:MAX_LINE]) for line in block):
        return len(lines)
    short = all(len(line.split()) <= 12 and not line.endswith("?") for line in block)
    prose = any(_PROSE.search(line) and not _CONTACT.search(line) for line in block)
    return at if short and not prose else len(lines)
