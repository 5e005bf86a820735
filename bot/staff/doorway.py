"""Who is signed in, and whether a form comes from a page of theirs."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import Flask, abort, request, session
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine

from bot import colleagues
from bot.channels.web.forms import FormNames, is_from_elsewhere
from bot.colleagues import Colleague
from bot.errors import InputError
from bot.storage import reading, writing
from bot.storage.sign_ins import Used

_COLLEAGUE = "colleague"
_VISIT = "visit"


class StaffSessions(SecureCookieSessionInterface):
    """Flask's own sessions, in a cookie that is for TLS alone where the desk is behind TLS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether this request came by TLS."""
        return request.is_secure


def who(engine: Engine) -> Colleague | None:
    """Return the colleague who is signed in; None for a stranger, or one who has been removed."""
    number = session.get(_COLLEAGUE)
    if not isinstance(number, int):
        return None
    with reading(engine) as connection:
        found = colleagues.with_id(connection, number)
    return found if found is not None and found.active else None


def let_in(engine: Engine, used: Used, name: str, now: datetime) -> None:
    """Begin a session for whom a link was made, or for the name that was given with it."""
    with writing(engine) as connection:
        found = (
            colleagues.with_id(connection, used.colleague_id)
            if used.colleague_id is not None
            else colleagues.add(connection, name, now, by="sign-in link")
        )
    if found is None or not found.active:
        raise InputError("This colleague may no longer sign in.")
    session.clear()
    session[_COLLEAGUE] = found.id
    session[_VISIT] = secrets.token_hex(16)


def let_out() -> None:
    """End the session."""
    session.clear()


def form_name(names: FormNames) -> str:
    """Return a name for the forms of a page, good for this session alone."""
    return names.new(f"staff:{session.get(_VISIT, '')}")


def require_own_form(names: FormNames) -> None:
    """Refuse (403) a form that another site sent, or that is of another session."""
    ours = names.is_ours(request.form.get("form", ""), f"staff:{session.get(_VISIT, '')}")
    if not ours or is_from_elsewhere(request):
        abort(403)
