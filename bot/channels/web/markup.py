"""A reply's plain text as HTML: paragraphs, lists and addresses, everything else escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def to_html(text: str) -> Markup:
    """Return paragraphs for blocks of lines, and a list for lines that begin with "- "."""
    out: list[Markup] = []
    items: list[Markup] = []
    paragraph: list[Markup] = []

    def close() -> None:
        if items:
            out.append(Markup("<ul>{}</ul>").format(Markup().join(items)))
            items.clear()
        if paragraph:
            out.append(Markup("<p>{}</p>").format(Markup("<br>").join(paragraph)))
            paragraph.clear()

    for line in text.split("\n"):
        bullet = line.startswith("- ")
        if not line.strip() or (bullet and paragraph) or (not bullet and items):
            close()
        if bullet:
            items.append(Markup("<li>{}</li>").format(_linked(line[2:])))
        elif line.strip():
            paragraph.append(_linked(line))
    close()
    return Markup("\n").join(out)


def _linked(text: str) -> Markup:
    out: list[Markup] = []
    at = 0
    for match in _LINK.finditer(text):
        address = match.group()
        target = address if address.startswith("http") else f"mailto:{address}"
        out.append(escape(text[at : match.start()]))
        out.append(Markup('<a href="{}">{}</a>').format(target, address))
        at = match.end()
    out.append(escape(text[at:]))
    return Markup().join(out)
