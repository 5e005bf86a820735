"""Keeps an eye on the mailbox: one session, held between looks, opened anew when it breaks.

The server tells when mail comes in (IDLE); once a minute the desk looks by itself, because servers
forget to tell, and because only an answer shows that the line is alive.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.channels.email.account import MailServerError
from bot.channels.email.classify import MAX_TO_ALL
from bot.channels.email.imap import INBOX, Mailbox
from bot.channels.email.rounds import MailRounds
from bot.channels.email.senders import OpenMailbox
from bot.clock import utc_now
from bot.jobs import Job, report
from bot.storage import sent_mails

logger = logging.getLogger(__name__)

SUBJECT = "mail in"
"""Under which the findings tell how reading goes."""
BREAKER = "mail breaker"
"""Under which they tell whether too much went out by itself."""
WAIT_S = 8.0
"""At most so long does stopping the worker wait for us."""
LOOK_EVERY = timedelta(seconds=60)
ALARM_AFTER = timedelta(minutes=10)
"""Without a good look for so long, it is a fault that somebody has to hear of."""
_FIRST_PAUSE_S = 5.0
_LONGEST_PAUSE_S = 300.0


class Watch:
    """The job of one worker; of all workers one at a time runs it."""

    def __init__(
        self,
        open_mailbox: OpenMailbox,
        rounds_of: Callable[[Engine], MailRounds],
        clock: Callable[[], datetime] = utc_now,
        wait_s: float = WAIT_S,
    ) -> None:
        """Nothing is opened before the first look."""
        self._open_mailbox = open_mailbox
        self._rounds_of = rounds_of
        self._clock = clock
        self._wait_s = wait_s
        self._session = ExitStack()
        self._box: Mailbox | None = None
        self._rounds: MailRounds | None = None
        self._looked_at: datetime | None = None
        self._uidnext = 0
        self._told_at: datetime | None = None
        self._good_at: datetime | None = None
        self._faults = 0
        self._not_before: datetime | None = None

    def job(self) -> Job:
        """Return the job for the worker's list."""
        return Job("mail", 0.0, self.run, own_thread=True)

    def run(self, engine: Engine, now: datetime) -> None:
        """Look if it is time, then wait a little for the server to tell of new mail."""
        if self._not_before is not None and now < self._not_before:
            return
        self._good_at = self._good_at or now  # nobody is alarmed before there was time to try
        try:
            self._look_and_wait(engine, now)
        except MailServerError as error:
            self.close()
            self._faults += 1
            pause = min(_FIRST_PAUSE_S * 2 ** (self._faults - 1), _LONGEST_PAUSE_S)
            self._not_before = now + timedelta(seconds=pause)
            self._tell_fault(engine, error, now)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the session go."""
        self._box = None
        self._session.close()

    def _look_and_wait(self, engine: Engine, now: datetime) -> None:
        self._rounds = self._rounds or self._rounds_of(engine)
        if self._box is None:
            self._box = self._session.enter_context(self._open_mailbox())
            self._looked_at = None
        uidnext = self._box.select(INBOX).uidnext
        due = self._looked_at is None or now - self._looked_at >= LOOK_EVERY
        if due or uidnext != self._uidnext:
            self._rounds.once(self._box)
            self._looked_at, self._good_at, self._uidnext = now, now, uidnext
            self._faults, self._not_before = 0, None
            self._tell_good(engine, now)
            self._box.select(INBOX)
        if not self._box.can_wait:
            self._not_before = now + LOOK_EVERY / 2
            self._looked_at = None
        else:
            self._box.wait(self._wait_s)  # whatever it was, the next look sees a higher UIDNEXT

    def _tell_good(self, engine: Engine, now: datetime) -> None:
        with engine.begin() as connection:
            report(connection, SUBJECT, "ok", "the mailbox is read", now)
            sent = sent_mails.automatic_since(connection, now - timedelta(hours=1))
            stopped = sent >= MAX_TO_ALL
            message = f"{sent} automatic mails within an hour"
            if stopped:
                message += "; no more go out, everything goes to staff. Look what is being answered"
            report(connection, BREAKER, "FAULT" if stopped else "ok", message, now)

    def _tell_fault(self, engine: Engine, error: MailServerError, now: datetime) -> None:
        logger.warning("mailbox cannot be read", extra={"fault": error.fault})
        silent = now - (self._good_at or now)
        state = "FAULT" if silent >= ALARM_AFTER else "note"
        minutes = int(silent.total_seconds() // 60)
        message = (
            f"the mailbox has not been read for {minutes} minutes ({error.fault}: {error});"
            " npq-bot doctor mail says what to do"
        )
        with engine.begin() as connection:
            report(connection, SUBJECT, state, message, now)
