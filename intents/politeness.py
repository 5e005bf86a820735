"""Takes the wrapping off a question: greeting before it, "could you tell me", thanks behind it.

What is asked does not change with how politely it is asked; the matcher need not learn both.
"""

from __future__ import annotations

import re
from dataclasses import replace

from intents.split import Piece

_GREETING = re.compile(
    r"^\W*(?:hiya|hi there|hi all|hi team|hi folks|hi|hello there|hello|hey there|hey|good (?:morning|afternoon|evening)|"
    r"morning|afternoon|evening|dear (?:all|team|sir|madam|npq team))\b[\s,.!:-]+(?=\w)",
    re.I,
)
_LEAD = re.compile(
    r"^\W*(?:(?:just |one )?(?:a )?(?:quick|small|little|silly|daft) (?:question|one|query)|sorry to (?:bother|trouble) you(?: again)?|"
    r"(?:please )?(?:could|can|would|will) (?:you|someone|anyone|anybody) (?:please |kindly |possibly )?"
    r"(?:tell me|let me know|confirm|advise(?: me)?|explain|clarify|remind me)|"
    r"(?:please )?(?:tell me|let me know|advise|remind me)|i(?:'d| would) (?:like|love) to (?:know|ask)|"
    r"i(?:'m| am| was) (?:just )?wondering|(?:can|could|may) i (?:just |quickly )?(?:ask|check))"
    r"(?: (?:if|whether|please))?\s*[:,.-]\s*(?=\w)",
    re.I,
)
# "I would be grateful to know what form the support takes": what is asked follows.
_ASKING = re.compile(
    r"^\W*(?:and |so |also |but )?(?:(?:i|we)(?:'d| would| should)? (?:be |very much |really |just |also |)?"
    r"(?:(?:very |most |so |extremely )?(?:grateful|obliged|interested|keen|glad|pleased)(?: to| if (?:you|someone) (?:could|would|can))|like to|love to|need to|want to|wish to|would like to)"
    r"|(?:please |kindly )?(?:could|can|would|will) (?:you|someone|anyone|somebody)(?: please| kindly| possibly)?"
    r"|(?:(?:i am|i'm|we are|we're) )?(?:trying|hoping|looking) to|(?:can|could|may) (?:i|we)(?: please| just)?)"
    r" (?:know|find out|ask(?: you)?|learn|understand|check|establish|be told|hear|tell (?:me|us)|let (?:me|us) know|confirm|explain|advise(?: me| us)?|clarify|say|work out|figure out|see)"
    r"(?: (?:to me|for me|please|exactly))?[\s,:]+(?=(?:what|how|when|who|which|where|why)\b)",
    re.I,
)
# "Our governors have asked what the school gets out of it": who asks says nothing of what is asked.
_FOR_OTHERS = re.compile(
    r"^\W*(?:(?:my|our|the|some of (?:my|our)|one of (?:my|our|the)|a few of (?:my|our)) (?:\w+ ){0,2}?"
    r"(?:governors?|governing (?:body|board)|trustees|staff|colleagues?|team|slt|people|trust|board)|they)(?:'ve|'re)? "
    r"(?:(?:has|have|had|is|are|was|were|keeps?|also|been|just|recently|now|all|both) )*"
    r"(?:asked|asks?|asking|wondered|wonders?|wondering|wants? to know|wanted to know|would like to know|"
    r"enquired|curious)(?: me| us)?(?: to (?:find out|ask|check))?[\s,:]+"
    r"(?=(?:what|how|when|who|which|where|why|whether|if)\b)",
    re.I,
)
# "Our trustees would like a short summary of what it covers"
_ACCOUNT_OF = re.compile(
    r"^\W*(?:[\w']+ ){0,5}?(?:(?:would|'d|i'd|we'd) (?:like|appreciate)|wants?|needs?|give (?:me|us)|send (?:me|us)) "
    r"(?:an? |some |the )?(?:(?:short|brief|quick|full|bit of) )?"
    r"(?:summary|overview|outline|explanation|clarification|clarity|idea) (?:of|on|about|as to) "
    r"(?=(?:what|how|when|who|which|where|why|whether)\b)",
    re.I,
)
# "I'm a TA" names a post.
_THANKS = re.compile(
    r"[\s,.;!-]+(?:(?:many |much |lots of )?thanks?(?: you)?(?: (?:in advance|so much|a lot|again|very much|a million|ever so much))?|"
    r"thankyou|thx|ty|tia|(?<!\ba )(?<!\bthe )(?<!level \d )ta|cheers|please and thank you|much appreciated|x{1,4}|:\)|kind regards)\s*[.!]*$",
    re.I,
)
_LEAST_WORDS = 2


def unwrap(piece: Piece) -> Piece:
    """Return the piece without its wrapping; what is courtesy and nothing else stays as it is."""
    text = piece.text
    for pattern in (
        _GREETING,
        _LEAD,
        _GREETING,
        _FOR_OTHERS,
        _ACCOUNT_OF,
        _ASKING,
        _THANKS,
        _THANKS,
    ):
        shorter = pattern.sub("", text, count=1)
        if len(shorter.split()) >= _LEAST_WORDS:
            text = shorter
    return piece if text == piece.text else replace(piece, text=text)
