"""`make screenshots`: pictures of every state, at phone and desktop width, light and dark."""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.app import create_app
from bot.assembly import core_of
from bot.settings import read_settings
from bot.storage import open_database, upgrade
from tests.browser.serving import chromium, served
from tests.browser.states import STATES

FOLDER = Path("screenshots")
WIDTHS = {320: 640, 1280: 800}


def main(names: list[str]) -> None:
    """Take the pictures of the named states, or of all."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("make screenshots: chromium is not here; install it (apt-get install chromium)")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"NPQ_DATA_DIR": folder, "NPQ_SECRET_KEY": "pictures"})
        core = core_of(read_settings({}))
        engine = open_database(settings.database)
        upgrade(engine)
        day = date(2026, 11, 23)
        app = create_app(settings, core=core, engine=engine, today=lambda: day, limited=False)
        with served(app) as chat, sync_playwright() as playwright:
            browser = chromium(playwright, program)
            for name in names or list(STATES):
                for width, height in WIDTHS.items():
                    for scheme in ("light", "dark"):
                        context = browser.new_context(
                            bypass_csp=True,
                            viewport={"width": width, "height": height},
                            color_scheme="dark" if scheme == "dark" else "light",
                            reduced_motion="reduce",
                        )
                        page = context.new_page()
                        STATES[name](page, chat)
                        path = FOLDER / f"{name}-{width}-{scheme}.png"
                        # Whole pages lie flat; what stays in sight would cover the middle of them.
                        page.add_style_tag(content=".composer { position: static !important }")
                        page.screenshot(path=path, full_page=True)
                        context.close()
                sys.stdout.write(f"{name}\n")
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
