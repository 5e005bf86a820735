"""Finds the offers that a text names, in whatever words people use for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from intents.data_files import read_toml
from intents.text import Hit, PhraseIndex

_SUPPORT = "NPQH-ASO"
_AND = frozenset("and or & / , +".split())
_SENCO = (("senco",), ("sencos",), ("sendco",))
_WHO_SENDS = frozenset("i we you they she he to please can could will would and pls".split())
_BEHIND_NAMES = frozenset(
    "? npq npqs funded funding free scholarship scholarships length cost".split()
)
_DONE = tuple((verb,) for verb in "did done had took completed finished passed hold".split())
_BETWEEN = frozenset("the a an my her his already just both".split())
_ASIDE = frozenset("not except without unlike besides".split())
_RATHER = frozenset("rather sooner instead".split())  # "shorter than" compares, these set aside


class OfferFinder:
    """Looks up offers' names (certain) and words that hint at one (uncertain)."""

    def __init__(self, vocabulary: Mapping[str, str]) -> None:
        """`vocabulary`: what people call an offer (lower case) -> the offer's id."""
        self._names = PhraseIndex(vocabulary)
        hints = read_toml("hints.toml")["hints"]
        self._hints = PhraseIndex((p, offer) for offer, group in hints.items() for p in group)

    def vocabulary(self) -> frozenset[str]:
        """Return every word that is part of a name or hint."""
        return self._names.vocabulary() | self._hints.vocabulary()

    def names(self, forms: tuple[str, ...]) -> tuple[Hit[str], ...]:
        """Return each place where an offer is named."""
        hits = self._names.find(forms)
        # "a SENCO one day", "my own headship one day": a wish, no programme
        named = [h for h in hits if forms[h.last - 1 : h.last + 1] != ("one", "day")]
        joined = [h for h in map(partial(_joined_senco, forms), named) if h]
        return tuple(sorted((*named, *joined), key=lambda h: h.first)) if joined else tuple(named)

    def hints(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """Return the offers that other words hint at ("the SENCO one", "nursery"), each once."""
        hits = self._hints.find(forms)
        wanted = [h for h in hits if not _ruled_out(forms[max(0, h.first - 2) : h.first])]
        wanted = [h for h in wanted if not _sends(forms, h)]
        return tuple(dict.fromkeys(hit.value for hit in wanted))


def _joined_senco(forms: tuple[str, ...], hit: Hit[str]) -> Hit[str] | None:
    """ "NPQH and SENCO": the SENCO's programme, where no post can be meant."""
    joining, senco, behind = (forms[hit.last + n : hit.last + n + 1] for n in range(3))
    if joining and joining[0] in _AND and senco in _SENCO and set(behind) <= _BEHIND_NAMES:
        return Hit("NPQSENCO", hit.last + 1, hit.last + 2)
    return None


def _sends(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "If we send three": a verb, and no special needs."""
    before = forms[max(0, hit.first - 1) : hit.first]
    return forms[hit.first : hit.last] == ("send",) and set(before) <= _WHO_SENDS


def _ruled_out(before: tuple[str, ...]) -> bool:
    """ "not the nursery", "no nursery"; "no, the SENCO one" rules nothing out."""
    return "not" in before or before[-1:] == ("no",)


def set_aside(forms: tuple[str, ...], hits: tuple[Hit[str], ...]) -> tuple[str, ...]:
    """Return the offers named only to be excluded: "not the NPQH", "rather than EHCO"."""
    several = len({h.value for h in hits}) > 1
    out = [h for h in hits if _is_aside(forms, h) or (several and _is_done(forms, h))]
    aside = {h.value for h in out}
    wanted = {h.value for h in hits if h not in out}
    return tuple(offer for offer in dict.fromkeys(h.value for h in hits) if offer in aside - wanted)


def _is_aside(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """Tell whether the words before a name exclude it; "and if not, the EHCO?" does not."""
    before = forms[max(0, hit.first - 3) : hit.first]
    if before[:2] == ("if", "not"):
        return False
    if before[-1:] in (("forget",), ("ignore",), ("scrap",)) or before[-2:] == ("forget", "about"):
        return True
    return bool(_ASIDE & set(before[-2:])) or ("than" in before and bool(_RATHER & set(before)))


def _is_done(forms: tuple[str, ...], hit: Hit[str]) -> bool:
    """ "Can I do the EHCO if I did NPQH elsewhere?" asks for the EHCO alone."""
    before = forms[max(0, hit.first - 5) : hit.first]
    said = tuple(form for form in before if form not in _BETWEEN)
    return "if" in said and said[-1:] in (*_DONE, ("have",), ("has",))


def meant(named: tuple[str, ...], hinted: tuple[str, ...]) -> tuple[str, ...]:
    """ "The additional support thing in NPQH" names the support offer, not NPQH as a whole."""
    if _SUPPORT not in hinted or _SUPPORT in named:
        return named
    if "EHCO" in named and "NPQH" not in named:  # "one called EHCO and one additional support"
        return (*named, _SUPPORT)
    return tuple(_SUPPORT if offer == "NPQH" else offer for offer in named)
