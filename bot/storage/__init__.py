"""The database: tables, engine, migrations and the few queries on them. Core code never sees it."""

from bot.storage.engine import open_database, reading, writing
from bot.storage.migrate import is_current, upgrade
from bot.storage.tables import metadata

__all__ = ["is_current", "metadata", "open_database", "reading", "upgrade", "writing"]
