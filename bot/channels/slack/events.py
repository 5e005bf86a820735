"""What Slack sends us, sorted: what it is called, what it belongs to, whether it concerns us.

Pure. The name decides on repetition, so it is chosen by what must not happen twice:

- a message is (team, channel, ts): `app_mention` and `message` for the same words are one, and so
  are Slack's retries, also those with a fresh envelope;
- a click is (message, action, its time, person); what two people click at once are two clicks, and
  the case decides who was first;
- a command or shortcut is its trigger, a submitted form is its view, any other event its event id.

Messages that do not concern us are not stored at all: the channels that we sit in are not ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.channels.slack.words import mentions

Body = Mapping[str, Any]  # JSON from Slack
# Subtypes of messages that a person wrote. Source: Slack, "message event", subtypes.
_PERSONS_OWN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
_SLACKBOT = "USLACKBOT"
_DIRECT = "im"


class Kind(StrEnum):
    """What came in, by what has to be done about it."""

    MESSAGE = "message"
    """Words of a person, to be answered; several in a row are one turn."""
    COMMAND = "command"
    """`/npq QUESTION`."""
    SHORTCUT = "shortcut"
    """"Answer this" on a message."""
    CHOICE = "choice"
    """One of the answers that a question of ours offers, taken by its button."""
    HOME = "home"
    """Somebody opened one of our tabs."""
    CLICK = "click"
    """A button or a menu."""
    FORM = "form"
    """A submitted modal."""


# What waits for an answer in words is worked apart from what somebody waits for with a mouse.
QUESTIONS = (Kind.MESSAGE, Kind.COMMAND, Kind.SHORTCUT, Kind.CHOICE)
CLICKS = (Kind.HOME, Kind.CLICK, Kind.FORM)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing to be stored and worked."""

    identity: str
    """Its name; the same name is worked once."""
    kind: Kind
    """What it is."""
    author: str
    """Slack id of the person."""
    payload: dict[str, Any] = field(default_factory=dict)
    """What the work needs of it, and no more."""
    talk: str = ""
    """The conversation it belongs to; empty where it belongs to none."""
    begins: bool = False
    """From now on its thread is one that we were called into."""
    only_if_known: bool = False
    """Concerns us only in a thread that we were called into before."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """One thing that is none of our business."""

    reason: str
    """Stable code."""


def sort_event(body: Body) -> Incoming | Ignored:
    """Sort an event callback."""
    event = body.get("event")
    if not isinstance(event, Mapping):
        return Ignored("malformed")
    kind = event.get("type")
    if kind in ("app_mention", "message"):
        return _message(body, event)
    if kind == "app_home_opened" and event.get("user"):
        identity = f"event:{body.get('event_id') or event.get('event_ts')}"
        payload = {"tab": event.get("tab", "home"), "channel": event.get("channel", "")}
        return Incoming(identity, Kind.HOME, str(event["user"]), payload)
    return Ignored("unknown")


def own_id(body: Body) -> str:
    """Return our own id in the workspace that an event comes from; empty where it is not said."""
    for one in body.get("authorizations") or ():
        if isinstance(one, Mapping) and one.get("is_bot"):
            return str(one.get("user_id") or "")
    return ""


def _message(body: Body, event: Body) -> Incoming | Ignored:
    author, ts = event.get("user"), event.get("ts")
    channel, text = event.get("channel"), str(event.get("text") or "")
    ours = own_id(body)
    if event.get("bot_id") or event.get("bot_profile") or author in (ours or None, _SLACKBOT):
        return Ignored("bot")
    if event.get("subtype") not in _PERSONS_OWN or event.get("edited") or event.get("hidden"):
        return Ignored("edit")
    if not (author and ts and channel):
        return Ignored("malformed")
    if not text.strip():
        return Ignored("empty")
    direct = event.get("channel_type") == _DIRECT or str(channel).startswith("D")
    thread = str(event.get("thread_ts") or "")
    called = event.get("type") == "app_mention" or bool(ours and ours in mentions(text))
    if not direct and not called:
        if not thread:
            return Ignored("not_called")
        if mentions(text):
            return Ignored("for_somebody_else")
    root = thread or ("" if direct else str(ts))
    return Incoming(
        identity=f"message:{body.get('team_id', '')}:{channel}:{ts}",
        kind=Kind.MESSAGE,
        author=str(author),
        payload={
            "channel": str(channel), "ts": str(ts), "thread": root, "text": text,
            "direct": direct, "called": direct or called, "own_id": ours,
        },
        talk=f"{channel}:{root}",
        begins=direct or called,
        only_if_known=not direct and not called,
    )  # fmt: skip


def sort_command(body: Body) -> Incoming:
    """Sort a slash command."""
    channel, author = str(body.get("channel_id", "")), str(body.get("user_id", ""))
    return Incoming(
        identity=f"command:{body.get('trigger_id', '')}",
        kind=Kind.COMMAND,
        author=author,
        payload={
            "channel": channel, "text": str(body.get("text") or ""),
            "response_url": str(body.get("response_url") or ""),
        },
        talk=f"{channel}:/{author}",
    )  # fmt: skip


def sort_shortcut(body: Body) -> Incoming:
    """Sort the message shortcut."""
    message, channel = body.get("message") or {}, str((body.get("channel") or {}).get("id", ""))
    author = str((body.get("user") or {}).get("id", ""))
    ts = str(message.get("ts", ""))
    return Incoming(
        identity=f"shortcut:{body.get('trigger_id', '')}",
        kind=Kind.SHORTCUT,
        author=author,
        payload={
            "channel": channel, "ts": ts, "thread": str(message.get("thread_ts") or ts),
            "text": str(message.get("text") or ""),
            "response_url": str(body.get("response_url") or ""),
        },
        talk=f"{channel}:{ts}/{author}",
    )  # fmt: skip


def sort_click(body: Body) -> Incoming:
    """Sort a click on a button or menu; of several actions in one payload the first counts."""
    action = (body.get("actions") or [{}])[0]
    container, view = body.get("container") or {}, body.get("view") or {}
    author = str((body.get("user") or {}).get("id", ""))
    channel = str(container.get("channel_id") or (body.get("channel") or {}).get("id") or "")
    where = str(container.get("message_ts") or view.get("id") or "")
    name = str(action.get("action_id", ""))
    chosen = action.get("selected_option") or {}
    when = action.get("action_ts") or body.get("trigger_id", "")
    message = body.get("message") or {}
    return Incoming(
        identity=f"click:{channel}:{where}:{name}:{when}:{author}",
        kind=Kind.CLICK,
        author=author,
        payload={
            "action": name,
            "value": str(action.get("value") or chosen.get("value") or ""),
            "label": str((action.get("text") or chosen.get("text") or {}).get("text") or ""),
            "channel": channel,
            "ts": str(container.get("message_ts") or ""),
            "thread": str(container.get("thread_ts") or message.get("thread_ts") or ""),
            "private": bool(container.get("is_ephemeral")),
            "response_url": str(body.get("response_url") or ""),
            # What is shown is drawn anew from the database, but for a question of ours.
            "blocks": message.get("blocks") or [] if name.startswith("choose:") else [],
            "text": str(message.get("text") or "") if name.startswith("choose:") else "",
        },
    )


def sort_form(body: Body) -> Incoming:
    """Sort a modal that was submitted, or closed without that."""
    closed = body.get("type") == "view_closed"
    view = body.get("view") or {}
    values = (view.get("state") or {}).get("values") or {}
    return Incoming(
        identity=f"{'closed' if closed else 'form'}:{view.get('id', '')}",
        kind=Kind.FORM,
        author=str((body.get("user") or {}).get("id", "")),
        payload={
            "form": str(view.get("callback_id", "")),
            "closed": closed,
            "about": str(view.get("private_metadata") or ""),
            "fields": {name: _field(block) for name, block in values.items()},
            "response_urls": [str(u.get("response_url")) for u in body.get("response_urls") or ()],
        },
    )


def _field(block: Mapping[str, Any]) -> str:
    """What a person entered in one input; empty where it was left out."""
    for one in block.values():
        chosen = one.get("selected_option") or {}
        given = (
            one.get("value") or chosen.get("value") or one.get("selected_date_time")
            or one.get("selected_conversation")
        )  # fmt: skip
        return str(given or "")
    return ""
