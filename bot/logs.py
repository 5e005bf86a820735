"""Log lines on standard error: time, level, where, event, ids; people's addresses masked."""

from __future__ import annotations

import logging

from bot.masking import mask

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class Formatter(logging.Formatter):
    """Writes what `extra` holds behind the event, and masks the whole line."""

    def __init__(self) -> None:
        """Fix the layout."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        extra = {name: value for name, value in record.__dict__.items() if name not in _OWN}
        words = "".join(f" {name}={value}" for name, value in extra.items())
        return mask(super().format(record) + words)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        """Leave out what an exception says: it may quote an enquirer."""
        kind = ei[0] if isinstance(ei, tuple) else None
        return f"({getattr(kind, '__name__', 'error')})"


def set_up_logs(level: int = logging.INFO) -> None:
    """Send every log line of this process to standard error, once."""
    handler = logging.StreamHandler()
    handler.setFormatter(Formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "alembic", "slack_bolt", "slack_sdk"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
