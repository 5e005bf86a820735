"""The staff desk, with forms as a browser without JavaScript sends them."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot import cases, colleagues
from bot.clock import utc_now
from bot.model import Enquiry
from bot.staff import new_link
from bot.staff.sign_in import VALID_FOR
from bot.storage import sign_ins
from tests.bot.desks import open_case, small_desk


@pytest.fixture
def link(engine: Engine) -> str:
    return urlsplit(new_link(engine, "http://localhost", utc_now())).path


@pytest.fixture
def ann(client: FlaskClient, link: str) -> FlaskClient:
    """A browser in which Ann is signed in."""
    client.post(link, data={"name": "Ann"})
    return client


@pytest.fixture
def bob(app: Flask, engine: Engine) -> FlaskClient:
    """Another browser, with Bob."""
    client = app.test_client()
    client.post(urlsplit(new_link(engine, "", utc_now())).path, data={"name": "Bob"})
    return client


@pytest.fixture
def reference(engine: Engine) -> str:
    return open_case(engine, "escalate what does it cost?")


def page(client: FlaskClient, reference: str) -> str:
    return client.get(f"/staff/cases/{reference}").text


def hidden(text: str) -> dict[str, str]:
    """The hidden fields that every form of a page carries."""
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', text)[1]  # type: ignore[index]
        for name in ("form", "version")
    }


def press(
    client: FlaskClient, reference: str, action: str, seen: str = "", **fields: str
) -> TestResponse:
    """Send a form of the case's page, as it is now or as it was `seen`."""
    data = hidden(seen or page(client, reference)) | fields
    return client.post(f"/staff/cases/{reference}/{action}", data=data)


def look(engine: Engine, reference: str) -> cases.CaseView:
    with engine.connect() as connection:
        return cases.view(connection, reference)


def test_everything_is_closed_to_strangers(client: FlaskClient, reference: str) -> None:
    for path in ("/staff/", f"/staff/cases/{reference}", "/staff/find?reference=x"):
        assert client.get(path).status_code == 403
    assert client.post(f"/staff/cases/{reference}/claim").status_code == 403


def test_a_link_signs_in_once(app: Flask, link: str) -> None:
    client = app.test_client()

    assert "signs you in once" in client.get(link).text
    assert client.post(link).status_code == 303
    assert client.get("/staff/").status_code == 200
    assert app.test_client().post(link).status_code == 403


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_for_tls_alone_where_there_is_tls(
    client: FlaskClient, link: str, scheme: str
) -> None:
    answer = client.post(link, base_url=f"{scheme}://localhost")

    assert ("Secure" in answer.headers["Set-Cookie"]) is (scheme == "https")
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_looking_at_a_link_does_not_use_it_up(client: FlaskClient, link: str) -> None:
    client.get(link)
    client.get(link)

    assert client.post(link).status_code == 303


def test_an_old_link_is_refused_and_tidied_away(client: FlaskClient, engine: Engine) -> None:
    old = new_link(engine, "", utc_now() - VALID_FOR - timedelta(seconds=1))

    assert client.post(old).status_code == 403
    with engine.begin() as connection:
        assert sign_ins.forget_expired(connection, utc_now()) == 1


def test_another_site_cannot_sign_a_colleague_in_or_out(client: FlaskClient, link: str) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    assert client.post(link, headers=elsewhere).status_code == 403
    assert client.post("/staff/sign-out", headers=elsewhere).status_code == 403


def test_a_colleague_who_is_removed_is_out_at_once(client: FlaskClient, engine: Engine) -> None:
    with engine.begin() as connection:
        cass = colleagues.add(connection, "Cass", utc_now())
    client.post(urlsplit(new_link(engine, "", utc_now(), colleague=cass.id)).path)
    assert "Cass" in client.get("/staff/").text

    with engine.begin() as connection:
        colleagues.remove(connection, "Cass", utc_now())
    assert client.get("/staff/").status_code == 403


def test_open_cases_are_listed_urgent_first(ann: FlaskClient, engine: Engine) -> None:
    for text in ("escalate the first", "urgent the second"):
        small_desk(engine).receive(Enquiry("email", text, text, sender="a@example.org"))

    text = ann.get("/staff/").text

    assert text.index("urgent the second") < text.index("escalate the first")


def test_lists_hold_what_they_say(ann: FlaskClient, engine: Engine, reference: str) -> None:
    def where() -> list[str]:
        lists = ("open", "unclaimed", "mine", "waiting", "done")
        return [name for name in lists if reference in ann.get(f"/staff/?list={name}").text]

    assert where() == ["open", "unclaimed"]
    press(ann, reference, "claim")
    assert where() == ["open", "mine"]
    press(ann, reference, "send", text="Soon.")
    assert where() == ["waiting"]
    press(ann, reference, "undo")
    press(ann, reference, "not-ours")
    assert where() == ["done"]
    assert ann.get("/staff/?list=everything").status_code == 404


def test_a_case_shows_question_conversation_sources_and_draft(
    ann: FlaskClient, engine: Engine
) -> None:
    reply = small_desk(engine).receive(Enquiry("web", "w", "both please"))
    assert reply.reference is not None

    text = page(ann, reply.reference)

    assert "How much?" in text
    assert "18 months." in text
    assert "last for 18 months" in text
    assert "Passed on." in text


def test_a_reply_is_sent_and_taken_back(ann: FlaskClient, engine: Engine, reference: str) -> None:
    assert press(ann, reference, "send", text="Line one\r\nline two ").status_code == 303
    text = page(ann, reference)
    assert "You can still take it back." in text
    assert look(engine, reference).draft == "Line one\nline two"

    press(ann, reference, "undo")
    assert look(engine, reference).state is cases.State.CLAIMED
    assert look(engine, reference).history[-1].who == "Ann"


def test_the_second_of_two_colleagues_keeps_their_words(
    ann: FlaskClient, bob: FlaskClient, engine: Engine, reference: str
) -> None:
    seen = page(bob, reference)
    press(ann, reference, "send", text="From Ann.")

    answer = press(bob, reference, "draft", seen, text="From Bob.")

    assert answer.status_code == 409
    assert "Not done: Ann sent a reply" in " ".join(answer.text.split())
    assert "From Bob." in answer.text
    assert look(engine, reference).draft == "From Ann."


def test_a_form_of_another_session_or_site_is_refused(
    ann: FlaskClient, bob: FlaskClient, reference: str
) -> None:
    theirs = page(bob, reference)

    assert press(ann, reference, "claim", theirs).status_code == 403
    data = hidden(page(ann, reference))
    path = f"/staff/cases/{reference}/claim"
    assert ann.post(path, data=data, headers={"Origin": "https://evil.example"}).status_code == 403
    assert ann.post(path, data={"version": data["version"]}).status_code == 403


@pytest.mark.parametrize(
    ("action", "fields", "fault"),
    [
        ("send", {"text": " "}, "A reply needs words."),
        ("note", {"text": ""}, "A note needs words."),
        ("snooze", {"until": "soon"}, "Choose the day"),
        ("snooze", {"until": "2001-01-01"}, "a later moment"),
        ("contact", {"address": "nowhere"}, "does not look like an e-mail address"),
        ("merge", {"into": "AAA-AAA"}, None),
    ],
)
def test_what_cannot_be_done_is_said(
    ann: FlaskClient, reference: str, action: str, fields: dict[str, str], fault: str | None
) -> None:
    answer = press(ann, reference, action, **fields)

    assert answer.status_code == (422 if fault else 404)
    assert fault is None or fault in answer.text


@pytest.mark.parametrize(
    ("action", "fields", "state"),
    [
        ("claim", {}, "claimed"), ("draft", {"text": "Later."}, "claimed"),
        ("snooze", {"until": "2099-01-01"}, "snoozed"), ("assign", {"to": "Ann"}, "claimed"),
        ("note", {"text": "rang"}, "new"), ("tag", {"tags": "fees, spring"}, "new"),
        ("contact", {"address": "b@school.example"}, "new"),
        ("close", {"reason": "rang them"}, "closed"), ("not-ours", {}, "closed"),
    ],
)  # fmt: skip
def test_every_button_does_what_it_says(
    ann: FlaskClient, engine: Engine, reference: str, action: str, fields: dict[str, str],
    state: str,
) -> None:  # fmt: skip
    assert press(ann, reference, action, **fields).status_code == 303
    assert look(engine, reference).state == state
    assert page(ann, reference)


def test_two_cases_become_one(ann: FlaskClient, engine: Engine, reference: str) -> None:
    other = open_case(engine, "escalate me too", thread="u")

    answer = press(ann, reference, "merge", into=other)

    assert answer.headers["Location"].endswith(other)
    assert "escalate me too\nescalate what does it cost?" in page(ann, other)


def test_a_reference_is_found_in_any_letters(ann: FlaskClient, reference: str) -> None:
    answer = ann.get(f"/staff/find?reference={reference.lower()}")

    assert answer.headers["Location"].endswith(f"/staff/cases/{reference}")
    assert ann.get("/staff/cases/AAA-AAA").status_code == 404
    assert ann.post(f"/staff/cases/{reference}/explode", data={}).status_code == 403


def test_words_of_enquirers_are_only_words(ann: FlaskClient, engine: Engine) -> None:
    nasty = 'escalate <script>alert(1)</script> {{7*7}} "><img src=x onerror=alert(1)>'
    reference = open_case(engine, nasty, sender='"><b>@x.example')

    text = page(ann, reference) + ann.get("/staff/").text

    assert "<script>" not in text
    assert "<img" not in text
    assert "<b>@" not in text
    assert "{{7*7}}" in text


def test_signing_out_closes_the_desk(ann: FlaskClient) -> None:
    ann.post("/staff/sign-out")

    assert ann.get("/staff/").status_code == 403
