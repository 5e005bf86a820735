"""Sign in, sign out, and the list of open cases."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from sqlalchemy import Engine
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from bot import cases
from bot.channels.web.forms import is_from_elsewhere
from bot.clock import LONDON, utc_now
from bot.staff.sign_in import use_link
from bot.storage import reading


def staff_pages(engine: Engine) -> Blueprint:
    """Return the pages under /staff."""
    staff = Blueprint("staff", __name__, url_prefix="/staff")

    @staff.get("/sign-in/<token>")
    def ask_sign_in(token: str) -> str:
        # A page with a button: programs that fetch links in advance must not use the link up.
        return render_template("staff/sign_in.html", token=token, refused=False)

    @staff.post("/sign-in/<token>")
    def sign_in(token: str) -> Response | tuple[str, int]:
        if is_from_elsewhere(request):
            raise Forbidden
        if not use_link(engine, token, utc_now()):
            return render_template("staff/sign_in.html", token=token, refused=True), 403
        session.clear()
        session["staff"] = True
        return redirect(url_for("staff.case_list"), 303)

    @staff.post("/sign-out")
    def sign_out() -> Response:
        session.clear()
        return redirect(url_for("web.chat"), 303)

    @staff.get("/")
    def case_list() -> str | tuple[str, int]:
        if not session.get("staff"):
            return render_template("staff/sign_in.html", token=None, refused=False), 403
        with reading(engine) as connection:
            rows = cases.listed(connection, "open", 200)
        return render_template("staff/cases.html", cases=rows, london=LONDON)

    return staff
