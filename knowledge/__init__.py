"""The memory: what STSN's page says about its NPQs, with the source of every fact.

Imports the standard library alone and reads nothing but its own data files.
"""

from knowledge.base import Knowledge
from knowledge.check import (
    Cell,
    Problem,
    ProblemKind,
    Stale,
    coverage,
    gaps,
    marks_text,
    stale,
    verify,
)
from knowledge.faults import Fault, KnowledgeError
from knowledge.load import load_knowledge
from knowledge.model import (
    EVERY_NPQ,
    Cohort,
    Fact,
    NotKnown,
    Offer,
    OfferKind,
    Source,
    Topic,
)

__all__ = [
    "EVERY_NPQ",
    "Cell",
    "Cohort",
    "Fact",
    "Fault",
    "Knowledge",
    "KnowledgeError",
    "NotKnown",
    "Offer",
    "OfferKind",
    "Problem",
    "ProblemKind",
    "Source",
    "Stale",
    "Topic",
    "coverage",
    "gaps",
    "load_knowledge",
    "marks_text",
    "stale",
    "verify",
]
