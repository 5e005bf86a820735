"""`/healthz`: the process answers. `/readyz`: it could take an enquiry. `/metrics`: counts."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.core import log_failure
from bot.metrics import CONTENT_TYPE, Metrics
from bot.storage import is_current


def health_routes(engine: Engine, metrics: Metrics) -> Blueprint:
    """Return the routes for whatever watches the service."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @health.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            database = "ok" if is_current(engine) else "not migrated"
        except SQLAlchemyError as error:
            log_failure("database not ready", error)
            database = "unreachable"
        ready = database == "ok"
        answer = jsonify(status="ok" if ready else "not ready", database=database)
        return answer, 200 if ready else 503

    @health.get("/metrics")
    def counts() -> Response:
        return Response(metrics.text(), content_type=CONTENT_TYPE)

    return health
