from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.storage.tables import turns


def opened(client: FlaskClient) -> tuple[str, dict[str, str]]:
    body = client.post("/api/v1/conversations").json
    assert body is not None
    headers = {"Authorization": f"Bearer {body['token']}"}
    return f"/api/v1/conversations/{body['conversation']}/messages", headers


def problem_of(response: TestResponse) -> dict[str, Any]:  # any JSON
    assert response.mimetype == "application/problem+json"
    body = response.get_json(force=True)
    assert body["status"] == response.status_code
    return dict(body)


def test_a_conversation_is_opened_and_answered(client: FlaskClient) -> None:
    path, headers = opened(client)

    reply = client.post(path, json={"text": "both"}, headers=headers).json

    assert reply is not None
    assert reply["outcome"] == "answer_and_escalate"
    assert set(reply["parts"][0]) == {"outcome", "text", "html", "citations", "choices"}
    assert reply["parts"][0]["html"] == "<p>18 months.</p>"
    assert reply["parts"][0]["citations"][0]["fact_id"] == "npqh.duration"
    assert len(reply["reference"]) == 7


def test_without_a_hand_over_there_is_no_reference(client: FlaskClient) -> None:
    path, headers = opened(client)

    assert "reference" not in (client.post(path, json={"text": "a"}, headers=headers).json or {})


def test_an_idempotency_key_is_answered_once(client: FlaskClient) -> None:
    path, headers = opened(client)
    headers["Idempotency-Key"] = "1"

    first = client.post(path, json={"text": "escalate"}, headers=headers).json
    second = client.post(path, json={"text": "escalate"}, headers=headers).json

    assert first == second


@pytest.mark.parametrize("key", ["", "two words", "x" * 201])
def test_an_idempotency_key_of_another_form_is_a_problem(client: FlaskClient, key: str) -> None:
    path, headers = opened(client)
    headers["Idempotency-Key"] = key

    problem = problem_of(client.post(path, json={"text": "answer"}, headers=headers))

    assert problem["status"] == 400
    assert "1 to 200 visible ASCII" in problem["detail"]


def test_the_token_is_needed_and_its_own(client: FlaskClient) -> None:
    path, _ = opened(client)
    _, others = opened(client)

    assert problem_of(client.post(path, json={"text": "a"}))["status"] == 401
    assert problem_of(client.post(path, json={"text": "a"}, headers=others))["status"] == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"text": 3}', b"[" * 100_000, b"\xff"])
def test_bodies_that_cannot_be_read_are_problems(client: FlaskClient, body: bytes) -> None:
    path, headers = opened(client)

    problem = problem_of(client.post(path, data=body, headers=headers))

    assert problem["status"] == 400
    assert problem["detail"]


def test_a_body_that_is_too_large_is_a_problem(client: FlaskClient) -> None:
    path, headers = opened(client)

    assert problem_of(client.post(path, data=b"x" * 3_000_000, headers=headers))["status"] == 413


def test_a_web_conversation_is_not_open_here(client: FlaskClient) -> None:
    response = client.post("/api/v1/conversations/none/messages", json={"text": "a"})

    assert problem_of(response)["status"] == 401


def test_eligibility_is_judged_one_at_a_time(client: FlaskClient) -> None:
    case = {"offer": "NPQEYL", "question": "suitability", "profile": {"qualification_level": 2}}

    body = client.post("/api/v1/eligibility", json=case).json

    assert body is not None
    assert body["verdict"] == "not_eligible"


@pytest.mark.parametrize(
    "case",
    [
        {"offer": "NPQX", "question": "funding", "profile": {}},
        {"offer": "NPQH", "question": "funding", "profile": {"age": 3}},
        {"offer": "NPQH", "question": "funding"},
        {"offer": "NPQH", "question": "funding", "profile": {}, "extra": 1},
    ],
)
def test_cases_that_cannot_be_judged_are_problems(
    client: FlaskClient, case: dict[str, object]
) -> None:
    assert problem_of(client.post("/api/v1/eligibility", json=case))["status"] == 400


def test_programmes_come_with_their_facts(client: FlaskClient) -> None:
    body = client.get("/api/v1/programmes").json

    assert body is not None
    assert [row["id"] for row in body["programmes"]][:2] == ["NPQSL", "NPQH"]
    assert all(row["facts"] for row in body["programmes"])


def test_unknown_addresses_are_problems(client: FlaskClient) -> None:
    assert problem_of(client.get("/api/v1/nothing"))["status"] == 404


def test_health_and_readiness(client: FlaskClient, engine: Engine) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200

    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    assert client.get("/readyz").status_code == 503


def test_a_broken_database_is_a_problem(client: FlaskClient, engine: Engine) -> None:
    path, headers = opened(client)
    with engine.begin() as connection:
        turns.drop(connection)

    assert problem_of(client.post(path, json={"text": "a"}, headers=headers))["status"] == 503
