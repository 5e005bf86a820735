"""Hands one raw mail to the desk: answered, held for staff, or only entered in the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.channels.email.classify import Disposition, classify
from bot.channels.email.model import Mail, MailError
from bot.channels.email.safely import read_mail_safely
from bot.desk import Desk
from bot.model import DeskReply, Enquiry


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one mail."""

    disposition: Disposition
    """What the mail is, and why."""
    reply: DeskReply | None
    """The reply, without words where the mail was held; None where it was only listed."""


def take_in(desk: Desk, raw: bytes, own_addresses: tuple[str, ...]) -> TakenIn:
    """Hand a mail to the desk; the same mail is dealt with once. Never raises for what it holds.

    A mail that cannot be read is parked for staff, never lost.
    """
    try:
        mail = read_mail_safely(raw)
    except MailError as error:
        parked = Disposition("error", error.reason)
        text = "A mail that could not be read."
        name = _digest(raw)
        enquiry = Enquiry("email", name, text, identity=name)
        return TakenIn(parked, desk.hold(enquiry, error.reason))
    disposition = classify(mail, own_addresses)
    enquiry = _enquiry(mail, raw)
    if disposition.kind == "process":
        return TakenIn(disposition, desk.receive(enquiry))
    if disposition.kind == "hold":
        return TakenIn(disposition, desk.hold(enquiry, disposition.reason))
    desk.set_aside(enquiry, disposition.kind, disposition.reason)
    return TakenIn(disposition, None)


def _enquiry(mail: Mail, raw: bytes) -> Enquiry:
    sender = mail.sender.address if mail.sender else None
    return Enquiry(
        channel="email",
        # The thread is only a claim: whoever quotes another's Message-ID must not get at that
        # person's conversation, so the sender is part of the name.
        thread=f"{mail.thread or _digest(raw)} {sender or ''}",
        text=mail.text,
        subject=mail.subject,
        identity=mail.message_id or _digest(raw),
        sender=sender,
    )


def _digest(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
