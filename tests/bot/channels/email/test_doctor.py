"""`npq-bot doctor mail`: each identity tried apart, and the fix for what fails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from bot.findings import Finding
from bot.mail_doctor import examine_mail
from bot.settings import read_settings
from tests.mailservers import sink as sinks
from tests.mailservers.dovecot import PASSWORD, USER, Dovecot, free_port
from tests.mailservers.sink import Sink, running_sink

TODAY = date(2026, 11, 23)
MICROSOFT = {
    "NPQ_IMAP_AUTH": "microsoft",
    "NPQ_MICROSOFT_TENANT": "11111111-2222-3333-4444-555555555555",
    "NPQ_MICROSOFT_CLIENT": "client",
}


def look(dovecot: Dovecot, sink: Sink, changes: Mapping[str, str] = {}) -> dict[str, Finding]:
    """Return the findings by subject; the last of several."""
    environment = {
        "NPQ_IMAP_HOST": "127.0.0.1", "NPQ_IMAP_PORT": str(dovecot.port), "NPQ_IMAP_USER": USER,
        "NPQ_IMAP_PASSWORD": PASSWORD, "NPQ_IMAP_SECURITY": "none",
        "NPQ_SMTP_HOST": "127.0.0.1", "NPQ_SMTP_PORT": str(sink.port),
        "NPQ_SMTP_USER": sinks.USER, "NPQ_SMTP_PASSWORD": sinks.PASSWORD,
        "NPQ_SMTP_SECURITY": "none", **changes,
    }  # fmt: skip
    return {f.subject: f for f in examine_mail(read_settings(environment), TODAY)}


def test_both_identities_are_tried_and_nothing_is_sent(dovecot: Dovecot) -> None:
    with running_sink(with_sign_in=True) as sink:
        found = look(dovecot, sink)

    assert {f.subject: f.state for f in found.values()} == {"mail in": "ok", "mail out": "ok"}
    assert sinks.USER in found["mail out"].message
    assert "0 mails" in found["mail in"].message
    assert sink.taken == []


def test_reading_may_work_while_sending_does_not(dovecot: Dovecot) -> None:
    with running_sink(with_sign_in=True) as sink:
        found = look(dovecot, sink, {"NPQ_SMTP_PASSWORD": "wrong"})

    assert found["mail in"].state == "ok"
    assert found["mail out"].state == "FAULT"
    assert "535" in found["mail out"].message
    assert "NPQ_SMTP_PASSWORD" in found["mail out"].message


@pytest.mark.parametrize(
    ("changes", "subject", "fix"),
    [
        ({"NPQ_IMAP_PASSWORD": "wrong"}, "mail in", "NPQ_IMAP_AUTH=microsoft"),
        ({"NPQ_IMAP_PORT": "closed"}, "mail in", "NPQ_IMAP_PORT"),
        ({"NPQ_SMTP_PORT": "closed"}, "mail out", "NPQ_SMTP_PORT"),
        ({"NPQ_IMAP_SECURITY": "tls"}, "mail in", "starttls for port 143"),
        ({"NPQ_SMTP_USER": "", "NPQ_SMTP_PASSWORD": ""}, "mail out", "Send As"),
    ],
)
def test_each_fault_names_its_fix(
    dovecot: Dovecot, changes: dict[str, str], subject: str, fix: str
) -> None:
    closed = str(free_port())
    changes = {name: closed if value == "closed" else value for name, value in changes.items()}
    with running_sink(with_sign_in=True) as sink:
        found = look(dovecot, sink, changes)

    assert found[subject].state == "FAULT"
    assert fix in found[subject].message


@pytest.mark.parametrize(
    ("ends", "state", "said"),
    [("2027-06-01", "ok", "190 days left"), ("2026-12-01", "note", "8 days left"),
     ("2026-11-01", "FAULT", "ended"), ("", "note", "NPQ_MAIL_SECRET_EXPIRES")],
)  # fmt: skip
def test_the_days_of_the_client_secret_are_counted(ends: str, state: str, said: str) -> None:
    settings = read_settings({**MICROSOFT, "NPQ_MAIL_SECRET_EXPIRES": ends})

    found = {f.subject: f for f in examine_mail(settings, TODAY)}

    assert (found["mail secret"].state, said in found["mail secret"].message) == (state, True)


def test_what_is_not_set_is_off(dovecot: Dovecot) -> None:
    found = {f.subject: f for f in examine_mail(read_settings({}), TODAY)}

    assert {f.state for f in found.values()} == {"note"}
    assert "NPQ_IMAP_HOST is not set" in found["mail in"].message
