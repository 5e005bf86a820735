"""Keeping an eye on the mailbox: dead lines, lost tokens, the alarm; and a way out that fails."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot import cases
from bot.channels.email.account import Account
from bot.channels.email.arrival import Arrived, TakenIn
from bot.channels.email.imap import open_mailbox
from bot.channels.email.rounds import MailRounds
from bot.channels.email.watch import SUBJECT, Watch
from bot.channels.mail_in import MailIn
from bot.core import Core
from bot.outbox import STAFF_REPLY, enqueue
from bot.storage import reading
from bot.storage.tables import conversations, deliveries, findings
from tests.mailservers import sink as sinks
from tests.mailservers.dovecot import PASSWORD, USER, Dovecot
from tests.mailservers.office import Office, letter, parsed, text_of
from tests.mailservers.proxy import running_proxy
from tests.mailservers.sink import Sink
from tests.mailservers.tokens import TokenServer

QUESTION = "How long does the NPQH take?"


@pytest.fixture
def office(engine: Engine, core: Core, dovecot: Dovecot, sink: Sink) -> Office:
    """An inbox that answers by itself."""
    return Office(engine, core, dovecot.port, sink.port)


def watch_of(office: Office, port: int, timeout_s: float = 1.0) -> Watch:
    """Return a watch that is quick to lose patience."""
    account = Account("127.0.0.1", port, USER, "none", lambda: PASSWORD)
    return Watch(
        lambda: open_mailbox(account, timeout_s), lambda _: office.rounds, lambda: office.now,
        wait_s=0.1,
    )  # fmt: skip


def found(engine: Engine) -> tuple[str, str]:
    """Return what the worker has noted on reading mail."""
    with reading(engine) as connection:
        row = connection.execute(select(findings).where(findings.c.subject == SUBJECT)).one()
    return row.state, row.message


def test_one_session_is_held_and_new_mail_is_seen_at_once(office: Office, sink: Sink) -> None:
    with running_proxy(office.imap_port) as proxy:
        watch = watch_of(office, proxy.port)
        watch.run(office.engine, office.now)
        office.arrive(letter(QUESTION))
        for _ in range(3):
            office.later(seconds=1)
            watch.run(office.engine, office.now)
        connections = proxy.connections
        watch.close()

    office.send()
    assert connections == 1
    assert len(sink.mails) == 1
    assert found(office.engine)[0] == "ok"


def test_a_line_that_swallows_everything_is_given_up_and_opened_anew(
    office: Office, sink: Sink
) -> None:
    with running_proxy(office.imap_port) as proxy:
        watch = watch_of(office, proxy.port)
        watch.run(office.engine, office.now)
        proxy.silent = True
        office.later(minutes=1)
        watch.run(office.engine, office.now)
        state, message = found(office.engine)
        proxy.silent = False
        office.arrive(letter(QUESTION))
        office.later(minutes=1)
        watch.run(office.engine, office.now)
        watch.close()

    office.send()
    assert (state, "lost" in message) == ("note", True)
    assert found(office.engine)[0] == "ok"
    assert len(sink.mails) == 1


def test_after_ten_minutes_without_a_look_there_is_an_alarm(
    office: Office, token_server: TokenServer
) -> None:
    token = token_server.new_token()
    account = Account("127.0.0.1", office.imap_port, USER, "none", lambda: token, with_token=True)
    watch = Watch(lambda: open_mailbox(account, 5), lambda _: office.rounds, wait_s=0.1)
    watch.run(office.engine, office.now)
    token_server.withdraw_all()
    watch.close()
    states = []
    for minutes in (1, 6, 12):
        watch.run(office.engine, office.now + timedelta(minutes=minutes))
        states.append(found(office.engine)[0])

    assert states == ["note", "note", "FAULT"]
    assert "sign_in" in found(office.engine)[1]


def test_the_breaker_is_an_alarm(office: Office) -> None:
    for n in range(60):
        raw = letter(QUESTION, sender=f"s@x{n}.example", message_id=f"<{n}@x.example>")
        office.mail_in.take(Arrived(raw, len(raw), office.now), office.now)
    watch = watch_of(office, office.imap_port, 10)

    watch.run(office.engine, office.now)
    watch.close()

    with reading(office.engine) as connection:
        rows = connection.execute(select(findings.c.subject, findings.c.state))
        states = {row.subject: row.state for row in rows}
    assert states == {SUBJECT: "ok", "mail breaker": "FAULT"}


def test_while_it_waits_to_try_again_the_server_is_left_alone(office: Office) -> None:
    with running_proxy(office.imap_port) as proxy:
        watch = watch_of(office, proxy.port, 0.3)
        proxy.silent = True
        for seconds in range(0, 60, 2):
            watch.run(office.engine, office.now + timedelta(seconds=seconds))

        assert proxy.connections <= 5


def test_a_mail_that_fails_by_a_fault_of_ours_is_parked_and_stops_nobody(
    office: Office, sink: Sink
) -> None:
    office.mail_in = _Stumbling(office.desk, office.engine, office.house)
    office.rounds = MailRounds(
        office.engine, office.mail_in, office.house, clock=lambda: office.now
    )
    office.arrive(letter("stumble"), letter(QUESTION, message_id="<b@c.example>"))

    counts = [office.read() for _ in range(4)]
    office.send()

    assert counts == [{"failed": 1, "answered": 1}, {"failed": 1}, {"parked": 1}, {}]
    assert len(sink.mails) == 1
    assert office.keywords() == ["$NpqStaff", "$NpqAnswered"]
    with reading(office.engine) as connection:
        assert cases.listed(connection)[0].reason == "e.fault"


@pytest.mark.parametrize(
    ("script", "state", "sent"),
    [
        (["451 4.7.1 greylisted"] * 3, "sent", 1),
        (["421 4.3.2 closing"], "sent", 1),
        (["550 5.7.1 no"], "failed", 0),
        ([sinks.DROP], "uncertain", 1),
        ([sinks.DROP_UNSENT], "uncertain", 0),
    ],
)
def test_a_refusal_is_tried_again_or_shown_and_silence_is_never_sent_again(
    office: Office, sink: Sink, script: list[str], state: str, sent: int
) -> None:
    sink.script.extend(script)
    office.arrive(letter(QUESTION))
    office.read()
    for _ in range(8):
        office.send()
        office.later(hours=1)

    with reading(office.engine) as connection:
        states = connection.execute(select(deliveries.c.state)).scalars().all()
        shown = {line.reason for line in cases.listed(connection)}
    assert states == [state]
    assert len(sink.mails) == sent
    assert shown == {
        "sent": set(), "failed": {"delivery.undelivered"}, "uncertain": {"delivery.uncertain"},
    }[state]  # fmt: skip


def test_what_lies_in_the_sent_folder_was_sent(office: Office, sink: Sink) -> None:
    sink.script.append(sinks.DROP)
    office.arrive(letter(QUESTION))
    office.read()
    office.send()
    with office.colleague() as box:  # the server has filed it by itself, as Google's does
        box.append(sink.mails[0], "Sent Items", dt=office.now)

    office.later(minutes=10)
    office.work()

    with reading(office.engine) as connection:
        assert connection.execute(select(deliveries.c.state)).scalars().all() == ["sent"]
    assert len(sink.mails) == 1
    assert len(office.seen_in("Sent Items")) == 1


def test_a_colleague_who_joins_stops_a_reply_that_has_not_left(office: Office, sink: Sink) -> None:
    office.arrive(letter(QUESTION))
    office.read()
    office.later(seconds=1)
    with office.engine.begin() as connection:
        conversation = connection.execute(select(conversations.c.id)).scalar_one()
        cases.join(connection, conversation, office.now)

    office.send()

    assert sink.mails == []


def test_what_staff_write_to_a_web_enquirer_is_a_mail_without_any_thread(
    office: Office, sink: Sink
) -> None:
    with office.engine.begin() as connection:
        enqueue(
            connection, channel="email", kind=STAFF_REPLY, recipient="sam@school.example",
            payload={"text": "Hello Sam,\n\nplease call us.\n\nJo"}, unique_key="staff-reply:7",
            not_before=office.now,
        )  # fmt: skip

    office.send()

    (mail,) = map(parsed, sink.mails)
    assert mail["Subject"] == "Your enquiry to the NPQ team"
    assert mail["Auto-Submitted"] is None
    assert "please call us." in text_of(mail)


def test_fetching_by_hand_shows_a_bar_on_a_terminal_and_none_in_a_pipe(
    office: Office, tmp_path: Path, cache_folder: Path
) -> None:
    office.arrive(*(letter(QUESTION, message_id=f"<{n}@x.example>", sender=f"s{n}@x{n}.example")
                    for n in range(3)))  # fmt: skip
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cache").symlink_to(cache_folder)
    environment = {
        **os.environ, "NPQ_DATA_DIR": str(tmp_path / "data"), "NPQ_IMAP_HOST": "127.0.0.1",
        "NPQ_IMAP_PORT": str(office.imap_port), "NPQ_IMAP_USER": USER,
        "NPQ_IMAP_PASSWORD": PASSWORD, "NPQ_IMAP_SECURITY": "none",
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "mail", "fetch"]
    leader, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    first = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=terminal, check=True
    )
    os.close(terminal)
    bar = b""
    with suppress(OSError):  # the end of a terminal that nobody writes to any more
        while chunk := os.read(leader, 65536):
            bar += chunk
    os.close(leader)

    second = subprocess.run(command, env=environment, capture_output=True, check=True)

    assert b"3 draft" in first.stdout
    assert b"100%" in bar
    assert (second.stdout, second.stderr) == (b"no new mail\n", b"")


class _Stumbling(MailIn):
    """Takes mails in, but for those that say so."""

    def take(self, arrived: Arrived, now: datetime | None = None) -> TakenIn:
        if b"stumble" in arrived.raw:
            raise LookupError("a fault of ours")
        return super().take(arrived, now)


def test_counts_of_a_round_add_up(office: Office) -> None:
    office.arrive(letter(QUESTION), letter("Away.", more="Precedence: bulk\r\n",
                                           message_id="<l@x.example>"))  # fmt: skip

    assert office.read() == Counter({"answered": 1, "ignored": 1})
