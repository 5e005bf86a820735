"""What the result page of an interview shows: the verdict criterion by criterion."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.web.interview import Stage, remedies
from bot.channels.web.site import Site
from handlers.verdicts import deadline_of, notes_on
from knowledge import Knowledge
from knowledge.eligibility import CriterionResult, Judgement, State, explain

_MOST_REMEDIES = 4  # more would be the list of choices over again


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One criterion on the page."""

    state: str
    """met, not_met, unknown or ambiguous."""
    label: str
    """The criterion in plain words."""
    told: str
    """What the enquirer answered; empty where nothing was."""
    quote: str
    """The page's own words; empty where no line says it."""
    section: str
    """Heading of the page that the words stand under."""
    why: str
    """A sentence on what stands in the way; empty when it is met, or when they cannot say."""
    unsure: bool
    """The enquirer answered that they do not know."""
    remedies: tuple[str, ...]
    """Answers with which it would be met."""
    ask: str
    """Key of the question that would settle it; empty: none would, or it is settled."""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything on the page below its heading."""

    groups: tuple[tuple[ShownCriterion, ...], ...]
    """All groups count; within a group one criterion is enough."""
    missing: str
    """Key of the first question that was skipped; empty when none is open."""
    deadline: str
    """End of a window, "on 1 September 2027"; empty: none."""
    notes: tuple[str, ...]
    """What has to be added, in whole sentences."""
    assumptions: tuple[str, ...]
    """What was taken for granted, in whole sentences."""
    neighbours: tuple[tuple[str, str], ...]
    """(offer, kind) worth checking after a no."""


def result_of(site: Site, stage: Stage) -> Result:
    """Return what to show of a finished interview."""
    verdict = stage.verdict
    groups: dict[int, list[ShownCriterion]] = {}
    for criterion in verdict.criteria:
        groups.setdefault(criterion.group, []).append(_shown(site, stage, criterion))
    settled = verdict.verdict is not Judgement.MORE_INFORMATION
    return Result(
        groups=tuple(tuple(group) for group in groups.values()),
        missing="" if settled else next(iter(verdict.missing), ""),
        deadline=deadline_of(verdict),
        notes=tuple(notes_on(site.knowledge, verdict)),
        assumptions=tuple(explain(code) for code in verdict.assumptions),
        neighbours=verdict.neighbours,
    )


def _shown(site: Site, stage: Stage, criterion: CriterionResult) -> ShownCriterion:
    told = [a.shown for a in stage.answers if set(criterion.reads) & a.told.keys()]
    stands_in_the_way = criterion.state in (State.NOT_MET, State.AMBIGUOUS)
    found = remedies(stage, criterion.id, site.today) if criterion.state is State.NOT_MET else ()
    unsure = criterion.reason == "staff.dont_know"
    return ShownCriterion(
        state=criterion.state.value,
        label=criterion.label,
        told="; ".join(told),
        quote=criterion.quote,
        section=_section(site.knowledge, stage.offer, criterion.line),
        why="" if unsure or not stands_in_the_way else explain(criterion.reason),
        unsure=unsure,
        remedies=found if len(found) <= _MOST_REMEDIES else (),
        ask=criterion.missing[0] if criterion.state is State.UNKNOWN and criterion.missing else "",
    )


def _section(knowledge: Knowledge, offer: str, line: int) -> str:
    """Return the heading over a line of the page, from the facts that stand there."""
    facts = sorted(knowledge.by_id.values(), key=lambda fact: fact.offer != offer)
    return next((fact.source.section for fact in facts if line in fact.source.lines), "")
