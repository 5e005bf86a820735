"""A catalogue of four intents to fit in a moment."""

from __future__ import annotations

from intents.matcher import Example

PHRASINGS = {
    "duration": (
        "how long is the course",
        "how long does it take",
        "how many months does it last",
        "what is the length of the programme",
        "is it longer than a year",
        "duration of the course please",
    ),
    "price": (
        "how much does it cost",
        "what is the price of the course",
        "is there a fee to pay",
        "what would the school pay",
        "cost of the programme",
        "can we pay by instalments",
    ),
    "assessment": (
        "how is it assessed",
        "is there an exam at the end",
        "what does the assessment look like",
        "do I have to write an essay",
        "when is the final assessment",
        "is the assessment hard to pass",
    ),
    "goodbye": (
        "goodbye",
        "bye for now",
        "see you later",
        "have a nice day",
        "that is all, bye",
        "cheerio",
    ),
}


def examples() -> list[Example]:
    """Return all phrasings; those about time and money carry a concept."""
    concepts = {"duration": ("time",), "price": ("money",)}
    return [
        Example(text, intent, concepts.get(intent, ()))
        for intent, texts in PHRASINGS.items()
        for text in texts
    ]
