"""The desk: one enquiry in, one reply out, everything about it stored in one transaction."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot import cases
from bot.clock import london_day
from bot.core import Consultation, Core, consult, render
from bot.errors import StorageError
from bot.house_rules import HouseRules
from bot.jsonable import part_from_json, to_json
from bot.model import DeskReply, Enquiry, Fate, PastTurn
from bot.one_by_one import OneByOne
from bot.recall import context_json, context_of, look
from bot.served import fingerprints, intents_of
from bot.storage import reading, reading_on, talks, writing, writing_on
from bot.storage.doors import Door, door_of, hash_of
from bot.text import clean_text, key
from handlers.model import Outcome, Part, Reply

CALL = "@assistant"
"""With it, an enquirer calls the assistant into a conversation that a colleague has joined."""
_TRIES = 50  # of a message that keeps being overtaken; each time another one was stored
PERSON_JOINED = "person.joined"
"""Reason of a message that goes to the colleague who talks in its conversation."""

Settle = Callable[[Connection, DeskReply], Fate | None]
"""A channel's last word in the transaction of the decision: it puts into the outbox what has to
leave, and returns the fate of the message where the outcome alone does not tell it."""


class Desk:
    """Answers enquiries of every channel alike. Safe to share between threads."""

    def __init__(self, core: Core, engine: Engine, today: Callable[[], date] | None = None) -> None:
        """`today` fixes the day; without it, it is the London day on which a message came in."""
        self._core = core
        self._engine = engine
        self._today = today
        self._one_by_one = OneByOne()

    def receive(self, enquiry: Enquiry, settle: Settle | None = None) -> DeskReply:
        """Answer an enquiry, or hand it over; never raises for anything that it says.

        A message that came in before gets the reply that it got then. Where a colleague has joined
        the conversation nothing is said (an empty text) unless the message begins with
        "@assistant": the colleague's case takes it. `settle` is called for new messages alone.
        Only a database that cannot be written raises, as SQLAlchemyError (or StorageError); then
        nothing at all has been stored.
        """
        return self._take(enquiry, settle, self._answer)

    def hold(self, enquiry: Enquiry, reason: str, settle: Settle | None = None) -> DeskReply:
        """Hand a message to staff unread by the core; nothing is said to the enquirer.

        For what a channel may not answer on its own. `reason` is the channel's stable code.
        """
        return self._take(enquiry, settle, lambda _e, text, talk, _r: _unread(text, talk, reason))

    def set_aside(
        self,
        enquiry: Enquiry,
        outcome: str,
        reason: str,
        settle: Callable[[Connection], None] | None = None,
    ) -> bool:
        """Enter a message that needs no answer in the ledger; False when it is there already.

        `reason` says why it is ignored and may not be empty. `settle` is called in the same
        transaction, for new messages alone.
        """
        identity = key(enquiry.identity) or secrets.token_hex(16)
        with contextlib.suppress(IntegrityError), writing(self._engine) as connection:
            if talks.find_received(connection, enquiry.channel, identity) is not None:
                return False
            talks.add_received(
                connection, enquiry.channel, identity, outcome=outcome, fate=Fate.IGNORED,
                reason=reason[:64] or "unknown", talk=None, received_at=enquiry.received_at,
            )  # fmt: skip
            if settle is not None:
                settle(connection)
            return True
        return False  # another worker was quicker

    def open(self, channel: str, conversation: str, token: str, opened_at: datetime) -> None:
        """Begin a conversation that the token opens again; one that is open already stays."""
        with contextlib.suppress(IntegrityError), writing(self._engine) as connection:
            talks.open_talk(
                connection, channel, thread=conversation, opened_at=opened_at,
                talk_id=conversation, token_hash=hash_of(token),
            )  # fmt: skip

    def door(self, channel: str, conversation: str) -> Door:
        """Return what a token has to open, and whether staff have switched the chat off."""
        with reading(self._engine) as connection:
            return door_of(connection, channel, key(conversation))

    def history(self, conversation: str) -> tuple[PastTurn, ...]:
        """Return the turns of a conversation, oldest first."""
        with reading(self._engine) as connection:
            rows = talks.turns_of(connection, conversation)
        return tuple(
            PastTurn(
                row.number,
                row.text,
                Outcome(row.outcome),
                tuple(part_from_json(part) for part in row.parts),
                row.reference,
                row.received_at,
            )
            for row in rows
        )

    def told(self, conversation: str) -> Mapping[str, object]:
        """Return what the enquirer has told of themselves in a conversation, by key."""
        with reading(self._engine) as connection:
            return context_of(talks.context_of(connection, conversation)).circumstances

    def contact_of(self, conversation: str, reference: str) -> str | None:
        """Return the address left with a case of this conversation; None: none yet."""
        with reading(self._engine) as connection:
            return cases.contact(connection, conversation, reference)

    def leave_contact(self, conversation: str, reference: str, address: str, at: datetime) -> bool:
        """Note where the team may answer; False when the conversation has no such case."""
        with writing(self._engine) as connection:
            return cases.leave_contact(connection, conversation, reference, address, at)

    def _take(self, enquiry: Enquiry, settle: Settle | None, decide: _Decide) -> DeskReply:
        identity, thread = key(enquiry.identity), key(enquiry.thread)
        text = clean_text(enquiry.text)
        # Two messages of one conversation at once: the second would only have to think again.
        turn = self._one_by_one.inside((enquiry.channel, thread))
        with turn, self._engine.connect() as connection:
            for _ in range(_TRIES):
                with reading_on(connection):
                    stored, talk, rules = look(connection, enquiry.channel, identity, thread)
                if stored is not None:
                    return stored
                # Thinking holds no lock: a long mail keeps nobody else from being answered.
                consultation = decide(enquiry, text, talk, rules)
                # The same message came in twice at once, or the conversation was opened by
                # another: what that one stored is looked at anew.
                with contextlib.suppress(IntegrityError), writing_on(connection):
                    now = talks.find_or_open(
                        connection, enquiry.channel, thread, enquiry.received_at
                    )
                    if (now.turns, now.person_joined_at) != (talk.turns, talk.person_joined_at):
                        continue  # the conversation went on meanwhile: think again
                    reply = self._reply(connection, enquiry, text, now, consultation)
                    fate = settle(connection, reply) if settle else None
                    self._store(connection, now, enquiry, text, consultation, reply)
                    talks.add_received(
                        connection, enquiry.channel, identity or secrets.token_hex(16),
                        outcome=reply.outcome.value, fate=fate or fate_of(reply.outcome),
                        reason=_reason(reply.parts), talk=now, received_at=enquiry.received_at,
                    )  # fmt: skip
                    return reply
        raise StorageError("The conversation changes faster than it can be answered.")

    def _answer(
        self, enquiry: Enquiry, text: str, talk: talks.Talk, rules: HouseRules
    ) -> Consultation:
        called = text.lstrip().lower().startswith(CALL)
        if talk.person_joined_at is not None and not called:
            return _unread(text, talk, PERSON_JOINED)
        consultation = consult(
            self._core,
            text.lstrip()[len(CALL) :].lstrip(" ,:") if called else text,
            subject=clean_text(enquiry.subject) if enquiry.subject is not None else None,
            channel=enquiry.channel,
            context=context_of(talk.context),
            today=self._today() if self._today else london_day(enquiry.received_at),
        )
        parts = rules.applied(consultation.reply.parts, text)
        return replace(consultation, reply=replace(consultation.reply, parts=parts))

    def _reply(
        self,
        connection: Connection,
        enquiry: Enquiry,
        text: str,
        talk: talks.Talk,
        consultation: Consultation,
    ) -> DeskReply:
        reply = consultation.reply
        reference = _open_case(connection, talk.id, enquiry, text, reply)
        if reference is None and talk.has_case:
            cases.wrote(connection, talk.id, enquiry.received_at)
        says = any(part.text for part in reply.parts)
        return DeskReply(
            conversation=talk.id,
            turn=talk.turns,
            outcome=reply.outcome,
            parts=reply.parts,
            text=render(self._core, reply, channel=enquiry.channel, reference=reference)
            if says
            else "",
            reference=reference,
            intents=intents_of(consultation.interpretation, reply.parts),
            ms=consultation.ms,
        )

    def _store(
        self,
        connection: Connection,
        talk: talks.Talk,
        enquiry: Enquiry,
        text: str,
        consultation: Consultation,
        reply: DeskReply,
    ) -> None:
        enquirer = None
        if enquiry.sender and talk.enquirer is None:
            enquirer = cases.enquirer_id(
                connection, enquiry.channel, clean_text(enquiry.sender), enquiry.name,
                enquiry.received_at,
            )  # fmt: skip
        talks.add_turn(
            connection,
            talk,
            text=text,
            interpretation=to_json(consultation.interpretation),
            facts=fingerprints(self._core.knowledge, reply.facts),
            outcome=reply.outcome.value,
            parts=to_json(reply.parts),
            reply=reply.text,
            reference=reply.reference,
            ms=reply.ms,
            received_at=enquiry.received_at,
            context=context_json(consultation.reply.context, talk.context),
            enquirer=enquirer,
        )


_Decide = Callable[[Enquiry, str, talks.Talk, HouseRules], Consultation]


def fate_of(outcome: Outcome) -> Fate:
    """Return what became of a message, as far as its outcome tells: answered, or a colleague's."""
    handed_over = outcome in (Outcome.ESCALATE, Outcome.ANSWER_AND_ESCALATE)
    return Fate.QUEUED if handed_over else Fate.ANSWERED


def _unread(text: str, talk: talks.Talk, reason: str) -> Consultation:
    part = Part(Outcome.ESCALATE, "", question=text, reason=reason)
    return Consultation(None, Reply((part,), context_of(talk.context)), 0.0)


def _open_case(
    connection: Connection, conversation: str, enquiry: Enquiry, text: str, reply: Reply
) -> str | None:
    """Open a case for what goes to staff, or add it to the one that is there; its reference."""
    parts = tuple(p for p in reply.parts if p.outcome is Outcome.ESCALATE)
    if not parts:
        return None
    sender = enquiry.sender or ""
    return cases.open_or_extend(
        connection,
        conversation,
        reason=_reason(parts),
        question="\n".join(part.question or text for part in parts),
        draft="\n\n".join(part.text for part in parts if part.text),
        urgent=any(part.urgent for part in parts),
        # Slack's id of a person is no address that a mail could go to.
        contact=clean_text(sender)[:320] if "@" in sender else None,
        at=enquiry.received_at,
    )


def _reason(parts: tuple[Part, ...]) -> str:
    return next((part.reason for part in parts if part.reason), "")[:64]
