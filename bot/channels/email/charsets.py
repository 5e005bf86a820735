"""Bytes become text, whatever charset they claim to be in; no codec name can break anything."""

from __future__ import annotations

import codecs
import re

# Names that mail programs use and Python does not know, or knows too narrowly: Windows writes
# its own supersets under the names of the standards.
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso_8859-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "iso-2022-jp": "iso2022_jp_ext",
    "utf8mb4": "utf-8",
    "unicode": "utf-16",
}
# Codecs that are no charsets of mail; some raise odd errors or take quadratic time.
_REFUSED = frozenset(
    (
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "utf-7",
        "mbcs",
        "oem",
    )
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def decode(payload: bytes, declared: str | None) -> str:
    """Return the text of the bytes; never raises.

    The declared charset is believed if it fits; else UTF-8 if that fits; else the declared one
    with replacement characters. NUL and other control characters go, form feeds become line ends.
    """
    name = codec_name(declared)
    for candidate in (name, "utf-8"):
        if candidate is None:
            continue
        try:
            return _clean(payload.decode(candidate))
        except (UnicodeError, ValueError):
            continue
    return _clean(payload.decode(name if name not in (None, "ascii") else "cp1252", "replace"))


def codec_name(declared: str | None) -> str | None:
    """Return Python's name of a declared charset, None if it is missing or no charset at all."""
    wanted = (declared or "").strip(" \t\"'").lower()[:40]
    if not wanted:
        return None
    try:
        found = codecs.lookup(_ALIASES.get(wanted, wanted))
    except (LookupError, UnicodeError, ValueError):
        return None
    # `_is_text_encoding` is how bytes.decode itself tells charsets from zlib, hex and rot13.
    if not getattr(found, "_is_text_encoding", True) or found.name.replace("_", "-") in _REFUSED:
        return None
    return found.name


def _clean(text: str) -> str:
    text = text.replace("\x0c", "\n").encode("utf-8", "ignore").decode("utf-8")
    return _CONTROL.sub("", text.removeprefix("\ufeff"))
