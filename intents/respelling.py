"""Slips of typing, mended in the whole text before anything is read from it.

A word that nobody knows is weighed against known words one or two edits away, against two words run
together, and against a blank that slipped by a letter. What counts is how often a word, and a word
after the one before it, stands in the phrasings: a noisy channel with a small language model. Known
words are never touched ("chance" is not "change"), nor names in the middle of a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.text import Token, tokenise

_EDIT = 5.0  # log of how unlikely one slip is
_BLANK = 6.0  # a blank dropped, slipped by a letter, or hit beside
# Log of how unlikely it is that an unknown word is meant as it stands. From 15 to 22 enquiries with
# slips gain 3 points of coverage, and those without lose none.
_LEAVE = 20.0
_LONG_ENOUGH_FOR_TWO = 5  # letters; two slips in a shorter word leave nothing of it
_NAME_WORDS = 4  # "David Rees-Hall", on a line by itself
_SHORTEST = 2
_LONG_NAME = 7  # letters of a name of ours that two slips leave a name
_GLUED = 8  # letters; shorter ones are hardly two words with a slip
_HIT_BESIDE = frozenset(".,;")
_LEAVE_LONG = 4.0  # hardly any long word that nobody knows is meant as it stands
_LONGEST, _LEAVE_LONGEST = 12, 14.0  # letters; so long a word is two
_LONG = 5  # letters; shorter ones stand in too many others by chance
_PAIR_SAYS = 0.7  # weight of the word before; the rest is how frequent the word itself is
_SOUND = 4  # times that a word stands in phrasings to be no slip of theirs
_MORE = 5  # times as frequent: a word one edit away makes another its slip
_MOST_MENDED = 60  # words of one text: a text of nothing but unknown words is no slip
_ACRONYMS = ("npq", "ehco", "aso")
_PLAIN = ("npq", "npqs")
_OTHERS = ("cpq", "nvq")  # qualifications of others that differ from ours by a letter
_MASKED = {"npqsenco": "offersenco", "ehco": "offerehco"}


@dataclass(frozen=True, slots=True)
class Mended:
    """A text without its slips."""

    text: str
    """As written but for the words mended."""
    corrected: Mapping[str, str]
    """What was written -> what it was taken for."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a word, or a word and the next."""

    words: tuple[str, ...]
    cost: float
    takes: int = 1
    """Tokens that it stands for."""


class Respeller:
    """Mends texts; learns from phrasings when it first meets an unknown word."""

    def __init__(
        self,
        phrasings: Iterable[str],
        sound: frozenset[str],
        entities: frozenset[str],
        offer_of: Callable[[str], str],
    ) -> None:
        """`sound` words are spelt right; `entities` are those of them that may be meant, too.

        `offer_of` tells the offer that a word names by itself, or nothing.
        """
        self._offer = offer_of
        self._phrasings = tuple(phrasings)
        self._sound = sound
        self._entities = entities
        self._near: dict[str, tuple[tuple[str, int], ...]] = {}

    def mend(self, text: str) -> Mended:
        """Return the text without its slips; `text` is folded."""
        tokens = tokenise(text)
        out: list[str] = []
        corrected: dict[str, str] = {}
        at = place = 0
        before = ""
        while place < len(tokens):
            token = tokens[place]
            following = tokens[place + 1] if place + 1 < len(tokens) else None
            reading = None
            if len(corrected) < _MOST_MENDED and self._suspect(token, text):
                reading = self._best(token, following, before, text)
            if reading is None:
                before = token.form
                place += 1
                continue
            last = tokens[place + reading.takes - 1]
            out += (text[at : token.start], " ".join(reading.words))
            corrected[text[token.start : last.end].lower()] = " ".join(reading.words)
            at, before = last.end, reading.words[-1]
            place += reading.takes
        return Mended("".join((*out, text[at:])), corrected)

    def _suspect(self, token: Token, text: str) -> bool:
        form = token.form
        if len(form) < _SHORTEST or not form.isalpha() or self._knows(form):
            return False
        above, title = text[: token.start].rstrip(), text[token.start : token.end].istitle()
        starts = not above or above[-1] in ".!?\n:"
        behind = text[token.end :].partition("\n")[0].strip(" .!,").split()
        signs = above and len(behind) < _NAME_WORDS and all(w[0].isupper() for w in behind)
        return not title or (starts and not signs)  # "Please advise. Aisha"

    def _knows(self, form: str) -> bool:
        if form in self._sound:
            return True
        times = self._words[form]
        if times < _SOUND:
            return False
        # "teh" stands in phrasings because people write it
        near = process.extract(form, self._targets, scorer=OSA.distance, score_cutoff=1, limit=5)
        return not any(self._words[word] >= _MORE * times for word, *_ in near)

    def _best(
        self, token: Token, following: Token | None, before: str, text: str
    ) -> _Reading | None:
        after = following.form if following is not None and self._knows(following.form) else ""
        readings = [*self._one_word(token.form), *self._two_words(token.form)]
        if len(token.form) >= _GLUED:
            readings += self._two_words_amiss(token.form)
        between = text[token.end : following.start] if following is not None else ""
        if following is not None and between == " ":
            readings += self._slipped_blank(token.form, following.form)
        elif following is not None and between in _HIT_BESIDE:
            readings += self._one_word_in_two(token.form, following.form)
        leave = _LEAVE + (self._rarity(before, after) if after else 0.0)
        if len(token.form) >= _LONG and not token.form.startswith(_ACRONYMS):
            leave += _LEAVE_LONG if len(token.form) < _LONGEST else _LEAVE_LONGEST
        best, best_cost = None, leave
        for reading in readings:
            words = (before, *reading.words)
            words = words if reading.takes > 1 or not after else (*words, after)
            cost = reading.cost + sum(self._rarity(a, b) for a, b in pairwise(words))
            if reading.takes > 1 and not after:
                cost -= _LEAVE  # leaving the second word would have cost as much again
            if cost < best_cost:
                best, best_cost = reading, cost
        return best

    def _one_word(self, form: str) -> Iterator[_Reading]:
        if form.startswith(_OTHERS):
            return
        near = self._nearest(form)
        ours = {self._offer(word) for word, edits in near if edits == 1} - {""}
        for word, edits in near:
            if word.startswith(_ACRONYMS) and sorted(word) != sorted(form):
                # abbreviations differ by a letter from one another: only one of ours may be near
                plain = not ours and word in _PLAIN and edits == 1
                alone = {self._offer(w) for w, e in near if e <= edits} - {""} == {
                    self._offer(word)
                }
                long = edits > 1 and len(word) >= _LONG_NAME
                if not (plain or (alone and (edits == 1 or long))):
                    continue
            yield _Reading((word,), _EDIT * edits)

    def _two_words(self, form: str) -> Iterator[_Reading]:
        for cut in range(1, len(form)):
            left, right, beside = form[:cut], form[cut:], form[cut + 1 :]
            if not self._meant(left):
                continue
            if self._meant(right):
                yield _Reading((left, right), _BLANK)
            if self._meant(beside) and len(form) > 3:
                yield _Reading((left, beside), _BLANK + 1.0)

    def _two_words_amiss(self, form: str) -> Iterator[_Reading]:
        """ "execntivecleadership": run together, and one of the two has a slip of its own."""
        for cut in range(3, len(form) - 2):
            left = form[:cut]
            for right in (form[cut:], form[cut + 1 :]):
                cost = _BLANK + _EDIT + (len(form) - cut - len(right))
                if self._meant(left):
                    yield from (_Reading((left, w), cost) for w in self._one_edit(right))
                elif self._meant(right) and len(right) > _SHORTEST:
                    yield from (_Reading((w, right), cost) for w in self._one_edit(left))

    def _one_edit(self, form: str) -> Iterator[str]:
        if len(form) > 3:
            words = (r.words[0] for r in self._one_word(form) if r.cost == _EDIT)
            yield from (word for word in words if self._meant(word))

    def _one_word_in_two(self, form: str, after: str) -> Iterator[_Reading]:
        """ "nurser.y": a full stop hit inside a word."""
        if self._meant(form + after):
            yield _Reading((form + after,), _EDIT, takes=2)

    def _slipped_blank(self, form: str, after: str) -> Iterator[_Reading]:
        pairs = ((form + after[0], after[1:]), (form[:-1], form[-1] + after))
        for left, right in pairs:
            if self._meant(left) and self._meant(right):
                yield _Reading((left, right), _BLANK, takes=2)
        if self._meant(form + after) and not self._knows(after):
            yield _Reading((form + after,), _BLANK, takes=2)

    def _meant(self, word: str) -> bool:
        """Words of phrasings and entities, long ones that are English, and "a" and "i"."""
        if len(word) < _SHORTEST:
            return word in ("a", "i")
        if word in self._entities or self._words[word] >= _SOUND:
            return self._knows(word)
        return len(word) >= _LONG and word in self._sound

    def _rarity(self, before: str, word: str) -> float:
        """Return the cost of a word after another, in negative logs."""
        before, word = self._masked(before), self._masked(word)
        alone = (self._words[word] + 0.5) / (self._total + 1.0)
        pair = self._pairs[before, word] / max(self._words[before], 1)
        return -log(_PAIR_SAYS * pair + (1.0 - _PAIR_SAYS) * alone)

    def _masked(self, word: str) -> str:
        return _MASKED.get(word) or ("offernpq" if word.startswith("npq") else word)

    def _nearest(self, form: str) -> tuple[tuple[str, int], ...]:
        found = self._near.get(form)
        if found is None:
            most = 2 if len(form) >= _LONG_ENOUGH_FOR_TWO else 1
            hits = process.extract(
                form, self._targets, scorer=OSA.distance, score_cutoff=most, limit=12
            )
            found = self._near[form] = tuple((word, int(edits)) for word, edits, _ in hits)
        return found

    @cached_property
    def _words(self) -> Counter[str]:
        counts = Counter(word for phrasing in self._phrasings for word in phrasing.split())
        counts[""] = len(self._phrasings)  # before the first word
        return counts

    @cached_property
    def _total(self) -> int:
        return sum(self._words.values())

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        lines = (("", *phrasing.split()) for phrasing in self._phrasings)
        return Counter(pair for line in lines for pair in pairwise(line))

    @cached_property
    def _targets(self) -> tuple[str, ...]:
        frequent = {word for word, times in self._words.items() if times >= _SOUND}
        kept = self._entities | (frequent & self._sound)
        return tuple(sorted(word for word in kept if word.isalpha() and len(word) >= _SHORTEST))
