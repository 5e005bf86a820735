"""Tokens for Microsoft 365 and Google, against a token server of our own."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from bot.channels.email.account import MailServerError
from bot.channels.email.tokens import GOOGLE_SCOPE, google_tokens, microsoft_tokens
from bot.errors import SettingsError
from tests.mailservers.dovecot import USER
from tests.mailservers.tokens import CLIENT, SECRET, TokenServer

TENANT = "11111111-2222-3333-4444-555555555555"


class Directory:
    """Answers what msal asks the directory, and passes requests for tokens to our own server."""

    def __init__(self, server: TokenServer) -> None:
        self.server = server
        self.scopes: list[str] = []

    def get(self, url: str, **_: object) -> Any:  # what msal reads: status_code, text, headers
        """Tell where tokens are given out."""
        base = url.partition("/v2.0")[0]
        found = {
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "issuer": f"{base}/v2.0",
            "tenant_discovery_endpoint": url,
            "metadata": [],
        }
        return httpx.Response(200, json=found)

    def post(self, url: str, data: dict[str, str], **_: object) -> Any:
        """Give a token out."""
        self.scopes.append(data["scope"])
        return httpx.post(f"http://127.0.0.1:{self.server.port}/token", data=data)

    def close(self) -> None:
        """Nothing to close."""


def test_microsoft_gives_one_token_for_many_sign_ins(token_server: TokenServer) -> None:
    directory = Directory(token_server)
    token = microsoft_tokens(TENANT, CLIENT, SECRET, http=directory)

    first, second = token(), token()

    assert first == second
    assert first in token_server.good
    assert directory.scopes == ["https://outlook.office365.com/.default"]


def test_a_client_secret_that_has_ended_is_said_in_microsofts_words(
    token_server: TokenServer,
) -> None:
    token = microsoft_tokens(TENANT, CLIENT, "an old secret", http=Directory(token_server))

    with pytest.raises(MailServerError, match="AADSTS7000215") as caught:
        token()

    assert caught.value.fault == "token"


def test_google_gives_a_token_for_the_mailbox(token_server: TokenServer) -> None:
    token = google_tokens(_key(token_server), USER)

    assert token() == token()
    assert token() in token_server.good
    assert GOOGLE_SCOPE == "https://mail.google.com/"


def test_google_out_of_reach_is_an_error_of_ours(token_server: TokenServer) -> None:
    key = json.loads(_key(token_server)) | {"token_uri": "http://127.0.0.1:1/token"}
    token = google_tokens(json.dumps(key), USER)

    with pytest.raises(MailServerError, match="Google gives no token"):
        token()


def test_what_is_no_key_says_how_to_hand_one_in() -> None:
    with pytest.raises(SettingsError, match="_FILE"):
        google_tokens("not a key", USER)


def _key(server: TokenServer) -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return json.dumps(
        {
            "type": "service_account",
            "client_email": "desk@project.iam.gserviceaccount.com",
            "private_key_id": "1",
            "private_key": pem.decode(),
            "token_uri": f"http://127.0.0.1:{server.port}/token",
        }
    )
