"""Puts right what a question takes for granted: "NPQH takes 12 months, right?"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from handlers.wording import word
from intents.model import Question
from intents.text import words
from knowledge import Fact, Knowledge

_GRANTING = frozenset(
    """since because as given considering seeing although though told heard thought rumour rumours
    suspect understand assume says said right wrong correct confirm believe apparently
    thinking""".split()
)
# Words of "is it right that it takes about a year, give or take?": they claim nothing more.
_PLAIN = frozenset(
    """about altogether around asked been being believe boss colleague colleagues confirm correct
    course courses deputy does doing done duration early email everyone everybody exactly executive
    from full gather getting going governors guess hear heard here hiya just know last lasts leader
    leaders leadership least length long longer look make months must nasenco need needs only over
    page people person please points programme programmes qualification quick read really
    reckons right roughly same says school senior should site someone somebody still suppose
    supposed sure take takes taking than that that's them then there there's they think thought
    told total true understand understood website well were what when whether which whole with
    would year years your yeah""".split()
)
_LENGTH = frozenset("last lasts lasting long length duration takes".split())
_TAKES = re.compile(
    r"\b(?:take|taking|run|runs|running|(?:npq\w*|ehco|course|programme) is) (?:\w+ ){0,2}?"
    r"(?:\d+|an?|one|two|three|four|five|six|nine|twelve|eighteen) ?"
    r"(?:months?|mths?|years?|yrs?|terms?|weeks?)\b"
)
_LIMITS = frozenset("first up within under over more than until till least only".split())
_SHORT_QUESTION = 6  # words: "npqh, 12 months, isn't it?"
_ENGAGED = ("engag", "attend", "pass", "miss", "complet")
_DEMANDS = frozenset("need needs must have has required require full requirement".split())
_STEM, _SHORT = 5, 3  # letters
_GRANTED = ("duration", "content", "pass_rule")
_CRITERIA = frozenset({"scholarship", "funding", "scholarship_covers"})  # told, not assumed
_MONTHS = {"months": 1, "years": 12}
_ASSERTING = frozenset(
    """right correct isn't isnt doesn't doesnt aren't true yeah yes since because as so only just
    is are does it's its takes lasts need heard thought told said apparently""".split()
)
_OPEN = frozenset("what what's whats which who where why how list name tell explain".split())
_TAGS = frozenset("right correct true yes yeah".split())
_WEIGHING = frozenset(
    """or same equivalent equal satisfy satisfies count counts break breaks affect affects
    lower""".split()
)  # "the same as a level 3 in maths?"
_MERELY = frozenset("just only merely simply all".split())
_BUT = frozenset("but however while whereas".split())
_EXCEPTING = frozenset("isn't isnt aren't arent not except other".split())


def correction(question: Question, facts: Iterable[Fact], knowledge: Knowledge) -> str:
    """Return the opening sentence that confirms or corrects an amount; empty without one.

    Only amounts of the same kind are held against each other: months and years, percentages,
    counts of what a fact lists.
    """
    if not question.premises or not _ASSERTING & set(question.words):
        return ""
    stated = [fact for fact in facts if fact.topic not in _CRITERIA]
    known: dict[str, bool] = {}
    for premise, fact in product(question.premises, stated):
        holds = _held(question, premise, fact)
        if holds is not None:
            known[fact.offer] = holds or known.get(fact.offer, False)
    # "since the EHCO lasts 18 months like NPQH": what is said of each has to hold of each
    named = [known[offer] for offer in question.offers if offer in known]
    right = all(named) if len(named) > 1 else any(known.values())
    mixed = not named and len(set(known.values())) > 1  # "is it one year?", asked of all
    if not known or mixed or _is_open(question, stated):
        return ""
    if right and (_asks_no_leave(question) or _says_more(question, stated)):
        return ""
    return word("premise", right=right)


def _is_open(question: Question, stated: Iterable[Fact]) -> bool:
    """No yes or no would be true: "18 months, or a year?", "so I just have to attend 90%?",
    "are the three years from the start of the course?"."""
    words = set(question.words)
    from_when = "from" in words and any(fact.topic == "window" for fact in stated)
    half_a_rule = _MERELY & words and any(fact.topic == "pass_rule" for fact in stated)
    verdicts = {_holds(p, fact) for p in question.premises for fact in stated}
    torn = {True, False} <= verdicts and len(question.offers) < 2 and _BUT & words
    return bool(_WEIGHING & words or half_a_rule or from_when or torn)


def _asks_no_leave(question: Question) -> bool:
    """ "What are the 8 topics?" supposes rightly, and asks for no confirmation."""
    words = set(question.words)
    begins_open = bool(_OPEN.intersection(question.words[:1]))
    # "is there any that isn't eighteen months" wants the exception, and no yes
    excepts = "any" in words and bool(_EXCEPTING & words)
    return (begins_open or excepts) and not _TAGS & words


def _says_more(question: Question, stated: Iterable[Fact]) -> bool:
    """ "Must I be a SENCO for three years first?": the amount is right, the rest is not."""
    said = {form[:_STEM] for fact in stated for form in words(fact.statement)}
    said |= {form[:_STEM] for fact in stated for form in words(fact.offer)}
    asked = {form for form in question.words if form.isalpha() and len(form) > _SHORT}
    return any(form[:_STEM] not in said for form in asked - _PLAIN)


def overlooked(
    question: Question, offers: Iterable[str], chosen: Iterable[Fact], knowledge: Knowledge
) -> tuple[Fact, ...]:
    """Return facts that contradict what the question takes for granted beside what it asks.

    "Since the EHCO lasts 18 months, can I start it in spring?" asks for the start, and is wrong
    about the length.
    """
    if not question.premises or not _GRANTING & set(question.words):
        return ()
    said = set(chosen)
    found: list[Fact] = []
    for fact in (f for o in offers for t in _GRANTED for f in knowledge.facts(o, t)):
        verdicts = [_supposed(question, premise, fact) for premise in question.premises]
        if fact not in said and False in verdicts and True not in verdicts:
            found.append(fact)
    return tuple(found)


def mistaken_for(
    question: Question, offers: Iterable[str], said: Iterable[Fact], knowledge: Knowledge
) -> tuple[Fact, ...]:
    """Return the criteria from which a wrong amount stems.

    Who says that the support offer lasts 24 months has read of the first 24 months of headship.
    """
    topics = ("eligibility", "window")
    criteria = (fact for o in offers for topic in topics for fact in knowledge.facts(o, topic))
    known = set(said)
    return tuple(
        fact
        for fact in criteria
        if fact not in known and any(_holds(premise, fact) for premise in question.premises)
    )


def _held(question: Question, premise: str, fact: Fact) -> bool | None:
    """As `_holds`; None where yes and no would both mislead.

    "It takes three years" is no saying about the window, and 91% is above the bar.
    """
    asked = set(question.words)
    if fact.topic == "window" and _of_length(question):
        return None
    if fact.topic == "eligibility" and not _LIMITS & asked:
        return None  # "at two and a half years they are too late" names a case, and no limit
    holds = _holds(premise, fact)
    below = fact.topic == "pass_rule" and not _DEMANDS & asked and holds is False
    if below and isinstance(fact.value, int | float):
        return None if float(premise.partition(":")[2]) > fact.value else False
    return holds


def asks_length(question: Question) -> bool:
    """ "Does the SENCO NPQ take three years?": of the course, whatever else takes that long."""
    return bool({"lasts", "last"} & set(question.words)) or _says_it_takes(question)


def _of_length(question: Question) -> bool:
    return bool(_LENGTH & set(question.words)) or _says_it_takes(question)


def _says_it_takes(question: Question) -> bool:
    return bool(_TAKES.search(" ".join(question.words)))


def _supposed(question: Question, premise: str, fact: Fact) -> bool | None:
    """As `_held`, of a fact beside what is asked: "the top 50%" is no share of the course."""
    about = {
        "duration": _of_length(question) or len(question.words) <= _SHORT_QUESTION,
        "pass_rule": any(word.startswith(_ENGAGED) for word in question.words),
    }
    return _held(question, premise, fact) if about.get(fact.topic, True) else None


def _holds(premise: str, fact: Fact) -> bool | None:
    kind, _, amount = premise.partition(":")
    value, unit = fact.value, fact.unit
    if kind == "months" and unit in _MONTHS and isinstance(value, int | float):
        return float(amount) == value * _MONTHS[unit]
    if kind == "percent" and unit == "percent" and isinstance(value, int | float):
        return float(amount) == value
    if kind == "count" and isinstance(value, tuple):
        return int(amount) == len(value)
    if kind == "level" and unit == "level" and isinstance(value, int | float):
        return float(amount) == value
    return None
