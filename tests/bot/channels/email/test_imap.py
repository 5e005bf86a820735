"""A mailbox over IMAP, with a real Dovecot."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import imap_tools
import pytest

from bot.channels.email.account import Account, MailServerError
from bot.channels.email.imap import MAX_WHOLE, open_mailbox
from tests.bot.channels.email.conftest import imap_account
from tests.mailservers.dovecot import PASSWORD, USER, Dovecot, free_port
from tests.mailservers.proxy import running_proxy
from tests.mailservers.tokens import TokenServer

LETTER = b"From: sam@school.example\r\nTo: npq@stsn.co.uk\r\nSubject: %s\r\n\r\nHello\r\n"


@contextmanager
def colleague(dovecot: Dovecot) -> Iterator[imap_tools.BaseMailBox]:
    """What a colleague does with a mail program of her own."""
    box = imap_tools.MailBoxUnencrypted("127.0.0.1", dovecot.port, timeout=10)
    box.login(USER, PASSWORD)
    try:
        yield box
    finally:
        box.logout()


def deliver(dovecot: Dovecot, *raws: bytes) -> None:
    """Put mails into the inbox."""
    with colleague(dovecot) as box:
        for raw in raws:
            box.append(raw, "INBOX", dt=datetime.now(UTC))


def flags_of(dovecot: Dovecot) -> list[tuple[str, ...]]:
    """Return the flags of every mail in the inbox, in order."""
    with colleague(dovecot) as box:
        return [mail.flags for mail in box.fetch(mark_seen=False)]


def test_mails_above_a_watermark_come_whole_and_stay_unread(
    dovecot: Dovecot, inbox: Account
) -> None:
    deliver(dovecot, LETTER % b"one", LETTER % b"two", LETTER % b"three")

    with open_mailbox(inbox) as box:
        state = box.select()
        fetched = list(box.fetch(box.uids_above(1)))

    assert (state.uidnext, state.exists) == (4, 3)
    assert [(mail.uid, mail.raw) for mail in fetched] == [
        (2, LETTER % b"two"),
        (3, LETTER % b"three"),
    ]
    assert all(abs(mail.arrived_at - datetime.now(UTC)) < timedelta(hours=1) for mail in fetched)
    assert flags_of(dovecot) == [(), (), ()]


def test_a_watermark_at_the_newest_mail_finds_nothing(dovecot: Dovecot, inbox: Account) -> None:
    deliver(dovecot, LETTER % b"one")

    with open_mailbox(inbox) as box:
        box.select()

        assert box.uids_above(1) == []
        assert list(box.fetch([1, 7])) == list(box.fetch([1]))


def test_of_a_very_large_mail_only_the_beginning_is_fetched(
    dovecot: Dovecot, inbox: Account
) -> None:
    raw = LETTER % b"large" + b"x" * 70 * 200_000
    deliver(dovecot, raw, LETTER % b"small")

    with open_mailbox(inbox) as box:
        box.select()
        large, small = box.fetch(box.uids_above(0))

    assert large.size > MAX_WHOLE
    assert len(large.raw) < 300_000
    assert raw.startswith(large.raw[:1000])
    assert small.raw == LETTER % b"small"


def test_keywords_are_set_and_nothing_that_a_colleague_marked_is_destroyed(
    dovecot: Dovecot, inbox: Account
) -> None:
    deliver(dovecot, LETTER % b"one", LETTER % b"two")
    with colleague(dovecot) as box:
        box.client.uid("STORE", "1", "+FLAGS", "(\\Deleted \\Flagged)")

    with open_mailbox(inbox) as ours:
        ours.select()
        assert ours.mark([1, 2], "$NpqAnswered")

    assert [set(flags) for flags in flags_of(dovecot)] == [
        {"\\Deleted", "\\Flagged", "$NpqAnswered"},
        {"$NpqAnswered"},
    ]


def test_a_mail_is_moved_in_one_step_to_a_folder_that_is_made_for_it(
    dovecot: Dovecot, inbox: Account
) -> None:
    deliver(dovecot, LETTER % b"one", LETTER % b"two")

    with open_mailbox(inbox) as box:
        box.select()
        assert box.move([1], "NPQ beantwortet – erledigt")
        left = box.uids_above(0)

    assert left == [2]
    with colleague(dovecot) as other:
        assert "NPQ beantwortet – erledigt" in {folder.name for folder in other.folder.list()}


def test_a_draft_is_found_by_its_id_and_removed_alone(dovecot: Dovecot, inbox: Account) -> None:
    draft = b"Message-ID: <abc.t1.def@stsn.co.uk>\r\nSubject: Re: x\r\n\r\nDraft\r\n"

    with open_mailbox(inbox) as box:
        drafts = box.special("\\Drafts")
        sent = box.special("\\Sent")
        assert (drafts, sent) == ("Drafts", "Sent Items")
        uid = box.append(drafts, draft, "\\Draft")
        other = box.append(drafts, LETTER % b"of a colleague", "\\Draft")
        box.select(drafts)
        assert box.find("<abc.t1.def@stsn.co.uk>") == [uid]
        assert box.find("<nobody@nowhere>") == []
        assert box.remove([uid or 0])
        assert box.uids_above(0) == [other]


def test_waiting_ends_when_mail_comes_in(dovecot: Dovecot, inbox: Account) -> None:
    with open_mailbox(inbox) as box:
        box.select()
        assert box.can_wait
        threading.Timer(0.2, deliver, (dovecot, LETTER % b"new")).start()

        assert box.wait(30)
        assert box.uids_above(0) == [1]
        assert not box.wait(0.1)


def test_a_line_that_has_gone_dead_is_noticed(dovecot: Dovecot) -> None:
    with (
        running_proxy(dovecot.port) as proxy,
        open_mailbox(imap_account(proxy.port), timeout_s=0.5) as box,
    ):
        box.select()
        proxy.silent = True

        with pytest.raises(MailServerError) as caught:
            box.wait(0.2)

    assert caught.value.fault == "lost"


def test_a_broken_line_is_an_error_of_ours(dovecot: Dovecot) -> None:
    with (
        running_proxy(dovecot.port) as proxy,
        open_mailbox(imap_account(proxy.port), timeout_s=2) as box,
    ):
        box.select()
        proxy.cut()

        with pytest.raises(MailServerError) as caught:
            box.uids_above(0)

    assert caught.value.fault == "lost"


def test_a_token_opens_the_mailbox_and_a_withdrawn_one_does_not(
    dovecot: Dovecot, token_server: TokenServer
) -> None:
    token = token_server.new_token()
    account = Account("127.0.0.1", dovecot.port, USER, "none", lambda: token, with_token=True)
    with open_mailbox(account) as box:
        assert box.select().exists == 0
    token_server.withdraw_all()

    with pytest.raises(MailServerError, match="not let in") as caught, open_mailbox(account):
        pass

    assert caught.value.fault == "sign_in"


def test_a_wrong_password_and_a_missing_server_are_told_apart(dovecot: Dovecot) -> None:
    wrong = Account("127.0.0.1", dovecot.port, USER, "none", lambda: "wrong")
    nobody = Account("127.0.0.1", free_port(), USER, "none", lambda: PASSWORD)
    no_tls = Account("127.0.0.1", dovecot.port, USER, "tls", lambda: PASSWORD)

    faults = {}
    for name, account in (("wrong", wrong), ("nobody", nobody), ("no_tls", no_tls)):
        with pytest.raises(MailServerError) as caught, open_mailbox(account, 5):
            pass
        faults[name] = caught.value.fault

    assert faults == {"wrong": "sign_in", "nobody": "connect", "no_tls": "tls"}


def test_a_folder_that_is_not_there_is_named(inbox: Account) -> None:
    with open_mailbox(inbox) as box, pytest.raises(MailServerError, match="Nowhere"):
        box.select("Nowhere")


def test_a_server_that_keeps_no_keywords_is_left_alone() -> None:
    with scripted_server() as port, open_mailbox(imap_account(port), 5) as box:
        box.select()

        assert not box.mark([1], "$NpqAnswered")


@contextmanager
def scripted_server() -> Iterator[int]:
    """Speak just enough IMAP to be signed in to, as Exchange does it: flags, but no keywords."""
    answers = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n",
        b"SELECT": b"* 1 EXISTS\r\n* OK [PERMANENTFLAGS (\\Seen \\Flagged)] ok\r\n",
        b"STATUS": b'* STATUS "INBOX" (UIDVALIDITY 1 UIDNEXT 2 MESSAGES 1)\r\n',
        b"LOGOUT": b"* BYE\r\n",
    }

    def serve() -> None:
        line, _ = listener.accept()
        with line, line.makefile("rb") as reader:
            line.sendall(b"* OK ready\r\n")
            for request in reader:
                tag, command = request.split()[:2]
                line.sendall(answers.get(command.upper(), b"") + tag + b" OK done\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        thread.join()
