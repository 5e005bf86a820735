"""The eligibility interview as pages: one question a page, then the result.

Nothing is stored. The answers stand in the address; see `interview`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from bot.channels.web import visits
from bot.channels.web.interview import (
    Reader,
    Stage,
    from_profile,
    most_questions,
    token,
    understand,
    walk,
)
from bot.channels.web.result import result_of
from bot.channels.web.site import Site
from bot.core import log_failure
from handlers.model import Context
from handlers.verdicts import profile_of
from knowledge.eligibility import OFFERS, InterviewQuestion

_NOTHING_CHOSEN = "Choose or write an answer. If you cannot say, choose “I do not know”."
_NOT_READ = (
    "I did not understand that as an answer. Choose one of the answers, or word it differently."
)


def add_check(pages: Blueprint, site: Site) -> None:
    """Add the pages under /chat/check."""

    @pages.get("/chat/check")
    def checks() -> str:
        offers = [
            (offer, [kind for id_, kind in site.checks if id_ == offer.id])
            for offer in site.knowledge.offers.values()
        ]
        return render_template("checks.html", offers=offers)

    @pages.get("/chat/check/<offer>/<kind>")
    def check(offer: str, kind: str) -> AnyResponse:
        stage = stage_of(site, offer, kind, request.args.get("change", ""))
        return make_response(_page(site, stage))

    @pages.post("/chat/check/<offer>/<kind>")
    def answer(offer: str, kind: str) -> AnyResponse:
        stage = stage_of(site, offer, kind, request.args.get("change", ""))
        if stage.open is None:
            return redirect(address(stage, stage.address), 303)
        typed = request.form.get("typed", "").strip()
        text = typed or request.form.get("answer", "").strip()
        if not text:
            return make_response(_page(site, stage, fault=_NOTHING_CHOSEN), 422)
        read = _reader(site, offer)
        if not understand(stage.open, text, stage.verdict, stage.profile, site.today, read):
            return make_response(_page(site, stage, fault=_NOT_READ, typed=typed), 422)
        given = {**_given(), stage.open.key: text}
        after = walk(stage.offer, stage.kind, given, site.today, read)
        # Later answers stay in the address only as far as the walk still comes to them.
        return redirect(address(after, after.address), 303)


def stage_of(site: Site, offer: str, kind: str, change: str = "") -> Stage:
    """Return the stage that the address tells; 404 for an offer or question that has no rule."""
    names = {id_.casefold(): id_ for id_ in OFFERS}
    id_ = names.get(offer, "")
    if (id_, kind) not in site.checks:
        abort(404)
    return walk(id_, kind, _given(), site.today, _reader(site, offer), change=change)


def address(stage: Stage, given: tuple[tuple[str, str], ...], **more: str) -> str:
    """Return the address of an interview with these answers."""
    return _address(stage.offer, stage.kind, {**dict(given), **more})


def _address(offer: str, kind: str, query: Mapping[str, str]) -> str:
    values: dict[str, Any] = {**query, "offer": offer.casefold(), "kind": kind}  # as url_for has it
    return url_for("web.check", **values)


def _given() -> dict[str, str]:
    return {key: text for key, text in request.args.items() if key != "change"}


def _reader(site: Site, offer: str) -> Reader:
    def read(question: InterviewQuestion, text: str) -> Mapping[str, object]:
        pending = {"kind": "detail", "key": question.key, "offer": offer}
        context = Context(offers=(offer.upper(),), pending=pending)
        try:
            return site.core.interpret(text, None, "web", context, site.today).circumstances
        except Exception as error:  # a fault of the ear is no fault of the enquirer's
            log_failure("typed answer not read", error)
            return {}

    return read


def _page(site: Site, stage: Stage, fault: str = "", typed: str = "") -> str:
    offer_name = stage.offer.casefold()
    shared = {
        "stage": stage,
        "offer": site.knowledge.offer(stage.offer),
        "address": lambda given, **more: address(stage, given, **more),
    }
    if stage.open is None:
        values: dict[str, Any] = {**dict(stage.address), "offer": offer_name, "kind": stage.kind}
        return render_template(
            "result.html",
            result=result_of(site, stage),
            answered=dict(stage.address),
            send_address=url_for("web.send_check", **values),
            copy_address=url_for("web.copy_check", **values),
            **shared,
        )
    held = visits.current(site)
    told = profile_of(site.desk.told(held.conversation)) if held and not stage.address else {}
    known = from_profile(stage.offer, stage.kind, told, site.today) if told else {}
    return render_template(
        "question.html",
        question=stage.open,
        token=token,
        fault=fault,
        typed=typed or (stage.draft if not _is_choice(stage.open, stage.draft) else ""),
        number=len(stage.address) + 1,
        most=most_questions(stage.offer, stage.kind, site.today),
        known=walk(stage.offer, stage.kind, known, site.today, lambda *_: {}) if known else None,
        **shared,
    )


def _is_choice(question: InterviewQuestion, text: str) -> bool:
    return any(token(question, choice) == text for choice in question.choices)
