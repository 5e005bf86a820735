"""`npq-bot ask`: one answer at the terminal, or a dialogue. Nothing is stored.

Loads neither the database nor the web server, so that one answer takes less than a second.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from bot.assembly import core_of
from bot.commands.common import CHANNELS, add_today, today_of
from bot.core import Consultation, Core, consult, render
from bot.jsonable import to_json
from bot.served import fact_ids, intents_of
from bot.settings import settings_of_the_environment
from bot.text import clean_text
from handlers.model import Context

_QUIT = ("quit", "exit")


def configure(parser: argparse.ArgumentParser) -> None:
    """Take an enquiry, or none for a dialogue."""
    parser.add_argument("text", metavar="TEXT", nargs="?", help="left out: a dialogue")
    parser.add_argument("--channel", choices=CHANNELS, default="web")
    parser.add_argument("--subject", help="of a mail")
    parser.add_argument("--json", action="store_true", help="one object a turn")
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the reply with outcome, intents, probabilities and sources."""
    core = core_of(settings_of_the_environment())
    talk = _Talk(core, arguments.channel, today_of(arguments), as_json=arguments.json)
    if arguments.text is not None:
        talk.say(arguments.text, arguments.subject)
        return 0
    at_terminal = sys.stdin.isatty()
    if at_terminal:
        print("Type an enquiry; an empty line, quit or Ctrl-D ends.", file=sys.stderr)
    while True:
        try:
            text = input("> " if at_terminal else "")
        except EOFError:
            return 0
        if at_terminal and text.strip().lower() in ("", *_QUIT):
            return 0
        talk.say(text, arguments.subject)


class _Talk:
    """One conversation at the terminal."""

    def __init__(self, core: Core, channel: str, today: date, *, as_json: bool) -> None:
        self._core = core
        self._channel = channel
        self._today = today
        self._as_json = as_json
        self._context = Context()

    def say(self, text: str, subject: str | None) -> None:
        found = consult(
            self._core, clean_text(text), subject=clean_text(subject) if subject else None,
            channel=self._channel, context=self._context, today=self._today,
        )  # fmt: skip
        self._context = found.reply.context
        said = render(self._core, found.reply, channel=self._channel, reference=None)
        print(_as_json(found, said) if self._as_json else _as_text(found, said))


def _as_json(found: Consultation, text: str) -> str:
    parts = found.reply.parts
    row = {
        "outcome": found.reply.outcome.value,
        "text": text,
        "intents": [list(pair) for pair in intents_of(found.interpretation, parts)],
        "facts": list(fact_ids(parts)),
        "parts": [to_json(part) for part in parts],
        "ms": round(found.ms, 3),
    }
    return json.dumps(row, ensure_ascii=False)


def _as_text(found: Consultation, text: str) -> str:
    lines = [text, ""]
    for part in found.reply.parts:
        lines += [f"  [{choice.label}]" for choice in part.choices]
    intents = ", ".join(
        f"{name} {probability:.2f}"
        for name, probability in intents_of(found.interpretation, found.reply.parts)
    )
    lines.append(f"outcome  {found.reply.outcome.value}")
    lines.append(f"intent   {intents or '(none)'}")
    for part in found.reply.parts:
        if part.reason:
            lines.append(f"reason   {part.reason}{', urgent' if part.urgent else ''}")
    for citation in dict.fromkeys(c for part in found.reply.parts for c in part.citations):
        dated = f", published for {citation.cohort}" if citation.cohort else ""
        lines.append(
            f"source   {citation.fact_id}: {citation.section}, line {citation.line}{dated}:"
            f' "{citation.quote}"'
        )
    lines.append(f"time     {found.ms:.1f} ms\n")
    return "\n".join(lines)
