"""Marks of a whole message: nothing in it, another language, abuse, orders to the machine."""

from __future__ import annotations

import re
from collections import Counter

from intents.text import words

_INJECTION = re.compile(
    # "ignore my previous mail" and "forget what I said above" are a person's own corrections
    r"\b(?:ignore|disregard|forget|override|bypass) "
    r"(?:(?:all|any|of|your|the|these|those|everything|previous|prior|earlier|above|what|you|you've|have|were|been) )*"
    r"(?:instructions?|rules?|prompts?|guidelines|programming|training|previous|above|told)\b"
    r"(?! (?:e-?mails?|messages?|questions?|mails?|one|note|notes)\b)|"
    r"\b(?:system prompt|jailbreak|(?:developer|debug|admin|god|dan) mode|admin override|act as (?:a |an |if)|"
    r"pretend (?:to be|you are|you're|that you)|you are (?:now|no longer) (?:a|an|bound|in|free|called)\b|"
    r"your (?:new|real|true|hidden|initial|original|secret) (?:instructions?|prompts?)|"
    r"new instructions?:|as an ai (?:language )?model|repeat after me|^system:|repeat it|from now on,? (?:you|answer|reply|say|respond|talk|speak|only)|"
    r"answer as a|tell everyone|respond as|talk like|(?:just|now|must|you|please) say (?:that |exactly )|"
    r"reveal your|(?:print|show|reveal|repeat|output|leak) (?:me )?your (?:\w+ )?(?:instructions|prompts?|rules)|role ?play|respond only with|"
    # verses, jokes and other people's homework: nothing that a desk writes
    r"(?:write|compose|make up|tell|sing|give)(?: \w+){0,2} (?:poem|haiku|limerick|joke|song|rap|rhyme|sonnet|horoscope)|horoscope|"
    r"write my (?:\w+ ){0,3}(?:assessment|essay|assignment|statement|coursework)|repeat (?:the|these) words|"
    r"drop table|<script|\{\{|\{%|\$\{)",
    re.I,
)
_ABUSE = re.compile(
    r"\b(?:f+u+c+k\w*|sh[i1]t\w*|w[a4]nk\w*|c[u]nt\w*|bastards?|bollocks|arsehole|idiots?|moron\w*|stupid (?:bot|machine|thing|robot)|useless (?:bot|machine|thing|robot|pile)|piss off|bugger off|shut up|dickhead|twats?|hate you|rubbish bot)\b",
    re.I,
)
_SPAM = re.compile(
    r"\b(?:congratulations!{1,}|you have (?:been selected|won)|claim your|btc|bitcoin|crypto|seo\b|google rank\w*|first page of google|page (?:one|1) (?:of|on|in) google|backlinks?|"
    r"bargains?|\d+% off|free delivery|our rep\b|special offer|price list attached|casino|viagra|lottery|forex|earn (?:£|\$)?\d+|make money|work from home|click (?:here|below|this|bit|http|now)|limited time offer|act now|guest post|"
    r"web design services|increase your sales|payday|inheritance|prince of|wire transfer|gift card)",
    re.I,
)
_FOREIGN = frozenset(
    """el la los las una uno que por para con como cuanto cuánto dura curso donde quiero hola gracias
    le les des une est pour avec dans sur bonjour merci combien comment quel quelle je vous nous
    der die das und ist ein eine nicht wie lange für mit auf ich sie danke hallo kann was kostet
    il di che per sono come quanto ciao grazie jest jak dlugo długo czy nie na dla dzien dzień dobry
    witam prosze proszę het een van voor hoe lang dat niet bedankt este cat cât pentru ce cum este
    os uma não quanto obrigado mae yn ydy sut faint bod ar gyfer y o""".split()
)
_ENGLISH = frozenset(
    """the a an is are am i you we it to of for in on at do does can could will would how what when
    which who where why and or but if my our your this that have has be with about not any there
    me us as from so no yes please thanks hi hello get need want funded course""".split()
)
_LEAST_FOREIGN = 2
# Four questions on one programme repeat its name and "the" without being nonsense.
_MOST_OF_ONE_WORD = 0.34


def is_injection(text: str) -> bool:
    """Tell whether a sentence gives orders to the machine."""
    return bool(_INJECTION.search(text))


def read_signals(text: str, *, subject: str = "", known_words: int) -> frozenset[str]:
    """Return which of `empty`, `foreign`, `abuse`, `injection`, `spam`, `nonsense` it shows.

    `text` is as it was written, slips and all; `known_words` is how many of its words and those
    of a mail's `subject` the ear knows at all.
    """
    found: set[str] = set()
    forms = words(text)
    letters = [form for form in forms if form[0].isalpha()]
    if not letters:
        found.add("empty")
    if _INJECTION.search(text):
        found.add("injection")
    if _ABUSE.search(text):
        found.add("abuse")
    if _SPAM.search(text) or _SPAM.search(subject):
        found.add("spam")
    if _is_foreign(text, letters):
        found.add("foreign")
    elif len(letters) >= 6 and max(Counter(letters).values()) / len(letters) > _MOST_OF_ONE_WORD:
        found.add("nonsense")  # "npq npq npq npq banana"
    elif letters and known_words == 0:
        found.add("nonsense")
    return frozenset(found)


def _is_foreign(text: str, letters: list[str]) -> bool:
    alphabetic = [c for c in text if c.isalpha()]
    if alphabetic and sum(ord(c) > 0x24F for c in alphabetic) > len(alphabetic) / 2:
        return True
    foreign = sum(form in _FOREIGN and form not in _ENGLISH for form in letters)
    english = sum(form in _ENGLISH for form in letters)
    return foreign >= _LEAST_FOREIGN and foreign > english
