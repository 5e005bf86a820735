"""Wishes for what was just named: "not a SENCO, but I'd love to be one", "hoping to run one"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intents.text import Hit
from intents.wishes import NEGATIONS

_WISH = (
    r"\b(?:hope|hopes|hoping|want|wants|wanting|like|love|aim|aims|aiming|plan|plans|planning|keen|dream|dreaming|"
    r"aspire|aspires|aspiring|wish|ready)\b(?: \w+){0,2}? "
)
_BE_ONE = re.compile(rf"{_WISH}(?:be|become|of being|of becoming) one\b(?! of\b)")
_RUN_ONE = re.compile(rf"{_WISH}(?:run|manage|lead|own|of running|of leading) one\b(?! of\b)")
_NURSERY = re.compile(r"\b(?:nursery|nurseries|preschool|pre school|day care|daycare|setting)\b")
_SCHOOL = re.compile(r"\b(?:school|schools|academy|academies|primary|secondary|pru)\b")
# The wish that a post stands for, where it is not of the same name.
_AS_WISH = {
    "deputy_headteacher": "senior_leader", "acting_headteacher": "headteacher",
    "childminder": "lead_childminder",
}  # fmt: skip
_WISHABLE = frozenset(
    """headteacher head_of_school senior_leader executive_headteacher trust_ceo senco
    nursery_manager nursery_headteacher lead_childminder""".split()
)


def read_wish_for_one(forms: tuple[str, ...], posts: Iterable[Hit[str]]) -> str | None:
    """Return the post hoped for as "one"; `posts` are those that the words name, in order."""
    if "one" not in forms:
        return None
    text = " ".join(forms)
    be, run = _BE_ONE.search(text), _RUN_ONE.search(text)
    match = be or run
    if match is None or NEGATIONS & set(text[: match.end()].split()[-8:-2]):
        return None
    if run and match is run:
        before = text[: match.start()]
        if _NURSERY.search(before):
            return "nursery_manager"
        return "headteacher" if _SCHOOL.search(before) else None
    at = len(text[: match.start()].split())
    named = [hit.value for hit in posts if hit.last <= at]
    wish = _AS_WISH.get(named[-1], named[-1]) if named else None
    return wish if wish in _WISHABLE else None
