"""A whole inbox on a test's desk: a mailbox, a way out, the desk between them, and colleagues."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import imap_tools
from sqlalchemy import Engine

from bot.channels.email.account import Account
from bot.channels.email.answering import DRAFTS, EMAIL, House
from bot.channels.email.imap import Mailbox, open_mailbox
from bot.channels.email.modes import Mode
from bot.channels.email.rounds import Folders, MailRounds
from bot.channels.email.senders import DraftSender, EmailSender
from bot.channels.mail_in import MailIn
from bot.core import Core
from bot.desk import Desk
from bot.outbox import Sender, deliver_due
from tests.mailservers.dovecot import PASSWORD, USER

SECRET = "secret of the tests"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@dataclass
class Office:
    """Reads one mailbox and sends through one server."""

    engine: Engine
    core: Core
    imap_port: int
    smtp_port: int
    mode: Mode = "automatic"
    address: str = USER
    folders: Folders = field(default_factory=Folders)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    worker: str = "worker"
    user: str = USER
    """Who signs in; every name has a mailbox of its own."""

    def __post_init__(self) -> None:
        self.house = House(self.address, SECRET, self.mode)
        self.desk = Desk(self.core, self.engine, lambda: self.now.date())
        self.mail_in = MailIn(self.desk, self.engine, self.house)
        self.rounds = MailRounds(
            self.engine, self.mail_in, self.house, self.folders, lambda: self.now
        )
        account = Account("127.0.0.1", self.smtp_port, "", "none", lambda: "")
        self.senders: dict[str, Sender] = {
            EMAIL: EmailSender(self.engine, self.house, account, self.opened, lambda: self.now),
            DRAFTS: DraftSender(self.engine, self.opened, lambda: self.now),
        }

    def opened(self) -> AbstractContextManager[Mailbox]:
        """Open the mailbox."""
        account = Account("127.0.0.1", self.imap_port, self.user, "none", lambda: PASSWORD)
        return open_mailbox(account)

    def read(self) -> Counter[str]:
        """Go through the mailbox once."""
        with self.opened() as box:
            return self.rounds.once(box)

    def send(self) -> Counter[str]:
        """Send what is due."""
        return deliver_due(self.engine, self.senders, self.worker, self.now)

    def work(self) -> Counter[str]:
        """Read, send, and file what was sent."""
        counts = self.read()
        self.send()
        self.read()
        return counts

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    @contextmanager
    def colleague(self, folder: str = "INBOX") -> Iterator[imap_tools.BaseMailBox]:
        """Work in the mailbox with a mail program of one's own."""
        box = imap_tools.MailBoxUnencrypted("127.0.0.1", self.imap_port, timeout=20)
        box.login(self.user, PASSWORD, initial_folder=folder)
        try:
            yield box
        finally:
            box.logout()

    def arrive(self, *raws: bytes, at: datetime | None = None) -> None:
        """Let mails come in."""
        with self.colleague() as box:
            for raw in raws:
                box.append(raw, "INBOX", dt=at or self.now)

    def seen_in(self, folder: str = "INBOX") -> list[tuple[EmailMessage, set[str]]]:
        """Return the mails of a folder with their flags, as a mail program shows them."""
        with self.colleague(folder) as box:
            return [
                (parsed(mail.obj.as_bytes()), set(mail.flags))
                for mail in box.fetch(mark_seen=False)
            ]

    def keywords(self) -> list[str]:
        """Return our keyword of every mail in the inbox."""
        return ["".join(f for f in flags if f.startswith("$Npq")) for _, flags in self.seen_in()]


def parsed(raw: bytes) -> EmailMessage:
    """Read a mail as another program would."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def letter(
    text: str,
    *,
    sender: str = "Sam Patel <sam@school.example>",
    subject: str = "NPQH",
    message_id: str = "<one@school.example>",
    to: str = USER,
    more: str = "",
) -> bytes:
    """Return a plain mail."""
    return (
        f"Received: from mx.school.example\r\nFrom: {sender}\r\nTo: {to}\r\n"
        f"Subject: {subject}\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        f"Message-ID: {message_id}\r\n{more}\r\n{text}\r\n"
    ).encode()


def reply_to(message: EmailMessage, text: str, **changes: str) -> bytes:
    """Return an answer to a mail of ours, as a mail program writes it."""
    quoted = "\r\n".join(f"> {line}" for line in text_of(message).splitlines())
    more = f"In-Reply-To: {message['Message-ID']}\r\nReferences: {message['Message-ID']}\r\n"
    values = {"subject": str(message["Subject"]), "message_id": "<two@school.example>", **changes}
    return letter(
        f"{text}\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, STSN NPQ team wrote:\r\n{quoted}",
        more=more, **values,
    )  # fmt: skip
