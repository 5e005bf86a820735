"""A real server on a free port, and Debian's Chromium in front of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
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


Answer = tuple[str, bytes, Mapping[str, str]]
"""Media type, body, further headers."""


def pages(answer: Callable[[str], Answer]) -> WSGIApplication:
    """Return a small site that answers each path as the function says."""

    def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind, body, headers = answer(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", kind), *headers.items()])
        return [body]

    return site
