"""Words: which are known, how misspelt ones are meant, which are telling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from intents.catalogue import Intent
from intents.data_files import read_lines, read_toml
from intents.matcher import Example
from intents.model import Policy
from intents.offers import OfferFinder
from intents.respelling import Respeller
from intents.sentence import Sentence
from intents.spelling import Speller
from intents.text import Token, tokenise

_EVERYDAY = 5  # intents in whose phrasings a word has to occur to count as everyday
_SHORTEST_TELLING = 3
_ACRONYMS = ("npq", "ehco", "aso")
_OTHER_QUALIFICATION = re.compile(r"(?:npq|cpq|nvq|nps)[a-z]{1,5}")
_OUR_WORDS = frozenset({"npqs", "npqsl", "npqh", "npqel", "npqeyl", "npqsenco"})
_SPELLING_CUTOFF = 0.77  # two slips in nine letters; at 0.75 "place" became "placed" too often
_SPELLING_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the ear knows of words."""

    finder: OfferFinder
    """Finds offers' names."""
    speller: Speller
    """Corrects unknown words."""
    short_forms: Mapping[str, str]
    """What is meant by short forms and phone spellings."""
    known: frozenset[str]
    """Every word that the ear has heard of."""
    explained: frozenset[str]
    """Words of answered questions, of entities and concepts; any other is mysterious."""
    everyday: frozenset[str]
    """Words that occur in questions of many kinds; any other says what exactly is asked."""
    respeller: Respeller
    """Mends slips in whole texts."""

    @classmethod
    def learn(
        cls,
        finder: OfferFinder,
        examples: Iterable[Example],
        intents: Mapping[str, Intent],
        entities: frozenset[str],
    ) -> Self:
        """Learn from the examples; `entities` are the words of all names, concepts and places."""
        common = frozenset(read_lines("common_words.txt"))
        english = frozenset(read_lines("english_words.txt"))
        abbreviations = read_toml("abbreviations.toml")
        examples = tuple(examples)
        frequencies = Counter(form for example in examples for form in example.text.split())
        frequencies.update(sorted(entities))
        heard_in = _heard_in(examples, intents)
        everyday = frozenset(f for f, where in heard_in.items() if where >= _EVERYDAY)
        fillers = frozenset(abbreviations["fillers"]["words"])
        return cls(
            finder=finder,
            speller=Speller(
                frequencies, common | english, cutoff=_SPELLING_CUTOFF, shortest=_SPELLING_SHORTEST
            ),
            short_forms=abbreviations["words"],
            known=common | entities | frozenset(frequencies),
            explained=entities | frozenset(heard_in) | fillers,
            everyday=everyday | entities | fillers,
            respeller=Respeller(
                (example.text for example in examples),
                common | english | entities | fillers | abbreviations["words"].keys(),
                entities | common,
                lambda word: next((hit.value for hit in finder.names((word,))), ""),
            ),
        )

    def sentence(self, text: str, *, asks: bool) -> Sentence:
        """Read one sentence: words, spelling, offers."""
        tokens = tokenise(text)
        forms = tuple(self._correct(token.form) for token in tokens)
        offers = self.finder.names(forms)
        return Sentence(text, _respelt(text, tokens, forms), tokens, forms, offers, asks)

    def unexplained(self, sentence: Sentence) -> tuple[str, ...]:
        """Return the words that no answered question, entity or filler explains; names excepted."""
        return tuple(
            form
            for token, form in zip(sentence.tokens, sentence.forms, strict=True)
            if _is_word(form)
            and form not in self.explained
            and not (token.capital and token.start > 0 and not _shouted(sentence, token))
        )

    def telling(self, sentence: Sentence) -> tuple[str, ...]:
        """Return the words that say what exactly is asked: neither everyday nor a name."""
        named = {i for hit in sentence.offers for i in range(hit.first, hit.last)}
        return tuple(
            form
            for i, (token, form) in enumerate(zip(sentence.tokens, sentence.forms, strict=True))
            if i not in named
            and _is_word(form)
            and form not in self.everyday
            and not (token.capital and token.start > 0)
        )

    def names_other_qualification(self, forms: Iterable[str]) -> bool:
        """Tell whether a word looks like an NPQ that nobody here knows ("npqxyz")."""
        return any(_OTHER_QUALIFICATION.fullmatch(f) and f not in _OUR_WORDS for f in forms)

    def count_known(self, sentences: Iterable[Sentence]) -> int:
        """Return how many words are known at all."""
        return sum(f in self.known for s in sentences for f in s.forms if f[0].isalpha())

    def _correct(self, form: str) -> str:
        bare = form.removesuffix("'s")
        if bare != form and bare.startswith(_ACRONYMS):
            return bare  # "EHCO's only for heads with NPQH, isn't it?"
        taken = self.short_forms.get(form) or self.speller.correct(form)
        # "cpqel" is another qualification, not a slip in "npqel": abbreviations differ by a letter
        if taken != form and taken.startswith(_ACRONYMS) and sorted(taken) != sorted(form):
            return form
        return taken


def _heard_in(examples: Iterable[Example], intents: Mapping[str, Intent]) -> Counter[str]:
    """Count the answered intents in whose phrasings each word occurs."""
    texts: dict[str, list[str]] = {}
    for example in examples:
        if intents[example.intent].policy is Policy.ANSWER:
            texts.setdefault(example.intent, []).append(example.text)
    return Counter(form for some in texts.values() for form in set(" ".join(some).split()))


def _is_word(form: str) -> bool:
    return form.isalpha() and len(form) >= _SHORTEST_TELLING


def _shouted(sentence: Sentence, token: Token) -> bool:
    """A word all in capitals is an abbreviation, not a name."""
    word = sentence.text[token.start : token.end]
    return len(word) > 1 and word.isupper()


def _respelt(text: str, tokens: tuple[Token, ...], forms: tuple[str, ...]) -> str:
    out: list[str] = []
    at = 0
    for token, form in zip(tokens, forms, strict=True):
        out.append(text[at : token.start].lower())
        out.append(form)
        at = token.end
    return "".join((*out, text[at:].lower()))
