"""Who is looking at a page: which conversation is theirs, and how they prove it.

A page that stands by itself keeps its pass in one HttpOnly cookie, set with the first message. In
a frame on another site cookies are not sent (and need not be): there our script keeps the pass and
sends it as a bearer token. Either way nothing is kept before the first message.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from bot.channels.web.forms import Pass, is_from_elsewhere, read_pass
from bot.channels.web.site import Site
from bot.clock import utc_now

COOKIE = "npq_conversation"
PASS_HEADER = "Npq-Pass"
_SCRIPT_HEADER = "Npq-Script"
_COOKIE_AGE_S = 30 * 24 * 3600  # a conversation can be taken up again for 30 days on one device


def current(site: Site) -> Pass | None:
    """Return the pass of whoever sends this request; None: nobody that we know."""
    if "npq_pass" not in g:
        held = read_pass(_bearer()) if is_framed() else read_pass(request.cookies.get(COOKIE))
        known = held and site.desk.door("web", held.conversation).opens(held.token)
        g.npq_pass = held if known else None
    found: Pass | None = g.npq_pass
    return found


def form_name(site: Site) -> str:
    """Return a fresh name for the forms of the page that is being made."""
    held = current(site)
    return site.names.new(held.conversation if held else "")


def is_trusted(site: Site) -> bool:
    """Tell whether the form that was sent is one of ours, made for this visitor."""
    held = current(site)
    name = request.form.get("form", "")
    return site.names.is_ours(name, held.conversation if held else "") and not is_from_elsewhere(
        request
    )


def current_or_new(site: Site) -> Pass:
    """Return the visitor's pass; a conversation is opened for one who has none.

    Only after `is_trusted`: the form's own name decides which conversation it opens.
    """
    held = current(site)
    if held is None:
        held = g.npq_pass = site.names.first_pass(request.form["form"])
        g.npq_opened = True
        site.desk.open("web", held.conversation, held.token, utc_now())
    return held


def done(site: Site, page: Callable[[], Response], anchor: str = "latest") -> AnyResponse:
    """Answer a form that has been dealt with: the chat, and the pass where it is new.

    A browser is redirected, so that a reload sends nothing twice. Our script gets the page at
    once: it reloads nothing, and a redirect would cost it a second round trip.
    """
    held = g.npq_pass if g.get("npq_opened") else None
    scripted = bool(request.headers.get(_SCRIPT_HEADER))
    response: AnyResponse = page() if scripted else redirect(f"{url_for('web.chat')}#{anchor}", 303)
    if held and is_framed():
        response.headers[PASS_HEADER] = held.cookie
    elif held:
        response.set_cookie(
            COOKIE, held.cookie, max_age=_COOKIE_AGE_S, httponly=True, samesite="Lax",
            secure=request.is_secure, path=url_for("web.chat"),
        )  # fmt: skip
    return response


def leave() -> AnyResponse:
    """Answer `Start again`: an empty chat, and no cookie any more."""
    g.npq_pass = None
    response = redirect(url_for("web.chat"), 303)
    response.delete_cookie(COOKIE, path=url_for("web.chat"))
    return response


def is_framed() -> bool:
    """Tell whether our script runs inside a frame on another page."""
    return request.headers.get(_SCRIPT_HEADER) == "framed"


def looks_framed() -> bool:
    """Tell whether the browser loads this page into a frame, so that it can be dressed for one."""
    return is_framed() or request.headers.get("Sec-Fetch-Dest") == "iframe"


def _bearer() -> str | None:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value if kind == "Bearer" else None
