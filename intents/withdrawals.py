"""What people tell of having left an offer, or of having been funded before."""

from __future__ import annotations

import re

from intents.tellings import Telling

Told = dict[str, object]

_LEFT = re.compile(
    r"(?<!\bcan't have )(?<!\bcouldn't have )(?<!\bcannot have )\b(?:withdrew|withdrawn|pulled out|dropped out|dropped|quit|left|gave up|given up|stopped|abandoned|came off|bailed|"
    r"(?:had|needed) to (?:withdraw|pull out|drop out|give up|abandon|stop|leave|come off))\b"
)
_WITHDREW = r"(?:withdrew|withdrawn|withdraw|pull(?:ed)? out|dropp?(?:ed)?(?: out)?|quit|left(?= (?:it|this|that|the|any|<)|\W*$)|gave up|stopped|abandoned)"
_NEVER_LEFT = re.compile(
    rf"\b(?:never|not|haven't|havent|hasn't|hasnt|didn't|nor)(?: \S+){{0,3}} {_WITHDREW}\b|"
    r"\bnever been on (?:the |this |that |any )?(?:<npqh-aso>|(?:support|programme|scheme|it|additional)\b)|\bno (?:previous |earlier |past )?withdrawals?\b|"
    r"\bnever (?:had|started|taken|done|used|been (?:in|on|part of)) (?:the |this |that |any )?(?:<npqh-aso>|additional support|support)|"
    r"\bfirst time (?:on|with|applying)"
)
_NOT_TOLD = re.compile(
    r"\b(?:want|wants|like|need|needs|have|has|thinking|considering|about|planning|wish|going|can|could|may|if|should) "
    r"(?:to |of |i |we )?(?:withdraw|pull|pulling|drop|dropping|quit|leave|stop|give)\b"
    r"|\blet alone\b|\b(?:what|how)\b.*\b(?:mean|means|meant|count|counts|defined)\b"
)
_FUNDED_BEFORE = re.compile(
    r"\b(?:already|previously|before|had|been)(?: \S+){0,3} (?:scholarship|funded|funding)(?: (?!other\b)\S+){0,4}?(?: before| already| previously| once)\b|"
    r"\b(?:second|another) (?:scholarship|funded)|\bfunded (?:once )?before\b|\b(?:paid|funded) (?:by|through|from) (?:the|a) scholarship\b.*\b(?:second|again|another)\b"
)
_OR_BETWEEN = re.compile(r"\((or [^()]*)\)")  # "never been on (or pulled out of) it"
_FROM_IT = re.compile(r"(?:from |of )?(?:it|that|this)\b")
_CLAUSE_END = re.compile(r"[.;:?!()]|,(?! or\b)|\b(?:but|and|however|so|then)\b")
_CLIPPED = re.compile(r"^(?:had|been|got|have) (?:an? |my |the )?(?:scholarship|funded|funding)\b")
_ASKING = re.compile(
    r"\b(?:can|could|if|should|would|will|what|how|when|whether|do|does|did|am|is|are|anyone|someone|who)\b"
)
_OWN = re.compile(r"\b(?:i|i've|ive|we|we've|my|already|she|he)\b")


def read_withdrawals(telling: Telling) -> Told:
    """Return `withdrawn_from_…` and `previously_funded_same_offer`."""
    told: Told = {}
    # "not withdrawn from the ASO but pulled out of EHCO": each part tells of its own
    clauses = _CLAUSE_END.split(_OR_BETWEEN.sub(r"\1", telling.own))
    named = _key(telling.once)  # "I was on the additional support, and withdrew from it"
    for clause in clauses:
        left, stayed = _LEFT.search(clause), _NEVER_LEFT.search(clause)
        if stayed and "application" not in clause:
            of_support = named if named == "withdrawn_from_ehco" else "withdrawn_from_aso"
            told[_key(clause[stayed.start() :]) or of_support] = False
        elif left and not _NOT_TOLD.search(clause):
            # "started EHCO last year, but withdrew": what was named before
            rest = clause[left.end() :].strip(" .!?")
            alone = not rest or bool(_FROM_IT.match(rest))
            key = named if alone else _key(clause[left.start() :])
            if key and not _asked(telling, key, clause[: left.start()]):
                told[key] = True
        if not clause.lstrip().startswith("the one "):  # "the one that belongs to NPQH"
            named = _key(clause) or named
    if _is_funded_before(" ".join(telling.forms)):
        told["previously_funded_same_offer"] = True
    return told


def _is_funded_before(words: str) -> bool:
    own = _OWN.search(words) or _CLIPPED.match(words)
    return bool(_FUNDED_BEFORE.search(words) and own and "never" not in words)


def _asked(telling: Telling, key: str, before: str) -> bool:
    """ "what if I have dropped out of an NPQ": asked, not told."""
    return telling.asks and key == "withdrawn_from_npq" and bool(_ASKING.search(before))


def _key(words: str) -> str:
    if "application" in words:
        return ""
    if "<ehco>" in words:
        return "withdrawn_from_ehco"
    if "<npqh-aso>" in words or re.search(r"\bsupport\b", words):
        return "withdrawn_from_aso"
    return "withdrawn_from_npq" if re.search(r"<npq\w+>|\bnpqs?\b", words) else ""
