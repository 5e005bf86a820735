"""Slack's Web API as the desk calls it: few methods, and errors by what has to be done about them.

A call that Slack has asked us to hold back (429 and Retry-After) is not made again before its time:
the method rests, and whoever calls it meanwhile is told how long.
"""

from __future__ import annotations

import http.client
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.channels.slack.blocks import Block

TIMEOUT_S = 10
_DEFAULT_REST_S = 30
# Slack's own trouble, by its word; everything else that is "not ok" stays so however often we ask.
_PASSING = frozenset(
    ["internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"]
)
_READS = frozenset(
    [
        "auth.test",
        "conversations.history",
        "conversations.replies",
        "usergroups.users.list",
        "users.info",
    ]
)
logger = logging.getLogger(__name__)


class SlackError(Exception):
    """A call did not do what it should."""


class RateLimitedError(SlackError):
    """Slack asked us to wait; nothing was done."""

    def __init__(self, method: str, wait_s: float) -> None:
        super().__init__(f"{method}: wait {wait_s:.0f} s")
        self.wait_s = wait_s


class RefusedError(SlackError):
    """Slack said no, and will again; nothing was done."""

    def __init__(self, method: str, error: str) -> None:
        super().__init__(f"{method}: {error}")
        self.error = error


class UnreachableError(SlackError):
    """Slack could not be asked, or failed before it did anything."""


class UncertainError(SlackError):
    """The call was sent, but no answer came: it may have been done."""


class SlackApi:
    """The workspace as our bot sees it. Safe to share between threads."""

    def __init__(self, token: str, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = WebClient(token=token, base_url=url, timeout=TIMEOUT_S, retry_handlers=[])
        self._clock = clock
        self._rests: dict[str, float] = {}
        self._lock = threading.Lock()

    def post(
        self,
        channel: str,
        text: str,
        blocks: Sequence[Block] = (),
        *,
        thread: str = "",
        name: str = "",
        everywhere: bool = False,
    ) -> str:
        """Post a message and return its ts. `name` is stored with it, for `find` to see."""
        call: dict[str, Any] = {
            "channel": channel, "text": text, "unfurl_links": False, "unfurl_media": False,
        }  # fmt: skip
        if blocks:
            call["blocks"] = list(blocks)
        if thread:
            call["thread_ts"] = thread
            call["reply_broadcast"] = everywhere
        if name:
            call["metadata"] = {"event_type": "npq_desk", "event_payload": {"name": name}}
        return str(self._call("chat.postMessage", call)["ts"])

    def find(self, channel: str, name: str, *, thread: str = "") -> str | None:
        """Return the ts of the message that was posted under a name; None: there is none."""
        call: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 200}
        if thread:
            found = self._call("conversations.replies", call | {"ts": thread})
        else:
            found = self._call("conversations.history", call)
        for message in found.get("messages") or ():
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("name") == name:
                return str(message["ts"])
        return None

    def redraw(self, channel: str, ts: str, text: str, blocks: Sequence[Block]) -> None:
        """Replace a message of ours."""
        self._call(
            "chat.update", {"channel": channel, "ts": ts, "text": text, "blocks": list(blocks)}
        )

    def whisper(self, channel: str, person: str, text: str, *, thread: str = "") -> None:
        """Say something in a channel that one person alone sees."""
        call = {"channel": channel, "user": person, "text": text}
        self._call("chat.postEphemeral", call | ({"thread_ts": thread} if thread else {}))

    def open_modal(self, trigger: str, view: Block) -> str:
        """Open a modal and return its id; within three seconds of the click."""
        return str(self._call("views.open", {"trigger_id": trigger, "view": view})["view"]["id"])

    def fill_modal(self, view_id: str, view: Block) -> None:
        """Replace what a modal shows."""
        self._call("views.update", {"view_id": view_id, "view": view})

    def publish_home(self, person: str, view: Block) -> None:
        """Draw a person's home tab."""
        self._call("views.publish", {"user_id": person, "view": view})

    def suggest(self, channel: str, prompts: Sequence[str]) -> None:
        """Offer up to four questions in the Messages tab."""
        offered = [{"title": p[:75], "message": p} for p in prompts[:4]]
        self._call(
            "assistant.threads.setSuggestedPrompts", {"channel_id": channel, "prompts": offered}
        )

    def members(self, group: str) -> frozenset[str]:
        """Return the ids of the people in a user group."""
        return frozenset(self._call("usergroups.users.list", {"usergroup": group})["users"])

    def name_of(self, person: str) -> str:
        """Return the name that a person goes by."""
        found = self._call("users.info", {"user": person})["user"]
        return str((found.get("profile") or {}).get("real_name") or found.get("name") or person)

    def own_id(self) -> str:
        """Return our own id."""
        return str(self._call("auth.test", {})["user_id"])

    def _call(self, method: str, call: Mapping[str, Any]) -> Mapping[str, Any]:
        self._wait_is_over(method)
        # Slack takes JSON for what writes; what reads takes a form alone.
        form, body = (dict(call), None) if method in _READS else (None, dict(call))
        try:
            response = self._client.api_call(method, params=form, json=body)
            # A file would be bytes; no method here returns one.
            return response.data if isinstance(response.data, dict) else {}
        except SlackApiError as error:
            raise self._understood(method, error) from error
        except (ConnectionRefusedError, URLError) as error:
            raise _unreached(method, error) from error
        except (TimeoutError, http.client.HTTPException, OSError) as error:
            raise UncertainError(f"{method}: {type(error).__name__}") from error

    def _wait_is_over(self, method: str) -> None:
        with self._lock:
            wait_s = self._rests.get(method, 0.0) - self._clock()
        if wait_s > 0:
            raise RateLimitedError(method, wait_s)

    def _understood(self, method: str, error: SlackApiError) -> SlackError:
        response = error.response
        status = int(getattr(response, "status_code", 0))
        word = str(response.get("error") or "unknown")
        if status == 429 or word == "ratelimited":
            headers = {k.lower(): v for k, v in dict(response.headers).items()}
            given = str(headers.get("retry-after", ""))
            wait_s = float(given) if given.isdecimal() else float(_DEFAULT_REST_S)
            with self._lock:
                self._rests[method] = self._clock() + wait_s
            logger.info("slack asks us to wait", extra={"method": method, "seconds": wait_s})
            return RateLimitedError(method, wait_s)
        if status != 200 or word in _PASSING:
            return UncertainError(f"{method}: {status} {word}")
        return RefusedError(method, word)


def answer_privately(
    response_url: str,
    text: str,
    blocks: Sequence[Block] = (),
    *,
    public: bool = False,
    replace: bool = False,
) -> None:
    """Answer through a response address, which works half an hour and five times.

    Raises RefusedError when the address is used up, UnreachableError when nobody answers.
    """
    client = WebhookClient(response_url, timeout=TIMEOUT_S, retry_handlers=[])
    try:
        response = client.send(
            text=text,
            blocks=list(blocks) or None,
            response_type="in_channel" if public else "ephemeral",
            replace_original=replace,
            unfurl_links=False,
        )
    except (URLError, OSError, http.client.HTTPException) as error:
        raise UnreachableError(f"response address: {type(error).__name__}") from error
    if response.status_code >= 300:
        raise RefusedError("response address", f"{response.status_code}")


def _unreached(method: str, error: Exception) -> SlackError:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return UncertainError(f"{method}: timed out")
    return UnreachableError(f"{method}: {type(reason).__name__}")
