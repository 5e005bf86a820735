"""A copy by e-mail, only to an address whose owner has confirmed it.

First a short mail with a code goes out, with no word that anybody typed; whoever reads the code
there and types it here gets the copy. An address gets at most three such mails a day, whoever
asks, so that nobody can use the desk to send mail to strangers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, make_response, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from bot import outbox
from bot.channels.web import visits
from bot.channels.web.addresses import address_fault
from bot.channels.web.check import address as address_of
from bot.channels.web.check import stage_of
from bot.channels.web.handover import summary
from bot.channels.web.interview import Stage
from bot.channels.web.site import Site
from bot.clock import london_day, utc_now
from bot.storage import writing

A_DAY = 3
"""Codes, and copies, that one address gets on one day."""
_VALID = timedelta(minutes=30)  # and the half hour before it, so that no code dies at once


@dataclass(frozen=True, slots=True)
class Form:
    """What the page shows."""

    email: str = ""
    step: str = "address"
    """address, code, or done."""
    fault: str = ""


def add_copies(pages: Blueprint, site: Site) -> None:
    """Add the pages; where no mail can be sent there are none."""

    @pages.get("/chat/copy")
    def copy() -> Response:
        _need(site)
        return make_response(_page(site, Form(), None))

    @pages.post("/chat/copy")
    def send_copy() -> AnyResponse:
        _need(site)
        return _step(site, None, lambda: _transcript(site))

    @pages.get("/chat/check/<offer>/<kind>/copy")
    def copy_check(offer: str, kind: str) -> Response:
        _need(site)
        return make_response(_page(site, Form(), stage_of(site, offer, kind)))

    @pages.post("/chat/check/<offer>/<kind>/copy")
    def send_check_copy(offer: str, kind: str) -> AnyResponse:
        _need(site)
        stage = stage_of(site, offer, kind)
        return _step(site, stage, lambda: summary(site, stage))


def _need(site: Site) -> None:
    if not site.can_mail:
        raise NotFound


def _step(site: Site, stage: Stage | None, content: Callable[[], str]) -> AnyResponse:
    email = request.form.get("email", "").strip()
    code = request.form.get("code", "").strip().upper()
    if not visits.is_trusted(site):
        return _answer(site, stage, Form(email, fault="This page was out of date. Try again."), 400)
    fault = address_fault(email)
    if fault:
        return _answer(site, stage, Form(email, fault=fault), 422)
    if "code" not in request.form:
        if not _mail(
            site, "code", email, render_template("mail/code.txt", code=_code(site, email))
        ):
            return _answer(site, stage, Form(email, fault=_ENOUGH), 429)
        return _answer(site, stage, Form(email, "code"), 200)
    if code.replace("-", "") not in _valid_codes(site, email):
        wrong = "This is not the code. Check the newest mail that you got."
        return _answer(site, stage, Form(email, "code", wrong), 422)
    if not _mail(site, "copy", email, render_template("mail/copy.txt", content=content())):
        return _answer(site, stage, Form(email, "code", _ENOUGH), 429)
    return _answer(site, stage, Form(email, "done"), 200)


_ENOUGH = "This address has had three mails from here today. Please try again tomorrow."


def _answer(site: Site, stage: Stage | None, form: Form, status: int) -> Response:
    return make_response(_page(site, form, stage), status)


def _page(site: Site, form: Form, stage: Stage | None) -> str:
    back = address_of(stage, stage.address) if stage else url_for("web.chat")
    return render_template("copy.html", form=form, stage=stage, back=back)


def _code(site: Site, email: str, ago: int = 0) -> str:
    window = int(utc_now().timestamp() // _VALID.total_seconds()) - ago
    return site.names.code("copy", email.casefold(), str(window))


def _valid_codes(site: Site, email: str) -> tuple[str, ...]:
    return tuple(_code(site, email, ago).replace("-", "") for ago in (0, 1))


def _mail(site: Site, kind: str, email: str, text: str) -> bool:
    """Put a mail into the outbox; False when the address has had enough of them today."""
    with writing(site.engine) as connection:
        return any(_enqueued(connection, kind, email, text, n) for n in range(A_DAY))


def _enqueued(connection: Connection, kind: str, email: str, text: str, number: int) -> bool:
    now = utc_now()
    owner = hashlib.sha256(email.casefold().encode()).hexdigest()[:32]
    return outbox.enqueue(
        connection,
        channel="email",
        kind=kind,
        recipient=email,
        payload={"subject": _SUBJECTS[kind], "text": text.strip()},
        unique_key=f"{kind}:{owner}:{london_day(now)}:{number}",
        not_before=now,
    )


_SUBJECTS = {"code": "Your code for a copy", "copy": "Your copy from the STSN NPQ assistant"}


def _transcript(site: Site) -> str:
    held = visits.current(site)
    turns = site.desk.history(held.conversation) if held else ()
    return "\n\n".join(
        f"You:\n{turn.text}\n\nAssistant:\n" + "\n\n".join(part.text for part in turn.parts)
        for turn in turns
    )
