"""Which question a detail belongs to that somebody tells after an answer.

Two questions may be open at once, and the detail told need not be the one asked for last: "yes, we
have been identified as highly disadvantaged" is about the money, whatever else we wanted to know.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge import Knowledge, OfferKind

_FUNDING = "funding_criteria"
# Whoever goes on after these with a detail of their own wants to know whether they are funded.
_MONEY = frozenset("funding_criteria funding_covers funding_compare funding_date".split())
# Details that a scholarship alone looks at, and those that only the audience of a programme does.
_OF_MONEY = frozenset(
    """in_top_50_pupil_premium pupil_premium_percent high_disadvantage_16_19
    highly_disadvantaged_ey_setting provides_16_to_19 previously_funded_same_offer
    on_rise_list""".split()
)
_OF_AUDIENCE = frozenset(
    "qualification_level full_and_relevant childminder_leads leads_several_schools".split()
)


def subject_of(
    told: Iterable[str], intent: str, offers: tuple[str, ...], knowledge: Knowledge
) -> str:
    """Return the intent that details with these keys go on with, after `intent` was served."""
    keys = frozenset(told)
    npq = bool(offers) and knowledge.offer(offers[0]).kind is OfferKind.NPQ
    if keys & _OF_MONEY and not keys & _OF_AUDIENCE:
        return _FUNDING
    if keys & _OF_AUDIENCE and not keys & _OF_MONEY and npq and intent in _MONEY:
        return "audience"
    return _FUNDING if intent in _MONEY else intent
