"""Lays a letter out: plain text for everybody, and light HTML that says the same.

No image, no style sheet, nothing loaded from anywhere: it looks alike in every mail program.
"""

from __future__ import annotations

import re
import textwrap
from html import escape

REPLY_ABOVE = "--- Please reply above this line ---"
"""Stands at the top, so that whatever stands below it in an answer is certainly ours."""
WIDTH = 76
_NUMBERED = re.compile(r"\d{1,2}\. ")


def plain(letter: str) -> str:
    """Return the letter as lines of at most 76 characters, the marker on top."""
    lines = [REPLY_ABOVE, ""]
    for line in letter.splitlines():
        hanging = "  " if line.startswith("- ") else ""
        text = line.removeprefix("# ")
        lines += textwrap.wrap(
            text, WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines) + "\n"


def html(letter: str) -> str:
    """Return the letter as HTML; everything in it is escaped."""
    blocks = re.split(r"\n\s*\n", letter.strip())
    body = "\n".join(_block(block.split("\n")) for block in blocks)
    marker = f'<p style="color:#505a5f">{escape(REPLY_ABOVE)}</p>'
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"></head>'
        f"<body>\n{marker}\n{body}\n</body></html>\n"
    )


def _block(lines: list[str]) -> str:
    out: list[str] = []
    text: list[str] = []
    items: list[str] = []

    def close() -> None:
        if text:
            out.append(f"<p>{'<br>'.join(text)}</p>")
            text.clear()
        if items:
            out.append(f"<ul>{''.join(items)}</ul>")
            items.clear()

    for line in lines:
        if line.startswith("- "):
            if text:
                close()
            items.append(f"<li>{escape(line[2:])}</li>")
            continue
        if items:
            close()
        strong = line.startswith("# ") or _NUMBERED.match(line)
        shown = escape(line.removeprefix("# "))
        text.append(f"<strong>{shown}</strong>" if strong else shown)
    close()
    return "\n".join(out)
