"""The desk for colleagues in the browser: sign in by link, see cases, reply, and what else they do.

Pages work without JavaScript. Every form carries a signed name and the version of the case that it
showed.
"""

from bot.staff.doorway import StaffSessions
from bot.staff.pages import staff_pages
from bot.staff.sign_in import new_link

__all__ = ["StaffSessions", "new_link", "staff_pages"]
