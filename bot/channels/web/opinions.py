"""Did this answer your question? Asked once a conversation, beside it, never in the way."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.channels.web import visits
from bot.channels.web.site import Site
from bot.clock import utc_now
from bot.storage import web_talks, writing

VERDICTS = ("yes", "partly", "no")
REASONS = ("wrong", "out_of_date", "not_asked", "hard")
_OLD_PAGE = "This page was out of date. Please choose once more."


def add_opinions(pages: Blueprint, site: Site, chat: Callable[..., Response]) -> None:
    """Add where the buttons send to; `chat` makes the page of the conversation."""

    @pages.post("/chat/feedback")
    def feedback() -> AnyResponse:
        held = visits.current(site)
        if held is None or not visits.is_trusted(site):
            return chat(400, notice=_OLD_PAGE)
        verdict, reason = (request.form.get(name, "") for name in ("verdict", "reason"))
        turns = len(site.desk.history(held.conversation))
        with writing(site.engine) as connection:
            if verdict in VERDICTS and turns:
                web_talks.add_opinion(connection, held.conversation, turns - 1, verdict, utc_now())
            elif reason in REASONS:
                web_talks.add_reason(connection, held.conversation, reason)
        return visits.done(site, chat, anchor="below")
