from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.clock import utc_now
from bot.desk import Desk
from bot.model import Enquiry
from bot.staff import new_link
from bot.staff.sign_in import VALID_FOR
from bot.storage import sign_ins
from tests.bot.fakes import FakeCore


@pytest.fixture
def link(engine: Engine) -> str:
    return urlsplit(new_link(engine, "http://localhost", utc_now())).path


def test_the_list_is_closed_to_strangers(client: FlaskClient) -> None:
    assert client.get("/staff/").status_code == 403


def test_a_link_signs_in_once(app: Flask, link: str) -> None:
    client = app.test_client()

    assert "signs you in once" in client.get(link).text
    assert client.post(link).status_code == 303
    assert client.get("/staff/").status_code == 200
    assert app.test_client().post(link).status_code == 403


def test_looking_at_a_link_does_not_use_it_up(client: FlaskClient, link: str) -> None:
    client.get(link)
    client.get(link)

    assert client.post(link).status_code == 303


def test_an_old_link_is_refused_and_tidied_away(client: FlaskClient, engine: Engine) -> None:
    old = new_link(engine, "", utc_now() - VALID_FOR - timedelta(seconds=1))

    assert client.post(old).status_code == 403
    with engine.begin() as connection:
        assert sign_ins.forget_expired(connection, utc_now()) == 1


def test_another_site_cannot_sign_a_colleague_in(client: FlaskClient, link: str) -> None:
    assert client.post(link, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_open_cases_are_listed_urgent_first(client: FlaskClient, engine: Engine, link: str) -> None:
    desk = Desk(FakeCore().core(), engine)
    for text in ("escalate the first", "urgent the second"):
        desk.receive(Enquiry("email", text, text, sender="a@example.org"))
    client.post(link)

    page = client.get("/staff/").text

    assert page.index("urgent the second") < page.index("escalate the first")
    assert "a@example.org" in page


def test_signing_out_closes_the_list(client: FlaskClient, link: str) -> None:
    client.post(link)
    client.post("/staff/sign-out")

    assert client.get("/staff/").status_code == 403
