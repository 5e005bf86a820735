"""Tells whether a sentence is put as a question or a request, or tells a mere wish."""

from __future__ import annotations

import re

_STARTERS = (
    r"(?:remind|tell me|what|what's|whats|when|when's|whens|how|how's|hows|which|who|who's|whos|where|where's|wheres|why|"
    r"is|are|am(?! (?:in|at|on|a|an|the|now|currently|also)\b)|was|were|can|could|do|does|did|will|would|should|shall|may|might|must|has|have|had|"
    r"isn't|aren't|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|hasn't|haven't|any|wot|wots|wat|isnt|doesnt|dont|arent|cant|didnt)"
)
_LEAD_IN = (
    r"(?:and|also|so|but|or|then|ok|okay|right|please|pls|plz|hi|hello|hey|well|oh|if so|if not|lastly|finally|"
    r"secondly|firstly|first|second|third|thirdly|next|another thing|one more thing|one more|last one|quick one|quick question|"
    r"just|question|query|q|sorry|thanks|thank you|morning|afternoon|now|separately|additionally|plus|alternatively|actually|basically|honestly|seriously|genuinely|"
    r"for|from|by|in|at|to|on|with|about|as|since|if|because|hiya|cheers|lovely|great|perfect|brilliant|ta|hmm|erm|um|ah|yes|no|yeah|nope)"
)
_ASKS = re.compile(rf"^\W*(?:{_LEAD_IN}\b[\s,:.!-]*){{0,4}}{_STARTERS}\b", re.I)
# "When I was SENCO none of this existed": begins like a question and is none.
_TELLS_WHEN = re.compile(
    r"^\W*(?:when|where|while|what|how|which|who) (?:(?:i|we|he|she|they|it)(?:'\w+)?|my|our|her|his|the \w+) (?!is\b|are\b|do\b|does\b|can\b)\w+\b[^?]*$"
    r"|^\W*(?:will|would) be (?!possible|able|ok)[^?]*$"
    r"|^\W*which (?:is|are|was|were|means|makes|made|has|have) [^?]*$",
    re.I,
)
# "our school is Welsh, would it work for me": the question comes after the circumstances.
_ASKS_LATER = re.compile(
    r"[,;]\s*(?:and |so |but |then )?(?!did (?:npq|ehco|nasenco))(?:would|could|can|is|are|am|does|do|did|will|should|may|must|shall)\s+"
    r"(?:i|we|she|he|it|they|you|the|my|our|npq\w*|ehco|this|that|there|any)\b"
    # "and the coaching, how long's that"
    r"|[,;]\s*(?:and |so |but |then )?(?:how(?:'s|s)?|(?:what|when|where)(?:'s|s| is| are| do| does| can| will))\b",
    re.I,
)
# "Our trustees would like a short summary of ...": wants to be told
_ACCOUNT = r"(?:(?:short|brief|quick|full|bit of) )?(?:summary|overview|outline|explanation|list|clarification|clarity|idea)\b"
_WANTS_ACCOUNT = re.compile(
    rf"\b(?:would|'d) (?:like|appreciate) (?:an? |some |the )?{_ACCOUNT}", re.I
)
# What somebody wishes is a question only where nothing else is asked.
_WISH = re.compile(
    r"\b(?:wants?|(?:would|'d) (?:like|love|want)|like|need|needs|hoping|hope|keen|interested|wanting|looking|happy)"
    r"(?: (?:a|an|it|to (?!know|ask|find|understand|check|confirm|hear|see|enquire|query|clarify|be)|for|in(?! (?:how|what|when|where|who|why|whether|know|hear|find|learn))|into|npq|the|that))\b"
    rf"(?! {_ACCOUNT})",
    re.I,
)
_TO_CHECK = re.compile(
    r"\b(?:check|know|find out|see|ask|confirm|establish|work out)\b.{0,20}"
    r"\b(?:what|how|when|which|who|whether|if)\b",
    re.I,
)
# "did NPQH in 2021, second year of headship.": somebody did
_DID_ONE = re.compile(
    r"^\W*(?:and |but )?(?:did|has|have|had|doing) (?:my |the |her |his )?(?:npq|nasenco|ehco)\w*",
    re.I,
)
_REQUEST = re.compile(
    r"\b(?:(?:please|kindly|pls|plz)\b.{0,40}\b(?:tell|let|send|confirm|advise|explain|clarify|share|list|provide|give|check|help|could|can|find|point|remind|contact|call|ring|ask|pass|add|reply|email|forward|cancel|change|update|remove|sign|register|book|put|arrange)|"
    r"(?:could|can|would|will) (?:you|u|someone|anyone|anybody|somebody)|(?:i|we)(?:'d| would| should|d)? (?:like|love|want|need|wish|wanted|hoping|hope|appreciate)(?:ed|ing)? (?:to )?(?:know|ask|find|understand|check|confirm|hear|see|enquire|inquire|query|clarify|be (?:told|sure|clear)|get (?:an idea|some|more|clarity)|some|more|info|further|clarification|details|a |it|you|that)|"
    r"(?:i am|i'm|im|i was|we are|we're|was|just) (?:just |also |only )?(?:wondering|asking|enquiring|inquiring|curious|unsure|not sure|unclear|confused|trying to (?:find|work|understand|figure)|looking (?:for|to find|into)|interested (?:in|to know)|writing to (?:ask|enquire|inquire|find))|"
    r"(?:put|sign|book|enrol|register) (?:me|us|her|him|them) (?:down|up|in|on|for)\b|"
    r"wondering|tell me|let me know|remind me|explain|advise|clarify|any (?:info|idea|information|news|update|details|chance|word|thoughts)|asking (?:for|if|whether|about|on behalf)|asked (?:me |us )?(?:if|whether)|(?:asks?|wonders?) (?:if|whether|about|what|how|when|who|which|me)|wants? to (?:know|no)|wanting to know|need(?:s|ed)? to know|"
    r"to (?:establish|ascertain|find out|determine|work out|clarify|confirm|check|know|ask) (?:how|what|when|who|which|where|whether|if)|"
    r"(?:find|finding|find out|finding out|clarity on|clarifying) the following|(?:struggl\w+|trying|hard|difficult) to (?:see|work out|tell|understand|find|figure|grasp)|not clear (?:on|about|how|if|whether|what|which)|"
    r"(?:don't|dont|do not|can't|cant|cannot) (?:quite |really |fully )?(?:get|understand|follow|see) (?:how|what|why|the difference)|"
    r"can(?:not|'t|t) (?:quite )?(?:find|see|work out|tell|figure)|(?:couldn't|could not) (?:find|see|work out)|no idea (?:if|how|what|when|whether)|not sure (?:if|whether|what|how|which|who|when|about)|don't know (?:if|whether|what|how|which|who|when)|"
    r"dunno (?:if|what|which|how)|(?:grateful|thankful|helpful|great|good|lovely|useful|keen|happy) (?:if|to (?:know|hear|find|understand|get))|question (?:is|about|on|re)|my (?:question|query)|head wants|they want(?! to see)|(?:shout|yell|holler) (?:if|when)|wants? (?:npq|the|to(?! be\b(?! (?:told|sure|clear|certain)))|info|ehco|funding|criteria|eyl)|info(?:rmation)? (?:on|about|re)|details (?:of|on|about)|enquir(?:y|ies) (?:about|re))\b",
    re.I,
)
_TAG_QUESTION = re.compile(
    r"(?:,|-)? ?\b(?:right|correct|yes|no|isn't it|is it|doesn't it|does it|don't they|yeah|y/n|true|innit|is that right|or not|or what|ok|yes or no|am i right|is that correct|aren't they|won't it|right then)\s*[?!]*\s*$",
    re.I,
)
_AFFIRMS = re.compile(r"^\W*(?:i|we) (?:do|am|are|have|did|can)\b[^?]*\b(?:yes|yeah|yep)\W*$", re.I)
_REPORTED = re.compile(
    rf"\b(?:asks?|asked|asking|wants to know|wondering|know)(?: me| us)?[:,]?\s+{_STARTERS}\b", re.I
)
# "Two of our middle leaders have been asking about NPQSL.": the question is yet to come.
_REPORTS = re.compile(
    r"\b(?:has|have|had|been|was|were|is|are|keep|keeps) (?:all |both |recently |just |been |since )*"
    r"(?:asking|asked|enquiring|enquired|talking|wondering|thinking|looking|curious)"
    r" (?:me |us |you )?(?:about|for|into|at)\b(?!.*\b(?:whether|if|how|what|when|which|who)\b)"
    r"|\b(?:i|we)(?:'m| am|'re| are| would like| wish)? (?:just )?(?:writing|emailing|getting in touch|contacting you|enquiring)"
    r"(?: to (?:you )?(?:enquire|inquire|ask|find out))?(?: (?:more|something))? (?:about|regarding|re|concerning|on)\b"
    r"(?!.*\b(?:whether|if|how|what|when|which|who)\b)",
    re.I,
)
# "I can't find a list.", "I'm not sure what happens next.": why somebody writes
_WHY_ASKING = re.compile(
    r"^\W*(?:(?:and|but|so) )?(?:(?:i|we)(?:'m| am|'re| are)? ?)?(?:just )?(?:"
    r"(?:can't|cannot|can not|couldn't|could not) (?:seem to )?(?:find|see|spot) (?:a|an|the|any|one|that|this|it|much)"
    r"(?: (?:list|info|information|details?|answer|page|link|mention))?(?: (?:of|on|about) (?:it|this|that|them))?(?: anywhere)?|"
    r"(?:not (?:really |quite |entirely )?sure|unsure|don't know|no idea) (?:what (?:happens|to do|comes) (?:next|now)|"
    r"who (?:i|we) (?:should|need|ought) .{0,60}|where to (?:start|turn|begin)|who to (?:ask|tell|contact|turn to)"
    r"|if (?:this is|i'm in|i have) the right .{0,30}|what (?:my|our) options are))\W*$",
    re.I,
)
# Words of requests that say nothing of what is wanted: "could you confirm one last thing".
_NO_CONTENT = frozenset(
    """a an and any about advise also forwarding forward passing sending along answer answers anyone appreciate ask asking back be can check clarify
    clear confirm could couple details do else enquire explain few following for give got grateful
    have help hello hi i i'd i'm if in info information it just kindly know last let like list me might
    more my need of on one or other please pls point points put quick queries query question questions
    quickly right share some someone somebody sorry straight tell thanks that the them then there these
    thing things this three to today two us want wanted was we we'd we're what with wondering would you
    your hoping hope settle something into following below all both four five small final would great brilliant lovely fab
    amazing wonderful useful appreciated much very so really helpful advance pointers steer guidance
    advice thoughts cheers ta hiya x xx xxx bother hate sure know good obliged delighted soon ahead
    beforehand reply hearing look forward swift response summarise summarize summary outline overview particular particularly""".split()
)
_SAYS_NOTHING = re.compile(
    r"\b(?:one way or (?:the other|another)|either way|yes or no|settle (?:an|the|this|our) (?:argument|bet|debate|dispute)(?: in our \w+)?|"
    r"what does (?:your|the) (?:page|site|website) say about (?:it|that|this))\b"
)
_THANKS_FOR = re.compile(
    r"^\W*(?:hi[ ,]+|hello[ ,]+)?(?:many |huge |big )?thank(?:s|you| you)\b(?: (?:so|very) much| a lot| again)*"
    r" for (?:the|your|all|sending|getting|coming|that|this)\b(?!.*\b(?:and|but|could|can|would)\b)",
    re.I,
)
# "Not sure if we are in the top half.": tells, beside a question
_WELL_WISH = re.compile(
    r"^\W*have an? (?:\w+ )?(?:lovely|good|great|nice|fab|fabulous|wonderful|restful|brilliant|relaxing|super|safe)\b",
    re.I,
)
_UNSURE_OF_A_LIST = re.compile(
    r"^\W*(?:but |although |though )?(?:(?:i'm|i am|we're|we are|im) )?not (?:quite |really |entirely )?sure "
    r"(?:(?:if|whether|that) )?(?:we|i|it|our|my|she|he)\b.*\b(?:disadvantage\w*|premium|pp|half|50|list|relevant|level)\b",
    re.I,
)
_LONG_SENTENCE_WORDS = 60


def is_asking(sentence: str) -> bool:
    """Tell whether a sentence is put as a question or request."""
    if sentence.rstrip("\"') ").endswith("?"):
        return True
    if _THANKS_FOR.match(sentence) or _WELL_WISH.match(sentence):
        return False
    if _TELLS_WHEN.match(sentence) and not _REQUEST.search(sentence):
        return False
    if _DID_ONE.match(sentence) and not _REQUEST.search(_WISH.sub(" ", sentence)):
        return False
    if len(sentence.split()) > _LONG_SENTENCE_WORDS:
        sentence = sentence[:400]
    return bool(
        _ASKS.match(sentence)
        or _REQUEST.search(sentence)
        or _WANTS_ACCOUNT.search(sentence)
        or _REPORTED.search(sentence)
        or _ASKS_LATER.search(sentence)
        or (
            _TAG_QUESTION.search(sentence)
            and len(sentence.split()) > 3
            and not _AFFIRMS.match(sentence)
        )
    )


def only_wishes(text: str) -> bool:
    """Tell whether what asks in a sentence is no more than a wish: "my deputy wants NPQH"."""
    if text.rstrip("\"') ").endswith("?") or _ASKS.match(text) or _REPORTED.search(text):
        return False
    if _TO_CHECK.search(text):
        return False
    return bool(_WISH.search(text)) and not _REQUEST.search(_WISH.sub(" ", text))


def only_reports(text: str) -> bool:
    """Tell whether a sentence says that somebody asks or does not know, and asks nothing yet."""
    said = _REPORTS.search(text) or _UNSURE_OF_A_LIST.match(text) or _WHY_ASKING.match(text)
    return bool(said) and not text.rstrip().endswith("?")


def is_empty(text: str) -> bool:
    """Tell whether a request says nothing of what is wanted: "could you confirm the following"."""
    said = _SAYS_NOTHING.sub(" ", text.lower())
    return "%" not in said and all(word in _NO_CONTENT for word in re.findall(r"[a-z']+", said))
