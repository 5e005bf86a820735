"""Which conversation a mail belongs to, and where its answer goes.

A mail joins a conversation only if it names a Message-ID that we have signed, or that lies in our
own folder of sent mail, and comes from an address that takes part there. Whatever else a sender
claims begins a conversation of its own: no number in a subject opens anybody's case.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.channels.email import rules
from bot.channels.email.model import Address, Mail
from bot.channels.email.signing import conversation_of
from bot.storage import mails
from intents.letters import Letter, cut_letter


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail with what it belongs to."""

    mail: Mail
    letter: Letter
    """Its text, cut."""
    digest: str
    """Its identity; see `identity`."""
    recipient: Address | None
    """Where the answer goes; None: there is no such address."""
    thread: str
    """As the desk names the conversation within this channel."""
    conversation: str | None = None
    """The conversation that it joins; None: it begins one."""
    elsewhere: bool = False
    """That conversation is one of another channel: a colleague's mail is being answered."""
    stranger_in: str | None = None
    """The conversation of ours that it names without belonging to it."""


def place_in_thread(connection: Connection, secret: str, mail: Mail, digest: str) -> ReadMail:
    """Return the mail with its conversation; one that begins a conversation names it itself."""
    letter = cut_letter(mail.text, mail.subject)
    recipient = recipient_of(mail)
    named = (*mail.in_reply_to, *reversed(mail.references))
    found = next(filter(None, (conversation_of(secret, each) for each in named)), None)
    if found is None and named:
        # What a colleague wrote in a mail program has an id of that program's making.
        found = mails.conversation_sent(connection, named)
    thread = mails.thread_of(connection, found) if found else None
    if thread is None:
        return ReadMail(mail, letter, digest, recipient, digest)
    sender = mail.sender.address if mail.sender else ""
    if not mails.takes_part(connection, thread.conversation, sender):
        return ReadMail(mail, letter, digest, recipient, digest, stranger_in=thread.conversation)
    elsewhere = thread.channel != "email"
    return ReadMail(
        mail, letter, digest, recipient, digest if elsewhere else thread.thread,
        conversation=thread.conversation, elsewhere=elsewhere,
    )  # fmt: skip


def recipient_of(mail: Mail) -> Address | None:
    """Return the one address to answer to: the sender's.

    The address named for replies instead, where a form sent the mail or where it is of the
    sender's own house; an answer to anybody else is for staff to decide.
    """
    asked = mail.reply_to[0] if len(mail.reply_to) == 1 and mail.reply_to[0].valid else None
    if asked is not None and (rules.form_lead(mail) or not rules.other_reply_to(mail)):
        return asked
    return mail.sender if mail.sender is not None and mail.sender.valid else None
