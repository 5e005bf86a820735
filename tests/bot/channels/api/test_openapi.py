"""The document and the routes agree, by name, method and answer."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from bot.channels.api.openapi import document
from knowledge.eligibility import profile_keys

PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics")


def operations() -> dict[tuple[str, str], dict[str, Any]]:  # any JSON
    return {
        (path, method): operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_for_programs_is_documented_and_no_other(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(PROGRAMS)
    }

    assert set(operations()) == routes


def test_every_error_of_the_document_is_problem_json() -> None:
    responses = document()["components"]["responses"].values()

    assert all(list(found["content"]) == ["application/problem+json"] for found in responses)


def test_every_profile_key_is_described() -> None:
    described = document()["components"]["schemas"]["Profile"]["properties"]

    assert list(described) == list(profile_keys())
    assert {"type": "boolean"} in described["state_funded"]["anyOf"]
    assert {"const": "dont_know"} in described["state_funded"]["anyOf"]


def test_lists_are_filled_in() -> None:
    schemas = document()["components"]["schemas"]

    assert "answer_and_escalate" in schemas["Reply"]["properties"]["outcome"]["enum"]
    assert "EHCO" in schemas["Case"]["properties"]["offer"]["enum"]
    assert "[]" not in str([entry for entry in schemas.values() if "enum" in str(entry)])


def test_the_document_is_served(client: FlaskClient) -> None:
    assert client.get("/api/v1/openapi.json").json == document()
