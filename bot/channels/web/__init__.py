"""The chat as a plain page: works without JavaScript, one form a message, post-redirect-get."""

from bot.channels.web.pages import web_pages

__all__ = ["web_pages"]
