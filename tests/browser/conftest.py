"""The real core behind a real server, and one browser for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine

from bot.app import create_app
from bot.core import Core
from bot.settings import read_settings
from bot.storage import open_database, upgrade
from tests.browser.serving import HostSite, chromium, served
from tests.conftest import TODAY
from tests.debian import need


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = need("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = chromium(playwright, program)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def host() -> Iterator[HostSite]:
    """Another site, on another host name, that embeds the chat."""
    site = HostSite()
    with served(site) as address:
        site.origin = address.replace("127.0.0.1", "localhost")
        yield site


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("browser")
    engine = open_database(f"sqlite:///{folder / 'npq.sqlite3'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def chat(
    core: Core, database: Engine, host: HostSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of the desk's own site."""
    settings = read_settings(
        {
            "NPQ_DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "NPQ_SECRET_KEY": "for tests",
            "NPQ_WEB_ORIGINS": host.origin,
            "NPQ_SMTP_HOST": "mail.example",
        }
    )
    app = create_app(settings, core=core, engine=database, today=lambda: TODAY, limited=False)
    with served(app) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
