"""Takes deliveries of the channel "slack" out of the house."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.slack.api import (
    RateLimitedError,
    RefusedError,
    SlackApi,
    SlackError,
    UncertainError,
    answer_privately,
)
from bot.channels.slack.blocks import Block
from bot.channels.slack.places import Where, where_from_json
from bot.outbox import Delivery, Receipt, TransportError, Uncertain

_NO_MEMBER = frozenset({"not_in_channel", "channel_not_found"})


class SlackSender:
    """Posts messages; each bears its delivery's key, by which it is found again."""

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    def send(self, delivery: Delivery) -> Receipt:
        """Post a message, or answer through a response address."""
        where = where_from_json(delivery.payload)
        text, blocks = delivery.payload["text"], delivery.payload.get("blocks") or []
        try:
            if where.response_url:
                answer_privately(where.response_url, text, blocks)
                return Receipt("private")
            return Receipt(self._post(delivery, where, text, blocks))
        except UncertainError as error:
            raise Uncertain(str(error)) from error
        except SlackError as error:
            raise TransportError(str(error), permanent=isinstance(error, RefusedError)) from error

    def _post(self, delivery: Delivery, where: Where, text: str, blocks: Sequence[Block]) -> str:
        try:
            return self._api.post(
                where.channel, text, blocks, thread=where.thread, name=delivery.unique_key
            )
        except RefusedError as error:
            public_url = delivery.payload.get("public_url")
            if not public_url or error.error not in _NO_MEMBER:
                raise
            answer_privately(public_url, text, blocks, public=True)
            return "public"

    def find_sent(self, delivery: Delivery) -> bool | None:
        """Look for the message in its channel.

        What only one person saw cannot be looked up. It is called unsent: seeing an answer twice
        costs that one person less than never seeing it.
        """
        where = where_from_json(delivery.payload)
        if where.response_url:
            return False
        if where.channel.startswith("U"):  # a person's own channel is not known by that name
            return None
        try:
            return (
                self._api.find(where.channel, delivery.unique_key, thread=where.thread) is not None
            )
        except RefusedError as error:
            raise TransportError(str(error), permanent=True) from error
        except (RateLimitedError, SlackError) as error:
            raise TransportError(str(error), permanent=False) from error
