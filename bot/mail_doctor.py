"""Tries out the mail servers, each with its own identity, and says how to put right what fails.

Reading and sending are tried apart: with Microsoft 365 the one often works where the other does
not. Nothing is changed and nothing is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from bot.channels.email import smtp
from bot.channels.email.account import Account, MailServerError
from bot.channels.email.imap import open_mailbox
from bot.channels.email.smtp import MailRefusedError
from bot.errors import SettingsError
from bot.findings import Finding
from bot.mail_room import imap_account, smtp_account
from bot.settings import Settings

_SOON_DAYS = 30
_TIMEOUT_S = 15.0

_IMAP_FIXES = {
    "connect": "check NPQ_IMAP_HOST and NPQ_IMAP_PORT, and that the firewall lets us out",
    "tls": "check NPQ_IMAP_SECURITY: tls for port 993, starttls for port 143",
    "folder": "check that the mailbox has that folder",
    "lost": "try again; if it stays, the server closes our connection",
    "refused": "the server does not allow it; docs/channels.md, section Mail",
    "token": "check NPQ_MICROSOFT_TENANT, NPQ_MICROSOFT_CLIENT and the secret in"
    " NPQ_IMAP_PASSWORD; a secret that has ended is made anew in the directory",
}
_SMTP_FIXES = {
    **{fault: fix.replace("NPQ_IMAP", "NPQ_SMTP") for fault, fix in _IMAP_FIXES.items()},
    "tls": "check NPQ_SMTP_SECURITY: starttls for port 587, tls for port 465",
}
_IMAP_SIGN_IN = {
    "password": "check NPQ_IMAP_USER and NPQ_IMAP_PASSWORD. Exchange Online takes no passwords for"
    " IMAP any more: set NPQ_IMAP_AUTH=microsoft",
    "microsoft": "NPQ_IMAP_USER has to be the shared mailbox's own address. Give the application"
    " the right IMAP.AccessAsApp with admin consent, register its service principal, and run"
    " Add-MailboxPermission -Identity {address} -User <service principal> -AccessRights FullAccess",
    "google": "NPQ_IMAP_USER has to be the mailbox's own address. Allow the service account's"
    " client id the scope https://mail.google.com/ under Domain-wide delegation, and IMAP for the"
    " mailbox",
}
_SMTP_SIGN_IN = {
    "password": "check NPQ_SMTP_USER and NPQ_SMTP_PASSWORD. Exchange Online is about to take no"
    " passwords for SMTP either: set NPQ_SMTP_AUTH=microsoft",
    "microsoft": "reading may work while this fails: switch authenticated SMTP on for this mailbox"
    " (Set-CASMailbox -Identity {address} -SmtpClientAuthenticationDisabled $false), give the"
    " application SMTP.SendAsApp with admin consent, and set NPQ_SMTP_USER to the mailbox, or to"
    " the account that may send as it",
    "google": "allow the service account's client id the scope https://mail.google.com/ under"
    " Domain-wide delegation; NPQ_SMTP_USER has to be the mailbox's own address",
}


def examine_mail(settings: Settings, today: date) -> Iterator[Finding]:
    """Yield a finding for reading, for sending, and for the days that the secret has left."""
    if settings.imap_host:
        yield from _tried("mail in", lambda: _reading(settings))
    else:
        yield Finding("note", "mail in", "off; NPQ_IMAP_HOST is not set")
    if settings.smtp_host:
        yield from _tried("mail out", lambda: _sending(settings))
    else:
        yield Finding("note", "mail out", "off; NPQ_SMTP_HOST is not set, so nothing is sent")
    if "microsoft" in (settings.imap_auth, settings.smtp_auth):
        yield _days_left(settings, today)


def _tried(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except SettingsError as error:
        yield Finding("FAULT", subject, str(error))


def _reading(settings: Settings) -> Iterator[Finding]:
    account = imap_account(settings)
    try:
        with open_mailbox(account, _TIMEOUT_S) as box:
            state = box.select()
            yield Finding("ok", "mail in", f"{_who(account)} reads {state.exists} mails")
            if not box.keeps_keywords:
                yield Finding(
                    "note", "mail in",
                    "the server keeps no keywords of ours; set NPQ_MAIL_ANSWERED_FOLDER and"
                    " NPQ_MAIL_IGNORED_FOLDER so that colleagues see what was done",
                )  # fmt: skip
            if not box.can_wait:
                yield Finding("note", "mail in", "the server does not tell of new mail (no IDLE);"
                              " it is looked for every 30 seconds")  # fmt: skip
            for use in ("\\Drafts", "\\Sent"):
                if box.special(use) is None:
                    yield Finding("FAULT", "mail in", f"there is no folder for {use}; make one")
    except MailServerError as error:
        fix = _IMAP_SIGN_IN[settings.imap_auth] if error.fault == "sign_in" else (
            _IMAP_FIXES[error.fault])  # fmt: skip
        yield _fault("mail in", account, error, fix, settings)


def _sending(settings: Settings) -> Iterator[Finding]:
    account = smtp_account(settings)
    try:
        smtp.try_out(account, settings.mail_address, _TIMEOUT_S)
        yield Finding("ok", "mail out", f"{_who(account)} may send as {settings.mail_address}")
    except MailServerError as error:
        fix = _SMTP_SIGN_IN[settings.smtp_auth] if error.fault == "sign_in" else (
            _SMTP_FIXES[error.fault])  # fmt: skip
        yield _fault("mail out", account, error, fix, settings)
    except MailRefusedError as error:
        fix = (
            "the server does not let this identity send as {address}: allow Send As for it, or"
            " set NPQ_SMTP_USER to the mailbox itself; where it wants a sign-in, set NPQ_SMTP_USER"
        )
        yield _fault("mail out", account, error, fix, settings)


def _days_left(settings: Settings, today: date) -> Finding:
    ends = settings.mail_secret_expires
    if ends is None:
        return Finding(
            "note", "mail secret",
            "set NPQ_MAIL_SECRET_EXPIRES to the day on which the client secret ends, so that it is"
            " made anew in time",
        )  # fmt: skip
    days = (ends - today).days
    if days < 0:
        return Finding("FAULT", "mail secret", f"ended on {ends}; make a new one in the directory")
    said = f"{days} days left, until {ends}"
    if days <= _SOON_DAYS:
        return Finding("note", "mail secret", f"{said}; make a new one in the directory")
    return Finding("ok", "mail secret", said)


def _fault(
    subject: str, account: Account, error: Exception, fix: str, settings: Settings
) -> Finding:
    fix = fix.replace("{address}", settings.mail_address)
    return Finding("FAULT", subject, f"{_who(account)}: {error}. To put it right: {fix}.")


def _who(account: Account) -> str:
    name = account.user or "nobody (no sign-in)"
    return f"{name} at {account.host}:{account.port}"
