"""Sending over SMTP: what is certain and what is not, with a real server on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.channels.email.account import Account, MailServerError
from bot.channels.email.smtp import FateUnknownError, MailRefusedError, send_mail, try_out
from tests.bot.channels.email.conftest import smtp_account
from tests.mailservers import sink as sinks
from tests.mailservers.dovecot import free_port
from tests.mailservers.proxy import running_proxy
from tests.mailservers.sink import Sink, running_sink

OWN = "npq@stsn.co.uk"
TO = "sam@school.example"
RAW = b"From: npq@stsn.co.uk\r\nSubject: x\r\n\r\n.a line that begins with a dot\r\nbye\r\n"


@pytest.fixture(scope="module")
def strict() -> Iterator[Sink]:
    """A server that wants to know who we are."""
    with running_sink(with_sign_in=True) as server:
        yield server


def send(port: int, timeout_s: float = 5) -> str:
    """Send the one mail."""
    return send_mail(smtp_account(port), OWN, TO, RAW, timeout_s=timeout_s)


def test_a_mail_arrives_byte_by_byte(sink: Sink) -> None:
    assert send(sink.port).startswith("250")

    assert sink.taken == [(OWN, [TO], RAW)]


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("451 4.7.1 greylisted", False), ("421 closing", False), ("550 5.7.1 no", True)],
)
def test_a_refusal_after_the_data_is_certain(sink: Sink, answer: str, permanent: bool) -> None:
    sink.script.append(answer)

    with pytest.raises(MailRefusedError) as caught:
        send(sink.port)

    assert caught.value.permanent is permanent
    assert str(caught.value) == answer


def test_a_refused_recipient_and_a_refused_sender_are_certain(sink: Sink) -> None:
    sink.refuse_recipient = "550 5.1.1 no such person"
    with pytest.raises(MailRefusedError, match="no such person"):
        send(sink.port)
    sink.refuse_sender = "451 later"

    with pytest.raises(MailRefusedError) as caught:
        send(sink.port)

    assert not caught.value.permanent


@pytest.mark.parametrize("answer", [sinks.DROP, sinks.DROP_UNSENT])
def test_after_the_end_of_the_data_silence_is_never_taken_for_failure(
    sink: Sink, answer: str
) -> None:
    sink.script.append(answer)

    with pytest.raises(FateUnknownError):
        send(sink.port)


def test_a_swallowed_answer_is_silence_too(sink: Sink) -> None:
    def swallow_the_end(data: bytes) -> bytes:
        proxy.silent = proxy.silent or data.endswith(b".\r\n")
        return data

    with running_proxy(sink.port) as proxy:
        proxy.from_client = swallow_the_end
        with pytest.raises(FateUnknownError):
            send(proxy.port, timeout_s=0.5)


def test_before_the_end_of_the_data_nothing_can_have_gone_out(sink: Sink) -> None:
    def dead() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_mail(smtp_account(sink.port), OWN, TO, RAW, before_end=dead)
    with pytest.raises(MailServerError) as caught:
        send(free_port())

    assert caught.value.fault == "connect"
    assert sink.taken == []


def test_a_password_and_a_token_open_the_door(strict: Sink) -> None:
    for secret, with_token in ((sinks.PASSWORD, False), (sinks.TOKEN, True)):
        try_out(_account(strict, sinks.USER, secret, with_token=with_token), OWN)


@pytest.mark.parametrize("with_token", [False, True])
def test_a_wrong_secret_is_told_from_everything_else(strict: Sink, with_token: bool) -> None:
    account = _account(strict, sinks.USER, "wrong", with_token=with_token)

    with pytest.raises(MailServerError, match="535") as caught:
        try_out(account, OWN)

    assert caught.value.fault == "sign_in"


def test_a_server_that_wants_a_name_says_so(strict: Sink) -> None:
    with pytest.raises(MailRefusedError, match="530"):
        try_out(_account(strict, "", ""), OWN)


def _account(sink: Sink, user: str, secret: str, *, with_token: bool = False) -> Account:
    return Account("127.0.0.1", sink.port, user, "none", lambda: secret, with_token)
