"""What the buttons under an answer do: post it, hand it over, judge it, take a choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot import cases, outbox
from bot.channels.slack.answers import chosen, public_message
from bot.channels.slack.api import SlackError, answer_privately
from bot.channels.slack.events import Kind
from bot.channels.slack.found import Found, find_answer
from bot.channels.slack.parts import Parts
from bot.channels.slack.places import Where
from bot.channels.slack.replies import whisper
from bot.core import log_failure
from bot.model import DeskReply, Enquiry
from bot.storage import slack_events, writing
from bot.storage.rows import put
from bot.storage.slack_events import SlackEvent
from bot.storage.tables import slack_verdicts

Finish = Callable[[Connection], None]
"""Notes that the click is done."""
Done = Callable[[Parts, SlackEvent, Finish, datetime], None]

ASKED = "asked.slack"
"""Reason of a case that a colleague opened by a button."""
_FORGOTTEN = "This answer is not kept any more. Please ask again."
_SORRY = "Thank you. Press Ask the NPQ team if somebody should look at it."


def choose(parts: Parts, event: SlackEvent, finish: Finish, now: datetime) -> None:
    """Take an offered answer as what the person says next; the first click on it counts."""
    click = event.payload
    talk = f"{click['channel']}:{click['thread']}"
    if click["private"]:
        talk = f"{click['channel']}:/{event.author}"
    with writing(parts.engine) as connection:
        first = slack_events.keep(
            connection,
            identity=f"choice:{click['channel']}:{click['ts']}",
            kind=Kind.CHOICE,
            author=event.author,
            talk=talk,
            payload={
                "channel": click["channel"], "thread": click["thread"], "text": click["value"],
                "direct": click["private"] or click["channel"].startswith("D"), "called": True,
                "response_url": click["response_url"] if click["private"] else "",
            },
            at=now,
        )  # fmt: skip
        finish(connection)
    if not first:
        return
    blocks = chosen(click["blocks"], click["label"])
    try:
        if click["private"]:
            answer_privately(click["response_url"], click["text"], blocks, replace=True)
        else:
            parts.api.redraw(click["channel"], click["ts"], click["text"], blocks)
    except SlackError as error:  # the buttons stay, and take nothing more
        log_failure("choice not shown", error)


def _share(parts: Parts, event: SlackEvent, finish: Finish, now: datetime) -> None:
    """Post an answer where everybody reads it, in the thread of what it answers."""
    found = find_answer(parts, event.payload["value"], now)
    place = Where(event.payload["channel"], event.payload["thread"])
    _post(parts, event, found, place, event.payload["response_url"], finish, now)


def _share_form(parts: Parts, event: SlackEvent, finish: Finish, now: datetime) -> None:
    found = find_answer(parts, event.payload["about"], now)
    place = Where(event.payload["fields"]["channel"])
    url = next(iter(event.payload["response_urls"]), "")
    _post(parts, event, found, place, url, finish, now)


def _post(
    parts: Parts,
    event: SlackEvent,
    found: Found | None,
    place: Where,
    response_url: str,
    finish: Finish,
    now: datetime,
) -> None:
    with writing(parts.engine) as connection:
        if found is not None:
            message = public_message(found.answer)
            outbox.enqueue(
                connection,
                channel="slack",
                kind="shared",
                recipient=place.channel,
                # Where we are no member, the address of the click may still post.
                payload=place.as_json()
                | {
                    "text": message.text,
                    "blocks": list(message.blocks),
                    "public_url": response_url,
                },
                unique_key=f"slack-share:{event.identity}",
                not_before=now,
            )
        finish(connection)
    if found is None:
        whisper(parts, event.author, event.payload, _FORGOTTEN)


def _to_team(parts: Parts, event: SlackEvent, finish: Finish, now: datetime) -> None:
    """Open a case of the question; whoever asked is told its reference where they asked."""
    found = find_answer(parts, event.payload["value"], now)
    if found is None:
        with writing(parts.engine) as connection:
            finish(connection)
        whisper(parts, event.author, event.payload, _FORGOTTEN)
        return

    def settle(connection: Connection, reply: DeskReply) -> None:
        cases.know_enquirer(connection, reply.conversation, event.author, None, now)

    reply = parts.desk.hold(
        Enquiry(
            "slack", found.thread, found.question, identity=f"to_team:{event.payload['value']}",
            received_at=now,
        ),
        ASKED,
        settle,
    )  # fmt: skip
    click = event.payload
    place = Where(
        click["channel"], click["thread"], click["response_url"] if click["private"] else ""
    )
    with writing(parts.engine) as connection:
        outbox.enqueue(
            connection,
            channel="slack",
            kind="passed_on",
            recipient=place.channel,
            payload=place.as_json()
            | {"text": f"Passed to the NPQ team. The reference is {reply.reference}."},
            unique_key=f"slack:to_team:{event.payload['value']}",
            not_before=now,
            conversation=reply.conversation,
        )
        finish(connection)


def _feedback(parts: Parts, event: SlackEvent, finish: Finish, now: datetime) -> None:
    """Keep what somebody thinks of an answer; a second thought replaces the first."""
    name, _, verdict = event.payload["value"].rpartition(":")
    found = find_answer(parts, name, now)
    with writing(parts.engine) as connection:
        if found is not None and name.startswith("turn:"):
            _, conversation, number = name.split(":")
            put(
                connection, slack_verdicts, ("conversation_id", "turn"),
                conversation_id=conversation, turn=int(number), right=verdict == "right", at=now,
            )  # fmt: skip
        finish(connection)
    if verdict == "wrong":
        whisper(parts, event.author, event.payload, _SORRY)


def _try(parts: Parts, event: SlackEvent, finish: Finish, now: datetime) -> None:
    """Ask a question of the home tab in the Messages tab, where its answer appears."""
    with writing(parts.engine) as connection:
        slack_events.keep(
            connection,
            identity=f"try:{event.identity}",
            kind=Kind.CHOICE,
            author=event.author,
            talk=f"{event.author}:",
            payload={
                "channel": event.author, "thread": "", "text": event.payload["fields"]["text"],
                "direct": True, "called": True,
            },
            at=now,
        )  # fmt: skip
        finish(connection)


ON_ANSWERS: Mapping[str, Done] = {"share": _share, "to_team": _to_team, "feedback": _feedback}
ON_ANSWER_FORMS: Mapping[str, Done] = {"share_form": _share_form, "try_form": _try}
