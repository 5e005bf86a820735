"""What leaves for an enquirer: an automatic reply, a draft for a colleague, or nothing yet.

Runs in the transaction in which the mail is stored and the reply decided, so that either all of
it is there or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

import handlers
from bot import cases, choices
from bot.channels.email import compose
from bot.channels.email.identity import text_hash
from bot.channels.email.model import Mail
from bot.channels.email.modes import (
    HANDOVER,
    STREAK,
    Mode,
    Occasion,
    held_back,
    strictest,
    topics_of,
)
from bot.channels.email.signing import new_message_id
from bot.model import DeskReply, Fate
from bot.outbox import AUTOMATIC, enqueue
from bot.storage import mails, sent_mails
from bot.storage.mailboxes import PlaceFate
from handlers.model import Outcome
from intents.letters import Letter, strip_courtesies

DRAFTS = "drafts"
"""Channel of the deliveries that end in the folder of drafts."""
EMAIL = "email"
OFF = "mail.off"
"""Reason of a case whose topic is not answered by mail."""
UNCLEAR = "mail.unclear"
"""Reason of a mail in which nothing but courtesies was understood, though it says more."""
MODE = "mail.draft"
"""Reason of a case whose reply lies ready because its topic has not earned trust yet."""
_A_COURTESY = 12  # words


@dataclass(frozen=True, slots=True)
class House:
    """What a mail of ours says of us."""

    address: str
    """The shared mailbox's own address."""
    secret: str
    """Signs Message-IDs."""
    default_mode: Mode
    """Of topics that staff have not set."""

    @property
    def domain(self) -> str:
        """Behind the @ of our Message-IDs."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that is being answered."""

    mail: Mail
    letter: Letter
    recipient: str
    """Where the answer goes: the sender, or the address that it names for replies."""
    arrived_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided."""

    shown: PlaceFate
    """For the mail program's keyword."""
    fate: Fate | None
    """For the ledger; None: as the outcome says."""


def settle(connection: Connection, house: House, incoming: Incoming, reply: DeskReply) -> Settled:
    """Put the reply where it belongs by its mode, and say where that is."""
    if not reply.text:
        return Settled(PlaceFate.STAFF, Fate.QUEUED)
    if reply.outcome is Outcome.SMALLTALK:
        if is_courtesy(incoming.letter):
            return Settled(PlaceFate.IGNORED, Fate.ANSWERED)
        _to_staff(connection, incoming, reply, UNCLEAR, draft="")
        return Settled(PlaceFate.STAFF, Fate.QUEUED)
    topics = topics_of(reply.parts)
    mode = strictest(topics, modes(connection), house.default_mode)
    why = _held_back(connection, incoming, reply)
    if mode == "automatic" and why is None:
        _reply_at_once(connection, house, incoming, reply, topics)
        return Settled(PlaceFate.ANSWERED, None)
    if mode == "off":
        _to_staff(connection, incoming, reply, OFF, draft="")
        return Settled(PlaceFate.STAFF, Fate.QUEUED)
    if topics == (HANDOVER,):
        return Settled(PlaceFate.STAFF, Fate.QUEUED)  # its case is open, and there is no answer
    if not compose.writable(incoming.recipient):
        _to_staff(connection, incoming, reply, "d.address", draft="")
        return Settled(PlaceFate.STAFF, Fate.QUEUED)
    _draft(connection, house, incoming, reply, topics, why or MODE)
    partly = any(part.outcome is Outcome.ESCALATE for part in reply.parts)
    return Settled(PlaceFate.DRAFT, Fate.QUEUED if partly else Fate.DRAFTED)


def is_courtesy(letter: Letter) -> bool:
    """Tell whether a letter is a thank-you, which wants no answer, least of all a machine's.

    Narrow on purpose: it is listed and nobody sees it, so it may hold nothing else.
    """
    body = strip_courtesies(letter.newest).text
    return len(body.split()) <= _A_COURTESY and "?" not in letter.newest and not letter.nothing_new


def modes(connection: Connection) -> dict[str, Mode]:
    """Return the modes that staff have set; automatic counts only where it has been earned."""
    chosen: dict[str, Mode] = choices.get(connection, "mail_mode")
    earned = sent_mails.streaks(connection)
    return {
        topic: "draft" if mode == "automatic" and earned.get(topic, 0) < STREAK else mode
        for topic, mode in chosen.items()
    }


def _held_back(connection: Connection, incoming: Incoming, reply: DeskReply) -> str | None:
    if not compose.writable(incoming.recipient):
        return "d.address"
    day_ago = incoming.now - timedelta(hours=24)
    return held_back(
        Occasion(
            mail=incoming.mail,
            letter=incoming.letter,
            parts=reply.parts,
            sure=min((share for _, share in reply.intents), default=0.0),
            arrived_at=incoming.arrived_at,
            now=incoming.now,
            earlier_answers=sent_mails.automatic_in(connection, reply.conversation),
            acknowledged_24h=sent_mails.acknowledged_since(
                connection, incoming.recipient, HANDOVER, day_ago
            ),
        )
    )


def _reply_at_once(
    connection: Connection,
    house: House,
    incoming: Incoming,
    reply: DeskReply,
    topics: tuple[str, ...],
) -> None:
    letter = _letter(house, incoming, reply, automatic=True)
    message_id = _write(connection, house, incoming, reply, topics, letter, sent_mails.AUTOMATIC)
    enqueue(
        connection,
        channel=EMAIL,
        kind=AUTOMATIC,
        recipient=incoming.recipient,
        payload={"message_id": message_id},
        unique_key=f"mail:{message_id}",
        not_before=incoming.now,
        conversation=reply.conversation,
        case=reply.reference,
    )


def _draft(
    connection: Connection,
    house: House,
    incoming: Incoming,
    reply: DeskReply,
    topics: tuple[str, ...],
    why: str,
) -> None:
    letter = _letter(house, incoming, reply, automatic=False)
    sent_mails.settle_drafts(connection, reply.conversation, "dropped")  # this one replaces them
    _to_staff(connection, incoming, reply, why, letter)
    message_id = _write(connection, house, incoming, reply, topics, letter, sent_mails.DRAFT)
    enqueue(
        connection,
        channel=DRAFTS,
        kind="draft",
        recipient=incoming.recipient,
        payload={"message_id": message_id},
        unique_key=f"draft:{message_id}",
        not_before=incoming.now,
        conversation=reply.conversation,
    )


def _to_staff(
    connection: Connection, incoming: Incoming, reply: DeskReply, why: str, draft: str
) -> None:
    """Have a case open, with the whole letter as its draft."""
    if reply.reference is not None:
        cases.propose(connection, reply.reference, draft)
        return
    cases.open_or_extend(
        connection,
        reply.conversation,
        reason=why,
        question="\n".join(p.question for p in reply.parts if p.question) or incoming.mail.subject,
        draft=draft,
        urgent=False,
        contact=incoming.recipient[:320],
        at=incoming.arrived_at,
    )


def _letter(house: House, incoming: Incoming, reply: DeskReply, *, automatic: bool) -> str:
    return handlers.letter(
        reply.parts,
        name=compose.greeting_name(incoming.mail.sender),
        address=house.address,
        reference=reply.reference,
        automatic=automatic,
    )


def _write(
    connection: Connection,
    house: House,
    incoming: Incoming,
    reply: DeskReply,
    topics: tuple[str, ...],
    letter: str,
    kind: str,
) -> str:
    """Freeze the mail and return its Message-ID, which conversation and turn alone decide."""
    mail = incoming.mail
    step = f"t{reply.turn}" if kind == sent_mails.AUTOMATIC else f"d{reply.turn}"
    message_id = new_message_id(house.secret, reply.conversation, step, house.domain)
    before = mails.references_of(connection, reply.conversation)
    theirs = [
        each for each in (*mail.references, *before, mail.message_id) if compose.plain_id(each)
    ]
    raw = compose.write_mail(
        compose.Outgoing(
            message_id=message_id,
            sender=house.address,
            recipient=incoming.recipient,
            subject=compose.reply_subject(mail.subject),
            letter=letter,
            written_at=incoming.now,
            automatic=kind == sent_mails.AUTOMATIC,
            answers=mail.message_id if compose.plain_id(mail.message_id) else None,
            references=tuple(dict.fromkeys(filter(None, theirs))),
        )
    )
    sent_mails.add(
        connection,
        message_id=message_id,
        kind=kind,
        conversation=reply.conversation,
        recipient=incoming.recipient,
        answers=mail.message_id,
        subject_core=compose.subject_core(mail.subject),
        topics=topics,
        text_hash=text_hash(letter),
        raw=raw,
        written_at=incoming.now,
    )
    return message_id
