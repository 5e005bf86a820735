"""`make screenshots`: pictures of every state, at phone and desktop width, light and dark."""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import Engine

from bot.app import create_app
from bot.assembly import core_of
from bot.settings import read_settings
from bot.storage import open_database, upgrade
from tests.browser.serving import HostSite, chromium, served
from tests.browser.states import PANEL_STATES, STAFF_STATES, STATES

FOLDER = Path("screenshots")
WIDTHS = {320: 640, 1280: 800}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DAY = date(2026, 11, 23)
SCHOOL_STYLE = "body { font: 17px/1.6 Georgia, serif; max-width: 60rem; margin: 3rem auto; }"


def main(names: list[str]) -> None:
    """Take the pictures of the named states, or of all."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("make screenshots: chromium is not here; install it (apt-get install chromium)")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        host = HostSite()
        own = {
            "NPQ_DATA_DIR": folder,
            "NPQ_SECRET_KEY": "pictures",
            "NPQ_SMTP_HOST": "mail.example",
        }
        core = core_of(read_settings({}))
        with served(host) as school:
            settings = read_settings({**own, "NPQ_WEB_ORIGINS": school})
            engine = open_database(settings.database)
            upgrade(engine)
            app = create_app(settings, core=core, engine=engine, today=lambda: DAY, limited=False)
            with served(app) as chat, sync_playwright() as playwright:
                host.embed(chat, style=SCHOOL_STYLE)
                host.origin = school
                browser = chromium(playwright, program)
                for name in names or [*STATES, *STAFF_STATES, *PANEL_STATES]:
                    for width, height in WIDTHS.items():
                        for scheme in SCHEMES:
                            with browser.new_context(
                                bypass_csp=True, color_scheme=scheme, reduced_motion="reduce",
                                viewport={"width": width, "height": height},
                            ) as context:  # fmt: skip
                                page = context.new_page()
                                _bring_about(name, page, chat, host, engine)
                                _take(
                                    page, f"{name}-{width}-{scheme}", whole=name not in PANEL_STATES
                                )
                    sys.stdout.write(f"{name}\n")
                browser.close()


def _bring_about(name: str, page: Page, chat: str, host: HostSite, engine: Engine) -> None:
    if name in STATES:
        STATES[name](page, chat)
    elif name in STAFF_STATES:
        STAFF_STATES[name](page, chat, engine)
    else:
        PANEL_STATES[name](page, host)


def _take(page: Page, name: str, *, whole: bool) -> None:
    if whole:
        # Whole pages lie flat; what stays in sight would cover the middle of them.
        page.add_style_tag(content=".composer { position: static !important }")
    page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)


if __name__ == "__main__":
    main(sys.argv[1:])
