"""What the page of a case shows: the case, the conversation, sources, and what they told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot import cases
from bot.jsonable import part_from_json
from bot.storage import talks
from bot.storage.tables import conversations, staff_replies
from handlers import context_from_json
from handlers.model import Citation
from knowledge.eligibility.questions import asking_order, question_for


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, by whomever."""

    who: str
    """"enquirer", "assistant", or a colleague's name."""
    text: str
    """As it was said."""
    at: datetime
    """Aware, UTC."""
    citations: tuple[Citation, ...] = ()
    """Where the assistant had it from."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the enquirer told of themselves."""

    question: str
    """What it answers."""
    answer: str
    """In the words of the interview where it has them."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as its page shows it."""

    case: cases.CaseView
    """The case itself."""
    said: tuple[Said, ...]
    """The conversation, oldest first."""
    told: tuple[Told, ...]
    """What the enquirer told, in the order of the interview."""
    others: tuple[cases.CaseLine, ...]
    """Open cases that it could be merged into."""


def case_page(connection: Connection, reference: str) -> CasePage:
    """Gather the page of a case. Raises CaseUnknown."""
    found = cases.view(connection, reference)
    others = cases.listed(connection, "open", 50)
    return CasePage(
        found,
        _said(connection, found.conversation),
        _told(connection, found.conversation),
        tuple(line for line in others if line.reference != reference),
    )


def _said(connection: Connection, conversation: str) -> tuple[Said, ...]:
    said: list[Said] = []
    for turn in talks.turns_of(connection, conversation):
        said.append(Said("enquirer", turn.text, turn.received_at))
        if turn.reply:
            parts = [part_from_json(part) for part in turn.parts]
            cited = tuple(dict.fromkeys(c for part in parts for c in part.citations))
            said.append(Said("assistant", turn.reply, turn.received_at, cited))
    query = select(staff_replies).where(staff_replies.c.conversation_id == conversation)
    said += [
        Said(row.author, row.text, row.sent_at)
        for row in connection.execute(query.order_by(staff_replies.c.sent_at))
    ]
    return tuple(sorted(said, key=lambda each: each.at))


def _told(connection: Connection, conversation: str) -> tuple[Told, ...]:
    query = select(conversations.c.context).where(conversations.c.id == conversation)
    stored = connection.execute(query).scalar_one()
    told = dict(context_from_json(stored).circumstances) if stored else {}
    asked = [key for key in asking_order() if key in told]
    others = [key for key in told if key not in asked]
    return tuple(_one(key, told[key]) for key in (*asked, *others) if told[key] is not None)


def _one(key: str, value: object) -> Told:
    plain = "yes" if value is True else "no" if value is False else str(value).replace("_", " ")
    if key not in asking_order():
        return Told(key.replace("_", " ").capitalize(), plain)
    question = question_for(key, "EHCO")
    labels = {choice.value: choice.label for choice in question.choices}
    return Told(question.text, str(labels.get(value, plain)))
