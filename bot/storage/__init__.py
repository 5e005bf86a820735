"""The database: tables, engine, migrations and the few queries on them. Core code never sees it."""

from bot.storage.engine import open_database, reading, reading_on, writing, writing_on
from bot.storage.migrate import is_current, upgrade
from bot.storage.tables import metadata

__all__ = [
    "is_current",
    "metadata",
    "open_database",
    "reading",
    "reading_on",
    "upgrade",
    "writing",
    "writing_on",
]
