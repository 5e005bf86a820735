"""The ear: an enquirer's text becomes an Interpretation. Pure; knows neither facts nor rules."""

from intents.ear import Ear
from intents.learning import FitCache, load_ear
from intents.model import Candidate, Interpretation, Policy, Question, TalkContext

__all__ = [
    "Candidate",
    "Ear",
    "FitCache",
    "Interpretation",
    "Policy",
    "Question",
    "TalkContext",
    "load_ear",
]
