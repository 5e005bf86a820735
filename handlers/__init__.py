"""The voice: what was understood becomes a grounded reply. Pure; facts come from `knowledge`."""

from handlers.contexts import context_from_json, context_to_json, talk_context
from handlers.letter import letter
from handlers.model import Choice, Citation, Context, Outcome, Part, Reply
from handlers.respond import respond
from handlers.wording import render

__all__ = [
    "Choice",
    "Citation",
    "Context",
    "Outcome",
    "Part",
    "Reply",
    "context_from_json",
    "context_to_json",
    "letter",
    "render",
    "respond",
    "talk_context",
]
