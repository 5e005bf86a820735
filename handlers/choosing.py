"""Which programme fits, and how two of them differ; the page's audiences are the reasons."""

from __future__ import annotations

from handlers.asking_back import ask_offer
from handlers.escalation import passed_on
from handlers.facts import facts_about, state
from handlers.turn import Handled, Turn
from handlers.wording import word
from knowledge import EVERY_NPQ, Fact, OfferKind

_MOST_SUGGESTED = 3
_SUPPORTS = ("NPQH-ASO", "EHCO")
# Where a role leads next, from the page's own audiences: wishes count before posts.
_WISH = {
    "headteacher": "NPQH", "head_of_school": "NPQH", "senior_leader": "NPQSL",
    "executive_headteacher": "NPQEL", "trust_ceo": "NPQEL", "senco": "NPQSENCO",
    "send_expertise": "NPQSENCO", "nursery_manager": "NPQEYL", "nursery_headteacher": "NPQEYL",
    "lead_childminder": "NPQEYL",
}  # fmt: skip
_ROLE = {
    "nursery_manager": "NPQEYL", "nursery_headteacher": "NPQEYL", "childminder": "NPQEYL",
    "deputy_nursery_manager": "NPQEYL", "room_leader": "NPQEYL", "reception_teacher": "NPQEYL",
    "senco": "NPQSENCO", "trust_ceo": "NPQEL", "executive_headteacher": "NPQEL",
    "headteacher": "NPQH", "head_of_school": "NPQH", "acting_headteacher": "NPQH",
    "deputy_headteacher": "NPQSL", "senior_leader": "NPQSL", "middle_leader": "NPQSL",
}  # fmt: skip


def answer_choosing(turn: Turn) -> Handled:
    """Recommend or compare."""
    if turn.intent.id == "programme_compare" and len(turn.offers) > 1:
        return compare(turn)
    if turn.intent.id == "programme_compare" and _of_both_supports(turn):
        return compare(turn, offers=_SUPPORTS)
    if len(turn.offers) > 1:
        return compare(turn, topics=("audience",))
    if turn.intent.id == "programme_compare":
        return compare(turn, offers=_counterpart(turn))
    return recommend(turn)


def _of_both_supports(turn: Turn) -> bool:
    """ "I am confused about the two support offers": those for new heads."""
    about = {"support", "coaching", "newhead"} & turn.question.concepts
    return bool(about and {"two", "both"} & set(turn.question.words) and not turn.question.offers)


def recommend(turn: Turn) -> Handled:
    """Name what fits the role and wish told; list every audience where neither was told."""
    fitting = _suggested(turn)
    if fitting:
        facts = [
            fact
            for offer in fitting
            for fact in facts_about(turn.knowledge, offer, ("audience",))[:1]
        ]
        return Handled((state(turn, facts),), offers=tuple(fitting))
    facts = list(facts_about(turn.knowledge, EVERY_NPQ, ("list",)))
    for offer in turn.knowledge.offers.values():
        if offer.kind is OfferKind.NPQ:
            facts += facts_about(turn.knowledge, offer.id, ("audience",))[:1]
    part = state(turn, facts, note=word("clarify", kind="rather"))
    if turn.question.personal and turn.intent.id == "programme_recommend":
        return Handled((part,), {"kind": "role", "intent": "programme_recommend"})
    return Handled((part,))


def _suggested(turn: Turn) -> list[str]:
    hinted = [
        o for o in turn.question.hinted_offers if turn.knowledge.offer(o).kind is OfferKind.NPQ
    ]
    told = turn.circumstances
    wish = _WISH.get(str(told.get("aspires_to", "")))
    role = _ROLE.get(str(told.get("role", "")))
    named = list(turn.offers)
    return [
        *dict.fromkeys(
            filter(
                None,
                (wish, *named, None if wish else role, *(hinted if not (wish or role) else ())),
            )
        )
    ][:_MOST_SUGGESTED]


def compare(turn: Turn, offers: tuple[str, ...] = (), topics: tuple[str, ...] = ()) -> Handled:
    """State the same topics for each offer, one after the other."""
    chosen = offers or turn.offers
    if len(chosen) < 2:
        chosen = tuple(dict.fromkeys((*chosen, *turn.question.hinted_offers)))
    if len(chosen) == 1 and _topics(turn) != turn.intent.wants:
        topics = _topics(turn)
    elif len(chosen) < 2:
        return _with_unknown(turn, chosen) if turn.question.offers else ask_offer(turn)
    wanted = topics or _topics(turn)
    facts: list[Fact] = []
    for offer in chosen[:3]:
        for topic in wanted:
            facts += facts_about(turn.knowledge, offer, (topic,))[
                : 4 if topic == "eligibility" else 2
            ]
    if not facts:
        return ask_offer(turn, chosen)
    return Handled((state(turn, facts),), offers=tuple(chosen))


def _with_unknown(turn: Turn, chosen: tuple[str, ...]) -> Handled:
    """ "Is NPQEYL the same as EYPS?": what the page says of the one, and the rest to staff."""
    found = (facts_about(turn.knowledge, chosen[0], (topic,))[:2] for topic in turn.intent.wants)
    part = state(turn, [fact for facts in found for fact in facts])
    passed = passed_on(turn, kind="more", reason="not_known.compared")
    return Handled((part, passed), offers=chosen)


def _topics(turn: Turn) -> tuple[str, ...]:
    concepts = turn.question.concepts
    if "funding" in concepts or "premium" in concepts:
        return ("scholarship", "funding", "cost")
    if "assess" in concepts:
        return ("assessment", "pass_rule")
    if (
        "length" in concepts
        and not {"newhead", "eligible", "since_head"} & concepts
        and "years of headship" not in turn.question.text.lower()
    ):
        return ("duration",)
    if "eligible" in concepts or "since_head" in concepts:
        return ("eligibility", "audience")
    return turn.intent.wants


def _counterpart(turn: Turn) -> tuple[str, ...]:
    """A comparison that names one offer is with the one talked about before, or its sibling."""
    named = turn.offers[:1]
    before = tuple(o for o in turn.context.offers if o not in named)[:1]
    siblings = {"EHCO": ("NPQH-ASO",), "NPQH-ASO": ("EHCO",)}
    return (*before, *named) if before else (*named, *siblings.get("".join(named), ()))
