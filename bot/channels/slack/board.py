"""Keeps the cards in the team's channel as the database says, whoever changed a case and where.

Nothing is pushed: a round looks for cases whose card is behind. So a restart, a lost answer or a
change at the desk in the browser all end the same way. A card is posted under the case's name in
its metadata; who dies while posting leaves a row without a message, and the next one asks Slack
before it posts again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot import cases, outbox
from bot.cases import CaseView, State
from bot.channels.slack.answers import Message
from bot.channels.slack.api import RateLimitedError, RefusedError, SlackError, UnreachableError
from bot.channels.slack.background import background_of
from bot.channels.slack.cards import card
from bot.channels.slack.histories import told_line
from bot.channels.slack.parts import Parts
from bot.channels.slack.places import Where
from bot.storage import reading, slack_cards, writing
from bot.storage.slack_cards import Behind

logger = logging.getLogger(__name__)

_AT_ONCE = 50  # cards a round
_INTERRUPTED = timedelta(seconds=30)  # longer than one call may take; then a posting counts as cut
_GONE = frozenset({"message_not_found", "cant_update_message", "channel_not_found"})
_TRIES = 3


def redraw_all(parts: Parts, now: datetime) -> int:
    """Bring every card that is behind up to date; how many. Stops where Slack asks to wait."""
    if not parts.channel:
        return 0
    with reading(parts.engine) as connection:
        rows = slack_cards.behind(connection, _AT_ONCE)
    drawn = 0
    for row in rows:
        try:
            drawn += _bring_up_to_date(parts, row, now)
        except RefusedError as error:
            logger.error("card refused", extra={"case": row.reference, "error": error.error})
        except SlackError as error:
            logger.info("cards wait", extra={"error": str(error)})
            break
    return drawn


def redraw(parts: Parts, reference: str, now: datetime) -> None:
    """Bring one card up to date at once; what does not succeed is left to the next round."""
    with reading(parts.engine) as connection:
        row = slack_cards.card_of(connection, reference)
    try:
        if row is not None:
            _bring_up_to_date(parts, row, now)
    except SlackError as error:
        logger.info("card waits", extra={"case": reference, "error": str(error)})


def _bring_up_to_date(parts: Parts, row: Behind, now: datetime) -> int:
    if row.ts is None:
        return _post(parts, row, now)
    before, newest = row.shown_version, False
    for _ in range(_TRIES):
        view, message = _drawing(parts, row.reference, now)
        if view.version == before and not newest:
            return 0
        try:
            parts.api.redraw(row.channel, row.ts, message.text, message.blocks)
        except RefusedError as error:
            if error.error not in _GONE:
                raise
            with writing(parts.engine) as connection:
                slack_cards.lost(connection, row.case_id)
            return 0
        if _note(parts, row, before, view, now):
            return 1
        # Somebody drew it meanwhile, perhaps something newer and before us: draw it once more.
        with reading(parts.engine) as connection:
            current = slack_cards.card_of(connection, row.reference)
        if current is None or current.ts is None:
            return 0
        before, newest = current.shown_version, True
    return 0


def _post(parts: Parts, row: Behind, now: datetime) -> int:
    name = f"card:{row.reference}"
    channel = row.channel or parts.channel
    if not _may_post(parts, row, now):
        return 0
    ts = parts.api.find(channel, name) if row.posted_at is not None else None
    if ts is not None:  # it was there already; the next round draws it
        with writing(parts.engine) as connection:
            slack_cards.posted(connection, row.case_id, ts)
        return 0
    view, message = _drawing(parts, row.reference, now)
    try:
        ts = parts.api.post(channel, message.text, message.blocks, name=name)
    except (RateLimitedError, UnreachableError):
        with writing(parts.engine) as connection:
            slack_cards.abandon(connection, row.case_id)
        raise
    with writing(parts.engine) as connection:
        slack_cards.posted(connection, row.case_id, ts)
    posted = Behind(row.case_id, row.reference, channel, ts, 0, now)
    _note(parts, posted, 0, view, now)
    return 1


def _may_post(parts: Parts, row: Behind, now: datetime) -> bool:
    with writing(parts.engine) as connection:
        if row.posted_at is None:
            return slack_cards.begin_posting(connection, row.case_id, parts.channel, now)
        cut = now - row.posted_at >= _INTERRUPTED
        return cut and slack_cards.take_over(connection, row.case_id, row.posted_at, now)


def _note(parts: Parts, row: Behind, before: int, view: CaseView, now: datetime) -> bool:
    """Note what the card shows, and put what led there into its thread."""
    with writing(parts.engine) as connection:
        still_open = view.state is not State.CLOSED
        if not slack_cards.drawn(
            connection, row.case_id, before, view.version, still_open=still_open
        ):
            return False
        for line in slack_cards.untold(connection, row.case_id):
            text = told_line(line.who, line.what, line.note)
            if text:
                outbox.enqueue(
                    connection,
                    channel="slack",
                    kind="history",
                    recipient=row.channel,
                    payload=Where(row.channel, row.ts or "").as_json() | {"text": text},
                    unique_key=f"slack-history:{line.id}",
                    not_before=now,
                )
    return True


def _drawing(parts: Parts, reference: str, now: datetime) -> tuple[CaseView, Message]:
    with reading(parts.engine) as connection:
        view = cases.view(connection, reference)
        background = background_of(connection, view, parts.core.knowledge)
    return view, card(view, background, now, parts.address)
