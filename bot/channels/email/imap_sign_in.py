"""Opens a session at an IMAP server: connects, signs in, asks anew what the server can do."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import imap_tools
from imap_tools.errors import ImapToolsError, MailboxLoginError

from bot.channels.email.account import Account, MailServerError


@contextmanager
def signed_in(account: Account, timeout_s: float) -> Iterator[imap_tools.BaseMailBox]:
    """Connect and sign in, with no folder open; raises MailServerError."""
    box = _connected(account, timeout_s)
    try:
        _sign_in(box, account)
        yield box
    finally:
        # A polite goodbye to a server that may be dead would cost another time-out.
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            box.client.sock.settimeout(2)
            box.client.logout()
        with suppress(OSError, imaplib.IMAP4.error):
            box.client.shutdown()


def _connected(account: Account, timeout_s: float) -> imap_tools.BaseMailBox:
    where = f"{account.host}:{account.port}"
    try:
        if account.security == "tls":
            return imap_tools.MailBox(
                account.host, account.port, timeout=timeout_s,
                ssl_context=ssl.create_default_context(),
            )  # fmt: skip
        if account.security == "starttls":
            return imap_tools.MailBoxStartTls(
                account.host, account.port, timeout=timeout_s,
                ssl_context=ssl.create_default_context(),
            )  # fmt: skip
        return imap_tools.MailBoxUnencrypted(account.host, account.port, timeout=timeout_s)
    except ssl.SSLError as error:
        raise MailServerError("tls", f"{where}: no safe connection: {error}") from error
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailServerError("connect", f"{where} does not answer: {error}") from error


def _sign_in(box: imap_tools.BaseMailBox, account: Account) -> None:
    secret = account.secret()
    try:
        if account.with_token:
            box.xoauth2(account.user, secret, initial_folder=None)
        else:
            box.login(account.user, secret, initial_folder=None)
        # What a server can do it often tells only those who are signed in.
        _, said = box.client.capability()
        box.client.capabilities = tuple((said[-1] or b"").decode().upper().split())
    except (MailboxLoginError, imaplib.IMAP4.error, ImapToolsError) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise MailServerError("lost", f"the line broke at sign-in: {error}") from error
        raise MailServerError("sign_in", f"{account.user} is not let in: {error}") from error
    except OSError as error:
        raise MailServerError("lost", f"the line broke at sign-in: {error}") from error
