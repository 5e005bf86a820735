"""The desk: one enquiry in, one reply out, everything about it stored in one transaction."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.clock import london_day
from bot.core import Consultation, Core, consult, log_failure, render
from bot.jsonable import part_from_json, to_json
from bot.model import DeskReply, Enquiry, PastTurn
from bot.references import new_reference
from bot.served import intents_of
from bot.storage import cases, talks
from bot.text import clean_text, key
from handlers import context_from_json, context_to_json
from handlers.model import Context, Outcome, Part, Reply


class Desk:
    """Answers enquiries of every channel alike. Safe to share between threads."""

    def __init__(self, core: Core, engine: Engine, today: Callable[[], date] | None = None) -> None:
        """`today` fixes the day; without it, it is the London day on which a message came in."""
        self._core = core
        self._engine = engine
        self._today = today

    def receive(self, enquiry: Enquiry) -> DeskReply:
        """Answer an enquiry, or hand it over; never raises for anything that it says.

        A message that came in before gets the reply that it got then. Only a database that
        cannot be written raises, as SQLAlchemyError; then nothing at all has been stored.
        """
        try:
            return self._receive(enquiry)
        except IntegrityError:
            # The same message came in twice at once, and the other one won: its reply is ours.
            return self._receive(enquiry)

    def _receive(self, enquiry: Enquiry) -> DeskReply:
        identity = key(enquiry.identity) or secrets.token_hex(16)
        with self._engine.begin() as connection:
            stored = talks.find_received(connection, enquiry.channel, identity)
            if stored is not None:
                return _stored_reply(stored)
            talk = talks.find_or_open(
                connection, enquiry.channel, key(enquiry.thread), enquiry.received_at
            )
            text = clean_text(enquiry.text)
            consultation = consult(
                self._core,
                text,
                subject=clean_text(enquiry.subject) if enquiry.subject is not None else None,
                channel=enquiry.channel,
                context=_context(talk.context),
                today=self._day(enquiry.received_at),
            )
            reference = _open_case(connection, talk.id, enquiry, text, consultation)
            reply = DeskReply(
                conversation=talk.id,
                turn=talk.turns,
                outcome=consultation.reply.outcome,
                parts=consultation.reply.parts,
                text=render(
                    self._core, consultation.reply, channel=enquiry.channel, reference=reference
                ),
                reference=reference,
                intents=intents_of(consultation.interpretation, consultation.reply.parts),
                ms=consultation.ms,
            )
            _store(connection, talk, enquiry, identity, text, consultation, reply)
        return reply

    def hold(self, enquiry: Enquiry, reason: str) -> DeskReply:
        """Hand a message to staff unread by the core; nothing is said to the enquirer.

        For what a channel may not answer on its own. `reason` is the channel's stable code.
        """
        identity = key(enquiry.identity) or secrets.token_hex(16)
        text = clean_text(enquiry.text)
        part = Part(Outcome.ESCALATE, "", question=text, reason=reason)
        with self._engine.begin() as connection:
            stored = talks.find_received(connection, enquiry.channel, identity)
            if stored is not None:
                return _stored_reply(stored)
            talk = talks.find_or_open(
                connection, enquiry.channel, key(enquiry.thread), enquiry.received_at
            )
            context = _context(talk.context)
            consultation = Consultation(None, Reply((part,), context), 0.0)
            reference = _open_case(connection, talk.id, enquiry, text, consultation)
            reply = DeskReply(talk.id, talk.turns, Outcome.ESCALATE, (part,), "", reference)
            _store(connection, talk, enquiry, identity, text, consultation, reply)
        return reply

    def set_aside(self, enquiry: Enquiry, outcome: str, reason: str) -> bool:
        """Enter a message that needs no answer in the ledger; False when it is there already."""
        identity = key(enquiry.identity) or secrets.token_hex(16)
        with self._engine.begin() as connection:
            if talks.was_received(connection, enquiry.channel, identity):
                return False
            talks.add_received(
                connection, enquiry.channel, identity, outcome=outcome, reason=reason,
                talk=None, received_at=enquiry.received_at,
            )  # fmt: skip
        return True

    def open(self, channel: str, conversation: str, token: str, opened_at: datetime) -> None:
        """Begin a conversation that the token opens again; one that is open already stays."""
        with contextlib.suppress(IntegrityError), self._engine.begin() as connection:
            talks.open_talk(
                connection, channel, thread=conversation, opened_at=opened_at,
                talk_id=conversation, token_hash=_hash(token),
            )  # fmt: skip

    def holds(self, channel: str, conversation: str, token: str) -> bool:
        """Tell whether the token opens the conversation."""
        with self._engine.connect() as connection:
            stored = talks.token_hash(connection, channel, key(conversation))
        return stored is not None and hmac.compare_digest(stored, _hash(token))

    def history(self, conversation: str) -> tuple[PastTurn, ...]:
        """Return the turns of a conversation, oldest first."""
        with self._engine.connect() as connection:
            rows = talks.turns_of(connection, conversation)
        return tuple(
            PastTurn(
                row.number,
                row.text,
                Outcome(row.outcome),
                tuple(part_from_json(part) for part in row.parts),
                row.reference,
            )
            for row in rows
        )

    def contact_of(self, conversation: str, reference: str) -> str | None:
        """Return the address left with a case of this conversation; None: none yet."""
        with self._engine.connect() as connection:
            return cases.contact(connection, conversation, reference)

    def leave_contact(self, conversation: str, reference: str, address: str, at: datetime) -> bool:
        """Note where the team may answer; False when the conversation has no such case."""
        with self._engine.begin() as connection:
            return cases.set_contact(connection, conversation, reference, address, at)

    def _day(self, received_at: datetime) -> date:
        return self._today() if self._today else london_day(received_at)


def _open_case(
    connection: Connection,
    conversation: str,
    enquiry: Enquiry,
    text: str,
    consultation: Consultation,
) -> str | None:
    """Open a case for what goes to staff, or add it to the one still unclaimed; its reference."""
    parts = tuple(p for p in consultation.reply.parts if p.outcome is Outcome.ESCALATE)
    if not parts:
        return None
    return cases.open_or_extend(
        connection,
        conversation,
        new_reference=new_reference,
        reason=_reason(parts),
        question="\n".join(part.question or text for part in parts),
        draft="\n\n".join(part.text for part in parts),
        urgent=any(part.urgent for part in parts),
        contact=clean_text(enquiry.sender)[:320] if enquiry.sender else None,
        at=enquiry.received_at,
    )


def _store(
    connection: Connection,
    talk: talks.Talk,
    enquiry: Enquiry,
    identity: str,
    text: str,
    consultation: Consultation,
    reply: DeskReply,
) -> None:
    talks.add_turn(
        connection,
        talk,
        text=text,
        interpretation=to_json(consultation.interpretation),
        facts=list(reply.facts),
        outcome=reply.outcome.value,
        parts=to_json(reply.parts),
        reply=reply.text,
        reference=reply.reference,
        ms=reply.ms,
        received_at=enquiry.received_at,
        context=_context_json(consultation.reply.context, talk.context),
    )
    talks.add_received(
        connection, enquiry.channel, identity,
        outcome=reply.outcome.value, reason=_reason(reply.parts),
        talk=talk, received_at=enquiry.received_at,
    )  # fmt: skip


def _context(stored: dict[str, object]) -> Context:
    try:
        return context_from_json(stored) if stored else Context()
    except (KeyError, TypeError, ValueError) as error:
        # Written by another version: better to forget what was talked about than to fail.
        log_failure("context unreadable", error)
        return Context()


def _context_json(context: Context, before: dict[str, object]) -> dict[str, object]:
    try:
        return dict(to_json(context_to_json(context)))
    except (TypeError, ValueError) as error:
        log_failure("context not storable", error)
        return before


def _stored_reply(row: talks.StoredTurn) -> DeskReply:
    parts = tuple(part_from_json(part) for part in row.parts)
    return DeskReply(
        conversation=row.conversation_id,
        turn=row.number,
        outcome=Outcome(row.outcome),
        parts=parts,
        text=row.reply,
        reference=row.reference,
        ms=row.ms,
        repeated=True,
    )


def _reason(parts: tuple[Part, ...]) -> str:
    return next((part.reason for part in parts if part.reason), "")[:64]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
