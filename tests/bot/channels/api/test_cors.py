from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.app import create_app
from bot.settings import Settings
from tests.bot.fakes import FakeCore

OURS = "https://www.school.example"


@pytest.fixture
def open_client(settings: Settings, engine: Engine) -> FlaskClient:
    allowing = replace(settings, web_origins=(OURS,))
    return create_app(allowing, core=FakeCore().core(), engine=engine).test_client()


def test_an_allowed_site_may_call_without_credentials(open_client: FlaskClient) -> None:
    asked = {"Origin": OURS, "Access-Control-Request-Method": "POST"}

    preflight = open_client.options("/api/v1/conversations", headers=asked)
    answer = open_client.post("/api/v1/conversations", headers={"Origin": OURS})

    assert preflight.headers["Access-Control-Allow-Origin"] == OURS
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Origin"] == OURS
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.school.example.evil.example",
        "https://school.example",
        "http://www.school.example",
        "https://www.school.example:8443",
        "https://WWW.school.example",
        "null",
    ],
)
def test_no_other_site_may(open_client: FlaskClient, origin: str) -> None:
    answer = open_client.post("/api/v1/conversations", headers={"Origin": origin})

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


def test_by_default_nobody_may(client: FlaskClient) -> None:
    answer = client.post("/api/v1/conversations", headers={"Origin": OURS})

    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_are_no_part_of_it(open_client: FlaskClient) -> None:
    answer = open_client.get("/chat", headers={"Origin": OURS})

    assert "Access-Control-Allow-Origin" not in answer.headers
