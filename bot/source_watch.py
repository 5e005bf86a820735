"""Fetches the published page, and looks once a day whether it still bears the facts out."""

from __future__ import annotations

from datetime import datetime

import httpx
from sqlalchemy import Engine

from bot import choices
from bot.channels.email.html_text import html_to_text
from bot.errors import InputError
from bot.jobs import Job, report
from bot.storage import reading, writing
from knowledge import load_knowledge
from knowledge.check import ProblemKind, verify

_TIMEOUT_S = 30.0
_DAY_S = 24 * 3600.0


def download(address: str) -> tuple[str, bool]:
    """Return a page's text, and whether its lines are those that the facts point to.

    A web page's text has other lines than the stored copy. Raises InputError when the page cannot
    be fetched.
    """
    try:
        response = httpx.get(address, timeout=_TIMEOUT_S, follow_redirects=True)
        response.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise InputError(f"{address}: cannot be fetched: {error}") from error
    if "html" in response.headers.get("content-type", ""):
        return html_to_text(response.text), False
    return response.text, True


def source_job() -> Job:
    """Return the job that looks at the page which staff have chosen to watch."""
    return Job("source page", _DAY_S, _watch)


def _watch(engine: Engine, now: datetime) -> None:
    with reading(engine) as connection:
        address = choices.get(connection, "source_page")
    if not address:
        return
    try:
        text, _ = download(address)
    except InputError as error:
        state, message = "note", str(error)
    else:
        lost = {p.subject for p in verify(load_knowledge(), text) if p.kind is ProblemKind.LOST}
        state = "FAULT" if lost else "ok"
        named = ", ".join(sorted(lost)[:20])
        message = f"the page no longer bears out: {named}" if lost else "bears every fact out"
    with writing(engine) as connection:
        report(connection, "source page", state, message, now)
