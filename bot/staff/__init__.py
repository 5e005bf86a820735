"""The desk for colleagues in the browser; so far: sign in by link, and see the open cases."""

from bot.staff.pages import staff_pages
from bot.staff.sign_in import new_link

__all__ = ["new_link", "staff_pages"]
