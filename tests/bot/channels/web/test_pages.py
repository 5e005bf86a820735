from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from bot.channels.web.visits import COOKIE
from bot.storage.tables import cases, conversations, turns


def form_name(client: FlaskClient) -> str:
    match = re.search(r'name="form" value="([^"]+)"', client.get("/chat").text)
    assert match
    return match.group(1)


def send(client: FlaskClient, text: str, name: str = "") -> TestResponse:
    data = {"form": name or form_name(client), "q": text}
    return client.post("/chat", data=data)


def reference_of(page: str) -> str:
    match = re.search(r"Your reference is ([\w-]+)\.", page)
    assert match
    return match.group(1)


def test_looking_sets_no_cookie(client: FlaskClient) -> None:
    response = client.get("/", follow_redirects=True)

    assert "It is automated." in response.text
    assert "Which NPQ fits my role?" in response.text
    assert "Set-Cookie" not in response.headers


def test_the_first_message_sets_one_cookie_that_scripts_cannot_read(client: FlaskClient) -> None:
    first, second = send(client, "answer"), send(client, "answer")

    assert first.status_code == 303
    (cookie,) = first.headers.getlist("Set-Cookie")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/chat"))
    assert "Set-Cookie" not in second.headers


def test_a_reply_shows_source_and_choices(client: FlaskClient) -> None:
    send(client, "answer")
    page = send(client, "clarify").headers["Location"]

    shown = client.get(page).text
    assert "Where this comes from" in shown
    assert "last for 18 months" in shown
    assert '<button name="q" value="NPQH please">NPQH &amp; more</button>' in shown


def test_choices_of_earlier_turns_are_gone(client: FlaskClient) -> None:
    send(client, "clarify")
    send(client, "answer")

    assert "NPQH please" not in client.get("/chat").text


def test_several_questions_have_headings(client: FlaskClient) -> None:
    send(client, "both")

    page = client.get("/chat").text
    assert page.index("<h2>How long?</h2>") < page.index("<h2>How much?</h2>")


def test_what_people_type_is_shown_as_text(client: FlaskClient) -> None:
    send(client, "<script>alert(1)</script>")

    page = client.get("/chat").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_hand_over_takes_an_address(client: FlaskClient, engine: Engine) -> None:
    send(client, "escalate")
    page = client.get("/chat").text
    assert 'autocomplete="email"' in page
    data = {"form": form_name(client), "reference": reference_of(page), "email": "a@example.org"}

    assert client.post("/chat/contact", data=data).status_code == 303
    assert "The NPQ team will reply to a@example.org." in client.get("/chat").text
    with engine.connect() as connection:
        assert connection.execute(select(cases.c.contact)).scalar_one() == "a@example.org"


def test_a_wrong_address_is_explained_and_kept(client: FlaskClient) -> None:
    send(client, "escalate")
    reference = reference_of(client.get("/chat").text)
    data = {"form": form_name(client), "reference": reference, "email": "a at example"}

    response = client.post("/chat/contact", data=data)

    assert response.status_code == 422
    assert "<strong>Error:</strong> This does not look like" in response.text
    assert 'value="a at example"' in response.text
    assert f'aria-describedby="email-hint-{reference} email-err-{reference}"' in response.text


def test_an_address_for_somebody_elses_case_is_refused(app: Flask) -> None:
    one, other = app.test_client(), app.test_client()
    send(one, "escalate")
    send(other, "answer")
    reference = reference_of(one.get("/chat").text)
    data = {"form": form_name(other), "reference": reference, "email": "a@example.org"}

    assert other.post("/chat/contact", data=data).status_code == 400


def test_an_empty_question_is_an_error_at_the_field(client: FlaskClient) -> None:
    response = send(client, "  \n")

    assert response.status_code == 422
    assert "<strong>Error:</strong> Write your question first." in response.text
    assert 'aria-invalid="true"' in response.text
    assert "Set-Cookie" not in response.headers


def test_a_form_without_its_name_is_refused_and_the_words_kept(
    client: FlaskClient, engine: Engine
) -> None:
    response = send(client, "my long question", name="forged.name")

    assert response.status_code == 400
    assert "my long question</textarea>" in response.text
    with engine.connect() as connection:
        assert connection.execute(select(conversations)).first() is None


def test_a_form_name_of_another_conversation_is_refused(app: Flask) -> None:
    one, other = app.test_client(), app.test_client()
    send(one, "answer")
    send(other, "answer")

    assert send(one, "answer", name=form_name(other)).status_code == 400


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_other_sites_cannot_send_for_a_visitor(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    response = client.post(
        "/chat", data={"form": form_name(client), "q": "answer"}, headers=headers
    )

    assert response.status_code == 400


@pytest.mark.parametrize("cookies", [True, False])
def test_a_double_click_is_one_message(app: Flask, engine: Engine, cookies: bool) -> None:
    client = app.test_client(use_cookies=cookies)
    name = form_name(client)

    first = send(client, "escalate", name)
    second = app.test_client().post("/chat", data={"form": name, "q": "escalate"})

    with engine.connect() as connection:
        assert len(connection.execute(select(turns)).all()) == 1
    assert first.headers["Set-Cookie"][:90] == second.headers["Set-Cookie"][:90]


def test_start_again_forgets_the_conversation(client: FlaskClient) -> None:
    send(client, "answer me this")

    response = client.post("/chat/restart", data={"form": form_name(client)})

    assert response.status_code == 303
    assert "answer me this" not in client.get("/chat").text


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "0" * 32 + "." + "t" * 40])
def test_a_made_up_cookie_shows_nothing(client: FlaskClient, cookie: str) -> None:
    client.set_cookie(COOKIE, cookie, path="/chat")

    assert client.get("/chat").status_code == 200


def test_nothing_is_loaded_or_run_but_our_own_files(client: FlaskClient) -> None:
    response = client.get("/chat")

    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", response.text) == re.findall(
        r'<script src="/static/chat\.js\?v=\w+" defer>', response.text
    )
    assert " style=" not in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_a_flood_is_refused_in_words(client: FlaskClient) -> None:
    response = client.post("/chat", data={"q": "x" * 3_000_000})

    assert response.status_code == 413
    assert "Your message is too long." in response.text


def test_a_megabyte_is_taken(client: FlaskClient) -> None:
    assert send(client, "answer " + "x" * 1_000_000).status_code == 303


def test_a_broken_database_is_said_honestly(client: FlaskClient, engine: Engine) -> None:
    name = form_name(client)
    with engine.begin() as connection:
        turns.drop(connection)

    response = send(client, "answer", name)

    assert response.status_code == 503
    assert "could not be stored" in response.text


def test_unknown_pages_lead_back(client: FlaskClient) -> None:
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert 'href="/chat"' in response.text


class _Outline(HTMLParser):
    """Notes what a screen reader relies on."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.headings: list[int] = []
        self.language = ""
        self.roles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.references += found.get(name, "").split()
        self.references += [found["href"][1:]] if found.get("href", "").startswith("#") else []
        self.roles += [found["role"]] if "role" in found else []
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.language = found["lang"]


@pytest.mark.parametrize("texts", [(), ("answer",), ("both", "escalate", "clarify", "both")])
def test_the_page_holds_together_for_a_screen_reader(
    client: FlaskClient, texts: tuple[str, ...]
) -> None:
    for text in texts:
        send(client, text)

    outline = _Outline()
    outline.feed(client.get("/chat").text)

    assert outline.language == "en-GB"
    assert outline.roles == ["log"]
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.references) <= set(outline.ids)
    assert outline.headings[:1] == [1]
    assert outline.headings.count(1) == 1


def test_privacy_is_explained(client: FlaskClient) -> None:
    assert "One cookie" in client.get("/privacy").text
