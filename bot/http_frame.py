"""What every response has in common: headers that keep browsers strict, and errors in words."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Collection

from flask import Flask, Response, g, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from bot.core import log_failure
from bot.errors import StorageError
from bot.metrics import Metrics

logger = logging.getLogger(__name__)

# Nothing is loaded, run or called but our own files; forms go nowhere else.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_MAY_BE_FRAMED = "web."
"""Endpoints that may stand inside other pages, those of enquirers; staff pages never."""
_WORDS = {
    400: ("This cannot be read", "Something in the request was not as expected. Please try again."),
    401: ("Not signed in", "This needs proof of who you are."),
    403: ("Not allowed", "This request is not allowed."),
    404: ("Page not found", "There is no such page."),
    405: ("Not possible here", "This address does not take that kind of request."),
    413: ("Too long", "Your message is too long. Please shorten it and send it again."),
    429: (
        "Please wait a moment",
        "Too many requests came from your connection. Go back, wait a few seconds and send it"
        " again.",
    ),
    503: (
        "Sorry, this did not work",
        "Your message could not be stored, so nobody has seen it. Please try again in a few"
        " minutes.",
    ),
}
_OURS = ("Sorry, this did not work", "The fault is ours. Please try again in a few minutes.")


def frame(app: Flask, mail_address: str, metrics: Metrics, framed_by: Collection[str]) -> None:
    """Give an app the common headers and errors: pages for people, problem+json for programs.

    `framed_by` holds the origins whose pages may show the chat in a frame; empty: none may.
    """
    framed = _POLICY.format(ancestors=" ".join(["'self'", *framed_by]))
    never_framed = _POLICY.format(ancestors="'none'")

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        may_be_framed = (request.endpoint or "").startswith(_MAY_BE_FRAMED)
        response.headers.setdefault(
            "Content-Security-Policy", framed if may_be_framed else never_framed
        )
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        elif "v" in request.args:  # an address that changes with the content: see `asset`
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        metrics.request(route, request.method, response.status_code, seconds)
        return response

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response  # type: ignore[return-value]  # Flask's own redirects
        response = answer(error.code or 500, error.description)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After", "WWW-Authenticate"):
                response.headers[name] = value
        return response

    @app.errorhandler(SQLAlchemyError)
    @app.errorhandler(StorageError)
    def not_stored(error: Exception) -> Response:
        log_failure("database failed", error)
        return answer(503, None)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log_failure("request failed", error)
        return answer(500, None)

    def answer(status: int, detail: str | None) -> Response:
        title, message = _WORDS.get(status, _OURS)
        if not _wants_page():
            return problem(status, title, detail or message)
        body = render_template(
            "error.html", title=title, message=message, mail_address=mail_address
        )
        return Response(body, status, mimetype="text/html")


def _wants_page() -> bool:
    programs = ("/api/", "/healthz", "/readyz", "/metrics")
    return not request.path.startswith(programs)


def problem(status: int, title: str, detail: str) -> Response:
    """Return an error as problem+json. Source: RFC 9457."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(json.dumps(body), status, mimetype="application/problem+json")
