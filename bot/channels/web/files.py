"""Our own files: the script of the embedded panel, and addresses that change with the content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from flask import Blueprint, Flask, Response, url_for


def add_widget(pages: Blueprint) -> None:
    """Serve `/widget.js`, the one file that other sites load; its address never changes."""

    @pages.get("/widget.js")
    def widget() -> Response:
        response = Response(_content("widget.js"), mimetype="text/javascript")
        response.headers["Cache-Control"] = "public, max-age=3600"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def add_assets(app: Flask) -> None:
    """Give templates `asset(name)`: an address that browsers may keep for ever."""
    app.jinja_env.globals["asset"] = lambda name: url_for(
        "static", filename=name, v=_fingerprint(name)
    )


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:12]


@cache
def _content(name: str) -> bytes:
    return (files("bot") / "static" / name).read_bytes()
