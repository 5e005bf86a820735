"""The pages of the chat: show the conversation, take a message, start again.

Everything works by plain forms. Our script sends the same forms and puts the same pages in place.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from bot import choices
from bot.channels.web import visits
from bot.channels.web.check import add_check
from bot.channels.web.copies import add_copies
from bot.channels.web.files import add_widget
from bot.channels.web.handover import add_handover, switched_off_page
from bot.channels.web.interview import split
from bot.channels.web.next_steps import named
from bot.channels.web.opinions import add_opinions
from bot.channels.web.site import Site
from bot.channels.web.view import NOTHING_SAID, show
from bot.channels.web.wording import switched_off, wording
from bot.model import Enquiry
from bot.storage import reading

OLD_PAGE = "This page was out of date. Your words are still here: please send them again."


def web_pages(site: Site) -> Blueprint:
    """Return everything that enquirers see."""
    pages = Blueprint("web", __name__)

    @pages.context_processor
    def common() -> dict[str, Any]:  # whatever templates show
        return {
            "form_name": visits.form_name(site),
            "embedded": visits.looks_framed(),
            "mail_address": site.mail_address,
            "knowledge": site.knowledge,
            "can_mail": site.can_mail,
            "split": split,
            "named": named,
        }

    def page(status: int = 200, **extra: Any) -> Response:  # whatever the template shows
        held = visits.current(site)
        talk = show(site, held.conversation) if held else NOTHING_SAID
        body = render_template("chat.html", talk=talk, words=wording(site), **extra)
        return make_response(body, status)

    @pages.get("/")
    def home() -> AnyResponse:
        return redirect(url_for("web.chat"), 302)

    @pages.get("/chat")
    def chat() -> Response:
        return page()

    @pages.post("/chat")
    def send() -> AnyResponse:
        text = request.form.get("q", "")
        if not visits.is_trusted(site):
            return page(400, notice=OLD_PAGE, draft=text)
        if not text.strip():
            return page(422, question_error="Write your question first.")
        reason = switched_off(site)
        if reason:
            return switched_off_page(site, text, reason)
        held = visits.current_or_new(site)
        identity = f"form:{request.form['form']}"
        reply = site.desk.receive(Enquiry("web", held.conversation, text, identity=identity))
        site.metrics.turn("web", reply.outcome.value)
        return visits.done(site, page)

    @pages.post("/chat/restart")
    def restart() -> AnyResponse:
        if not visits.is_trusted(site):
            return page(400, notice="This page was out of date. Please try again.")
        return visits.leave()

    @pages.get("/privacy")
    def privacy() -> str:
        with reading(site.engine) as connection:
            days = choices.get(connection, "keep_transcripts_days")
        return render_template("privacy.html", kept_days=days)

    @pages.get("/accessibility")
    def accessibility() -> str:
        return render_template("accessibility.html")

    add_check(pages, site)
    add_handover(pages, site, page)
    add_opinions(pages, site, page)
    add_copies(pages, site)
    add_widget(pages)
    return pages
