"""The words by which machines give themselves away in subjects and first sentences.

They only ever hand a mail to staff: people write about bounces and absences, too.
"""

from __future__ import annotations

import re

# At the very start of a subject; "Re: Automatic reply: …" is a person who answers a machine.
AUTO_REPLY_SUBJECT = re.compile(
    r"\W{0,3}(?:auto(?:matic)?(?:ally)?[ -]?(?:generated )?(?:reply|response|answer|responder)\b|"
    r"auto(?:matic)? ?: |autoreply\b|out[ -]of[ -](?:the[ -])?office(?: (?:auto[ -]?)?(?:reply|"
    r"response|notification|message|notice))?\s*(?::|-|$|\()|ooo(?: ?:|$| reply)|"
    r"(?:on )?vacation (?:reply|response|message|notice)|(?:vacation|away|absence)\s*(?::|$)|"
    r"(?:i am|i'm) (?:currently )?(?:out of (?:the )?office|away|on (?:annual )?leave|on holiday)|"
    r"away from (?:my|the) (?:mail|desk|office|email)|(?:your )?(?:e-?mail|message) (?:has been )?"
    r"received ?[-:!]|thank you for (?:contacting|your (?:e-?mail|message|enquiry) to)|"
    r"abwesen|automatische antwort|automatische beantwortung|réponse automatique|"
    r"absence du bureau|absent du bureau|respuesta autom|fuera de (?:la )?oficina|"
    r"risposta automatica|fuori (?:sede|ufficio)|resposta autom|ausência|"
    r"automatisch antwoord|afwezig|autosvar|automatiskt svar|automatisk svar|automaattinen|"
    r"poissa|odpowiedź automatyczna|autoodpowiedź|automatyczna odpowiedź|nieobecno|"
    r"automatická odpověď|автоответ|автоматический ответ|otomatik yanıt|automatikus válasz|"
    r"自动回复|自動回覆|自動応答|자동 회신|ymateb awtomatig|allan o'r swyddfa)",
    re.I,
)
AUTO_REPLY_TAG = re.compile(
    r"[\[(](?:auto(?:matic)?[ -]?(?:reply|response|generated|responder)?|out of office|ooo|"
    r"autoreply|autoresponse)[\])]",
    re.I,
)
BOUNCE_SUBJECT = re.compile(
    r"\W{0,3}(?:undeliver|undelivered mail|returned (?:mail|e-?mail|message|to sender)\b|"
    r"(?:mail|message|e-?mail)?[ _]?delivery (?:status|failure|failed|report|error|problem|"
    r"notification|delay|has failed|system|subsystem|could not|incomplete|unsuccessful|attempt)|"
    r"failure notice|failed (?:mail|delivery|message)|delivery (?:has )?(?:failed|failure|delayed)|"
    r"(?:mail|message|e-?mail) (?:could )?(?:not (?:be )?deliver|undeliver|is undeliver|rejected|"
    r"failure|error|system error|status report|bounced)|mail (?:system )?error|nondeliverable|"
    r"non[- ]?deliver|warning: (?:message|could not|mail)|could not (?:send|deliver)|"
    r"(?:message|e-?mail) (?:blocked|quarantined|not sent|rejected)|rejected(?: mail|posting|:)|"
    r"notification d'état|unzustellbar|nicht zustellbar|zustellung|non remis|"
    r"échec de (?:la )?remise|"
    r"no se (?:ha )?(?:puede|pudo) entregar|devuelto|mancata consegna|não entregue|onbestelbaar|"
    r"недоставлен|не доставлен|недоставка|read(?: receipt)?:|read report|not read:|gelesen:|lu ?:|"
    r"disposition notification|return receipt|recall:|delivered:|relayed:|expanded:)",
    re.I,
)
# This and the following: in the first 1,500 characters of the newest text.
BOUNCE_BODY = re.compile(
    r"(?:this is the (?:mail|postfix|qmail)[\w-]{0,20} (?:system|program|delivery)|"
    r"(?:this is (?:a|an) (?:automatic(?:ally)?|permanent|temporary)[\w -]{0,30}(?:generated )?"
    r"(?:delivery|error|failure|mail|message|notice|bounce|reply|response))|"
    r"message (?:that you sent )?(?:below )?could not be (?:delivered|sent)|"
    r"(?:delivery|your (?:e-?mail|message)).{0,80}(?:following|one or more|these) "
    r"(?:recipient|address|person|people).{0,80}(?:fail|not|unsuccess|reject|delay)|"
    r"(?:following|these) (?:recipient|address)(?:es|s|\(s\)|\(es\))? .{0,60}"
    r"(?:fail|reject|not be)|"
    r"(?:wasn't|was not|were not|unable|not able|failed) (?:able )?to (?:be )?deliver(?:ed)?\b"
    r".{0,60}(?:message|mail|address|recipient|to the)|"
    r"permanent (?:fatal )?errors?|"
    r"(?:smtp|remote|mail) (?:server|host) .{0,60}(?:rejected|returned|responded|said)|"
    r"<[^<>\s]{3,80}>:? ?\s*(?:this user|user unknown|no such user|mailbox|sorry|account|"
    r"unrouteable|host|message|recipient)|"
    r"\b5[0-9][0-9] 5\.[0-9]\.[0-9]|\bsmtp; ?5\d\d|action: failed|"
    r"配信(?:できません|不能)|送信できません|host unknown|user unknown\b)",
    re.I | re.S,
)
CHALLENGE_BODY = re.compile(
    r"(?:(?:click|visit|follow|reply|respond)\b.{0,160}\b(?:verify|confirm|prove|authenticate|"
    r"release|deliver)\b.{0,120}\b(?:e-?mail|message|sender|you are|human|address)\b.{0,200}"
    r"(?:deliver|inbox|approve|accept|spam|guest list|waiting list|protected)|"
    r"(?:account|mailbox|inbox|address) (?:is )?protected (?:by|with|from)|"
    r"(?:sender|address) verification|anti-?spam (?:system|protection|filter) (?:requires|asks)|"
    r"your (?:message|e-?mail) (?:is|has been) (?:on hold|held|quarantined|waiting|pending))",
    re.I | re.S,
)
ABSENCE = re.compile(
    r"\b(?:i|we)(?:'m| am|'re| are| will be)?(?: currently| now| presently)? (?:am |be )?"
    r"(?:out of (?:the |my )?office|away from (?:the |my )?(?:office|desk|e-?mail)|on (?:annual |"
    r"maternity |paternity |parental |sick |study )?leave|on (?:holiday|vacation)|"
    r"(?:closed|away) (?:for|until|from))\b",
    re.I,
)
ABSENCE_AFTERMATH = re.compile(
    r"\b(?:on|upon|until|after|when) (?:my|our|i|we)? ?return|in my absence|if (?:your|the|it)"
    r" .{0,40}urgent|"
    r"(?:reply|respond|answer|deal with|get back) .{0,60}(?:return|back|soon as|reopen)|"
    r"limited access|no access to|not (?:be )?(?:checking|monitor|read)|"
    r"back (?:in the office )?on\b|return(?:ing)? (?:to (?:the )?(?:office|work)|on)|"
    r"(?:this is an |this )?(?:automat(?:ed|ic)) (?:reply|response|message)",
    re.I,
)
AUTOMATED_BODY = re.compile(
    r"(?:this is an auto(?:mat(?:ed|ic(?:ally)?))?(?: generated)? "
    r"(?:reply|response|e-?mail|message)|"
    r"(?:please )?do not (?:reply|respond) to this (?:e-?mail|message|address)|"
    r"this (?:mailbox|inbox|address|e-?mail address) is (?:not|un)[ -]?(?:monitored|attended|read)|"
    r"(?:unattended|unmonitored) (?:mailbox|inbox|address))",
    re.I,
)


def looks_absent(text: str) -> bool:
    """True if the first sentences are an absence notice and ask nothing."""
    head = text[:600]
    return "?" not in head and bool(ABSENCE.search(head) and ABSENCE_AFTERMATH.search(head))


# What nobody wants to read a machine's answer to, however right it is.
DELICATE = re.compile(
    r"\b(?:complain(?:t|ts|ing|ed)?|withdraw(?:al|ing|n|s)?|withdrew|invoices?|invoiced|refunds?|"
    r"certificates?|solicitors?|legal action|disappoint(?:ed|ing)|unacceptable|appalling|disgusted|"
    r"bereave(?:d|ment)|passed away|miscarriage|"
    r"my (?:son|daughter|child|children)|(?:a |our )?(?:pupil|child|student) (?:called|named))\b",
    re.I,
)
