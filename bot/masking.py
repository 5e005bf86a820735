"""Hides addresses and numbers of people where they are not needed: logs, lists, cards.

Every pattern is linear: fixed beginnings, bounded repetitions, nothing that can be tried twice.
A school year ("2024-2025"), a URN (118012), a TRN (seven digits) and a date are no telephone
numbers: a number counts as one only by the way that such numbers begin and are grouped.
"""

from __future__ import annotations

import re

_MAIL = re.compile(
    r"(?<![\w.+'-])([\w])[\w.+'-]{0,63}(@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)"
)
# A number in groups that are parted by one space, dot, hyphen or bracket.
_NUMBER = re.compile(r"(?<![\w+./-])(?:\+|\()?\d{1,13}(?:[ .)(-]{1,2}\d{1,13}){0,6}(?![\w])")
_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b")
_GROUP = re.compile(r"\d+")


def mask(text: str) -> str:
    """Return the text with mail addresses, telephone and insurance numbers made unreadable.

    `s***@school.example`: colleagues know which school wrote, and nobody else learns who.
    """
    text = _MAIL.sub(r"\1***\2", text)
    text = _INSURANCE.sub("[insurance number]", text)
    return _NUMBER.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    groups = _GROUP.findall(found.group())
    return "[telephone number]" if _is_telephone(found.group(), groups) else found.group()


def _is_telephone(written: str, groups: list[str]) -> bool:
    """By the British numbering plan, or with a country's code in front.

    Source: Ofcom, "Telephone numbering": 10 or 11 digits with the 0, area codes of 3 to 5 digits.
    """
    digits = "".join(groups)
    if written.startswith("+") or digits.startswith("00"):
        return 9 <= len(digits.removeprefix("00")) <= 15
    if not digits.startswith("0") or len(digits) not in (10, 11):
        return False
    return len(groups) == 1 or len(groups[0]) in (3, 4, 5)
