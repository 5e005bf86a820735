"""The web chat: pages that work without JavaScript, and a script that makes them quicker."""

from bot.channels.web.files import add_assets
from bot.channels.web.pages import web_pages
from bot.channels.web.site import Site

__all__ = ["Site", "add_assets", "web_pages"]
