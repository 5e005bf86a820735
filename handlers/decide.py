"""Which reading of a question is served, or why none is.

The decision weighs the best answerable reading against all staff readings together: near
neighbours with the same outcome are no danger to one another. Specific wording of staff matters
(gates) is heard first, whatever else a question says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.weighing import england_is_a_criterion, family_share, weigh
from intents.catalogue import Intent
from intents.courtesy import names_courtesy
from intents.model import Policy, Question


class Verdict(StrEnum):
    """What to do with a question."""

    SERVE = "serve"
    """Answer it, hand it over, return the courtesy or decline, as the intent's policy says."""
    BESIDE = "beside"
    """Answer it and hand over the staff matter that it also raises."""
    ASK_OFFER = "ask_offer"
    """Ask which programme is meant: "can I do it?"."""
    CHOOSE = "choose"
    """Ask which of a few readings is meant."""
    UNCLEAR = "unclear"
    """Nothing fits."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to answer and when to ask back; from `calibrate`, per channel."""

    confidence: float = 0.07
    """Least confidence of the matcher at which anything is answered."""
    share: float = 0.40
    """Least share of the best answerable reading among all readings."""
    mysterious: float = 0.40
    """Least confidence where a telling word stays unexplained."""
    answer: float = 0.0
    """Least score of a decision at which it is answered; see `caution`."""
    clarify: float = 0.0
    """Least score at which it is at least asked back."""


DEFAULTS = Thresholds()


@dataclass(frozen=True, slots=True)
class Decision:
    """The reading decided on."""

    verdict: Verdict
    intent: str = ""
    """Id of the intent to serve; the answerable one where the verdict is BESIDE."""
    staff: str = ""
    """Id of the staff intent that is handed over beside it."""
    choices: tuple[str, ...] = ()
    """Ids to choose from."""
    why: str = ""
    """Stable code for `intents explain`."""
    score: float = 1.0
    """0 to 1: how sure an answer is, its family's share of all readings; 1 where no share counts.

    Of six measures made of share, confidence and the staff readings' share none told right answers
    from wrong ones better on 844 answered turns of the corpus (area under the curve 0.78).
    """


# Codes of decisions to answer that a share, and hence a threshold, decides.
ANSWERED = frozenset({"answer", "gate_beside"})

_PASSING_SHARE = 0.80  # an answerable reading this sure outweighs a gate that is no hard one
_PASSING_CONFIDENCE = 0.5
_BESIDE_SHARE = 0.35  # this sure, the answerable reading is stated beside the hand-over
_BARE_WORDS = 9
_SETTLED_SHARE = 0.6  # a family of readings with so large a share, an offer and a concept for it
_LEAST_UNANCHORED = 0.3  # with no name of ours anywhere, nothing less sure is answered
_SURE_OF_STRANGERS = 0.8  # so sure, a question without any name of ours but with strange words
# Words by which a question names our subject without naming an offer.
NAMING = frozenset(
    """npq npqs course courses programme programmes qualification qualifications scholarship
    scholarships bursary bursaries cohort cohorts stsn nasenco intake intakes senco sencos
    headship""".split()
)
# In a talk about our offers, nothing less sure is taken for another subject.
_LEAST_TO_DECLINE = 0.3
# So sure of a matter for staff, a question that names nothing is no bare "can I do it?".
_SURE_OF_STAFF, _HEARD_AT_ALL = 0.6, 0.2
# Without words of their own (gates) these are believed only from here on: they raise an alarm.
_ALARMING = frozenset({"safeguarding", "complaint"})
_LEAST_ALARM = 0.4
# Gates that stand whatever the matcher says: nothing on the page touches them.
_HARD_GATES = frozenset(
    """access_needs trn recognition invoice complaint data_protection specialist_npq safeguarding
    person_request legacy_repeat current_participant staff_and_hub opinion
    change_registration""".split()
)


def decide(
    question: Question,
    catalogue: Mapping[str, Intent],
    limits: Thresholds = DEFAULTS,
    *,
    about: frozenset[str] = frozenset(),
) -> Decision:
    """Decide what to do with one question.

    `about` are the offers that the talk or the message is about: even a question without any
    word of the field can then be one of ours.
    """
    readings = weigh(question, catalogue, about)
    if not readings:
        return Decision(Verdict.UNCLEAR, why="unknown")
    shares = _by_policy(readings, catalogue)
    best = _best(readings, catalogue, Policy.ANSWER)
    sure = family_share(best, readings, catalogue)
    gate = "" if _is_chat(readings, question, catalogue) else _gate(question, sure, about)
    mentioned = question.offers or question.hinted_offers  # "is EL only 12 months?"
    anchored = bool(about or mentioned or NAMING & set(question.words))
    foreign = shares[Policy.DECLINE] > max(shares[Policy.ANSWER], shares[Policy.STAFF])
    if gate and not (foreign and not anchored and gate not in _HARD_GATES):
        heard = question.confidence >= limits.mysterious or (
            best and set(catalogue[best].needs) & question.concepts
        )
        if sure >= _BESIDE_SHARE and heard and not catalogue[gate].beside and gate not in _ALONE:
            return Decision(Verdict.BESIDE, best, gate, why="gate_beside", score=sure)
        return Decision(Verdict.SERVE, gate, why="gate")
    for policy in sorted((Policy.DECLINE, Policy.SMALLTALK), key=lambda p: -shares[p]):
        others = max(shares[Policy.ANSWER], shares[Policy.STAFF])
        named = question.offers or (about and question.concepts & _FIELD)
        doubtful = anchored and question.confidence < _LEAST_TO_DECLINE
        served = _best(readings, catalogue, policy)
        ours = bool(named) if policy is Policy.DECLINE else _asks_of_ours(question, served)
        if shares[policy] > others and not ours and not doubtful:
            return Decision(Verdict.SERVE, served, why=policy.value)
    staff = _best(readings, catalogue, Policy.STAFF)
    # "can I do it", asked of an offer, is no matter of an unsettled post
    settled = shares[Policy.STAFF] > _SURE_OF_STAFF and question.confidence > _HEARD_AT_ALL
    settled = settled and staff != "entry_unsettled"
    plain = (
        best and catalogue[best].without_offer != "ask" and question.confidence >= _SURE_OF_STAFF
    )
    settled = settled or bool(plain and sure >= _PASSING_SHARE)  # "can I speed it up?"
    if _is_bare(question) and not settled:
        if not about:
            return Decision(Verdict.ASK_OFFER, best or "audience", why="bare")
        if question.concepts:
            return Decision(Verdict.SERVE, "audience", why="bare")
    if shares[Policy.STAFF] > shares[Policy.ANSWER] or not best:
        if not staff or (staff in _ALARMING and question.confidence < _LEAST_ALARM):
            return Decision(Verdict.UNCLEAR, why="unknown")
        return Decision(Verdict.SERVE, staff, why="staff")
    return _answerable(question, readings, catalogue, limits, best, anchored)


def _answerable(
    question: Question,
    readings: list[tuple[str, float]],
    catalogue: Mapping[str, Intent],
    limits: Thresholds,
    best: str,
    anchored: bool,
) -> Decision:
    sure = family_share(best, readings, catalogue)
    if question.kinds - set(catalogue[best].kinds):
        return Decision(Verdict.UNCLEAR, why="other_kind")
    supported = bool(set(catalogue[best].needs) & question.concepts)
    least = limits.confidence
    if question.unexplained and not (supported and anchored):
        least = limits.mysterious
    if not anchored and question.confidence < _LEAST_UNANCHORED:
        return Decision(Verdict.UNCLEAR, why="unanchored")
    strange = len(question.unexplained) > 1 or question.confidence < _SURE_OF_STRANGERS
    if question.unexplained and not anchored and strange:
        return Decision(Verdict.UNCLEAR, why="unexplained")
    settled = supported and anchored and sure >= _SETTLED_SHARE
    if question.confidence < least and not settled:
        return Decision(Verdict.CHOOSE, best, choices=_choices(readings, catalogue), why="unsure")
    if sure >= limits.share or (supported and sure >= limits.share / 2):
        choices = _choices(readings, catalogue)
        return Decision(Verdict.SERVE, best, choices=choices, why="answer", score=sure)
    return Decision(Verdict.CHOOSE, best, choices=_choices(readings, catalogue), why="divided")


# Staff matters that fill a message: nothing else is answered beside them.
_ALONE = frozenset(
    """off_topic complaint safeguarding data_protection specialist_npq person_request
    application_status defer_withdraw change_registration results_certificate
    current_participant other_cpd""".split()
)
# Concepts that only occur where somebody speaks of courses.
_FIELD = frozenset(
    """senco headship newhead early_years level3 premium assess coaching funding delivery
    mandatory replace window""".split()
)


def _gate(question: Question, sure: float, about: frozenset[str]) -> str:
    passing = sure >= _PASSING_SHARE and question.confidence >= _PASSING_CONFIDENCE
    for gate in question.gates:
        if gate == "overseas_nations" and england_is_a_criterion(question, about):
            continue
        if gate == "several_npqs" and "EHCO" in about | set(question.offers):
            continue
        if gate == "off_topic" and question.offers:
            continue
        if gate == "person_request" and _asks_what_we_are(question):
            continue
        elsewhere = gate == "other_cpd" and not question.offers
        if gate in _HARD_GATES or elsewhere or not passing:
            return gate
    return ""


# "Is a human being reading this, or is it an AI?" asks for nobody.
_MACHINES = frozenset("ai bot robot chatbot chatgpt gpt machine computer automated robots".split())
_WANTS = frozenset("speak talk call ring phone want need get pass put prefer give".split())


def _asks_of_ours(question: Question, courtesy: str) -> bool:
    """ "Thanks, and how long is it?" is more than a courtesy, "lol that seminar" is not."""
    field = question.offers or question.concepts & _FIELD or question.kinds
    named = names_courtesy(courtesy, question.words)
    return bool((field and (question.asks or question.offers)) or (question.asks and not named))


# Gates whose words also stand in questions about the desk itself.
_LOOKS_OF_MACHINES = frozenset({"assessment_details", "person_request", "staff_and_hub"})


def _is_chat(
    readings: list[tuple[str, float]], question: Question, catalogue: Mapping[str, Intent]
) -> bool:
    """ "Is this ChatGPT?" is a courtesy, although its word is one of a staff matter."""
    intent, share = readings[0]
    sure = share >= _PASSING_SHARE and question.confidence >= _PASSING_CONFIDENCE
    asks = question.offers or question.kinds or not _LOOKS_OF_MACHINES.issuperset(question.gates)
    return catalogue[intent].policy is Policy.SMALLTALK and sure and not asks


def _asks_what_we_are(question: Question) -> bool:
    words = set(question.words)
    return bool(words & _MACHINES) and not words & _WANTS


_BARE_CONCEPTS = frozenset("eligible audience take".split())


def _is_bare(question: Question) -> bool:
    """ "can I do it?", "eligibility??": nothing says what it is about."""
    words = [word for word in question.words if word != "?"]
    little = len(words) <= _BARE_WORDS and not question.offers and not question.hinted_offers
    pointing = {"it", "this", "that", "one"} & set(words) or len(words) == 1
    return bool(little and pointing and question.concepts <= _BARE_CONCEPTS and not question.gates)


def _by_policy(
    readings: list[tuple[str, float]], catalogue: Mapping[str, Intent]
) -> dict[Policy, float]:
    shares = dict.fromkeys(Policy, 0.0)
    for intent, share in readings:
        shares[catalogue[intent].policy] += share
    return shares


def _best(
    readings: list[tuple[str, float]], catalogue: Mapping[str, Intent], policy: Policy
) -> str:
    return next((intent for intent, _ in readings if catalogue[intent].policy is policy), "")


def _choices(readings: list[tuple[str, float]], catalogue: Mapping[str, Intent]) -> tuple[str, ...]:
    found = [intent for intent, _ in readings if catalogue[intent].policy is Policy.ANSWER]
    return tuple(found[:3])
