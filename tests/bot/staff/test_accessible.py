"""The staff desk in a real browser: axe finds nothing, nothing runs over the edge at 320 px."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine

from bot import cases
from bot.clock import utc_now
from bot.staff import new_link
from tests.bot.desks import open_case
from tests.browser.serving import chromium, served
from tests.debian import need


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = need("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = chromium(playwright, program)
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_can_be_used_by_everybody(
    browser: Browser, engine: Engine, address: str, width: int
) -> None:
    references = [open_case(engine, f"escalate {n}", thread=str(n)) for n in range(4)]
    with engine.begin() as connection:
        cases.approve_and_send(connection, references[1], 1, "Bob", utc_now(), "Soon.", undo_s=999)
        cases.not_ours(connection, references[2], 1, "Bob", utc_now())
    link = urlsplit(new_link(engine, "", utc_now())).path
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(address + link)
        assert Axe().run(page).violations_count == 0
        page.get_by_label("Your name").fill("Ann")
        page.get_by_role("button", name="Sign in").click()
        for path in ("", *(f"cases/{reference}" for reference in references[:3])):
            page.goto(f"{address}/staff/{path}")
            for more in page.get_by_text("More", exact=True).all():
                more.click()
            found = Axe().run(page).response["violations"]
            assert [violation["id"] for violation in found] == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
