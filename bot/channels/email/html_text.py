"""HTML of a mail becomes plain lines: invisible parts go, quoted blocks get quote marks.

An own walk over the tree, because the libraries for it print style sheets, split words at inline
tags, or lose what stands below 256 nested tags. It keeps its own stack: nesting costs no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

# The parser's time grows with the square of the nesting depth; this much takes 0.3 s at worst.
MAX_HTML = 400_000
MAX_TAGS = 12_000

_DROPPED = frozenset(
    ("head", "style", "script", "title", "noscript", "template", "svg", "math", "object", "iframe",
     "select", "option", "button", "textarea", "audio", "video", "map", "meta", "link")
)  # fmt: skip
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote"))
_BLOCKS = _PARAGRAPHS | frozenset(
    ("div", "tr", "table", "li", "section", "article", "header", "footer", "center", "address",
     "dl", "dt", "dd", "form", "fieldset", "hr", "body", "html", "tbody", "thead", "caption",
     "figure", "main", "nav", "aside")
)  # fmt: skip
_HIDDEN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden|mso-hide\s?:\s?all", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<[a-zA-Z]")


def html_to_text(html: str) -> str:
    """Return the visible text; blocks on lines of their own, `>` before each quoted line."""
    html = _capped(html)
    root = LexborHTMLParser(html).root
    if root is None:
        return ""
    page = _Page()
    for node, entering in _walk(root):
        tag = node.tag or ""
        if tag == "-text":
            page.add(node.text(deep=False) or "", keep=page.preformatted > 0)
        elif entering:
            page.open(tag)
        else:
            page.close(tag)
    return page.text()


def _capped(html: str) -> str:
    html = html[:MAX_HTML]
    for count, tag in enumerate(_TAG.finditer(html)):
        if count >= MAX_TAGS:
            return html[: tag.start()]
    return html


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield each visible node on the way in and each element again on the way out."""
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        if not entering:
            yield node, False
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield node, True
            continue
        if tag.startswith("-") or tag in _DROPPED or _is_hidden(node):
            continue  # "-comment", "-doctype"
        yield node, True
        stack.append((node, False))
        children = []
        child = node.child
        while child is not None:
            children.append((child, True))
            child = child.next
        stack.extend(reversed(children))


def _is_hidden(node: LexborNode) -> bool:
    style = node.attributes.get("style")
    return style is not None and _HIDDEN.search(style[:500]) is not None


class _Page:
    """Collects lines; knows how deep in quotes and preformatted text it is."""

    def __init__(self) -> None:
        self.preformatted = 0
        self._quotes = 0
        self._lines: list[str] = []
        self._line = ""

    def open(self, tag: str) -> None:
        if tag == "br":
            self._end_line(force=True)
        elif tag in _BLOCKS:
            self._end_line()
            if tag in _PARAGRAPHS:
                self._gap()
            self._quotes += tag == "blockquote"
            self.preformatted += tag == "pre"
            if tag == "li":
                self._line = "- "
        elif tag in ("td", "th") and self._line:
            self._line += " "

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
            self._quotes -= tag == "blockquote"
            self.preformatted -= tag == "pre"
            if tag in _PARAGRAPHS:
                self._gap()

    def add(self, text: str, *, keep: bool) -> None:
        if keep:
            for index, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if index:
                    self._end_line(force=True)
                self._line += line
            return
        text = _SPACES.sub(" ", text)
        if not self._line or self._line.endswith(" "):
            text = text.lstrip(" ")
        self._line += text

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def _mark(self) -> str:
        return "> " * min(self._quotes, 9)

    def _end_line(self, *, force: bool = False) -> None:
        line = self._line.strip("\n").rstrip()
        self._line = ""
        if line.strip(" -\u00a0") or force:
            self._lines.append(f"{self._mark()}{line}".rstrip())

    def _gap(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._mark().rstrip())
