"""What a card tells beside its case: who asks, what they were told, what they told us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from bot.cases import CaseView
from bot.cases.sending import SHOWN_IN_THE_TALK
from bot.channels.slack.cards import Background
from bot.channels.slack.reasons import in_words
from bot.channels.slack.words import clip
from bot.jsonable import part_from_json
from bot.masking import mask
from bot.storage import talks
from bot.storage.tables import conversations, enquirers
from handlers.model import Outcome, Part
from knowledge import Knowledge
from knowledge.second_look import second_look

_MAX_LINE = 90


def background_of(connection: Connection, view: CaseView, knowledge: Knowledge) -> Background:
    """Return what the card of a case tells beside it; people's names and addresses are masked."""
    row = connection.execute(
        select(conversations.c.context, enquirers.c.name, enquirers.c.address)
        .select_from(conversations.outerjoin(enquirers))
        .where(conversations.c.id == view.conversation)
    ).one()
    parts = [
        part_from_json(part)
        for turn in talks.turns_of(connection, view.conversation)
        for part in turn.parts
    ]
    told = [part for part in parts if part.outcome is Outcome.ANSWER]
    channel = view.line.channel
    draft = _draft(view.draft, parts)
    return Background(
        who=_who(channel, row.name, view.line.contact or row.address),
        told=tuple(dict.fromkeys(_first_line(part) for part in told)),
        circumstances=_circumstances(row.context.get("circumstances") or {}),
        sources=tuple(dict.fromkeys(c.section for part in told for c in part.citations)),
        draft=draft,
        remarks=_remarks(draft, knowledge, row.context.get("offers") or ()),
        why=in_words(view.line.reason) if view.line.reason else "",
        reachable=bool(view.line.contact) or channel in SHOWN_IN_THE_TALK,
    )


def _remarks(draft: str, knowledge: Knowledge, offers: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        f'The draft says "{remark.written}". The page: {remark.fact.statement}'
        f" ({remark.fact.source.section}, line {remark.fact.source.line})"
        for remark in second_look(draft, knowledge, offers)
    )


def _who(channel: str, name: str | None, address: str | None) -> str:
    if channel == "slack":
        return "a colleague in Slack"
    initials = " ".join(f"{word[0].upper()}." for word in (name or "").split() if word[0].isalpha())
    masked = mask(address or "")
    return f"{initials} ({masked})" if initials and masked else initials or masked or "no address"


def _draft(draft: str, parts: Sequence[Part]) -> str:
    """The draft, unless it only repeats the words with which the question was passed on."""
    rest = draft
    for part in parts:
        if part.outcome is Outcome.ESCALATE and part.text:
            rest = rest.replace(part.text, "")
    return draft if rest.strip() else ""


def _first_line(part: Part) -> str:
    return clip(part.text.partition("\n")[0], _MAX_LINE)


def _circumstances(told: Mapping[str, object]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')}: {_plain(value)}"
        for name, value in told.items()
        if value is not None
    )


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ")
