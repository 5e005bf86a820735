"""Who a programme is for, and whether it is for the person asking."""

from __future__ import annotations

import re

from handlers.asking_back import ask_offer
from handlers.choosing import recommend
from handlers.facts import answer_facts, facts_about, state, wanted_facts
from handlers.support import answer_support
from handlers.turn import Handled, Turn
from handlers.verdicts import answer_verdict, open_detail
from knowledge import OfferKind

# Words of the programme's criteria or of its scholarship's; few facts leave room for both.
_ELIGIBLE = frozenset("eligible eligibility qualify qualifies entitled criteria elegible".split())
_FOR_WHOM = re.compile(
    r"\bwho(?:'s|s)? (?:(?:is|are) )?(?:\S+ ){1,5}?(?:designed|meant|aimed|intended|suitable|for)\b"
    r"|\b(?:sorts?|kinds?|types?) of (?:person|people|leaders?|candidates?)\b"
)
_FEW = 3
_RELEVANT = frozenset(
    """role aspires_to qualification_level full_and_relevant childminder_leads leads_several_schools
    senco_status""".split()
)


def answer_suitability(turn: Turn) -> Handled:
    """State the audience; judge a person who told a role or a wish."""
    if not turn.offers:
        return recommend(turn)
    if all(turn.knowledge.offer(o).kind is OfferKind.SUPPORT for o in turn.offers):
        return answer_support(turn)
    offer = turn.offer
    if offer is None:
        return answer_facts(turn)
    if _is_case(turn) or (turn.question.of_several and turn.told_now & _RELEVANT):
        judged = answer_verdict(turn, offer, "suitability")
        if not judged.pending or turn.is_own(_RELEVANT):
            return judged
    facts = wanted_facts(turn)
    if not facts:
        return ask_offer(turn)
    if _ELIGIBLE & set(turn.question.words) and len(facts) <= _FEW:
        facts = (*facts, *facts_about(turn.knowledge, offer, ("scholarship",)))
    return Handled((state(turn, facts),), open_detail(turn, offer, "suitability"), turn.offers)


def _is_case(turn: Turn) -> bool:
    told = turn.told_of(_RELEVANT)
    words = set(turn.question.words)
    if _FOR_WHOM.search(" ".join(turn.question.words)) and not {"am", "me", "i'm"} & words:
        return False  # "who is NPQSL designed for?": asked for its own sake, whoever asks
    if "only" in words and {"right", "true", "correct"} & words:
        return False  # "my head says it is only for SLT, is that right?": no yes or no of ours
    if turn.intent.id == "eyl_entry" and "qualification_level" not in told:
        return False  # asks which qualification is needed
    return bool(told) and not (turn.question.general and "aspires_to" not in told)
