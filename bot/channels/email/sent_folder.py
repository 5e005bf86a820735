"""Reads the folder of sent mail: what colleagues wrote there makes the desk stand down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine

from bot import cases
from bot.channels.email import earning
from bot.channels.email.answering import House
from bot.channels.email.compose import subject_core
from bot.channels.email.identity import digest_of, text_hash
from bot.channels.email.layout import REPLY_ABOVE
from bot.channels.email.model import Mail, MailError
from bot.channels.email.safely import read_mail_safely
from bot.channels.email.signing import conversation_of
from bot.storage import mails, sent_mails
from bot.text import key
from intents.letters import cut_letter

COLLEAGUE = "a colleague"
"""Who the history names: the shared mailbox does not tell who of the team wrote."""


def take_sent(engine: Engine, house: House, raw: bytes, size: int, sent_at: datetime) -> bool:
    """Note a mail of the folder of sent mail; True when it is a colleague's to an enquirer.

    The same mail may be noted again and again. Never raises for what it holds.
    """
    try:
        mail = read_mail_safely(raw, size=size)
    except MailError:
        return False
    message_id = key(mail.message_id) if mail.message_id else digest_of(raw, size)
    with engine.begin() as connection:
        ours = sent_mails.find(connection, message_id)
        if ours is not None and ours.kind != sent_mails.DRAFT:
            if ours.kind != sent_mails.ELSEWHERE:
                sent_mails.filed(connection, message_id, sent_at)
            return False
        return _by_hand(connection, house, mail, message_id, sent_at, was_draft=ours is not None)


def _by_hand(
    connection: Connection,
    house: House,
    mail: Mail,
    message_id: str,
    sent_at: datetime,
    *,
    was_draft: bool,
) -> bool:
    named = (*mail.in_reply_to, *reversed(mail.references))
    answers = next(iter(named), None)
    conversation = _conversation(connection, house, named, message_id if was_draft else None)
    recipient = _participant(connection, conversation, mail) if conversation else None
    if conversation is not None and recipient is None:
        return False  # passed on to somebody else, which answers nobody
    if conversation is None and answers is None:
        return False  # a mail that begins something of its own
    words = text_hash(_own_words(mail, was_draft))
    if was_draft:
        sent_mails.sent_by_hand(connection, message_id, sent_at)
    else:
        sent_mails.add(
            connection, message_id=message_id, kind=sent_mails.ELSEWHERE,
            conversation=conversation, recipient=recipient or "", answers=answers,
            subject_core=subject_core(mail.subject), text_hash=words, written_at=sent_at,
            filed_at=sent_at,
        )  # fmt: skip
    if conversation is None:
        return False  # to a mail that the desk has not read yet, or never will
    _stand_down(connection, house, conversation, _own_words(mail, was_draft), sent_at)
    return True


def _conversation(
    connection: Connection, house: House, named: tuple[str, ...], draft: str | None
) -> str | None:
    signed = (conversation_of(house.secret, each) for each in (*filter(None, (draft,)), *named))
    found = next(filter(None, signed), None)
    if found is not None and mails.thread_of(connection, found) is not None:
        return found
    if not named:
        return None
    return mails.conversation_sent(connection, named) or mails.conversation_came(connection, named)


def _participant(connection: Connection, conversation: str, mail: Mail) -> str | None:
    return next(
        (
            each.address
            for each in (*mail.to, *mail.cc)
            if mails.takes_part(connection, conversation, each.address)
        ),
        None,
    )


def _own_words(mail: Mail, was_draft: bool) -> str:
    """Return what the colleague wrote; a draft of ours stands below its own marker."""
    if was_draft or REPLY_ABOVE in mail.text[:200]:
        return mail.text.replace(REPLY_ABOVE, "", 1).strip()
    return cut_letter(mail.text, mail.subject).newest


def _stand_down(
    connection: Connection, house: House, conversation: str, text: str, sent_at: datetime
) -> None:
    earning.draft_went_out(connection, conversation, text_hash(text), house.default_mode, sent_at)
    case = cases.open_reference(connection, conversation)
    if case is not None:
        cases.answered_elsewhere(connection, case, COLLEAGUE, sent_at, text)
    else:
        cases.join(connection, conversation, sent_at)
