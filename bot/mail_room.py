"""Joins the inbox from the settings: identities, tokens, senders, jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from bot.channels.email.account import Account
from bot.channels.email.answering import DRAFTS, EMAIL, House
from bot.channels.email.imap import open_mailbox
from bot.channels.email.rounds import Folders, MailRounds
from bot.channels.email.senders import DraftSender, EmailSender, OpenMailbox
from bot.channels.email.tokens import google_tokens, microsoft_tokens
from bot.channels.email.watch import Watch
from bot.channels.mail_in import MailIn
from bot.core import Core
from bot.data_folder import secret_key
from bot.desk import Desk
from bot.jobs import Job
from bot.outbox import Sender
from bot.settings import Settings


def house_of(settings: Settings) -> House:
    """Return what our mails say of us."""
    return House(
        address=settings.mail_address,
        secret=secret_key(settings.data_dir, settings.secret_key),
        default_mode="automatic" if settings.mail_mode == "auto" else settings.mail_mode,
    )


def imap_account(settings: Settings) -> Account:
    """Return the identity with which mail is read."""
    return Account(
        settings.imap_host, settings.imap_port, settings.imap_user, settings.imap_security,
        _secret(settings, settings.imap_auth, settings.imap_password, settings.imap_user),
        with_token=settings.imap_auth != "password",
    )  # fmt: skip


def smtp_account(settings: Settings) -> Account:
    """Return the identity with which mail is sent."""
    return Account(
        settings.smtp_host, settings.smtp_port, settings.smtp_user, settings.smtp_security,
        _secret(settings, settings.smtp_auth, settings.smtp_password, settings.smtp_user),
        with_token=settings.smtp_auth != "password",
    )  # fmt: skip


def mail_senders(settings: Settings, engine: Engine) -> Mapping[str, Sender]:
    """Return the senders of mails and of drafts, as far as servers are set."""
    opener = _opener(settings) if settings.imap_host else None
    senders: dict[str, Sender] = {}
    if settings.smtp_host:
        senders[EMAIL] = EmailSender(engine, house_of(settings), smtp_account(settings), opener)
    if opener is not None:
        senders[DRAFTS] = DraftSender(engine, opener)
    return senders


def mail_jobs(settings: Settings, core: Callable[[], Core]) -> tuple[Job, ...]:
    """Return the jobs of the inbox; none where it is off. `core` is called when first needed."""
    if not settings.imap_host:
        return ()
    watch = Watch(_opener(settings), lambda engine: mail_rounds(settings, engine, core()))
    return (watch.job(),)


def mail_rounds(settings: Settings, engine: Engine, core: Core) -> MailRounds:
    """Return the rounds through the mailbox."""
    house = house_of(settings)
    folders = Folders(settings.mail_answered_folder, settings.mail_ignored_folder)
    return MailRounds(engine, MailIn(Desk(core, engine), engine, house), house, folders)


def _opener(settings: Settings) -> OpenMailbox:
    account = imap_account(settings)
    return lambda: open_mailbox(account)


def _secret(settings: Settings, auth: str, password: str, user: str) -> Callable[[], str]:
    if auth == "microsoft":
        return microsoft_tokens(settings.microsoft_tenant, settings.microsoft_client, password)
    if auth == "google":
        return google_tokens(password, user)
    return lambda: password
