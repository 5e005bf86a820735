"""Ask a person: one form that shows exactly what is sent, from the chat or from an interview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from bot.channels.web import visits
from bot.channels.web.addresses import address_fault
from bot.channels.web.check import address as address_of
from bot.channels.web.check import stage_of
from bot.channels.web.interview import Stage
from bot.channels.web.result import result_of
from bot.channels.web.site import Site
from bot.channels.web.wording import wording
from bot.clock import utc_now
from bot.model import Enquiry
from handlers.model import Outcome

ASKED_FOR = "staff.person"
"""Reason of a case that somebody opened by asking for a person."""
_MOST_ADDED = 5000  # characters


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields."""

    name: str = ""
    email: str = ""
    added: str = ""
    fault: str = ""
    """What is wrong with the address; empty: nothing."""


def add_handover(pages: Blueprint, site: Site, chat: Callable[..., Response]) -> None:
    """Add the form's pages; `chat` makes the page of the conversation."""

    @pages.get("/chat/person")
    def person() -> Response:
        return make_response(_page(site, Form(added=_open_question(site)), None))

    @pages.post("/chat/person")
    def ask_person() -> AnyResponse:
        return _send(site, chat, None)

    @pages.get("/chat/check/<offer>/<kind>/send")
    def send_check(offer: str, kind: str) -> Response:
        return make_response(_page(site, Form(), stage_of(site, offer, kind)))

    @pages.post("/chat/check/<offer>/<kind>/send")
    def ask_about_check(offer: str, kind: str) -> AnyResponse:
        return _send(site, chat, stage_of(site, offer, kind))

    @pages.post("/chat/contact")
    def contact() -> AnyResponse:
        held = visits.current(site)
        address = request.form.get("email", "").strip()
        reference = request.form.get("reference", "")
        if held is None or not visits.is_trusted(site):
            return chat(400, notice=_OLD_PAGE, address_draft=address)
        fault = address_fault(address)
        if fault:
            return chat(422, address_error=fault, address_draft=address, address_for=reference)
        if not site.desk.leave_contact(held.conversation, reference, address, utc_now()):
            return chat(400, notice=_OLD_PAGE)
        return visits.done(site, chat)


_OLD_PAGE = "This page was out of date. What you wrote is still here: please send it again."


def _send(site: Site, chat: Callable[..., Response], stage: Stage | None) -> AnyResponse:
    form = Form(
        request.form.get("name", "").strip()[:200],
        request.form.get("email", "").strip(),
        request.form.get("added", "").strip()[:_MOST_ADDED],
    )
    if not visits.is_trusted(site):
        return make_response(_page(site, form, stage, notice=_OLD_PAGE), 400)
    fault = address_fault(form.email)
    if fault:
        failed = Form(form.name, form.email, form.added, fault)
        return make_response(_page(site, failed, stage), 422)
    held = visits.current_or_new(site)
    enquiry = Enquiry(
        "web", held.conversation, _words(site, form, stage),
        identity=f"form:{request.form['form']}", sender=form.email, name=form.name or None,
    )  # fmt: skip
    reply = site.desk.hold(enquiry, ASKED_FOR)
    site.metrics.turn("web", reply.outcome.value)
    return visits.done(site, chat)


def switched_off_page(site: Site, text: str, reason: str) -> Response:
    """Return the form with somebody's words, for when the assistant may not answer them."""
    notice = f"The assistant is switched off at the moment. {reason}"
    return make_response(_page(site, Form(added=text), None, notice), 503)


def _page(site: Site, form: Form, stage: Stage | None, notice: str = "") -> str:
    held = visits.current(site)
    return render_template(
        "person.html",
        form=form,
        notice=notice,
        stage=stage,
        summary=summary(site, stage) if stage else "",
        back=address_of(stage, stage.address) if stage else url_for("web.chat"),
        turns=site.desk.history(held.conversation) if held else (),
        words=wording(site),
    )


def _words(site: Site, form: Form, stage: Stage | None) -> str:
    """What the team reads: what was added, and the checked answers."""
    parts = [form.added, summary(site, stage) if stage else ""]
    return "\n\n".join(filter(None, parts)) or "Please get in touch with me."


def summary(site: Site, stage: Stage) -> str:
    """Return an interview as plain text: answers, verdict, criteria with the page's words."""
    text = render_template(
        "summary.txt",
        stage=stage,
        offer=site.knowledge.offer(stage.offer),
        result=result_of(site, stage),
    )
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _open_question(site: Site) -> str:
    """The enquirer's last words that were not answered, to start from."""
    held = visits.current(site)
    turns = site.desk.history(held.conversation) if held else ()
    unanswered = (Outcome.ESCALATE, Outcome.ANSWER_AND_ESCALATE, Outcome.CLARIFY, Outcome.DECLINE)
    if not turns or turns[-1].outcome not in unanswered:
        return ""
    open_parts = [p.question for p in turns[-1].parts if p.outcome is Outcome.ESCALATE]
    return "\n".join(filter(None, open_parts)) or turns[-1].text
