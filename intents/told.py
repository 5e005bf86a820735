"""Puts together what a whole message tells of the one person whose case it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from intents.circumstances import CircumstanceReader
from intents.headship import read_headship, with_headship
from intents.hearing import Hearing
from intents.model import TalkContext
from intents.quantities import find_dates, past_date
from intents.senco import read_senco, without_hope
from intents.sentence import Sentence
from intents.several import tell_apart
from intents.study import read_study
from intents.tellings import Telling, tell
from intents.whose import sort_by_person

Told = dict[str, object]

_MOST_SENTENCES = 80  # twice the longest real mail; bounds the work on hostile text
_TWO = 2
_THANKS = re.compile(r"^\W*ta\b[ ,.!]*(?=\n|$)", re.I)  # "Ta" above a name is no post
_CLOSING_CHARACTERS = 400
_HOW_LONG = ("months_in_headship", "headship_start_date")
_EARLY_YEARS = "NPQEYL"
_SENCO_OFFER = "NPQSENCO"
_SUPPORT = frozenset({"EHCO", "NPQH-ASO"})
# What a later message may add to: "we have a sixth form", "my school", "I employ two assistants".
_OF_SENCO = ("senco_status", "senco_start_date")
_GOES_ON = ("role", "setting", "state_funded")
_CORRECTING = frozenset(
    "sorry meant mean typo correction oops actually rather instead scrap".split()
)


@dataclass(frozen=True, slots=True)
class ToldReader:
    """Reads the circumstances of a message."""

    hearing: Hearing
    """What is known of words."""
    circumstances: CircumstanceReader
    """Reads workplaces, posts and wishes."""

    def read(
        self, sentences: tuple[Sentence, ...], closing: str, context: TalkContext, today: date
    ) -> Told:
        """Return what the sentences tell; `closing` is the signature below them.

        A post that only the signature tells stands under `signed_role`.
        """
        sentences = sentences[:_MOST_SENTENCES]
        tellings = tuple(tell(s) for s in sentences)
        return self._read(sentences, tellings, closing, context, today)

    def read_cases(
        self, sentences: tuple[Sentence, ...], context: TalkContext, today: date
    ) -> tuple[tuple[frozenset[str], Told], ...]:
        """Return what is told of each of several people, with the texts of the questions for them.

        Empty where the message is about one person.
        """
        if sum(s.asks for s in sentences) < _TWO or not any(map(_names_ours, sentences)):
            return ()
        sentences = sentences[:_MOST_SENTENCES]
        tellings = tuple(tell(s) for s in sentences)
        return tuple(
            (
                frozenset(sentences[n].text.strip() for n in case.asking),
                self._read(
                    tuple(sentences[n] for n in case.telling),
                    tuple(tellings[n] for n in case.telling),
                    "",
                    context,
                    today,
                ),
            )
            for case in tell_apart(tellings)
        )

    def _read(
        self,
        sentences: tuple[Sentence, ...],
        tellings: tuple[Telling, ...],
        closing: str,
        context: TalkContext,
        today: date,
    ) -> Told:
        whose = sort_by_person(tellings)
        tellings = whose.of_person
        early_years = _EARLY_YEARS in context.offers or any(
            _EARLY_YEARS in s.named for s in sentences
        )
        told = self.circumstances.read_told(
            sentences,
            tellings,
            whose.of_workplace,
            early_years=early_years,
            earlier=_goes_on(sentences, context),
        )
        if "role" not in told and closing and not whose.others:
            signed = self._signed_role(closing)
            if signed:
                told["signed_role"] = signed
        asked = context.asked_key in _HOW_LONG or _about_support(context)
        known = {"role": told.get("role") or context.told.get("role")}
        told = with_headship(told, read_headship(tellings, known, today, asked=asked))
        told.update(read_study(self._about_npqh(sentences, tellings, context), told, today))
        post = {key: context.told[key] for key in _OF_SENCO if key in context.told}
        for telling in tellings:
            told.update(read_senco(telling, {**post, **told}, today))
        told = without_hope(told)
        if context.asked_key == "senco_start_date" and "senco_start_date" not in told:
            told.update(_bare_date(sentences, today))
        if _SENCO_OFFER in context.offers and "senco_start_date" in told:
            day = str(told["senco_start_date"])  # "I am one, took the post on 1 September"
            told.setdefault("senco_status", "planned" if day > today.isoformat() else "in_post")
        return told

    def suppose(
        self, sentences: tuple[Sentence, ...], known: Mapping[str, object], today: date
    ) -> Told:
        """Return what is only supposed or asked at large, as if somebody had told it.

        What is `known` of the person's own case is never supposed otherwise.
        """
        found = ((s, tell(s).supposition) for s in sentences[:_MOST_SENTENCES])
        supposing = [(s, t) for s, t in found if t.says_anything]
        if not supposing:
            return {}
        sentences, tellings = map(tuple, zip(*supposing, strict=True))
        told = self.circumstances.read_told(sentences, tellings, tellings)
        told = with_headship(told, read_headship(tellings, told, today, asked=False))
        told.update(read_study(tellings, told, today))
        for telling in tellings:
            told.update(read_senco(telling, told, today))
        return {key: value for key, value in without_hope(told).items() if key not in known}

    def _signed_role(self, closing: str) -> object:
        """The post under a signature; of use only where nothing else is told."""
        closing = _THANKS.sub("", closing[:_CLOSING_CHARACTERS])
        signed = self.hearing.sentence(closing, asks=False)
        told = self.circumstances.read((signed,))
        return None if "senco_status" in told else told.get("role")

    def _about_npqh(
        self, sentences: tuple[Sentence, ...], tellings: tuple[Telling, ...], context: TalkContext
    ) -> tuple[Telling, ...]:
        """After our question on NPQH, "half way through it" is about NPQH."""
        named = any("NPQH" in s.named for s in sentences)
        if context.asked_key != "npqh_status" or named:
            return tellings
        return tuple(tell(self.hearing.sentence(f"{s.text} NPQH", asks=s.asks)) for s in sentences)


def common_to(cases: Iterable[Told]) -> Told:
    """Return what is told alike of several people."""
    first, *others = cases
    return {k: v for k, v in first.items() if all(k in o and o[k] == v for o in others)}


def _names_ours(sentence: Sentence) -> bool:
    return bool({"my", "our", "one"} & set(sentence.forms))


def _goes_on(sentences: tuple[Sentence, ...], context: TalkContext) -> Told:
    """What was told earlier of post and workplace; who puts something right starts anew."""
    if any(_CORRECTING & set(s.forms) for s in sentences):
        return {}
    return {key: context.told[key] for key in _GOES_ON if key in context.told}


def _about_support(context: TalkContext) -> bool:
    """In a talk about an offer for new heads, "I'm in my sixth year" is about headship."""
    return bool(context.offers) and _SUPPORT.issuperset(context.offers)


def _bare_date(sentences: tuple[Sentence, ...], today: date) -> Told:
    """A date alone, told after we have asked for one."""
    for written in (w for s in sentences if not s.asks for w in find_dates(s.lower)):
        day = past_date(written, today)
        if day is not None:
            return {"senco_start_date": day.isoformat() if written.day else f"{day:%Y-%m}"}
    return {}
