"""Takes mails and drafts out of the house, for the outbox."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection, Engine

from bot.channels.email import compose, earning
from bot.channels.email.account import Account, MailServerError
from bot.channels.email.answering import House
from bot.channels.email.identity import text_hash
from bot.channels.email.imap import Mailbox
from bot.channels.email.signing import new_message_id
from bot.channels.email.smtp import FateUnknownError, MailRefusedError, send_mail
from bot.clock import utc_now
from bot.outbox import STAFF_REPLY, Delivery, Receipt, TransportError, Uncertain
from bot.storage import mails, reading, sent_mails
from bot.storage.sent_mails import SentMail

OpenMailbox = Callable[[], AbstractContextManager[Mailbox]]
_DEFAULT_SUBJECT = "Your enquiry to the NPQ team"


class EmailSender:
    """Sends mail over SMTP, once; what may have gone out is looked up in the sent folder first."""

    def __init__(
        self,
        engine: Engine,
        house: House,
        account: Account,
        open_mailbox: OpenMailbox | None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`open_mailbox` is None where there is no mailbox to look into."""
        self._engine = engine
        self._house = house
        self._account = account
        self._open_mailbox = open_mailbox
        self._clock = clock

    def send(self, delivery: Delivery) -> Receipt:
        """Send; raises TransportError when nothing went out, Uncertain when nobody can tell."""
        mail = self._frozen(delivery)
        if mail.raw is None:
            raise TransportError("the mail has been forgotten", permanent=True)
        try:
            send_mail(
                self._account, self._house.address, mail.recipient, mail.raw,
                before_end=lambda: self._hand_over(mail.message_id, self._clock()),
            )  # fmt: skip
        except MailRefusedError as error:
            self._hand_over(mail.message_id, None)
            raise TransportError(str(error), permanent=error.permanent) from error
        except MailServerError as error:
            raise TransportError(str(error), permanent=False) from error
        except FateUnknownError as error:
            raise Uncertain(str(error)) from error
        return Receipt(mail.message_id)

    def find_sent(self, delivery: Delivery) -> bool | None:
        """Tell whether an interrupted attempt went out.

        What was never handed over whole certainly did not; what lies in the sent folder did.
        """
        with reading(self._engine) as connection:
            mail = sent_mails.find(connection, self._message_id(delivery))
        if mail is None or mail.handed_over_at is None:
            return False
        if self._open_mailbox is None:
            return None
        try:
            with self._open_mailbox() as box:
                sent = box.special("\\Sent")
                if sent is None:
                    return None
                box.select(sent)
                found = bool(box.find(mail.message_id))
        except MailServerError as error:
            raise TransportError(str(error), permanent=False) from error
        if not found:
            return None
        with self._engine.begin() as connection:
            sent_mails.filed(connection, mail.message_id, self._clock())
        return True

    def _hand_over(self, message_id: str, at: datetime | None) -> None:
        with self._engine.begin() as connection:
            sent_mails.hand_over(connection, message_id, at)

    def _frozen(self, delivery: Delivery) -> SentMail:
        """Return the mail; one that is words so far is written now, and from then on as it is."""
        message_id = self._message_id(delivery)
        with self._engine.begin() as connection:
            found = sent_mails.find(connection, message_id)
            if found is None:
                self._write(connection, delivery, message_id)
                found = sent_mails.find(connection, message_id)
        if found is None:
            raise TransportError("the mail could not be written", permanent=True)
        return found

    def _message_id(self, delivery: Delivery) -> str:
        given = delivery.payload.get("message_id")
        if isinstance(given, str):
            return given
        conversation = delivery.conversation or _hash(delivery.unique_key)
        step = re.sub(r"[^a-z0-9]+", "-", delivery.unique_key.lower())[-40:].strip("-")
        return new_message_id(self._house.secret, conversation, step or "x", self._house.domain)

    def _write(self, connection: Connection, delivery: Delivery, message_id: str) -> None:
        now = self._clock()
        text = str(delivery.payload["text"])
        by_staff = delivery.kind == STAFF_REPLY
        last = mails.last_of(connection, delivery.conversation) if delivery.conversation else None
        references = (
            mails.references_of(connection, delivery.conversation) if delivery.conversation else ()
        )
        subject = str(delivery.payload.get("subject") or "")
        if not subject:
            subject = compose.reply_subject(last.subject_core) if last else _DEFAULT_SUBJECT
        try:
            raw = compose.write_mail(
                compose.Outgoing(
                    message_id=message_id,
                    sender=self._house.address,
                    recipient=delivery.recipient,
                    subject=subject,
                    letter=text,
                    written_at=now,
                    automatic=not by_staff,
                    answers=last.message_id if last and compose.plain_id(last.message_id) else None,
                    references=tuple(each for each in references if compose.plain_id(each)),
                )
            )
        except compose.HeaderInjectionError as error:
            raise TransportError(f"cannot be written as a mail: {error}", permanent=True) from error
        words = text_hash(text)
        if by_staff and delivery.conversation:
            earning.draft_went_out(
                connection, delivery.conversation, words, self._house.default_mode, now
            )
        sent_mails.add(
            connection, message_id=message_id, kind=delivery.kind,
            conversation=delivery.conversation, case_id=delivery.case_id,
            recipient=delivery.recipient, subject_core=compose.subject_core(subject),
            answers=last.message_id if last else None, text_hash=words, raw=raw, written_at=now,
        )  # fmt: skip


class DraftSender:
    """Puts drafts into the mailbox's folder of drafts, where colleagues find them."""

    def __init__(
        self, engine: Engine, open_mailbox: OpenMailbox, clock: Callable[[], datetime] = utc_now
    ) -> None:
        """Join the parts."""
        self._engine = engine
        self._open_mailbox = open_mailbox
        self._clock = clock

    def send(self, delivery: Delivery) -> Receipt:
        """Put the draft there, unless it is there or has been answered meanwhile."""
        message_id = str(delivery.payload["message_id"])
        with reading(self._engine) as connection:
            mail = sent_mails.find(connection, message_id)
            wanted = mail is not None and sent_mails.is_open(connection, message_id)
        if mail is None or mail.raw is None or not wanted:
            return Receipt("not wanted any more")
        try:
            with self._open_mailbox() as box:
                drafts = _drafts(box)
                box.select(drafts)
                if not box.find(message_id):
                    box.append(drafts, mail.raw, "\\Draft")
        except MailServerError as error:
            # A line that broke while appending leaves either a whole draft or none, and
            # whichever it was, the next attempt looks first.
            raise TransportError(str(error), permanent=False) from error
        with self._engine.begin() as connection:
            sent_mails.filed(connection, message_id, self._clock())
        return Receipt(message_id)

    def find_sent(self, delivery: Delivery) -> bool | None:
        """Always "no": `send` itself looks whether the draft is there."""
        return False


def _drafts(box: Mailbox) -> str:
    drafts = box.special("\\Drafts")
    if drafts is None:
        raise MailServerError("folder", "the mailbox has no folder of drafts; make one")
    return drafts


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
