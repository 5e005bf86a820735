"""Tells a message that is a courtesy and nothing else, whatever the matcher makes of it.

"Brill", "cheers pal" and "no probs" have no word of ours; a matcher that has to choose among
matters chooses one at random.
"""

from __future__ import annotations

import re
from functools import cache

from intents.asking import is_asking
from intents.data_files import read_toml
from intents.text import words

# What may stand under "Lovely, much obliged.": a name, a post, a school, a sign-off.
_BELOW = re.compile(
    r"\W*(?:(?:best|kind|kindest|warm|many|with|yours|all|the|of|and|in|at|for|to)\b\W*|regards\b\W*|wishes\b\W*|"
    r"sincerely\b\W*|faithfully\b\W*|[A-Z][\w.'-]*\W*){1,9}"
)
_EXCLAIMS = re.compile(r"\bwhat an?\b", re.I)  # "what a star!"


@cache
def _data() -> tuple[tuple[tuple[str, frozenset[str]], ...], frozenset[str], int]:
    data = read_toml("courtesies.toml")
    kinds = tuple((str(k["intent"]), frozenset(k["words"])) for k in data["kind"])
    return kinds, frozenset(data["beside"]["words"]), int(data["most_words"])


def courtesy_in(text: str) -> str:
    """Return the intent of a letter of one courtesy with nothing but a signature below it.

    "Is it useful for me?" has no other words than a courtesy has, and asks all the same; a question
    mark alone does not ("anyone about?").
    """
    if is_asking(_EXCLAIMS.sub("", text).rstrip("?! ")) or (
        "?" in text and not courtesy_of(words(text))
    ):
        return ""
    first, *below = (line for line in text.splitlines() if line.strip())
    intent = courtesy_of(words(first))
    signed = all(courtesy_of(words(line)) or _BELOW.fullmatch(line.strip()) for line in below)
    return intent if signed else ""


def names_courtesy(intent: str, forms: tuple[str, ...]) -> bool:
    """Tell whether a word of that courtesy stands there: "even for 2027?" only looks like "evening".

    True for courtesies that are no kind of the list ("how are you").
    """
    of_kind = dict(_data()[0]).get(intent)
    return of_kind is None or bool(of_kind.intersection(forms))


def courtesy_of(forms: tuple[str, ...]) -> str:
    """Return the intent of a courtesy, or nothing where a message says or asks anything else."""
    kinds, beside, most = _data()
    words = tuple(form for form in forms if form[0].isalnum())
    if not 0 < len(words) <= most or words[-2:] == ("a", "ta"):  # "I'm a TA" names a post
        return ""
    known = beside.union(*(of_kind for _, of_kind in kinds))
    if not known.issuperset(words):
        return ""
    return next((intent for intent, of_kind in kinds if of_kind.intersection(words)), "")
