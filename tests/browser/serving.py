"""A real server on a free port, and Debian's Chromium in front of it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Browser, Playwright
from werkzeug.serving import WSGIRequestHandler, make_server

_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


class _Silent(WSGIRequestHandler):
    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """Serve an application on loopback; its address without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chromium(playwright: Playwright, program: str) -> Browser:
    """Start a headless browser that loads nothing of its own accord."""
    return playwright.chromium.launch(executable_path=program, headless=True, args=list(_FLAGS))


class HostSite:
    """A school's site that embeds the chat with the one line, as strict or as hostile as told."""

    def __init__(self) -> None:
        """Nothing is embedded until `embed` has said what."""
        self.origin = ""
        """Filled in once it is served."""
        self._style = ""
        self._line = ""
        self._policy = ""

    def embed(self, chat: str, *, style: str = "", attributes: str = "") -> None:
        """Write the page anew: the line with these attributes, and a style of the site's own."""
        self._line = (
            f'<a href="{chat}/chat" id="ask">Ask about NPQs</a>'
            f'<script src="{chat}/widget.js" async {attributes}></script>'
        )
        self._style = style
        self._policy = (
            f"default-src 'none'; style-src 'self'; script-src {chat}; frame-src {chat};"
            " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as WSGI has it: the page, or its style."""
        kind, body = (
            "text/html",
            (
                '<!doctype html><html lang="en"><title>A school</title>'
                '<link rel="stylesheet" href="/style.css"><main><h1>A school</h1>'
                f"<p>Our courses. {self._line}</p></main></html>"
            ),
        )
        if environ["PATH_INFO"] == "/style.css":
            kind, body = "text/css", self._style
        start_response(
            "200 OK",
            [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Security-Policy", self._policy)],
        )
        return [body.encode()]
