"""What every answer carries, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.app import create_app
from bot.settings import Settings
from tests.bot.fakes import FakeCore

OURS = "https://www.school.example"


def every_address(app: Flask) -> list[str]:
    found = []
    for rule in app.url_map.iter_rules():
        address = rule.rule
        for name in rule.arguments:
            for converter in ("", "path:", "string:"):
                address = address.replace(f"<{converter}{name}>", "desk.css")
        found.append(address)
    return found


def test_every_route_sends_the_strict_headers(app: Flask, client: FlaskClient) -> None:
    for address in [*every_address(app), "/nowhere", "/api/nowhere"]:
        for answer in (client.get(address, buffered=True), client.post(address)):
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; "), address
            assert "unsafe" not in policy, address
            assert "*" not in policy, address
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address
            assert answer.headers["Referrer-Policy"] == "same-origin", address


def test_only_named_sites_may_show_the_chat_in_a_frame(settings: Settings, engine: Engine) -> None:
    allowing = replace(settings, web_origins=(OURS,))
    client = create_app(allowing, core=FakeCore().core(), engine=engine).test_client()

    chat = client.get("/chat").headers["Content-Security-Policy"]
    staff = client.get("/staff/").headers["Content-Security-Policy"]

    assert f"frame-ancestors 'self' {OURS}" in chat
    assert "frame-ancestors 'none'" in staff


def test_pages_are_not_kept_and_files_are(client: FlaskClient) -> None:
    assert client.get("/chat").headers["Cache-Control"] == "no-store"
    assert "immutable" in client.get("/static/desk.css?v=1", buffered=True).headers["Cache-Control"]
    assert "immutable" not in client.get("/static/desk.css", buffered=True).headers["Cache-Control"]


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.get("/api/v1/conversations")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_counts_hold_no_words_and_no_ids(client: FlaskClient) -> None:
    opened = client.post("/api/v1/conversations").json or {}
    headers = {"Authorization": f"Bearer {opened['token']}"}
    path = f"/api/v1/conversations/{opened['conversation']}/messages"
    client.post(path, json={"text": "escalate secret words"}, headers=headers)

    counts = client.get("/metrics").text

    assert 'npq_turns_total{channel="api",outcome="escalate"} 1' in counts
    assert 'route="/api/v1/conversations/<conversation>/messages",method="POST"' in counts
    assert opened["conversation"] not in counts
    assert "secret" not in counts


def test_a_hundred_requests_in_ten_seconds_are_too_many_and_harm_nobody_else(
    client: FlaskClient,
) -> None:
    mine = [client.post("/api/v1/eligibility").status_code for _ in range(100)]
    theirs = client.post("/api/v1/eligibility", environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert mine[0] == 400  # there is no case in it, but it is looked at
    assert mine[-1] == 429
    assert theirs.status_code == 400


def test_too_many_says_how_long_to_wait(client: FlaskClient) -> None:
    answers = [client.post("/api/v1/eligibility") for _ in range(100)]

    assert answers[-1].mimetype == "application/problem+json"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 10


def test_pages_are_limited_as_well(client: FlaskClient) -> None:
    assert [client.get("/chat").status_code for _ in range(100)][-1] == 429
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2001:db8:1:2::1", "2001:db8:1:2::2", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False)],
)
def test_one_ipv6_network_counts_as_one_address(
    client: FlaskClient, one: str, other: str, same: bool
) -> None:
    for _ in range(100):
        client.post("/api/v1/eligibility", environ_base={"REMOTE_ADDR": one})

    answer = client.post("/api/v1/eligibility", environ_base={"REMOTE_ADDR": other})

    assert answer.status_code == (429 if same else 400)


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 400)])
def test_addresses_of_a_proxy_are_believed_only_where_one_stands_in_front(
    settings: Settings, engine: Engine, proxies: int, last: int
) -> None:
    app = create_app(replace(settings, proxies=proxies), core=FakeCore().core(), engine=engine)
    client = app.test_client()

    codes = [
        client.post("/api/v1/eligibility", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(100)
    ]

    assert codes[-1] == last
