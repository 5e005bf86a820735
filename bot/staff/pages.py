"""The routes under /staff: sign in and out, the lists, the page of a case and its buttons."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import Engine
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from bot import cases, colleagues
from bot.channels.web.forms import FormNames, is_from_elsewhere
from bot.clock import LONDON, utc_now
from bot.colleagues import Colleague
from bot.errors import InputError
from bot.staff.acting import DONE, STEPS, act
from bot.staff.doorway import form_name, let_in, let_out, require_own_form, who
from bot.staff.sign_in import use_link
from bot.staff.view import case_page
from bot.storage import reading, writing

Answer = str | tuple[str, int] | Response
_ON_A_PAGE = 50
_LISTS: dict[str, cases.Filter] = {name: name for name in get_args(cases.Filter)}


def staff_pages(engine: Engine, names: FormNames) -> Blueprint:
    """Return the pages; `names` signs their forms."""
    staff = Blueprint("staff", __name__, url_prefix="/staff")

    @staff.app_template_filter("moment")
    def moment(value: datetime, form: str = "%a %-d %b, %H:%M") -> str:
        return value.astimezone(LONDON).strftime(form)

    @staff.get("/sign-in/<token>")
    def ask_sign_in(token: str) -> Answer:
        # A page with a button: programs that fetch links in advance must not use the link up.
        return render_template("staff/sign_in.html", token=token)

    @staff.post("/sign-in/<token>")
    def sign_in(token: str) -> Answer:
        if is_from_elsewhere(request):
            raise Forbidden
        name = request.form.get("name", "").strip() or "The NPQ team"
        used = use_link(engine, token, utc_now())
        if used is None:
            return render_template("staff/sign_in.html", token=None, refused=True), 403
        try:
            let_in(engine, used, name, utc_now())
        except InputError as error:
            return render_template("staff/sign_in.html", token=None, fault=str(error)), 403
        return redirect(url_for("staff.case_list"), 303)

    @staff.post("/sign-out")
    def sign_out() -> Response:
        if is_from_elsewhere(request):
            raise Forbidden
        let_out()
        return redirect(url_for("web.chat"), 303)

    @staff.get("/")
    def case_list() -> Answer:
        colleague = who(engine)
        if colleague is None:
            return _closed()
        chosen = request.args.get("list", "open")
        tag = request.args.get("tag", "").strip().lower() or None
        if chosen not in _LISTS:
            abort(404)
        with reading(engine) as connection:
            lines = cases.listed(
                connection, _LISTS[chosen], _ON_A_PAGE, owner=colleague.name, tag=tag
            )
            counts = cases.counts(connection, colleague.name)
        return render_template(
            "staff/cases.html", lines=lines, counts=counts, chosen=chosen, tag=tag,
            colleague=colleague, full=len(lines) == _ON_A_PAGE, now=utc_now(),
        )  # fmt: skip

    @staff.get("/find")
    def find() -> Answer:
        if who(engine) is None:
            return _closed()
        wanted = request.args.get("reference", "").strip().upper()
        return redirect(url_for("staff.one_case", reference=wanted or "-"), 303)

    @staff.get("/cases/<reference>")
    def one_case(reference: str) -> Answer:
        colleague = who(engine)
        return _closed() if colleague is None else shown(colleague, reference)

    @staff.post("/cases/<reference>/<action>")
    def change(reference: str, action: str) -> Answer:
        colleague = who(engine)
        if colleague is None:
            return _closed()
        require_own_form(names)
        version = request.form.get("version", "")
        if action not in STEPS or not version.isdecimal():
            abort(404)
        try:
            with writing(engine) as connection:
                found = act(connection, action, reference, int(version), colleague.name,
                            utc_now(), request.form)  # fmt: skip
        except cases.CaseUnknown:
            abort(404)
        except cases.CaseConflict as conflict:
            return shown(colleague, reference, 409, conflict=conflict)
        except (cases.CaseError, InputError) as error:
            return shown(colleague, reference, 422, fault=str(error))
        flash(DONE[action])
        return redirect(url_for("staff.one_case", reference=found.reference), 303)

    def shown(
        colleague: Colleague,
        reference: str,
        status: int = 200,
        *,
        conflict: cases.CaseConflict | None = None,
        fault: str = "",
    ) -> Answer:
        with reading(engine) as connection:
            try:
                page = case_page(connection, reference)
            except cases.CaseUnknown:
                abort(404)
            team = [each.name for each in colleagues.everybody(connection) if each.active]
        body = render_template(
            "staff/case.html", page=page, case=page.case, line=page.case.line, team=team,
            colleague=colleague, form_name=form_name(names), now=utc_now(), conflict=conflict,
            fault=fault, typed=request.form.get("text"),
        )  # fmt: skip
        return body, status

    return staff


def _closed() -> tuple[str, int]:
    return render_template("staff/sign_in.html", token=None), 403
