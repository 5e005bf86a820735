"""Personal questions: the eligibility module judges, this words the judgement.

A reply carries the verdict, each criterion with the page's words, the date of the criteria, the
next question or the hand-over. Source: eligibility paper 0.5, "what a reply must carry".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from handlers.escalation import passed_on, stated
from handlers.facts import facts_about
from handlers.model import Choice, Outcome, Part
from handlers.own_case import LISTS
from handlers.turn import Handled, Turn
from handlers.wording import cite, statements, word
from knowledge import Fact, Knowledge
from knowledge.eligibility import (
    InterviewQuestion,
    Judgement,
    ProfileError,
    State,
    Verdict,
    assess,
    next_question,
    profile_keys,
)

CRITERIA_TOPICS = {
    "funding": ("scholarship", "funding", "cost"),
    "support": ("eligibility",),
    "suitability": ("audience", "audience_role", "entry"),
    "mandatory": ("mandatory", "window"),
}
# Asked so, "yes" could be read as "yes, it is too late": the verdict stands without either word.
_TURNED = re.compile(
    r"\b(?:rul(?:e|es|ed|ing) (?:\w+ ){0,3}out|outside|too (?:late|early|soon|old|new|junior|"
    r"senior|long|far)|miss(?:ed|ing)? (?:out|the)|clos(?:ed|es)|shut|exclud(?:ed|es)|barred|"
    r"(?:have|need|got|required) to (?:already )?(?:be|hold)|must (?:i|you|we) (?:already )?be|"
    r"disqualif\w+|ineligible|bars?|stops?|prevents?|wrong|no chance|out of luck|past it|left out|"
    r"(?:not|never|cannot|\w+n't) (?:\w+ ){0,2}?(?:eligible|qualif\w+|meet|entitled|allowed|fit|"
    r"count|funded|covered|apply|have to|need to|for me|for us))\b"
)
_OLD_NPQH_YEARS = 5  # "recently after" against "have done": an old NPQH is for staff


def profile_of(circumstances: Mapping[str, object]) -> dict[str, object]:
    """Return what the eligibility module may be told; keys of the ear's own are left out."""
    known = profile_keys()
    profile = {key: value for key, value in circumstances.items() if key in known}
    if "role" not in profile and "signed_role" in circumstances:
        profile["role"] = circumstances["signed_role"]
    return profile


def judge(turn: Turn, offer: str, question: str) -> Verdict | None:
    """Return the verdict; None where what was told cannot be judged at all."""
    profile = profile_of(turn.circumstances)
    if turn.question.cohort and question == "funding":
        profile["cohort"] = turn.question.cohort
    try:
        return assess(offer, question, profile, turn.today)
    except ProfileError:
        return None


def answer_verdict(turn: Turn, offer: str, question: str) -> Handled:
    """Judge one person for one offer and say so criterion by criterion."""
    verdict = judge(turn, offer, question)
    facts = criteria_facts(turn, offer, question)
    if turn.question.of_several and turn.told_now and len(turn.offers) == 1:
        passed = passed_on(turn, kind="several", reason="staff.several")
        return Handled((stated(turn, facts), passed), offers=(offer,))
    if verdict is None or (verdict.verdict is Judgement.ASK_STAFF) or _old_npqh(turn, offer):
        return _for_staff(turn, offer, facts, verdict)
    asked = next_question(verdict)
    part = _worded(turn, verdict, facts, asked)
    pending = _pending(turn, offer, question, asked.key) if asked else {}
    return Handled((part,), pending, (offer,))


def open_detail(turn: Turn, offer: str, question: str) -> dict[str, object]:
    """Return what is left open after criteria were stated to a person: a detail may follow."""
    verdict = judge(turn, offer, question)
    if turn.question.general or verdict is None or not verdict.missing:
        return {}
    return _pending(turn, offer, question, verdict.missing[0])


def _pending(turn: Turn, offer: str, question: str, key: str) -> dict[str, object]:
    """The question of ours that is open, with what was told of this case alone."""
    case = {k: turn.circumstances[k] for k in sorted(turn.supposed_now)}
    case |= turn.question.circumstances
    pending: dict[str, object] = {
        "kind": "detail", "intent": turn.intent.id, "offer": offer, "question": question,
        "key": key,
    }  # fmt: skip
    return {**pending, "supposed": case} if case else pending


def criteria_facts(turn: Turn, offer: str, question: str) -> tuple[Fact, ...]:
    """Return the facts that state the published criteria."""
    return facts_about(turn.knowledge, offer, CRITERIA_TOPICS[question])


def _worded(
    turn: Turn, verdict: Verdict, facts: tuple[Fact, ...], asked: InterviewQuestion | None
) -> Part:
    offer = turn.knowledge.offer(verdict.offer)
    text = word(
        "verdict",
        verdict=verdict.verdict.value,
        own=_is_somebodys(turn, verdict.question),
        turned=turn.question.asks and bool(_TURNED.search(" ".join(turn.question.words))),
        question=verdict.question,
        name=_the(offer.short_name),
        purpose=_purpose(verdict, _the(offer.short_name)),
        dated=f", as published for {verdict.cohort}" if verdict.cohort else "",
        failed=_failed(verdict),
        criteria=statements(facts),
        deadline=deadline_of(verdict),
        notes=notes_on(turn.knowledge, verdict),
        neighbours=_neighbours(turn, verdict),
        ask=asked.text if asked else "",
        why=asked.why if asked else "",
    )
    return Part(
        outcome=Outcome.CLARIFY if asked else Outcome.ANSWER,
        text=text,
        intent=turn.intent.id,
        question=turn.question.text,
        citations=cite(turn.knowledge, facts),
        choices=tuple(Choice(c.label, c.label) for c in asked.choices) if asked else (),
        asked=f"{asked.text} {asked.why}" if asked else "",
        computed=(deadline_of(verdict), _failed(verdict), *notes_on(turn.knowledge, verdict)),
    )


def _is_somebodys(turn: Turn, question: str) -> bool:
    """Somebody's case is judged, not one that was only supposed ("are academies funded?")."""
    told = turn.told_now - turn.supposed_now
    if (
        question == "funding" and turn.supposed_now & LISTS
    ):  # "a pre-school here: is there money for disadvantaged ones?"
        return False
    return bool(turn.question.personal or told or turn.context.circumstances)


def _for_staff(turn: Turn, offer: str, facts: tuple[Fact, ...], verdict: Verdict | None) -> Handled:
    reason = verdict.reason if verdict else "staff.unclear"
    kind = "cohort" if reason == "staff.cohort" else "verdict"
    urgent = bool(verdict and verdict.urgent)
    passed = passed_on(turn, kind=kind, reason=reason, urgent=urgent)
    return Handled((stated(turn, facts), passed) if facts else (passed,), offers=(offer,))


def _old_npqh(turn: Turn, offer: str) -> bool:
    year = turn.circumstances.get("npqh_year")
    return offer == "EHCO" and isinstance(year, int) and turn.today.year - year > _OLD_NPQH_YEARS


def _the(name: str) -> str:
    return f"the {name}" if " " in name or name == "EHCO" else name


def _purpose(verdict: Verdict, name: str) -> str:
    return f"funding for {name}" if verdict.question == "funding" else name


def _failed(verdict: Verdict) -> str:
    """Name what stands in the way, in the words of the criterion."""
    if verdict.verdict is not Judgement.NOT_ELIGIBLE:
        return ""
    labels = [c.label for c in verdict.criteria if c.state is State.NOT_MET]
    return word("failed", labels=list(dict.fromkeys(labels))) if labels else ""


def deadline_of(verdict: Verdict) -> str:
    """Return the end of a window as it is said, "on 1 September 2027"; empty when there is none."""
    if verdict.deadline is None:
        return ""
    return _spoken(verdict.deadline, verdict.deadline_precision.value)


def _spoken(day: date, precision: str) -> str:
    month = f"{day:%B %Y}"
    if precision == "month":
        return f"in {month}"
    return f"at the end of {month}" if precision == "month_end" else f"on {day.day} {month}"


def notes_on(knowledge: Knowledge, verdict: Verdict) -> list[str]:
    """Return what a reply has to add to a verdict, in whole sentences."""
    facts = knowledge.facts(verdict.offer, "duration")
    told = [
        word("note", code=code, duration=facts[0].statement if facts else "")
        for code in verdict.notes
    ]
    return [note for note in told if note]


def _neighbours(turn: Turn, verdict: Verdict) -> list[str]:
    names = dict.fromkeys(
        (_the(turn.knowledge.offer(offer).short_name), question)
        for offer, question in verdict.neighbours
    )
    if not names:
        return []
    return [word("neighbours", offers=[f"{name} ({question})" for name, question in names])]
