"""Tokens with which to sign in at Microsoft 365 and at Google.

Both libraries keep a token until shortly before it ends, so asking before every sign-in is cheap.
They are extras: `pip install npq-bot[microsoft]` or `npq-bot[google]`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.channels.email.account import MailServerError
from bot.errors import SettingsError

MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
MICROSOFT_AUTHORITY = "https://login.microsoftonline.com/"
# SMTP and IMAP alike; the narrower gmail.imap_admin does not cover sending.
# Source: developers.google.com/gmail/xoauth2_protocol
GOOGLE_SCOPE = "https://mail.google.com/"


def microsoft_tokens(
    tenant: str,
    client: str,
    secret: str,
    *,
    authority: str = MICROSOFT_AUTHORITY,
    http: Any = None,  # whatever msal takes for a requests.Session
) -> Callable[[], str]:
    """Return the source of tokens of an application that may use the shared mailbox.

    The application signs in by itself (client credentials): nobody's password, no consent to
    renew. Only the client secret ends, after at most two years.
    """
    try:
        import msal
    except ModuleNotFoundError:
        raise _missing("msal", "microsoft") from None
    made: list[Any] = []

    def token() -> str:
        if not made:  # asks the directory for its addresses, hence only when first needed
            made.append(_application(msal, authority + tenant, client, secret, http))
        answer = made[0].acquire_token_for_client(scopes=[MICROSOFT_SCOPE])
        if "access_token" not in answer:
            said = answer.get("error_description") or answer.get("error") or "no token"
            raise MailServerError("token", f"Microsoft gives no token: {str(said)[:300]}")
        return str(answer["access_token"])

    return token


def _application(msal: Any, authority: str, client: str, secret: str, http: Any) -> Any:
    try:
        return msal.ConfidentialClientApplication(
            client, client_credential=secret, authority=authority, http_client=http
        )
    except (ValueError, OSError) as error:
        raise MailServerError("token", f"{authority} does not answer: {error}") from error


def google_tokens(
    key: str,
    mailbox: str,
    *,
    request: Any = None,  # whatever google-auth takes for a transport
) -> Callable[[], str]:
    """Return the source of tokens of a service account that may act for the mailbox.

    `key` is the JSON of the account's key. The account needs domain-wide delegation.
    """
    try:
        from google.auth.exceptions import GoogleAuthError
        from google.oauth2.service_account import Credentials
    except ModuleNotFoundError:
        raise _missing("google.auth", "google") from None
    try:
        found = Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # no types
            json.loads(key), scopes=[GOOGLE_SCOPE], subject=mailbox
        )
    except (ValueError, TypeError) as error:
        raise SettingsError(
            f"NPQ_IMAP_PASSWORD or NPQ_SMTP_PASSWORD holds no key of a service account: {error};"
            " point NPQ_..._PASSWORD_FILE at the JSON file that Google gave you"
        ) from error
    transport = request or _HttpxTransport()

    def token() -> str:
        try:
            if not found.valid:
                found.refresh(transport)
        except GoogleAuthError as error:
            raise MailServerError("token", f"Google gives no token: {error}") from error
        return str(found.token)

    return token


class _HttpxTransport:
    """google-auth over httpx, which we have; its own transport would want another library."""

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 30,
        **_: object,
    ) -> Any:  # the answer as google-auth reads it: status, headers, data
        import httpx
        from google.auth.exceptions import TransportError

        try:
            answer = httpx.request(method, url, content=body, headers=headers, timeout=timeout)
        except httpx.HTTPError as error:
            fault: Exception = TransportError(f"{url} does not answer: {error}")  # type: ignore[no-untyped-call]  # as above
            raise fault from error
        return _Answer(answer.status_code, dict(answer.headers), answer.content)


class _Answer:
    def __init__(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.status, self.headers, self.data = status, headers, data


def _missing(module: str, extra: str) -> SettingsError:
    return SettingsError(
        f"NPQ_IMAP_AUTH or NPQ_SMTP_AUTH is {extra!r}, but {module} is not installed:"
        f" pip install 'npq-bot[{extra}]'"
    )
