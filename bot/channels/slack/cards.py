"""A case as one message in the team's channel, for every state of its life.

Always drawn whole from the database, never from what the message showed before. What people wrote
and what would be sent stand in plain text, so that they read exactly as they are; addresses and
numbers of people are masked, since Slack keeps copies of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cases import CaseView, State
from bot.channels.slack.answers import Message
from bot.channels.slack.blocks import (
    Block,
    actions,
    button,
    context,
    fit,
    header,
    link_button,
    menu,
    section,
    verbatim,
)
from bot.channels.slack.words import clip, inert
from bot.clock import LONDON
from bot.masking import mask

MAX_DRAFT = 6_000  # characters; a longer draft is neither shown whole nor approved here
_MAX_QUESTION = 2_400
_MAX_TOLD = 600
CHANNELS = {"web": "web chat", "email": "e-mail", "slack": "Slack", "api": "API"}
MORE = {
    "snooze": "Snooze ...", "assign": "Assign ...", "merge": "Merge ...", "note": "Note ...",
    "elsewhere": "Answered elsewhere ...", "not_ours": "Not ours", "spam": "Spam",
    "close": "Close",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Background:
    """What a card tells beside the case itself."""

    who: str = ""
    """The enquirer, masked: "S. P. (s***@school.example)"."""
    told: tuple[str, ...] = ()
    """What was answered already, one line an answer."""
    circumstances: str = ""
    """What the enquirer told of themselves."""
    sources: tuple[str, ...] = ()
    """Where the answers come from."""
    draft: str = ""
    """The reply that would be sent; empty where there is none yet."""
    remarks: tuple[str, ...] = ()
    """Where the draft differs from the page; nobody is stopped by it."""
    why: str = ""
    """Why the case came to staff, in words."""
    reachable: bool = True
    """There is somewhere to send a reply to."""


def card(view: CaseView, background: Background, now: datetime, address: str) -> Message:
    """Return the card of a case. `address` is the desk in the browser."""
    link = f"{address}/staff/cases/{view.reference}"
    title = _title(view)
    text = f"{title}: {_state(view)}"
    if view.state is State.CLOSED:
        line = section(f"*{view.reference}* · closed{_because(view)} · <{link}|open on the desk>")
        return Message(text, (line, actions(*_buttons(view, background, link))))
    body: list[Block] = [header(title), section(_status(view, background, now))]
    body += _question(view, background)
    if view.state in (State.SENT, State.ANSWERED_ELSEWHERE):
        body += _labelled("What was sent", background.draft, MAX_DRAFT)
    else:
        body += _story(background)
        body += _draft(background)
    tail = [actions(*_buttons(view, background, link))]
    rest = f"There is more: <{link}|open the full message>."
    return Message(text, fit([*body, *tail], rest, kept_at_end=1))


def can_approve(background: Background) -> bool:
    """Tell whether what would be sent is shown whole, and can be sent at all."""
    return bool(background.draft) and len(background.draft) <= MAX_DRAFT and background.reachable


def short_time(moment: datetime, now: datetime) -> str:
    """Return a moment as colleagues say it: "10:42", "Tue 12:00", "Mon 30 Nov 09:00"."""
    local, here = moment.astimezone(LONDON), now.astimezone(LONDON)
    days = abs((local.date() - here.date()).days)
    if days == 0:
        return f"{local:%H:%M}"
    return f"{local:%a %H:%M}" if days < 7 else f"{local:%a} {local.day} {local:%b %H:%M}"


def _title(view: CaseView) -> str:
    source = CHANNELS.get(view.line.channel, view.line.channel)
    return f"{'Urgent: ' if view.line.urgent else ''}Enquiry {view.reference} · {source}"


_STATES: Mapping[State, str] = {
    State.NEW: "unclaimed", State.CLAIMED: "claimed", State.EDITING: "somebody is writing",
    State.SENDING: "sending", State.SENT: "sent", State.SNOOZED: "put away",
    State.ANSWERED_ELSEWHERE: "answered elsewhere", State.REOPENED: "the enquirer replied",
    State.CLOSED: "closed",
}  # fmt: skip


def _state(view: CaseView) -> str:
    return _STATES[view.state]


def _status(view: CaseView, background: Background, now: datetime) -> str:
    line = view.line
    owner, since = inert(line.owner or "somebody"), short_time(line.updated_at, now)
    said = {
        State.NEW: "*Unclaimed*",
        State.CLAIMED: f"*{owner}* has this since {since}",
        State.EDITING: f"*{owner}* is writing since {since}",
        State.SENDING: f"*Sending at {_clock(view.replied_at)}*, approved by {owner}",
        State.SENT: f"Sent by *{owner}* {short_time(view.replied_at or line.updated_at, now)}",
        State.SNOOZED: f"Put away until {_moment(view.snoozed_until, now)}",
        State.ANSWERED_ELSEWHERE:
            f"*{owner}* replied outside the desk"
            f" {short_time(view.replied_at or line.updated_at, now)}",
        State.REOPENED: f"*The enquirer replied* {since}",
        State.CLOSED: "Closed",
    }[view.state]  # fmt: skip
    asked = f"asked {short_time(line.opened_at, now)}"
    due = f"due {short_time(line.due_at, now)}" if line.due_at else ""
    return " · ".join(filter(None, [said, inert(background.who), asked, due]))


def _question(view: CaseView, background: Background) -> list[Block]:
    blocks = _labelled("Open", mask(view.line.question), _MAX_QUESTION)
    why = background.why or view.line.reason
    tags = f"Tags: {inert(', '.join(view.line.tags))}" if view.line.tags else ""
    lines = [line for line in (f"Why it came to you: {inert(why)}" if why else "", tags) if line]
    return [*blocks, context(*lines)] if lines else blocks


def _story(background: Background) -> list[Block]:
    blocks: list[Block] = []
    if background.told:
        told = clip(" · ".join(background.told), _MAX_TOLD)
        blocks.append(section(f"*Already told them:* {inert(mask(told))}"))
    if background.circumstances:
        blocks.append(context(f"They said: {inert(mask(background.circumstances))}"))
    return blocks


def _draft(background: Background) -> list[Block]:
    if not background.draft:
        return [context("No draft yet: Edit opens an empty reply.")]
    blocks = _labelled("Draft", background.draft, MAX_DRAFT)
    blocks += [context(f"*Look again:* {inert(remark)}") for remark in background.remarks[:4]]
    if len(background.draft) > MAX_DRAFT:
        blocks.append(context("Too long to be approved here: it is not shown whole."))
    if not background.reachable:
        blocks.append(context("There is no address to reply to yet: enter one on the desk."))
    if background.sources:
        blocks.append(context(f"Sources: {inert(clip(' · '.join(background.sources), 600))}"))
    return blocks


def _labelled(label: str, text: str, most: int) -> list[Block]:
    shown = clip(text, most)
    return [context(f"*{label}*"), *verbatim(shown)] if shown.strip() else []


def _buttons(view: CaseView, background: Background, link: str) -> list[Block]:
    value = f"{view.reference}:{view.version}"
    approve = button("Approve & send", "approve", value, style="primary",
                     said=f"Approve the draft of {view.reference} and send it")  # fmt: skip
    working = [approve] if can_approve(background) else []
    working.append(button("Edit", "edit", value, said=f"Edit the reply to {view.reference}"))
    more = menu("More", "more", ((label, f"{key}:{value}") for key, label in MORE.items()))
    claim = button("Claim", "claim", value, said=f"Claim {view.reference}")
    release = button("Release", "release", value, said=f"Give {view.reference} back")
    reopen = button("Reopen", "reopen", value, said=f"Reopen {view.reference}")
    on_desk = link_button("Open full message", "open_desk", link)
    rows: Mapping[State, list[Block]] = {
        State.NEW: [claim, *working, more, on_desk],
        State.REOPENED: [claim, *working, more, on_desk],
        State.CLAIMED: [*working, release, more, on_desk],
        State.EDITING: [*working, release, more, on_desk],
        State.SENDING: [button("Undo", "undo", value, style="danger",
                               said=f"Take the reply to {view.reference} back")],
        State.SENT: [reopen, button("Teach the assistant", "teach", value)],
        State.SNOOZED: [button("Wake now", "wake", value), *working, on_desk],
        State.ANSWERED_ELSEWHERE: [button("Close", "close", value), reopen],
        State.CLOSED: [reopen],
    }  # fmt: skip
    return rows[view.state]


def _because(view: CaseView) -> str:
    if view.merged_into:
        return f", merged into {view.merged_into}"
    return f": {inert(view.closed_reason.replace('_', ' '))}" if view.closed_reason else ""


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone(LONDON):%H:%M:%S}" if moment else "once"


def _moment(moment: datetime | None, now: datetime) -> str:
    return short_time(moment, now) if moment else "later"
