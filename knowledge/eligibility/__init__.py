"""Eligibility under STSN's published criteria: pure, three-valued, standard library alone.

Any other service can use this package as it is. Start at `assess`.
"""

from .assess import OFFERS, QUESTIONS, assess, assess_all, combine
from .errors import EligibilityError, ProfileError, RuleError
from .explain import explain
from .model import (
    Choice,
    CriterionResult,
    InterviewQuestion,
    Judgement,
    Precision,
    State,
    Verdict,
)
from .profile import DONT_KNOW, Key, profile_keys
from .questions import next_question, question_for, read_answer
from .rows import judge_case, to_row
from .rules import quotations

__all__ = [
    "DONT_KNOW",
    "OFFERS",
    "QUESTIONS",
    "Choice",
    "CriterionResult",
    "EligibilityError",
    "InterviewQuestion",
    "Judgement",
    "Key",
    "Precision",
    "ProfileError",
    "RuleError",
    "State",
    "Verdict",
    "assess",
    "assess_all",
    "combine",
    "explain",
    "judge_case",
    "next_question",
    "profile_keys",
    "question_for",
    "quotations",
    "read_answer",
    "to_row",
]
