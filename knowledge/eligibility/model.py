"""What a judgement looks like: the verdict, its criteria, the next question.

Values only. How they come about is in `assess`; what may be told of a person is in `profile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Judgement(StrEnum):
    """The four answers. Unknown is never no, and no hand-over is a soft no."""

    ELIGIBLE = "eligible"
    """Meets every criterion that the page publishes. Never a promise of a place."""
    NOT_ELIGIBLE = "not_eligible"
    """Definitely misses at least one criterion, whatever else may be told."""
    MORE_INFORMATION = "more_information"
    """At least one detail is open that the person can give."""
    ASK_STAFF = "ask_staff"
    """No answer to a question of ours would let the page decide."""


class State(StrEnum):
    """How one criterion stands."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    """Not told yet; the person could tell us."""
    AMBIGUOUS = "ambiguous"
    """For staff: the page is silent, unclear or at an edge, or the person cannot say."""


class Precision(StrEnum):
    """How exactly a deadline may be said."""

    DAY = "day"
    MONTH = "month"
    """Only month and year: that is all we were told."""
    MONTH_END = "month_end"
    """"The end of February": the anniversary of a 29 February in a common year."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion and how it stands. Criteria of one group are alternatives; all groups count."""

    id: str
    """Stable, as in rules.toml: `aso.headship`."""
    state: State
    line: int
    """Line of the STSN page, from 1; 0 where no line says it (details that contradict)."""
    quote: str
    """The shortest telling phrase of that line."""
    label: str
    """The criterion in plain words, "in the first five years of headship"."""
    group: int
    """Alternatives share a number: one that is met is enough."""
    reads: tuple[str, ...]
    """Profile keys that can change this state, and no others can."""
    reason: str = ""
    """Stable code of what stands in the way; empty when met or simply not told."""
    missing: tuple[str, ...] = ()
    """Profile keys that would settle it."""

    @property
    def source(self) -> str:
        """The page line as the interfaces write it, `L46`; empty where no line says it."""
        return f"L{self.line}" if self.line else ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one profile for one offer and one question."""

    offer: str
    """NPQSL, NPQH, NPQEL, NPQEYL, NPQSENCO, NPQH-ASO or EHCO."""
    question: str
    """suitability, funding, support or mandatory."""
    verdict: Judgement
    reason: str
    """Stable code (`no.headship_over_limit`); `explain(reason)` gives one plain sentence."""
    criteria: tuple[CriterionResult, ...] = ()
    """Published criteria in the order of the page, then volunteered facts that it has no rule for.
    A gate (other intake, contradiction) is one of them too."""
    missing: tuple[str, ...] = ()
    """Profile keys in the order to ask; empty unless the verdict is more_information."""
    cohort: str | None = None
    """Intake that the criteria were published for ("Autumn 2024"), to be said; None: undated."""
    deadline: date | None = None
    """End of the three-year window; only with the mandatory question."""
    deadline_precision: Precision = Precision.DAY
    assumptions: tuple[str, ...] = ()
    """Stable codes of what was taken for granted (`assume.england`)."""
    notes: tuple[str, ...] = ()
    """Stable codes of what the reply should add (`note.last_month`)."""
    neighbours: tuple[tuple[str, str], ...] = ()
    """After a no: (offer, question) worth checking, as "you could ask me to check"."""
    urgent: bool = False
    """Staff should see this first: a window is about to close or has closed."""
    personal: Judgement | None = None
    """For staff only: the result under the published criteria when another intake was named."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One ready answer to an interview question."""

    value: object
    """What the profile key becomes; None when the answer tells another key instead."""
    label: str
    """What the enquirer reads."""
    synonyms: tuple[str, ...] = ()
    """What the enquirer may type instead, lower case."""
    sets: Mapping[str, object] = field(default_factory=dict)
    """Everything that this answer tells, to be merged into the profile as it is."""


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """The question to put to a person for one profile key."""

    key: str
    text: str
    why: str
    """One line: why we ask."""
    accepts: str
    """choice, date, or months_or_date: what may be typed beside the choices."""
    choices: tuple[Choice, ...]
    """Always holds a way to say "I do not know"."""
