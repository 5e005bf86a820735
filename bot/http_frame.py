"""What every response has in common: headers that keep browsers strict, and errors in words."""

from __future__ import annotations

import json
import logging

from flask import Flask, Response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from bot.core import log_failure

logger = logging.getLogger(__name__)

# Nothing is loaded but our own stylesheet and icon; nothing runs; nobody may frame the pages.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_WORDS = {
    400: ("This cannot be read", "Something in the request was not as expected. Please try again."),
    401: ("Not signed in", "This needs proof of who you are."),
    403: ("Not allowed", "This request is not allowed."),
    404: ("Page not found", "There is no such page."),
    405: ("Not possible here", "This address does not take that kind of request."),
    413: ("Too long", "Your message is too long. Please shorten it and send it again."),
    503: (
        "Sorry, this did not work",
        "Your message could not be stored, so nobody has seen it. Please try again in a few"
        " minutes.",
    ),
}
_OURS = ("Sorry, this did not work", "The fault is ours. Please try again in a few minutes.")


def frame(app: Flask, mail_address: str) -> None:
    """Give an app the common headers and errors: pages for people, problem+json for programs."""

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response  # type: ignore[return-value]  # Flask's own redirects
        return answer(error.code or 500, error.description)

    @app.errorhandler(SQLAlchemyError)
    def not_stored(error: SQLAlchemyError) -> Response:
        log_failure("database failed", error)
        return answer(503, None)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log_failure("request failed", error)
        return answer(500, None)

    def answer(status: int, detail: str | None) -> Response:
        title, message = _WORDS.get(status, _OURS)
        if request.path.startswith("/api/"):
            return problem(status, title, detail or message)
        body = render_template(
            "error.html", title=title, message=message, mail_address=mail_address
        )
        return Response(body, status, mimetype="text/html")


def problem(status: int, title: str, detail: str) -> Response:
    """Return an error as problem+json. Source: RFC 9457."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(json.dumps(body), status, mimetype="application/problem+json")
