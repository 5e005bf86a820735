"""The pages of the chat: show the conversation, take a message, take an address, start again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from bot.channels.web.addresses import address_fault
from bot.channels.web.forms import FormNames, Pass, is_from_elsewhere, read_pass
from bot.channels.web.view import FIRST_MESSAGE, PERSON, SUGGESTIONS, show
from bot.clock import utc_now
from bot.desk import Desk
from bot.metrics import Metrics
from bot.model import Enquiry

COOKIE = "npq_conversation"
_COOKIE_AGE_S = 30 * 24 * 3600  # a conversation can be taken up again for 30 days on one device
_OLD_PAGE = "This page was out of date. Your words are still here: please send them again."


def web_pages(desk: Desk, secret: str, mail_address: str, metrics: Metrics) -> Blueprint:
    """Return the chat's pages; `secret` signs forms, `mail_address` is where the team reads."""
    pages = Blueprint("web", __name__)
    names = FormNames(secret)

    def current() -> Pass | None:
        held = read_pass(request.cookies.get(COOKIE))
        return held if held and desk.holds("web", held.conversation, held.token) else None

    def page(status: int = 200, **extra: Any) -> Response:  # whatever the template shows
        held = current()
        turns = show(desk, held.conversation) if held else ()
        body = render_template(
            "chat.html",
            turns=turns,
            first_message=FIRST_MESSAGE,
            suggestions=() if turns else SUGGESTIONS,
            person=PERSON,
            form_name=names.new(held.conversation if held else ""),
            mail_address=mail_address,
            **extra,
        )
        return make_response(body, status)

    def is_trusted(held: Pass | None) -> bool:
        name = request.form.get("form", "")
        ours = names.is_ours(name, held.conversation if held else "")
        return ours and not is_from_elsewhere(request)

    @pages.get("/")
    def home() -> AnyResponse:
        return redirect(url_for("web.chat"), 302)

    @pages.get("/chat")
    def chat() -> Response:
        return page()

    @pages.post("/chat")
    def send() -> AnyResponse:
        held = current()
        text = request.form.get("q", "")
        if not is_trusted(held):
            return page(400, notice=_OLD_PAGE, draft=text)
        if not text.strip():
            return page(422, question_error="Write your question first.")
        name = request.form["form"]
        opening = held is None
        if held is None:
            held = names.first_pass(name)
            desk.open("web", held.conversation, held.token, utc_now())
        desk.receive(Enquiry("web", held.conversation, text, identity=f"form:{name}"))
        response = redirect(f"{url_for('web.chat')}#latest", 303)
        if opening:
            response.set_cookie(
                COOKIE, held.cookie, max_age=_COOKIE_AGE_S, httponly=True, samesite="Lax",
                secure=request.is_secure, path=url_for("web.chat"),
            )  # fmt: skip
        return response

    @pages.post("/chat/contact")
    def contact() -> AnyResponse:
        held = current()
        address = request.form.get("email", "").strip()
        reference = request.form.get("reference", "")
        if held is None or not is_trusted(held):
            return page(400, notice=_OLD_PAGE, address_draft=address)
        fault = address_fault(address)
        if fault:
            return page(422, address_error=fault, address_draft=address, address_for=reference)
        if not desk.leave_contact(held.conversation, reference, address, utc_now()):
            return page(400, notice=_OLD_PAGE)
        return redirect(f"{url_for('web.chat')}#latest", 303)

    @pages.post("/chat/restart")
    def restart() -> AnyResponse:
        if not is_trusted(current()):
            return page(400, notice="This page was out of date. Please try again.")
        response = redirect(url_for("web.chat"), 303)
        response.delete_cookie(COOKIE, path=url_for("web.chat"))
        return response

    @pages.get("/privacy")
    def privacy() -> str:
        return render_template("privacy.html", mail_address=mail_address)

    return pages
