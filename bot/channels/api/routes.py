"""`/api/v1`: conversations, messages, eligibility, programmes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import Engine
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import (
    BadRequest,
    RequestEntityTooLarge,
    ServiceUnavailable,
    Unauthorized,
)

from bot import choices
from bot.channels.api.cors import allow_origins
from bot.channels.api.openapi import document
from bot.channels.web.markup import to_html
from bot.clock import london_day, utc_now
from bot.desk import Desk
from bot.jsonable import to_json
from bot.metrics import Metrics
from bot.model import Enquiry
from bot.storage import reading
from bot.storage.doors import Door
from handlers.model import Part
from knowledge import Fact, Knowledge
from knowledge.eligibility import judge_case

_BEARER = re.compile(r"Bearer ([\w.~+/-]+=*)", re.IGNORECASE)
_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_CASE_KEYS = ("id", "offer", "question", "profile")


def api_routes(
    desk: Desk,
    knowledge: Knowledge,
    engine: Engine,
    metrics: Metrics,
    origins: Collection[str] = (),
    today: Callable[[], date] | None = None,
) -> Blueprint:
    """Return the routes; `today` fixes the day that eligibility is judged on.

    `engine` is for staff's off switch. `origins` are the sites whose pages may call them from a
    browser.
    """
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    allow_origins(api, origins)

    def refuse_if_off() -> None:
        with reading(engine) as connection:
            _refuse_if(str(choices.get(connection, "chat_off")).strip())

    @api.post("/conversations")
    def open_conversation() -> tuple[Response, int]:
        refuse_if_off()
        conversation, token = secrets.token_hex(16), secrets.token_urlsafe(24)
        desk.open("api", conversation, token, utc_now())
        return jsonify(conversation=conversation, token=token), 201

    @api.post("/conversations/<conversation>/messages")
    def message(conversation: str) -> Response:
        door = desk.door("api", conversation)
        _authorise(door)
        _refuse_if(door.off)
        body = _object()
        text = body.get("text")
        if not isinstance(text, str):
            raise BadRequest('text is missing or no text; send {"text": "..."}')
        sent = request.headers.get("Idempotency-Key")
        if sent is not None and not _IDEMPOTENCY_KEY.fullmatch(sent):
            raise BadRequest("Idempotency-Key: allowed are 1 to 200 visible ASCII characters")
        identity = f"{conversation}:{sent}" if sent else ""
        reply = desk.receive(Enquiry("api", conversation, text, identity=identity))
        metrics.turn("api", reply.outcome.value)
        answer: dict[str, object] = {
            "outcome": reply.outcome.value,
            "parts": [_part(part) for part in reply.parts],
        }
        if reply.reference:
            answer["reference"] = reply.reference
        return jsonify(answer)

    @api.post("/eligibility")
    def eligibility() -> Response:
        case = _object()
        unknown = sorted(set(case) - set(_CASE_KEYS))
        if unknown:
            raise BadRequest(f"{unknown[0]} is no key here; allowed: {', '.join(_CASE_KEYS)}")
        row = judge_case(case, today() if today else london_day(utc_now()))
        if "error" in row:
            raise BadRequest(str(row["error"]))
        return jsonify(row)

    @api.get("/programmes")
    def programmes() -> Response:
        rows = [
            {
                "id": offer.id,
                "name": offer.short_name,
                "long_name": offer.long_name,
                "kind": offer.kind.value,
                "facts": [_fact(knowledge, fact) for fact in knowledge.facts(offer.id)],
            }
            for offer in knowledge.offers.values()
        ]
        return jsonify(programmes=rows)

    @api.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    return api


def _refuse_if(off: str) -> None:
    if off:
        raise ServiceUnavailable(f"the assistant is switched off: {off}")


def _authorise(door: Door) -> None:
    match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if match is None or not door.opens(match.group(1)):
        # The same words for no token, a wrong one, and none such: ids cannot be tried out.
        raise Unauthorized(
            "send the token of this conversation as Authorization: Bearer TOKEN",
            www_authenticate=WWWAuthenticate("bearer"),
        )


def _object() -> dict[str, Any]:  # any JSON
    try:
        body = request.get_json(force=True)
    except RequestEntityTooLarge:
        raise
    except (BadRequest, RecursionError):
        raise BadRequest("the body is not JSON") from None
    if not isinstance(body, dict):
        raise BadRequest("the body has to be one JSON object")
    return body


def _part(part: Part) -> dict[str, object]:
    return {
        "outcome": part.outcome.value,
        "text": part.text,
        "html": str(to_html(part.text)),
        "citations": to_json(part.citations),
        "choices": to_json(part.choices),
    }


def _fact(knowledge: Knowledge, fact: Fact) -> dict[str, object]:
    return {
        "id": fact.id,
        "topic": fact.topic,
        "statement": fact.statement,
        "cohort": knowledge.cohort_label(fact.cohort) if fact.cohort else None,
        "source": {
            "section": fact.source.section,
            "line": fact.source.line,
            "quote": fact.source.quote,
        },
    }
