"""Background work. In this version nothing is queued for delivery; the worker only tidies up."""

from __future__ import annotations

import logging
import threading

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import utc_now
from bot.core import log_failure
from bot.storage import sign_ins

logger = logging.getLogger(__name__)

EVERY_S = 60.0


def work(engine: Engine, stop: threading.Event, every_s: float = EVERY_S) -> None:
    """Do what is due, again and again, until `stop` is set. A failing round is tried again."""
    while not stop.is_set():
        try:
            tidy(engine)
        except SQLAlchemyError as error:
            log_failure("worker round failed", error)
        stop.wait(every_s)


def tidy(engine: Engine) -> int:
    """Drop sign-in links that have expired; how many there were."""
    with engine.begin() as connection:
        dropped = sign_ins.forget_expired(connection, utc_now())
    if dropped:
        logger.info("sign-in links dropped", extra={"count": dropped})
    return dropped
