"""What the ear hands over: an Interpretation of one enquiry.

Plain values only. Offers and circumstances are named by the ids and keys of the vocabulary
that the caller passes in; this package knows neither a fact nor a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Policy(StrEnum):
    """What may be done with an intent."""

    ANSWER = "answer"
    STAFF = "staff"
    SMALLTALK = "smalltalk"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a question."""

    intent: str
    """Id of the catalogue's intent."""
    probability: float
    """0 to 1; the candidates of one question sum to at most 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the enquirer wants, in the enquirer's own words."""

    text: str
    """The words without greeting and signature, slips mended."""
    candidates: tuple[Candidate, ...] = ()
    """Best first, at most ten."""
    confidence: float = 0.0
    """0 to 1: how sure the matcher is that its best candidate is right and in scope."""
    offers: tuple[str, ...] = ()
    """Offers named in this question, in the order of mention."""
    excluded_offers: tuple[str, ...] = ()
    """Offers named only to be set aside ("not the NPQH")."""
    hinted_offers: tuple[str, ...] = ()
    """Offers that other words hint at ("the SENCO one"), likeliest first."""
    near_offers: tuple[str, ...] = ()
    """Offers named before it in the same message, nearest first."""
    concepts: frozenset[str] = frozenset()
    """Ids of the lexicon's concepts that occur."""
    circumstances: Mapping[str, object] = field(default_factory=dict)
    """What this question itself tells of the person, by profile key."""
    kinds: frozenset[str] = frozenset()
    """Kinds of answer asked for: `moment`, `count`, `person` ..."""
    asks_verdict: bool = False
    """Asks for a judgement of somebody's case, whatever of ("am I in?")."""
    telling: tuple[str, ...] = ()
    """Words that say what exactly is asked: no everyday word, no word of the field."""
    cohort: str | None = None
    """The intake named, as `autumn_2024`; None where none is named."""
    premises: tuple[str, ...] = ()
    """Amounts that the question takes for granted ("12 months", "100%")."""
    personal: bool = False
    """Asks about the person's or a colleague's own case rather than in general."""
    of_several: bool = False
    """It asks of several people at once: "which of them has to do it?"."""
    general: bool = False
    """Asks about people at large ("do you need", "can a teacher"), nobody in particular."""
    negated: bool = False
    """A negation stands near the key words."""
    elliptic: bool = False
    """Means something only together with what was said before ("and for SENCOs?")."""
    unexplained: tuple[str, ...] = ()
    """Telling words that neither the best reading, an entity nor common speech explains."""
    gates: tuple[str, ...] = ()
    """Ids of staff intents that specific wording demands whatever else the question says."""
    words: tuple[str, ...] = ()
    """The words, folded and spelling corrected."""
    written: str = ""
    """The same words as they were written, for quoting; empty where nobody asked so."""
    kernel: Question | None = None
    """The clause that asks, read by itself, where the sentence as a whole is hard to hear."""
    asks: bool = True
    """Put as a question or request; False for a statement or fragment taken for one."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Everything that was understood of one enquiry."""

    questions: tuple[Question, ...] = ()
    """In the asked order; empty when nothing was asked."""
    circumstances: Mapping[str, object] = field(default_factory=dict)
    """Told anywhere in the new text, by profile key; wins over what was told before."""
    supposed: Mapping[str, object] = field(default_factory=dict)
    """Only supposed or asked at large ("are academies funded?"): judged by, never remembered."""
    offers: tuple[str, ...] = ()
    """Offers named anywhere in the enquiry, quoted text last."""
    posts: tuple[str, ...] = ()
    """Staff intents that a post told anywhere demands ("school business manager")."""
    corrected: Mapping[str, str] = field(default_factory=dict)
    """Spelling corrections made, written word -> taken for."""
    signals: frozenset[str] = frozenset()
    """Marks of the whole message: `empty`, `foreign`, `injection`, `spam`, `abuse`, `nonsense`."""


@dataclass(frozen=True, slots=True)
class TalkContext:
    """What the ear has to know of the talk so far."""

    offers: tuple[str, ...] = ()
    """Offers talked about last."""
    intent: str = ""
    """Intent served last."""
    asked_key: str = ""
    """Profile key of the question of ours that is open; empty when none is."""
    told: Mapping[str, object] = field(default_factory=dict)
    """Circumstances told earlier, by profile key: "my school" is the academy told of before."""
