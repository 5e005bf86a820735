"""What stands beside the answers: colleagues' replies, feedback, staff's own words, copies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from bot import cases, choices
from bot.app import create_app
from bot.settings import Settings
from bot.storage.tables import cases as case_table
from bot.storage.tables import conversations, deliveries, feedback, turns
from tests.bot.fakes import FakeCore

NOW = datetime.now(UTC)


@pytest.fixture
def engine(both: Engine) -> Engine:
    """Everything here holds on SQLite and on PostgreSQL."""
    return both


def form_name(client: FlaskClient, path: str = "/chat") -> str:
    found = re.search(r'name="form" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def ask(client: FlaskClient, text: str) -> None:
    assert client.post("/chat", data={"form": form_name(client), "q": text}).status_code == 303


def choose(engine: Engine, key: str, value: Any) -> None:  # Any: each setting has its own type
    with engine.begin() as connection:
        choices.set(connection, key, value, "S. Lee", NOW)


def reply(engine: Engine, text: str, undo_s: int = 0) -> None:
    with engine.begin() as connection:
        reference = connection.execute(select(case_table.c.reference)).scalar_one()
        version = connection.execute(select(case_table.c.version)).scalar_one()
        at = NOW + timedelta(seconds=1)
        cases.approve_and_send(connection, reference, version, "S. Lee", at, text, undo_s=undo_s)


def opinion(client: FlaskClient, **fields: str) -> int:
    data = {"form": form_name(client), **fields}
    return client.post("/chat/feedback", data=data).status_code


def test_a_colleagues_reply_stands_in_the_chat_without_a_name(
    client: FlaskClient, engine: Engine
) -> None:
    ask(client, "escalate this")
    reply(engine, "It starts in <spring>.\n- Monday", undo_s=-5)

    page = client.get("/chat").text
    assert "It starts in &lt;spring&gt;." in page
    assert "NPQ team <time" in page
    assert "S. Lee" not in page
    assert "begins with @assistant" in page


def test_a_reply_that_can_still_be_taken_back_is_not_shown(
    client: FlaskClient, engine: Engine
) -> None:
    ask(client, "escalate this")
    reply(engine, "Not yet.", undo_s=3600)

    assert "Not yet." not in client.get("/chat").text


def test_after_a_colleague_has_joined_the_assistant_waits(
    client: FlaskClient, engine: Engine
) -> None:
    ask(client, "escalate this")
    reply(engine, "Hello.", undo_s=-5)
    ask(client, "answer me please")

    assert "18 months." not in client.get("/chat").text
    ask(client, "@assistant answer me please")
    assert "18 months." in client.get("/chat").text


def test_the_page_looks_for_replies_only_while_a_case_is_open(client: FlaskClient) -> None:
    ask(client, "answer")
    assert "data-waiting" not in client.get("/chat").text

    ask(client, "escalate")
    assert "data-waiting" in client.get("/chat").text


def test_feedback_is_asked_after_an_answer_and_once(client: FlaskClient, engine: Engine) -> None:
    ask(client, "answer")
    assert "Did this answer your question?" in client.get("/chat").text

    assert opinion(client, verdict="yes") == 303
    assert "Thank you for telling us." in client.get("/chat").text
    ask(client, "answer")
    page = client.get("/chat").text
    assert "Did this answer" not in page
    assert "Thank you" not in page
    with engine.connect() as connection:
        row = connection.execute(select(feedback)).one()
    assert (row.turn, row.verdict, row.reason) == (0, "yes", "")


def test_a_no_is_asked_why(client: FlaskClient, engine: Engine) -> None:
    ask(client, "answer")
    opinion(client, verdict="no")
    assert "What was wrong?" in client.get("/chat").text

    opinion(client, reason="out_of_date")
    opinion(client, reason="hard")

    with engine.connect() as connection:
        assert connection.execute(select(feedback.c.reason)).scalar_one() == "out_of_date"


@pytest.mark.parametrize("text", ["clarify", "escalate"])
def test_feedback_does_not_interrupt(client: FlaskClient, text: str) -> None:
    ask(client, text)

    assert "Did this answer" not in client.get("/chat").text


def test_made_up_feedback_is_ignored(client: FlaskClient, engine: Engine) -> None:
    ask(client, "answer")
    opinion(client, verdict="x" * 500)
    assert client.post("/chat/feedback", data={"verdict": "yes"}).status_code == 400

    with engine.connect() as connection:
        assert connection.execute(select(feedback)).first() is None


def test_greeting_and_suggestions_are_staffs_own(client: FlaskClient, engine: Engine) -> None:
    choose(engine, "greeting", "Welcome to STSN.")
    choose(engine, "suggested_questions", ["What is new?"])

    page = client.get("/chat").text
    assert "Welcome to STSN." in page
    assert 'value="What is new?"' in page
    assert "Which NPQ fits my role?" not in page


def test_switched_off_says_why_and_leads_to_the_team(client: FlaskClient, engine: Engine) -> None:
    name = form_name(client)
    choose(engine, "chat_off", "We are moving house.")

    page = client.get("/chat").text
    assert "We are moving house." in page
    assert 'name="q"' not in page
    sent = client.post("/chat", data={"form": name, "q": "my long question"})
    assert sent.status_code == 503
    assert "my long question</textarea>" in sent.text
    with engine.connect() as connection:
        assert connection.execute(select(conversations)).first() is None


def test_switched_off_in_the_middle_of_a_talk(client: FlaskClient, engine: Engine) -> None:
    ask(client, "answer")
    choose(engine, "chat_off", "Maintenance.")

    assert client.post("/chat", data={"form": form_name(client), "q": "answer"}).status_code == 503
    with engine.connect() as connection:
        assert len(connection.execute(select(turns)).all()) == 1
    choose(engine, "chat_off", "")
    ask(client, "answer")


def test_the_api_is_switched_off_too(client: FlaskClient, engine: Engine) -> None:
    choose(engine, "chat_off", "Maintenance.")

    refused = client.post("/api/v1/conversations")

    assert refused.status_code == 503
    assert "Maintenance." in refused.get_json(force=True)["detail"]


def test_hours_are_said_with_the_hand_over_if_they_are_set(
    client: FlaskClient, engine: Engine
) -> None:
    ask(client, "escalate")
    assert "The team works" not in client.get("/chat").text

    choose(engine, "working_hours", {"mon": ["09:00", "17:00"]})
    assert "The team works Monday, 9am to 5pm." in client.get("/chat").text


@pytest.fixture
def mailing(settings: Settings, engine: Engine) -> FlaskClient:
    sending = replace(settings, smtp_host="mail.example")
    return create_app(sending, core=FakeCore().core(), engine=engine).test_client()


def mails(engine: Engine) -> list[Any]:  # rows
    with engine.connect() as connection:
        return list(connection.execute(select(deliveries).order_by(deliveries.c.id)))


def test_a_copy_goes_only_to_an_address_that_was_confirmed(
    mailing: FlaskClient, engine: Engine
) -> None:
    ask(mailing, "answer what I wrote")
    name = form_name(mailing)
    page = mailing.post("/chat/copy", data={"form": name, "email": "a@example.org"})
    (first,) = mails(engine)
    assert (first.kind, first.recipient) == ("code", "a@example.org")
    assert "what I wrote" not in first.payload["text"]
    assert "We have sent a code" in page.text

    wrong = mailing.post("/chat/copy", data={"form": name, "email": "a@example.org", "code": "x"})
    assert wrong.status_code == 422
    code = re.search(r"\b\w{3}-\w{3}\b", first.payload["text"])
    assert code
    right = {"form": name, "email": "a@example.org", "code": code[0].lower()}
    assert "on its way" in mailing.post("/chat/copy", data=right).text

    _, second = mails(engine)
    assert second.kind == "copy"
    assert "answer what I wrote" in second.payload["text"]


def test_a_code_opens_no_other_address(mailing: FlaskClient, engine: Engine) -> None:
    name = form_name(mailing)
    mailing.post("/chat/copy", data={"form": name, "email": "a@example.org"})
    code = re.search(r"\b\w{3}-\w{3}\b", mails(engine)[0].payload["text"])
    assert code

    data = {"form": name, "email": "b@example.org", "code": code[0]}
    assert mailing.post("/chat/copy", data=data).status_code == 422


def test_an_address_gets_three_codes_a_day_at_most(mailing: FlaskClient, engine: Engine) -> None:
    codes = [
        mailing.post("/chat/copy", data={"form": form_name(mailing), "email": "A@example.org"})
        for _ in range(4)
    ]

    assert [answer.status_code for answer in codes] == [200, 200, 200, 429]
    assert len(mails(engine)) == 3


def test_without_a_mail_server_no_copy_is_offered(client: FlaskClient) -> None:
    ask(client, "answer")

    assert "E-mail me" not in client.get("/chat").text
    assert client.get("/chat/copy").status_code == 404


def test_a_frame_carries_its_pass_in_a_header(client: FlaskClient) -> None:
    framed = {"Npq-Script": "framed"}
    first = client.post("/chat", data={"form": form_name(client), "q": "answer"}, headers=framed)

    held = first.headers["Npq-Pass"]
    assert first.status_code == 200
    assert "18 months." in first.text
    assert "Set-Cookie" not in first.headers
    again = client.get("/chat", headers={**framed, "Authorization": f"Bearer {held}"})
    assert "18 months." in again.text
    assert "18 months." not in client.get("/chat", headers=framed).text
    assert "18 months." not in client.get("/chat").text
