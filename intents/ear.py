"""Joins the parts of the ear: text in, Interpretation out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from intents.catalogue import Catalogue
from intents.circumstances import CircumstanceReader
from intents.courtesy import courtesy_in
from intents.enquiry import Message, find_questions, is_reply, told_below
from intents.hearing import Hearing
from intents.letters import cut_letter, strip_courtesies
from intents.lexicon import Lexicon
from intents.markup import clean
from intents.matcher import Matcher
from intents.model import Candidate, Interpretation, Question, TalkContext
from intents.offers import OfferFinder
from intents.politeness import unwrap
from intents.quoting import as_written
from intents.reading import QuestionReader
from intents.sentence import Sentence
from intents.signals import is_injection, read_signals
from intents.split import Piece, split
from intents.text import fold, words
from intents.told import Told, ToldReader, common_to

_NO_CONTEXT = TalkContext()
_SHORT_NAMES = re.compile(
    r"(?<![\w-])(sl|h|el|eyl)( ?(?:/|\bor\b|\band\b|&|\bvs?\b\.?|\bversus\b) ?)(sl|h|el|eyl)(?![\w'-])",
    re.I,
)
_CLIPPED = re.compile(
    r"\bi(d|ll) (?=(?:like|love|get|be|have|need|want|qualify|prefer|appreciate|rather|really|just|also|only)\b)",
    re.I,
)
_QUOTED_CHARACTERS = 4000
# "(not asking about money)": what stands there is just what is not asked.
_ASIDE = re.compile(
    r"\([^()]{0,80}\b(?:not|no need|isn't|never mind|leave aside)\b[^()]{0,80}\)"
    r"|\b(?:forget|forgetting|never mind|ignore|ignoring|leave aside|leaving aside|leaving out|put aside|"
    r"putting aside|setting aside|regardless of|apart from) (?:about )?(?:the |who |any |all )?"
    r"(?:money|funding|cost|costs|fees|pays|price|finance)\b[:,.]?"
    r"|\b(?:money|funding|cost|costs|fees|price) aside\b[:,.]?"
    r"|\b(?:i'm|im|i am|we're|we are|it's|its)? ?not (?:after|asking (?:about|for)|interested in|bothered about|fussed about|"
    r"worried about|concerned about|wanting|about) (?:the |any |who |exact )*"
    r"(?:money|funding|cost|costs|fees|pays|price|finance|length|dates)(?: (?:at this (?:point|stage)|yet|just yet|for now))?\b[:,.]?"
    r"|\bnot (?:about )?(?:the )?(?:\w+ ){1,2}but (?=(?:the|about|how|what|whether) )"
    # "..., so I can tell heads when to plan for it": what the answer is for
    r"|, so (?:that )?(?:i|we) (?:can|could) (?:tell|plan|let|pass|inform|show|update|brief|report|explain|advise|budget|organise)\b"
    r"(?![^?.;\n]*\b(?:cost|costs|much|pay)\b)[^?.;\n\u2013-]*"
    r"|\bleaving (?:the )?(?:money|funding|cost|costs|fees) aside\b[:,.]?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Ear:
    """Everything needed to understand an enquiry; made once at the start."""

    catalogue: Catalogue
    """The intents."""
    hearing: Hearing
    """What is known of words."""
    reader: QuestionReader
    """Reads single questions."""
    circumstances: CircumstanceReader
    """Reads what people tell of themselves."""

    @classmethod
    def make(
        cls,
        catalogue: Catalogue,
        matcher: Matcher,
        lexicon: Lexicon,
        finder: OfferFinder,
    ) -> Self:
        """Join the parts; `learning` makes the matcher and calls this."""
        circumstances = CircumstanceReader()
        entities = lexicon.vocabulary() | finder.vocabulary() | circumstances.vocabulary()
        hearing = Hearing.learn(finder, matcher.examples, catalogue.intents, entities)
        reader = QuestionReader(matcher, lexicon, hearing, circumstances)
        return cls(catalogue, hearing, reader, circumstances)

    def interpret(
        self,
        text: str,
        *,
        subject: str | None = None,
        channel: str = "web",
        context: TalkContext = _NO_CONTEXT,
        today: date,
    ) -> Interpretation:
        """Understand one enquiry.

        `text` is what the person wrote; on channel `email` the whole body, from which greeting,
        signature and quoted mail are cut here. Never raises, whatever the text holds.
        """
        body, quoted, closing, forwarded = _newest(fold(text), subject, channel)
        written = body
        mended = self.hearing.respeller.mend(_written_out(body))
        body = mended.text
        matter = split(_ASIDE.sub(" ", clean(body, channel)))
        pieces = _without_names(tuple(map(unwrap, matter)))
        kept = tuple(p for p in pieces if not is_injection(p.text))
        orders = len(kept) < len(pieces)
        pieces = kept if any(p.asks for p in kept) else pieces
        sentences = tuple(self.hearing.sentence(p.text, asks=p.asks) for p in pieces)
        head = self.hearing.sentence(clean(fold(subject or ""), channel), asks=False)
        older = self.hearing.sentence(quoted[:_QUOTED_CHARACTERS], asks=False)
        message = Message(sentences, head, quoted, forwarded, channel)
        reader = ToldReader(self.hearing, self.circumstances)
        below = told_below(message, self.hearing)
        told = reader.read((head, *sentences, *below), closing, context, today)
        questions = _courtesy(written, message) or find_questions(message, self.reader, today)
        cases = reader.read_cases(sentences, context, today) if len(questions) > 1 else ()
        if cases:
            told = common_to(told for _, told in cases)
            questions = tuple(_with_case(q, cases, told) for q in questions)
        questions = tuple(
            replace(q, written=as_written(q.text, written, mended.corrected)) for q in questions
        )
        said = written if pieces else f"{written} {head.text}"
        return Interpretation(
            questions=questions,
            circumstances=told,
            supposed=reader.suppose(sentences, told, today),
            offers=tuple(dict.fromkeys(o for s in (*sentences, head, older) for o in s.named)),
            posts=tuple(dict.fromkeys(p for s in sentences for p in self.reader.posts(s))),
            corrected={**mended.corrected, **_corrections(sentences)},
            signals=self._signals(said, (head, *sentences), obeys_none=orders and pieces == kept),
        )

    def _signals(
        self, text: str, sentences: tuple[Sentence, ...], *, obeys_none: bool
    ) -> frozenset[str]:
        """Orders to the machine beside a question are left out, and the question is answered."""
        known = self.hearing.count_known(sentences)
        signals = read_signals(text, subject=sentences[0].text, known_words=known)
        return signals - {"injection"} if obeys_none else signals


def _written_out(text: str) -> str:
    """ "SL or H?": short names of two programmes set against each other; "id get" for "I'd get"."""
    text = _CLIPPED.sub(r"I'\1 ", text)
    return _SHORT_NAMES.sub(lambda m: f"NPQ{m[1]}{m[2]}NPQ{m[3]}", text)


def _courtesy(text: str, message: Message) -> tuple[Question, ...]:
    """The message as a courtesy, where it is nothing else; the subject of a new mail may ask."""
    intent = courtesy_in(text) if text.strip() else ""
    if not intent or message.forwarded or (message.head.forms and not is_reply(message.head.text)):
        return ()
    return (
        Question(
            text.strip(),
            candidates=(Candidate(intent, 1.0),),
            confidence=1.0,
            words=words(text),
            asks=False,
        ),
    )


def _with_case(
    question: Question, cases: Iterable[tuple[frozenset[str], Told]], common: Told
) -> Question:
    """Give a question what is told of the person whom it is about, beyond what holds for all."""
    for texts, told in cases:
        if any(question.text in text for text in texts):
            own = {key: value for key, value in told.items() if key not in common}
            return replace(question, circumstances=own)
    return question


def _without_names(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Drop a lone name at the end ("Much obliged! Mo")."""
    if len(pieces) < 2:
        return pieces
    last = pieces[-1].text.strip()
    return pieces[:-1] if last.istitle() and " " not in last and last.isalpha() else pieces


def _newest(folded: str, subject: str | None, channel: str) -> tuple[str, str, str, bool]:
    """Return the new text, the older text, the sign-off, and whether a mail was handed on."""
    if channel != "email":
        return folded, "", "", False
    letter = cut_letter(folded, subject or "")
    body = strip_courtesies(letter.newest)
    return body.text, letter.quoted, body.closing, letter.forwarded


def _corrections(sentences: Iterable[Sentence]) -> Mapping[str, str]:
    pairs = (zip(s.tokens, s.forms, strict=True) for s in sentences)
    return {t.form: f for pair in pairs for t, f in pair if t.form != f}
