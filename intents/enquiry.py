"""Finds the questions of a whole message, and what its other sentences add to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from intents.asking import is_empty
from intents.cohorts import read_cohort
from intents.divide import divide
from intents.hearing import Hearing
from intents.markup import clean
from intents.matter import with_matter
from intents.model import Question
from intents.offers import OfferFinder, meant, set_aside
from intents.persons import is_general, is_personal
from intents.reading import QuestionReader
from intents.sentence import Sentence
from intents.split import Piece, split

_CLEAR = 0.5  # confidence of the matcher from which a sentence is left as it is
_CLAUSES = 6
_CLAUSE = re.compile(
    r"\s*(?:[,;:()]|\.\s|\s-+\s|[?!]\s|\b(?:but|because|cos|although|though|while|whilst)\b)\s*"
    r"|\s+(?=(?:and|so|as|since) (?:i|we|my|our|she|he|they)\b)",
    re.I,
)
_MAX_QUESTIONS = 8  # more than any real enquiry; bounds the work on hostile text
_MAX_MATTERS = 2
_FRAGMENT_WORDS = 9
_QUOTED_CHARACTERS = 4000
_JOINED_CHARACTERS = 600
# Staff matters that a plain statement raises ("I have to withdraw from my NPQH").
_TOLD_MATTERS = frozenset(
    """application_status defer_withdraw complaint safeguarding invoice results_certificate
    change_registration current_participant person_request data_protection move_school
    access_needs""".split()
)
# Beside such a matter, "what do I do now?" asks nothing of its own; these concepts do.
_CONTENT = frozenset(
    """length funding premium coaching delivery terms assess mandatory replace level3 network
    audience content purpose pass_ engagement window season eligible""".split()
)
# Matters that a question without an offer of its own takes over from another sentence.
_FUNDED_BEFORE = "legacy_repeat"
_HAD_FUNDED = re.compile(
    r"\b(?:already|previously|once) (?:had|have had|got|received)\b[^.;]{0,30}\b(?:funded|funding|scholarship|paid for)\b"
    r"|\b(?:had|got|did|done|took|completed) (?:my |our |her |his |an? |the )?(?:<npq\w+>|npq\w*)[^.;]{0,20}\b(?:funded|paid for)\b"
)
_LEAVE = frozenset({"take"})
_FROM_THERE = frozenset("here there abroad".split())
_STICKY = frozenset({"specialist_npq", "overseas_nations", "other_cpd"})
_ALARM = "safeguarding"  # in a subject, of whatever the mail asks
_LATER_YEAR = re.compile(r"\b20(?:2[5-9]|3\d)\b")
# "had a place on NPQH in 2022": no intake that is asked about
_TELLS_OF_PAST = re.compile(
    r"\b(?:had|did|done|completed|finished|passed|started|began|took|got|dropped out|withdrew|failed)\b"
)
_INTAKE = frozenset("cohort cohorts intake intakes round start starting join joining".split())
_HAND_ON = re.compile(
    r"\b(?:answer|reply|respond|help|assist|advise|deal|look|see|sort|pick)\b.{0,40}\b"
    r"(?:him|her|them|below|this|query|question|enquiry|email|e-mail|message|direct|directly)\b"
    r"|\b(?:answer|reply|respond|help|assist|advise)\W*$|'s (?:query|question|email)"
)
_REPLY = re.compile(r"\s*(?:re|aw|antw|sv|fwd?|wg)\s*:", re.I)
_EMPTY_SUBJECTS = frozenset(
    """query question enquiry inquiry npq npqs re fw fwd hello hi help information info request
    urgent quick general email mail message your course courses programme programmes""".split()
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message taken apart."""

    sentences: tuple[Sentence, ...]
    """Of the new text, in order."""
    head: Sentence
    """The subject; empty on other channels than e-mail."""
    quoted: str
    """Older or forwarded text."""
    forwarded: bool
    """Handed on: the enquiry is in the older text."""
    channel: str
    """web, email or slack."""


def find_questions(message: Message, reader: QuestionReader, today: date) -> tuple[Question, ...]:
    """Return every question of the message in order, matters for staff first."""
    sentences = message.sentences
    told = [reader.read(s, today) for s in sentences if not s.asks]
    matters = [q for q in told if _TOLD_MATTERS & set(q.gates)][:_MAX_MATTERS]
    asking = [s for s in sentences if s.asks and not _hands_on(s, message)]
    if not asking:
        asking, matters = _asked_otherwise(message, reader), []
    questions = [
        question for s in asking[:_MAX_QUESTIONS] for question in _read(s, message, reader, today)
    ][:_MAX_QUESTIONS]
    above = reader.gates(message.head.blanked) if message.head.text else ()
    questions = _in_context(questions, told, sentences, above, today)
    if matters:
        questions = [
            q for q in questions if q.offers or q.gates or q.kinds or q.concepts & _CONTENT
        ]
    return (*matters, *questions)


def _read(
    sentence: Sentence, message: Message, reader: QuestionReader, today: date
) -> list[Question]:
    """Read one sentence that asks: one question, or two where it asks for two things."""
    sentences = message.sentences
    near = _named_before(sentence, sentences, reader.hearing.finder)
    parts = divide(sentence, reader)
    if len(parts) == 1:
        if parts[0] != sentence.text:
            sentence = reader.hearing.sentence(parts[0], asks=True)
        matter = with_matter(sentence, sentences, reader)
        question = reader.read(matter, today)
        if matter is not sentence:  # what stands before it tells, and asks nothing at large
            question = replace(question, general=is_general(sentence))
        if matter is not sentence and sentence.offers:  # "is this so for NPQSL?"
            question = replace(question, offers=sentence.named)
        kernel = _kernel(question, matter, reader, today) or _headed(
            question, matter, message, reader, today
        )
        return [replace(question, text=sentence.text.strip(), near_offers=near, kernel=kernel)]
    read = [reader.read(reader.hearing.sentence(part, asks=True), today) for part in parts]
    named = tuple(dict.fromkeys(offer for q in read for offer in q.offers)) or near
    return [replace(q, near_offers=() if q.offers else named) for q in read]


def _kernel(
    question: Question, sentence: Sentence, reader: QuestionReader, today: date
) -> Question | None:
    """Hear the clause that asks, where the whole sentence is too much for the matcher.

    "What's the pass mark for NPQH, my deputy's asking and I feel I should know this": the rest is
    life around the question.
    """
    if question.confidence >= _CLEAR or question.gates:
        return None
    clauses = [c for c in _CLAUSE.split(sentence.text[:_JOINED_CHARACTERS]) if len(c.split()) > 1]
    if len(clauses) < 2:
        return None
    heard = [reader.read(reader.hearing.sentence(c, asks=True), today) for c in clauses[:_CLAUSES]]
    best = max(heard, key=lambda q: q.confidence)
    return replace(best, text=sentence.text.strip()) if best.confidence >= _CLEAR else None


def _headed(
    question: Question, sentence: Sentence, message: Message, reader: QuestionReader, today: date
) -> Question | None:
    """Hear a question that is unclear by itself together with the subject above it.

    "We were told 12 months elsewhere. Is yours the same?" below "How long is the NPQH".
    """
    head = message.head
    says = [f for f in head.forms if f not in _EMPTY_SUBJECTS]
    if question.confidence >= _CLEAR or question.gates or not says or is_reply(head.text):
        return None
    heard = reader.read(reader.hearing.sentence(f"{head.text} - {sentence.text}", asks=True), today)
    return replace(heard, text=sentence.text.strip()) if heard.confidence >= _CLEAR else None


def _hands_on(sentence: Sentence, message: Message) -> bool:
    """ "Could you answer Hannah's query?" above an older mail asks nothing of its own."""
    if not message.quoted or sentence.offers or {"thanks", "thank"} & set(sentence.forms):
        return False
    idle = message.forwarded and is_empty(sentence.text)  # "could you let us know?"
    return bool(idle or _HAND_ON.search(sentence.lower) or "below" in sentence.forms)


def _in_context(
    questions: list[Question],
    told: list[Question],
    sentences: tuple[Sentence, ...],
    above: tuple[str, ...],
    today: date,
) -> list[Question]:
    """Add what the rest of the message says: whose case it is, which intake, which matter."""
    personal = any(is_personal(s) for s in sentences)
    cohort = _intake(sentences, today)
    sticky = tuple(g for q in (*told, *questions) for g in q.gates if g in _STICKY)
    sticky = (*sticky, *(g for g in above if g in _STICKY))
    funded_before = any(_HAD_FUNDED.search(s.lower) for s in sentences if not s.asks)
    alarm = (_ALARM,) if _ALARM in above else ()
    return [
        replace(
            q,
            personal=q.personal or (personal and not q.general),
            cohort=q.cohort or cohort or _later_year(q, today),
            gates=(*alarm, *_gates(q, sticky, funded_before)),
        )
        for q in questions
    ]


def _gates(question: Question, sticky: tuple[str, ...], funded_before: bool) -> tuple[str, ...]:
    """ "Had my NPQSL funded. Is NPQH funded, too?": what was told belongs to the question."""
    if question.offers:
        from_there = _FROM_THERE & set(question.words) or _LEAVE & question.concepts
        if from_there and "overseas_nations" in sticky:
            return (*question.gates, "overseas_nations")  # "could NPQH be done from here?"
        again = funded_before and "funding" in question.concepts
        return (*question.gates, _FUNDED_BEFORE) if again else question.gates
    return (*question.gates, *sticky)


def _intake(sentences: tuple[Sentence, ...], today: date) -> str | None:
    """The intake that a sentence about courses names anywhere in the message."""
    about = (s for s in sentences if s.offers or _INTAKE & set(s.forms))
    about = (s for s in about if s.asks or not _TELLS_OF_PAST.search(s.lower))
    return next(filter(None, (read_cohort(s.lower, today) for s in about)), None)


def _later_year(question: Question, today: date) -> str | None:
    """ "NPQSL funding 2027": a year alone, where money is asked for."""
    match = _LATER_YEAR.search(" ".join(question.words))
    if match is None or "funding" not in question.concepts:
        return None
    return f"autumn_{match[0]}" if int(match[0]) <= today.year else f"spring_{match[0]}"


def _asked_otherwise(message: Message, reader: QuestionReader) -> list[Sentence]:
    """What to take for the question where nothing is put as one: subject, quoted mail, all."""
    sentence = reader.hearing.sentence
    thin = sum(len(s.forms) for s in message.sentences) <= _FRAGMENT_WORDS
    subject = list(split(message.head.text))
    says = [f for f in message.head.forms if f not in _EMPTY_SUBJECTS]
    # The subject of a reply is what was asked before, that of a forward somebody else's.
    if (
        message.channel == "email"
        and says
        and not is_reply(message.head.text)
        and (thin or any(p.asks for p in subject))
        and not _names_more(message)
    ):
        return [sentence(p.text, asks=True) for p in subject]
    if _passes_on(message):
        found = [sentence(p.text, asks=True) for p in _older(message) if p.asks]
        if found:
            return found
    joined = " . ".join(s.text for s in message.sentences)[:_JOINED_CHARACTERS]
    return [sentence(joined, asks=False)] if joined.strip() else []


def _passes_on(message: Message) -> bool:
    handing_on = message.forwarded or any(_hands_on(s, message) for s in message.sentences)
    return bool(message.quoted) and (handing_on or not message.sentences)


def _older(message: Message) -> tuple[Piece, ...]:
    return split(clean(message.quoted[:_QUOTED_CHARACTERS], message.channel))


def told_below(message: Message, hearing: Hearing) -> tuple[Sentence, ...]:
    """Return the sentences of the older mail, where a colleague only passes it on."""
    own = any(s.asks and not _hands_on(s, message) for s in message.sentences)
    if own or not _passes_on(message):
        return ()
    return tuple(hearing.sentence(p.text, asks=p.asks) for p in _older(message))


def _names_more(message: Message) -> bool:
    """ "quick one" above "npqel is that 18 mths n all": the body says what is asked about."""
    return not message.head.offers and any(s.offers for s in message.sentences)


def is_reply(subject: str) -> bool:
    """Tell whether a mail's subject stands over a reply or a forward."""
    return bool(_REPLY.match(subject))


def _named_before(
    question: Sentence, sentences: tuple[Sentence, ...], finder: OfferFinder
) -> tuple[str, ...]:
    """Return the offers named before the question, nearest first."""
    at = next((n for n, s in enumerate(sentences) if s is question), 0)
    names = [n for s in reversed(sentences[:at]) for n in reversed(_meant(s, finder))]
    return tuple(dict.fromkeys(names))


def _meant(sentence: Sentence, finder: OfferFinder) -> tuple[str, ...]:
    aside = set_aside(sentence.forms, sentence.offers)
    named = tuple(offer for offer in sentence.named if offer not in aside)
    return meant(named, finder.hints(sentence.blanked))
