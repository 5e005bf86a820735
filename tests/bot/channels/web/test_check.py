"""The interview's pages, without JavaScript, with the real ear."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, inspect, select

from bot.app import create_app
from bot.core import Core
from bot.settings import Settings
from bot.storage.tables import cases, conversations
from tests.conftest import TODAY


@pytest.fixture
def client(core: Core, settings: Settings, engine: Engine) -> FlaskClient:
    return create_app(settings, core=core, engine=engine, today=lambda: TODAY).test_client()


def continue_with(client: FlaskClient, address: str, **fields: str) -> str:
    response = client.post(address, data=fields)
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>|\s+", " ", found.group(1))).strip()


def test_a_whole_interview_by_forms(client: FlaskClient) -> None:
    start = "/chat/check/ehco/support"
    assert "How many months have you been a headteacher" in client.get(start).text

    second = continue_with(client, start, typed="3rd year as head")
    assert "You said: “3rd year as head” (30 completed months" in client.get(second).text
    result = client.get(continue_with(client, second, answer="completed")).text

    assert heading(result).startswith("On what you told me, you meet the published criteria")
    assert "be in your first five years of headship" in result
    assert "not the offer of a place" in result


def test_nothing_is_kept_of_it(client: FlaskClient, engine: Engine) -> None:
    response = client.post("/chat/check/ehco/support", data={"typed": "30"})
    client.get(response.headers["Location"])

    assert "Set-Cookie" not in response.headers
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            if table != "alembic_version":
                assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_back_skip_stop_and_change_are_links(client: FlaskClient) -> None:
    page = client.get("/chat/check/npqh-aso/support?setting=academy&in_england=yes").text

    assert 'href="/chat/check/npqh-aso/support?setting=academy">Back</a>' in page
    assert "months_in_headship=skip" in page
    assert '<a class="button" href="/chat">Stop</a>' in page
    assert "change=setting" in page


def test_continue_without_an_answer_is_an_error_at_the_question(client: FlaskClient) -> None:
    response = client.post("/chat/check/ehco/support", data={})

    assert response.status_code == 422
    assert "<strong>Error:</strong> Choose or write an answer." in response.text
    assert "<title>Error: Question 1" in response.text


def test_what_is_not_understood_is_kept_and_explained(client: FlaskClient) -> None:
    response = client.post("/chat/check/ehco/support", data={"typed": "purple"})

    assert response.status_code == 422
    assert "I did not understand that" in response.text
    assert 'value="purple"' in response.text


def test_a_no_says_which_criterion_and_what_may_fit_instead(client: FlaskClient) -> None:
    query = "setting=academy&in_england=yes&months_in_headship=36"
    page = client.get(f"/chat/check/npqh-aso/support?{query}").text

    assert "you do not meet the published criteria" in heading(page)
    assert "The headship has lasted longer than the offer covers." in page
    assert "What may fit instead" in page
    assert 'href="/chat/check/ehco/support?' in page


def test_dated_criteria_carry_their_date(client: FlaskClient) -> None:
    page = client.get("/chat/check/npqh/funding?setting=academy").text

    assert "as published for Autumn 2024" in heading(page)


def test_i_do_not_know_goes_to_the_team(client: FlaskClient) -> None:
    query = "setting=academy&in_top_50_pupil_premium=dont_know"
    page = client.get(f"/chat/check/npqsl/funding?{query}").text

    assert heading(page) == "I cannot tell: the page does not settle this."
    assert "You cannot say" in page


def test_what_the_chat_knows_is_offered_not_asked_again(client: FlaskClient) -> None:
    name = re.search(r'name="form" value="([^"]+)"', client.get("/chat").text)
    assert name
    client.post("/chat", data={"form": name[1], "q": "I have been a head for 18 months."})

    page = client.get("/chat/check/ehco/support").text

    assert "You told me this in your conversation" in page
    assert "/chat/check/ehco/support?months_in_headship=18" in page


def test_the_result_can_be_sent_to_the_team(client: FlaskClient, engine: Engine) -> None:
    address = "/chat/check/ehco/support/send?months_in_headship=30&npqh_status=none"
    form = client.get(address).text
    name = re.search(r'name="form" value="([^"]+)"', form)
    assert name
    assert "does not meet the published criteria" in form  # what is sent is shown

    data = {"form": name[1], "email": "head@school.example", "name": "S. Patel", "added": "Help?"}
    assert client.post(address, data=data).status_code == 303

    with engine.connect() as connection:
        case = connection.execute(select(cases)).one()
    assert case.contact == "head@school.example"
    assert "Help?" in case.question
    assert "not met: doing or having done NPQH" in case.question
    assert f"Your reference is {case.reference}." in client.get("/chat").text


@pytest.mark.parametrize("address", ["/chat/check/npqx/support", "/chat/check/ehco/mandatory"])
def test_what_cannot_be_checked_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["change=nothing", "setting=" + "x" * 5000, "_external=1&_scheme=x", "setting=%00"]
)
def test_addresses_that_were_tampered_with_do_no_harm(client: FlaskClient, query: str) -> None:
    assert client.get(f"/chat/check/npqh-aso/support?{query}").status_code == 200


def test_all_checks_are_listed(client: FlaskClient) -> None:
    page = client.get("/chat/check").text

    assert page.count('href="/chat/check/') == 14
    assert all(
        client.get(link).status_code == 200 for link in re.findall(r'"(/chat/check/[^"]+)"', page)
    )


def test_asking_a_person_needs_no_conversation(client: FlaskClient, engine: Engine) -> None:
    name = re.search(r'name="form" value="([^"]+)"', client.get("/chat/person").text)
    assert name
    with engine.connect() as connection:
        assert connection.execute(select(conversations)).first() is None

    data = {"form": name[1], "email": "a@example.org", "added": "When does it start?"}
    response = client.post("/chat/person", data=data)

    assert response.status_code == 303
    assert "Set-Cookie" in response.headers
    page = client.get("/chat").text
    assert "Passed to the NPQ team. Your reference is" in page
    assert "The NPQ team will reply to a@example.org." in page


def test_without_an_address_nothing_is_passed_on_and_the_words_are_kept(
    client: FlaskClient, engine: Engine
) -> None:
    name = re.search(r'name="form" value="([^"]+)"', client.get("/chat/person").text)
    assert name

    response = client.post("/chat/person", data={"form": name[1], "email": "", "added": "When?"})

    assert response.status_code == 422
    assert "When?</textarea>" in response.text
    with engine.connect() as connection:
        assert connection.execute(select(cases)).first() is None
