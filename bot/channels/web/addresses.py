"""Whether what was typed can be an e-mail address. Only sending would prove it."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f]{1,64}@(?:[^\W_][\w-]*\.)+[^\W_]{2,63}")
_EXAMPLE = "for example name@school.sch.uk"


def address_fault(text: str) -> str | None:
    """Return what to tell the person about the address; None when it is fine."""
    if not text:
        return f"Enter an e-mail address, {_EXAMPLE}."
    if len(text) > 254 or not _ADDRESS.fullmatch(text) or ".." in text:
        return f"This does not look like an e-mail address. Check it: it should be {_EXAMPLE}."
    return None
