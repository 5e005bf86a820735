"""Topics earn automatic replies by drafts that go out unchanged; one correction takes them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot import cases, choices
from bot.channels.email import earning
from bot.channels.email.answering import House
from bot.channels.email.arrival import Arrived, TakenIn
from bot.channels.email.senders import EmailSender
from bot.channels.mail_in import MailIn
from bot.core import Core
from bot.desk import Desk
from bot.errors import InputError
from bot.outbox import deliver_due
from bot.storage import reading
from tests.bot.channels.email.conftest import smtp_account
from tests.mailservers.office import SECRET, letter
from tests.mailservers.sink import Sink

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUSE = House("npq@stsn.co.uk", SECRET, "draft")
STREAK = 20


class Week:
    """Mails come in, and a colleague approves or corrects each draft."""

    def __init__(self, engine: Engine, core: Core, sink: Sink) -> None:
        self.engine = engine
        self.mail_in = MailIn(Desk(core, engine), engine, HOUSE)
        self.senders = {
            "email": EmailSender(engine, HOUSE, smtp_account(sink.port), None, lambda: self.now)
        }
        self.now = NOW
        self.number = 0

    def asks(self, question: str = "How long does the NPQH take?") -> TakenIn:
        """Let somebody new ask."""
        self.number += 1
        self.now += timedelta(hours=1)
        raw = letter(question, sender=f"s{self.number}@x{self.number}.example",
                     message_id=f"<{self.number}@x.example>")  # fmt: skip
        return self.mail_in.take(Arrived(raw, len(raw), self.now), self.now)

    def approves(self, change: str = "") -> None:
        """Send the one draft, with other words if so wished."""
        with self.engine.begin() as connection:
            case = next(line for line in cases.listed(connection) if line.state is cases.State.NEW)
            text = cases.view(connection, case.reference).draft + change
            cases.approve_and_send(
                connection, case.reference, case.version, "Jo", self.now, text, undo_s=0
            )
        deliver_due(self.engine, self.senders, "worker", self.now)
        cases.keep_up(self.engine, self.now)

    def streak(self) -> int:
        """Return how many drafts on duration went out unchanged."""
        with reading(self.engine) as connection:
            return {s.topic: s.unchanged for s in earning.standings(connection, "draft")}.get(
                "duration", 0
            )

    def sets(self, mode: earning.Mode) -> None:
        """Set the mode of duration."""
        with self.engine.begin() as connection:
            earning.set_mode(connection, "duration", mode, "Jo", self.now)


@pytest.fixture
def week(engine: Engine, core: Core, sink: Sink) -> Week:
    """A quiet week."""
    return Week(engine, core, sink)


def test_twenty_unchanged_drafts_earn_it_and_one_correction_takes_it_back(
    week: Week, sink: Sink
) -> None:
    for n in range(STREAK):
        with pytest.raises(InputError, match=f"{n} of 20"):
            week.sets("automatic")
        assert week.asks().shown == "draft"
        week.approves()
    assert week.streak() == STREAK
    assert len(sink.mails) == STREAK

    week.sets("automatic")
    assert week.asks().shown == "answered"
    assert week.asks("How long does the NPQH take? And where is my invoice?").shown == "draft"
    week.approves(change="\nOne more thing.")

    assert week.streak() == 0
    assert week.asks().shown == "draft"
    with reading(week.engine) as connection:
        assert choices.get(connection, "mail_mode") == {"duration": "draft"}


def test_a_choice_made_elsewhere_does_not_go_around_the_streak(week: Week) -> None:
    with week.engine.begin() as connection:
        choices.set(connection, "mail_mode", {"duration": "automatic"}, "Jo", NOW)

    assert week.asks().shown == "draft"


def test_a_topic_that_is_off_goes_to_staff_without_a_draft(week: Week) -> None:
    week.sets("off")

    taken = week.asks()

    with reading(week.engine) as connection:
        (case,) = cases.listed(connection)
        view = cases.view(connection, case.reference)
    assert taken.shown == "staff"
    assert (case.reason, view.draft) == ("mail.off", "")
