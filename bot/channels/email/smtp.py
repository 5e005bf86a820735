"""Sends one mail over SMTP and says what is certain about it.

Between the end of the data and the server's answer nobody can know whether the mail went out
(RFC 1047). Whatever breaks there is a FateUnknownError; before that, nothing can have gone out.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from bot.channels.email.account import Account, MailServerError

TIMEOUT_S = 60.0


class MailRefusedError(Exception):
    """The server said no; nothing went out. `permanent`: asking again will not help."""

    def __init__(self, permanent: bool, message: str) -> None:
        super().__init__(message)
        self.permanent = permanent


class FateUnknownError(Exception):
    """The mail was handed over whole, and no answer came: it may have gone out."""


def send_mail(
    account: Account,
    sender: str,
    recipient: str,
    raw: bytes,
    *,
    before_end: Callable[[], None] = lambda: None,
    timeout_s: float = TIMEOUT_S,
) -> str:
    """Hand a mail to the server and return what it said when it took it.

    `before_end` is called when only the end of the data is missing: whoever dies before it has
    certainly sent nothing. Raises MailRefusedError, FateUnknownError, or MailServerError when
    there is no server to speak with.
    """
    server = _connected(account, timeout_s)
    try:
        _expect(server.mail(sender), (250,))
        _expect(server.rcpt(recipient), (250, 251))
        _expect(server.docmd("DATA"), (354,))
        body = _dotted(raw)
        server.send(body)
        before_end()
    except (OSError, smtplib.SMTPException) as error:
        _close(server)
        raise _early(error) from error
    except BaseException:
        server.close()
        raise
    finally_said = _finish(server)
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    return finally_said


def try_out(account: Account, sender: str, timeout_s: float = TIMEOUT_S) -> None:
    """Connect, sign in and ask whether we may send as `sender`; sends nothing.

    Raises MailServerError or MailRefusedError.
    """
    server = _connected(account, timeout_s)
    try:
        _expect(server.mail(sender), (250,))
        server.rset()
    except (OSError, smtplib.SMTPException) as error:
        raise _early(error) from error
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _finish(server: smtplib.SMTP) -> str:
    try:
        server.send(b".\r\n")
        code, said = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise FateUnknownError(f"no answer after the end of the mail: {error}") from error
    if code != 250:
        _close(server)
        raise MailRefusedError(code >= 500, _words(code, said))
    return _words(code, said)


def _connected(account: Account, timeout_s: float) -> smtplib.SMTP:
    where = f"{account.host}:{account.port}"
    try:
        server = _greeted(account, timeout_s)
    except ssl.SSLError as error:
        raise MailServerError("tls", f"{where}: no safe connection: {error}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerError("connect", f"{where} does not answer: {error}") from error
    try:
        if account.user:
            _sign_in(server, account)
    except BaseException:
        _close(server)
        raise
    return server


def _greeted(account: Account, timeout_s: float) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if account.security == "tls":
        return smtplib.SMTP_SSL(account.host, account.port, timeout=timeout_s, context=safe)
    server = smtplib.SMTP(account.host, account.port, timeout=timeout_s)
    try:
        if account.security == "starttls":
            server.starttls(context=safe)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        _close(server)
        raise
    return server


def _sign_in(server: smtplib.SMTP, account: Account) -> None:
    secret = account.secret()
    try:
        if account.with_token:
            words = f"user={account.user}\1auth=Bearer {secret}\1\1"
            # A refusal comes as a challenge, which wants an empty answer.
            server.auth("XOAUTH2", lambda challenge=None: "" if challenge else words)
        else:
            server.login(account.user, secret)
    except smtplib.SMTPAuthenticationError as error:
        said = _words(error.smtp_code, error.smtp_error)
        # 454 and its like: the server cannot tell at the moment.
        fault = MailServerError("sign_in" if error.smtp_code >= 500 else "refused", said)
        raise fault from error
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise MailServerError("lost", f"the line broke at sign-in: {error}") from error
    except smtplib.SMTPException as error:
        raise MailServerError("sign_in", f"{account.user} is not let in: {error}") from error


def _expect(answer: tuple[int, bytes], wanted: tuple[int, ...]) -> None:
    code, said = answer
    if code not in wanted:
        raise smtplib.SMTPResponseException(code, said)


def _early(error: Exception) -> Exception:
    """Name what went wrong before the end of the data; it is certain that nothing went out."""
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        return MailRefusedError(500 <= code < 600, _words(code, error.smtp_error))
    return MailServerError("lost", f"the line broke before the mail was handed over: {error}")


def _dotted(raw: bytes) -> bytes:
    """Return the mail with CRLF line ends and its leading dots doubled. RFC 5321 4.5.2."""
    lines = raw.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join((b"." if line[:1] == b"." else b"") + line + b"\r\n" for line in lines)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())[:300]}"


def _close(server: smtplib.SMTP) -> None:
    with suppress(OSError, smtplib.SMTPException, socket.timeout):
        server.quit()
    server.close()
