"""Holds the knowledge against the page, the calendar and the list of topics.

Pure functions: the page comes as text, the day as an argument. What they return reads as one
line each (`str`), for a colleague at a terminal or in the staff pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.base import Knowledge
from knowledge.model import EVERY_NPQ, Fact
from knowledge.page import Page, fold, mark_of, numbers_in


class ProblemKind(StrEnum):
    """What is wrong between a fact and the page, or within the knowledge."""

    LOST = "lost"
    """The phrase is not on its line any more, nor on a line that no fact accounts for."""
    MOVED = "moved"
    """The phrase stands on another line."""
    NUMBER = "number"
    """A number of the statement or value is not on its lines."""
    SECTION = "section"
    """A heading of the section is not above the line."""
    CHANGED = "changed"
    """The phrase is there, yet other words of a line that it draws on are not as last read."""
    UNMARKED = "unmarked"
    """A line that it draws on has no fingerprint yet."""
    HOLE = "hole"
    """A topic is settled neither by a fact nor by a stated gap."""
    CONTRADICTION = "contradiction"
    """A topic is stated as a gap although there is a fact."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a colleague has to look at."""

    kind: ProblemKind
    """What sort of problem."""
    subject: str
    """Id of the fact; for holes and contradictions offer and topic, "NPQH duration"."""
    message: str
    """What is wrong and what to do."""
    line: int | None = None
    """Line of the page; None where the page is not concerned."""

    def __str__(self) -> str:
        place = self.subject if self.line is None else f"{self.subject} (line {self.line})"
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Stale:
    """A fact that may hold no longer."""

    fact_id: str
    """Which fact."""
    since: date
    """The last day on which it was in order."""
    days: int
    """Days since then, from 1."""
    cohort: str | None
    """Label of the past intake that it was published for; None: its review is overdue."""

    def __str__(self) -> str:
        why = f"published for {self.cohort}" if self.cohort else "review overdue"
        return f"{self.fact_id}: {why}, past since {self.since.isoformat()} ({self.days} days)"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the matrix of offers and topics."""

    offer: str
    """Id of the offer, or "all"."""
    topic: str
    """Id of the topic."""
    fact_ids: tuple[str, ...]
    """The facts that settle it, in the order of the page."""
    not_known: bool
    """Whether it is stated that staff have to answer."""

    @property
    def is_hole(self) -> bool:
        """Whether nothing at all is said."""
        return not self.fact_ids and not self.not_known

    def __str__(self) -> str:
        stated = "not known, staff" if self.not_known else "HOLE: neither fact nor not known"
        return f"{self.offer} {self.topic}: {', '.join(self.fact_ids) or stated}"


def verify(knowledge: Knowledge, page_text: str) -> list[Problem]:
    """Everything in which the page no longer bears the facts out, in the order of the facts.

    Each phrase has to stand on its line (spaces, quotes and capitals aside), each number of a
    statement or value on one of its lines, each heading of its section above the line. Lines
    whose fingerprint differs name every fact that draws on them, so that a change outside the
    quoted phrases is seen too. Empty: the page says what the knowledge says.
    """
    page = Page.from_text(page_text)
    claims: dict[str, set[int]] = {}
    for fact in knowledge.by_id.values():
        claims.setdefault(fold(fact.source.quote), set()).add(fact.source.line)
    return [
        problem
        for fact in knowledge.by_id.values()
        for problem in _problems_of(fact, page, knowledge, claims[fold(fact.source.quote)])
    ]


def marks_text(knowledge: Knowledge, page_text: str) -> str:
    """The entries of page.toml for the page as it reads now, to be stored once it is checked."""
    lines = page_text.split("\n")
    cited = {number for fact in knowledge.by_id.values() for number in fact.source.lines}
    return "\n".join(
        f'[[line]]\nnumber = {number}\nmark = "{mark_of(lines[number - 1])}"\n'
        for number in sorted(cited)
        if number <= len(lines)
    )


def stale(knowledge: Knowledge, today: date) -> list[Stale]:
    """The facts past their review or of an intake that lies before today, longest past first."""
    rows = [row for fact in knowledge.by_id.values() if (row := _stale(fact, knowledge, today))]
    return sorted(rows, key=lambda row: -row.days)


def coverage(knowledge: Knowledge) -> list[Cell]:
    """Offer by offer and topic by topic: the facts, or "not known, staff".

    Holds every pair that topics.toml asks for, and every other pair that has a fact.
    """
    return [
        Cell(
            offer,
            topic.id,
            tuple(fact.id for fact in knowledge.facts(offer, topic.id)),
            knowledge.is_not_known(offer, topic.id),
        )
        for offer in (EVERY_NPQ, *knowledge.offers)
        for topic in knowledge.topics.values()
        if offer in topic.asked_of or knowledge.facts(offer, topic.id)
    ]


def gaps(knowledge: Knowledge) -> list[Problem]:
    """The holes and contradictions of the matrix; empty when every pair is settled once."""
    return [problem for cell in coverage(knowledge) if (problem := _gap(cell))]


def _gap(cell: Cell) -> Problem | None:
    subject = f"{cell.offer} {cell.topic}"
    if cell.is_hole:
        todo = "neither a fact nor an entry in not_known.toml; add one of them"
        return Problem(ProblemKind.HOLE, subject, todo)
    if cell.fact_ids and cell.not_known:
        facts = ", ".join(cell.fact_ids)
        todo = f"not_known.toml lists it although there is {facts}; take it out of the list"
        return Problem(ProblemKind.CONTRADICTION, subject, todo)
    return None


def _stale(fact: Fact, knowledge: Knowledge, today: date) -> Stale | None:
    cohort = knowledge.cohorts[fact.cohort] if fact.cohort else None
    since = min(fact.review_by, cohort.last_day) if cohort else fact.review_by
    if today <= since:
        return None
    past = cohort.label if cohort and today > cohort.last_day else None
    return Stale(fact.id, since, (today - since).days, past)


def _problems_of(
    fact: Fact, page: Page, knowledge: Knowledge, claimed: Set[int]
) -> Iterator[Problem]:
    """`claimed`: the lines on which this or another fact expects the same phrase."""
    if page.says(fact.source.quote, fact.source.line):
        yield from _changed_lines(fact, page, knowledge)
    else:
        misplaced = _misplaced(fact, page, claimed)
        yield misplaced
        if misplaced.kind is ProblemKind.MOVED:
            return  # whatever stands on the old line now says nothing about this fact
    yield from _missing_numbers(fact, page)
    yield from _missing_headings(fact, page)


def _misplaced(fact: Fact, page: Page, claimed: Set[int]) -> Problem:
    line, quote = fact.source.line, fact.source.quote
    elsewhere = [number for number in page.lines_that_say(quote) if number not in claimed]
    if elsewhere:
        now = min(elsewhere, key=lambda number: abs(number - line))
        todo = f'"{quote}" now stands on line {now}; correct the line number'
        return Problem(ProblemKind.MOVED, fact.id, todo, line)
    todo = f'"{quote}" is no longer there; check the statement "{fact.statement}"'
    return Problem(ProblemKind.LOST, fact.id, todo, line)


def _missing_numbers(fact: Fact, page: Page) -> Iterator[Problem]:
    there = numbers_in(" ".join(page.line(number) for number in fact.source.lines))
    stated = numbers_in(fact.statement)
    if isinstance(fact.value, int | float) and not isinstance(fact.value, bool):
        stated |= {str(fact.value)}
    for number in sorted(stated - there):
        lines = ", ".join(str(line) for line in fact.source.lines)
        todo = f"{number} is stated, but not on line {lines}; check the statement and its lines"
        yield Problem(ProblemKind.NUMBER, fact.id, todo, fact.source.line)


def _missing_headings(fact: Fact, page: Page) -> Iterator[Problem]:
    for heading in fact.source.section.split(" > "):
        if not page.has_heading(heading, before=fact.source.line):
            todo = f'no heading "{heading}" above; correct the section'
            yield Problem(ProblemKind.SECTION, fact.id, todo, fact.source.line)


def _changed_lines(fact: Fact, page: Page, knowledge: Knowledge) -> Iterator[Problem]:
    for number in fact.source.lines:
        last, now = knowledge.line_marks.get(number), mark_of(page.line(number))
        entry = f'line {number} in page.toml mark = "{now}"'
        if last is None:
            todo = f"the line has no mark yet; once checked, give {entry}"
            yield Problem(ProblemKind.UNMARKED, fact.id, todo, number)
        elif last != now:
            todo = f"the line reads differently now; if the fact still holds, give {entry}"
            yield Problem(ProblemKind.CHANGED, fact.id, todo, number)
