"""Takes one raw mail in: answered, drafted, handed to staff, or only entered in the ledger.

Everything about a mail is written in one transaction: the bytes, the decision, what is to be sent
and its place in the mailbox. Whoever dies before its end has done nothing; the mail is read again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from bot import cases
from bot.channels.email import answering
from bot.channels.email.answering import EMAIL, House, Incoming, Settled
from bot.channels.email.arrival import (
    ANSWERED_BY_HAND,
    BEFORE_START,
    BOUNCED,
    DELETED_BY_HAND,
    Arrived,
    TakenIn,
)
from bot.channels.email.classify import Disposition, History, classify
from bot.channels.email.compose import subject_core
from bot.channels.email.identity import digest_of, text_hash
from bot.channels.email.model import MailError
from bot.channels.email.modes import TOO_OLD
from bot.channels.email.safely import read_mail_safely
from bot.channels.email.signing import conversation_of, ours_in
from bot.channels.email.threads import ReadMail, place_in_thread
from bot.clock import utc_now
from bot.desk import PERSON_JOINED, Desk
from bot.model import DeskReply, Enquiry, Fate
from bot.storage import mails, reading, sent_mails
from bot.storage.mailboxes import PlaceFate, place
from bot.text import key

_SEARCHED_FOR_OURS = 200_000  # bytes of a delivery report; the mail that it returns stands within


class MailIn:
    """Takes mails in, one by one. Safe to share between threads and processes."""

    def __init__(self, desk: Desk, engine: Engine, house: House) -> None:
        """Join the parts."""
        self._desk = desk
        self._engine = engine
        self._house = house

    def take(self, arrived: Arrived, now: datetime | None = None) -> TakenIn:
        """Deal with a mail; the same mail is dealt with once. Never raises for what it holds."""
        now = now or utc_now()
        digest = digest_of(arrived.raw, arrived.size)
        known = self._known(arrived, digest, now)
        if known is not None:
            return known
        try:
            mail = read_mail_safely(arrived.raw, size=arrived.size)
        except MailError as error:
            return self.park(arrived, error.reason, now)
        with reading(self._engine) as connection:
            read = place_in_thread(connection, self._house.secret, mail, digest)
        disposition = self._disposition(read, arrived, now)
        if disposition.kind == "process":
            return self._answer(read, arrived, disposition, now)
        if disposition.kind == "hold":
            return self._hold(read, arrived, disposition, now)
        return self._set_aside(read, arrived, disposition, now)

    def park(self, arrived: Arrived, reason: str, now: datetime) -> TakenIn:
        """Hand a mail that cannot be read to staff: it is kept, and nothing else waits for it."""
        digest = digest_of(arrived.raw, arrived.size)
        enquiry = Enquiry(
            EMAIL, digest, "A mail that could not be read; it lies in the mailbox.",
            identity=digest, received_at=arrived.arrived_at,
        )  # fmt: skip
        disposition = Disposition("error", reason)
        columns = {"subject_core": "", "text_hash": "", "message_id": None, "enquirer_id": None}

        def settle(connection: Connection, reply: DeskReply) -> Fate | None:
            self._store(
                connection, arrived, digest, disposition, PlaceFate.STAFF, now,
                conversation_id=reply.conversation, turn=reply.turn, **columns,
            )  # fmt: skip
            return Fate.QUEUED

        reply = self._desk.hold(enquiry, reason, settle)
        self._known(arrived, digest, now)
        return TakenIn(disposition, reply, PlaceFate.STAFF, reply.repeated)

    def _known(self, arrived: Arrived, digest: str, now: datetime) -> TakenIn | None:
        """Note the place of a mail that came in before; None: it is new."""
        with reading(self._engine) as connection:
            known = mails.by_digest(connection, digest)
        if known is None:
            return None
        shown = PlaceFate(known.fate)
        if arrived.folder is not None:
            with self._engine.begin() as connection:
                place(connection, arrived.folder, arrived.uid, shown, known.id,
                      _shown_at(known.reason, now))  # fmt: skip
        return TakenIn(Disposition("ignore", "n.repeated"), None, shown, repeated=True)

    def _disposition(self, read: ReadMail, arrived: Arrived, now: datetime) -> Disposition:
        with reading(self._engine) as connection:
            disposition = classify(
                read.mail,
                (self._house.address,),
                loop_token=self._house.address,
                own_message_id=lambda i: conversation_of(self._house.secret, i) is not None,
                history=self._history(connection, read, now),
                newest=read.letter.newest,
            )
            if disposition.kind not in ("process", "hold"):
                return disposition
            began = arrived.folder.began_at if arrived.folder else None
            if began is not None and arrived.arrived_at < began - TOO_OLD:
                return Disposition("ignore", BEFORE_START)
            if arrived.handled:
                return Disposition("ignore", arrived.handled)
            mail_id = read.mail.message_id
            if mail_id is not None and sent_mails.answered_by_hand(connection, mail_id):
                return Disposition("ignore", ANSWERED_BY_HAND)
            if disposition.kind == "process" and read.elsewhere:
                return Disposition("hold", PERSON_JOINED)  # answers what a colleague mailed
        return disposition

    def _history(self, connection: Connection, read: ReadMail, now: datetime) -> History:
        if read.recipient is None:
            return History()
        core = subject_core(read.mail.subject)
        counts = sent_mails.counts(connection, read.recipient.address, core, now)
        conversation = read.conversation
        return History(
            to_address_24h=counts.to_address_24h,
            # Within a conversation of ours the subject is the same because we have kept it.
            same_subject_24h=0 if conversation else counts.same_subject_24h,
            to_domain_1h=counts.to_domain_1h,
            to_all_1h=counts.to_all_1h,
            same_body=conversation is not None
            and mails.same_text(connection, conversation, text_hash(read.letter.newest)),
            turns_without_staff=sent_mails.automatic_in(connection, conversation)
            if conversation
            else 0,
        )

    def _answer(
        self, read: ReadMail, arrived: Arrived, disposition: Disposition, now: datetime
    ) -> TakenIn:
        recipient = read.recipient.address if read.recipient else ""
        incoming = Incoming(read.mail, read.letter, recipient, arrived.arrived_at, now)
        decided: list[Settled] = []

        def settle(connection: Connection, reply: DeskReply) -> Fate | None:
            settled = answering.settle(connection, self._house, incoming, reply)
            self._keep(connection, read, arrived, disposition, settled.shown, now, reply)
            decided.append(settled)
            return settled.fate

        reply = self._desk.receive(_enquiry(read, arrived), settle)
        if reply.repeated:
            return self._known(arrived, read.digest, now) or _forgotten()
        return TakenIn(disposition, reply, decided[-1].shown)

    def _hold(
        self, read: ReadMail, arrived: Arrived, disposition: Disposition, now: datetime
    ) -> TakenIn:
        def settle(connection: Connection, reply: DeskReply) -> Fate | None:
            self._keep(connection, read, arrived, disposition, PlaceFate.STAFF, now, reply)
            return Fate.QUEUED

        reply = self._desk.hold(_enquiry(read, arrived), disposition.reason, settle)
        if reply.repeated:
            return self._known(arrived, read.digest, now) or _forgotten()
        return TakenIn(disposition, reply, PlaceFate.STAFF)

    def _set_aside(
        self, read: ReadMail, arrived: Arrived, disposition: Disposition, now: datetime
    ) -> TakenIn:
        def settle(connection: Connection) -> None:
            self._keep(connection, read, arrived, disposition, PlaceFate.IGNORED, now, None)
            if disposition.kind == "bounce":
                self._bounced(connection, arrived)

        enquiry = _enquiry(read, arrived)
        if not self._desk.set_aside(enquiry, disposition.kind, disposition.reason, settle):
            return self._known(arrived, read.digest, now) or _forgotten()
        return TakenIn(disposition, None, PlaceFate.IGNORED)

    def _bounced(self, connection: Connection, arrived: Arrived) -> None:
        """Show staff which reply of ours did not arrive, as the returned copy in it says."""
        text = arrived.raw[:_SEARCHED_FOR_OURS].decode("latin-1")
        for message_id in ours_in(self._house.secret, text, most=1):
            sent = sent_mails.find(connection, message_id)
            if sent is not None and sent.conversation is not None:
                cases.open_or_extend(
                    connection, sent.conversation, reason=BOUNCED, question="", draft="",
                    urgent=False, contact=None, at=arrived.arrived_at,
                )  # fmt: skip

    def _keep(
        self,
        connection: Connection,
        read: ReadMail,
        arrived: Arrived,
        disposition: Disposition,
        shown: PlaceFate,
        now: datetime,
        reply: DeskReply | None,
    ) -> None:
        sender = read.mail.sender
        enquirer = None
        if sender is not None and sender.valid:
            enquirer = cases.enquirer_id(
                connection, EMAIL, sender.address, sender.name or None, arrived.arrived_at
            )
        self._store(
            connection, arrived, read.digest, disposition, shown, now,
            conversation_id=reply.conversation if reply else None,
            turn=reply.turn if reply else None,
            enquirer_id=enquirer,
            message_id=key(read.mail.message_id) if read.mail.message_id else None,
            subject_core=subject_core(read.mail.subject),
            text_hash=text_hash(read.letter.newest),
        )  # fmt: skip
        if read.stranger_in is not None and reply is not None and reply.reference is not None:
            cases.remark(
                connection, reply.reference, arrived.arrived_at,
                "names a mail of ours to somebody else; the sender is not known there",
            )  # fmt: skip

    def _store(
        self,
        connection: Connection,
        arrived: Arrived,
        digest: str,
        disposition: Disposition,
        shown: PlaceFate,
        now: datetime,
        **columns: Any,  # columns of `mails`
    ) -> None:
        number = mails.add(
            connection, digest=digest, raw=arrived.raw, size=arrived.size, kind=disposition.kind,
            reason=disposition.reason, fate=shown, arrived_at=arrived.arrived_at, stored_at=now,
            **columns,
        )  # fmt: skip
        if arrived.folder is not None:
            place(connection, arrived.folder, arrived.uid, shown, number,
                  _shown_at(disposition.reason, now))  # fmt: skip


def from_file(raw: bytes, now: datetime) -> Arrived:
    """Return a mail of a file as if it had just come in."""
    return Arrived(raw, len(raw), now)


def _enquiry(read: ReadMail, arrived: Arrived) -> Enquiry:
    mail = read.mail
    return Enquiry(
        channel=EMAIL,
        thread=read.thread,
        text=mail.text,
        subject=mail.subject,
        identity=read.digest,
        sender=read.recipient.address if read.recipient else None,
        name=mail.sender.name or None if mail.sender else None,
        received_at=arrived.arrived_at,
    )


def _shown_at(reason: str, now: datetime) -> datetime | None:
    """Leave alone what lay in the mailbox long before the desk began, and what colleagues took."""
    return now if reason in (BEFORE_START, ANSWERED_BY_HAND, DELETED_BY_HAND) else None


def _forgotten() -> TakenIn:
    """The ledger knows the mail, but its words have been erased since."""
    return TakenIn(Disposition("ignore", "n.repeated"), None, PlaceFate.IGNORED, repeated=True)
