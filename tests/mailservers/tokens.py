"""A small token server: gives tokens out for a client secret, tells Dovecot which are good."""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

CLIENT = "client-of-the-tests"
SECRET = "secret-of-the-tests"


class TokenServer(ThreadingHTTPServer):
    """Knows the tokens that it gave out; a withdrawn one is bad from then on."""

    daemon_threads = True

    def __init__(self, username: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.username = username
        self.good: set[str] = set()
        self.asked = 0

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    def new_token(self) -> str:
        """Return a token that is good until it is withdrawn."""
        token = secrets.token_hex(16)
        self.good.add(token)
        return token

    def withdraw_all(self) -> None:
        """Make every token given out so far a bad one."""
        self.good.clear()


class _Handler(BaseHTTPRequestHandler):
    server: TokenServer

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"] or 0)).decode())
        if self.path.startswith("/introspect"):
            good = form.get("token", [""])[0] in self.server.good
            # A 401 would make Dovecot report a temporary failure instead of a bad token.
            self._answer(200, {"active": str(good).lower(), "username": self.server.username})
            return
        self.server.asked += 1
        if form.get("client_secret", [""])[0] not in ("", SECRET) or self._wrong_basic():
            self._answer(401, {"error": "invalid_client", "error_description": "AADSTS7000215"})
            return
        self._answer(
            200,
            {"access_token": self.server.new_token(), "expires_in": 3600, "token_type": "Bearer"},
        )

    def _wrong_basic(self) -> bool:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        return kind == "Basic" and base64.b64decode(value) != f"{CLIENT}:{SECRET}".encode()

    def _answer(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def running_token_server(username: str) -> Iterator[TokenServer]:
    """Serve until the block ends."""
    server = TokenServer(username)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
