"""What a question is about that says nothing by itself: the statements that stand before it.

"Do you know when?", "is this so for NPQSL?", "was my colleague right about NPQH?"
"""

from __future__ import annotations

import re

from intents.courtesy import courtesy_of
from intents.reading import QuestionReader
from intents.sentence import Sentence

# "The 3 year window for SENCOs - has that been scrapped?": of what stands before it.
_POINTS_BACK = re.compile(
    r"(?:is|was|has|have|does|do|did|will|would|are|can) (?:it|that|this|they|those|these)\b"
)
_SO = re.compile(
    r"(?:is|was|would|does) (?:it|this|that) (?:also )?(?:so|true|right|the case|correct|apply|hold)\b"
)
# "was my colleague right about NPQH?", after "A colleague told me that ..."
_IS_RIGHT = re.compile(
    r"\b(?:is|are|was|were|have|has) (?:(?:my|our|the|that) (?:\w+ ){1,2}|she |he |they )(?:got (?:it|that|this) )?"
    r"(?:right|correct|wrong|mistaken)\b"
    r"|\b(?:check|verify|confirm|correct) (?:both |all |each |either )?(?:of )?(?:those|these|the|my|that|this) "
    r"(?:\w+ )?(?:statements?|points?|facts?|claims?|sentences?|wording|lines?)\b"
)
_CLAIMS = re.compile(
    r"\b(?:told|said|says|reckons?|reckoned|claims?|claimed|insists?|insisted|thinks|swears|believes|assured)\b"
)
_THIN_WORDS = 7
_POINTING_WORDS = 10
# "Is it right to take the NPQ beforehand?" points at nothing.
_OF_ITSELF = re.compile(
    r"\w+ it (?:right|okay|ok|possible|worth|best|better|necessary|wise|time|too|fine|allowed|usual|common)\b"
)
# Concepts that say nothing of what is asked about: "do we count?".
_MONEY = frozenset({"funding", "premium"})
_WEAK = frozenset({"eligible", "take", "audience"})


def with_matter(
    question: Sentence, sentences: tuple[Sentence, ...], reader: QuestionReader
) -> Sentence:
    """Put "Do you know when?" together with the statements before it; alone it says nothing."""
    forms = question.blanked
    lexicon, finder = reader.lexicon, reader.hearing.finder
    claim = _claim(question, sentences)
    if claim is not None:
        return reader.hearing.sentence(f"{claim.text} . {question.text}", asks=True)
    so = _SO.match(question.lower)
    unnamed = not question.offers and not finder.hints(forms)
    points = _POINTS_BACK.match(question.lower)
    at_that = points and not _OF_ITSELF.match(question.lower)
    thin = len(forms) <= (_POINTING_WORDS if at_that else _THIN_WORDS) and bool(unnamed or so)
    at = next((n for n, s in enumerate(sentences) if s is question), 0)
    while so and at and _SO.match(sentences[at - 1].lower):
        at -= 1  # "is this so for NPQSL? is it so for NPQH?": both of the same statement
    if (
        not thin
        or not at
        or sentences[at - 1].asks
        or courtesy_of(sentences[at - 1].forms)
        or sentences[at - 1].text.rstrip().endswith(":")
    ):
        return question
    points_back = so or (points and len(sentences[at - 1].forms) <= _THIN_WORDS)
    if lexicon.gates(forms) or (lexicon.concepts(forms) - _WEAK and not points_back):
        return question
    # "Our CEO would like her to have EHCO." says enough; NPQH is named for what was done, too
    named = set(sentences[at - 1].named)
    says_enough = lexicon.concepts(sentences[at - 1].blanked) & _MONEY
    reach = 1 if says_enough or (len(named) == 1 and named != {"NPQH"}) else 2
    before = [s.text for s in sentences[max(0, at - reach) : at] if not s.asks]
    return reader.hearing.sentence(f"{' . '.join(before)} . {question.text}", asks=True)


def _claim(question: Sentence, sentences: tuple[Sentence, ...]) -> Sentence | None:
    """ "A colleague told me that ... Was my colleague right about NPQH?": what was claimed."""
    if not _IS_RIGHT.search(question.lower):
        return None
    at = next((n for n, s in enumerate(sentences) if s is question), 0)
    claims = (s for s in reversed(sentences[:at]) if not s.asks and _CLAIMS.search(s.lower))
    return next(claims, None)
