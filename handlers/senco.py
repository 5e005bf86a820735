"""The NPQ for SENCOs: mandatory for whom, since when, and until when somebody has time."""

from __future__ import annotations

from handlers.facts import answer_facts
from handlers.turn import Handled, Turn
from handlers.verdicts import answer_verdict

_OFFER = "NPQSENCO"
_DATED = frozenset({"senco_start_date", "senco_previous_months"})
_CASE = frozenset({"senco_start_date", "nasenco_status", "senco_previous_months"})


def answer_senco(turn: Turn) -> Handled:
    """State the rule; judge who told when they took up the post or what they hold."""
    told = turn.told_now
    personal = not turn.question.general
    own = turn.question.personal and {"i", "me", "my", "must", "we"} & set(turn.question.words)
    if own and turn.intent.id == "senco_mandatory" and told & {"senco_status"}:
        return answer_verdict(turn, _OFFER, "mandatory")
    ever = turn.circumstances.keys()
    dated = told & _DATED or (turn.question.personal and _DATED & ever)  # "so my deadline is?"
    tells = personal and (turn.told_of(_CASE) or ("senco_status" in told and _CASE & ever))
    if dated or tells:
        return answer_verdict(turn, _OFFER, "mandatory")
    other_post = turn.circumstances.get("role", "senco") != "senco" and "senco_status" not in told
    place = {"setting", "in_england"} & told and not other_post
    if personal and turn.intent.id == "senco_mandatory" and place:
        return answer_verdict(turn, _OFFER, "mandatory")
    if turn.question.personal and turn.circumstances.get("senco_status") == "not_senco":
        return answer_verdict(turn, _OFFER, "mandatory")
    return answer_facts(turn)
