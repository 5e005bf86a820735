"""Socket Mode: Slack's events over a connection of ours, where nobody can reach the desk.

The client of the SDK reconnects by itself when Slack closes or the line falls silent. An envelope
is acknowledged when Bolt has answered, and so when the event is on disk; what was not acknowledged
Slack sends again over the next connection, under the same name.
"""

from __future__ import annotations

import logging
import threading

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

logger = logging.getLogger(__name__)


class Socket:
    """The connection; `ensure` opens it and opens it again."""

    def __init__(self, app: App, app_token: str, url: str, ping_s: float = 10) -> None:
        self._app = app
        self._app_token = app_token
        self._url = url
        self._ping_s = ping_s
        self._lock = threading.Lock()
        # Made when it is first needed: its threads would not survive the fork of a web server.
        self._handler: SocketModeHandler | None = None

    def ensure(self) -> bool:
        """Connect unless a connection is there; False when Slack cannot be reached now."""
        with self._lock:
            handler = self._handler
            if handler is not None and handler.client.is_connected():
                return True
            try:
                if handler is None:
                    handler = self._handler = self._new_handler()
                    handler.client.connect()
                else:
                    handler.client.connect_to_new_endpoint()
            except (SlackApiError, SlackClientError, OSError) as error:
                logger.warning("socket not connected", extra={"error": type(error).__name__})
                return False
        return True

    def close(self) -> None:
        """End the connection for good."""
        with self._lock:
            if self._handler is not None:
                self._handler.client.close()
                self._handler = None

    def _new_handler(self) -> SocketModeHandler:
        return SocketModeHandler(
            self._app,
            self._app_token,
            logger=logger,
            web_client=WebClient(base_url=self._url),
            ping_interval=self._ping_s,
        )
