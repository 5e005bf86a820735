from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import describe, read_settings

NAMES = """NPQ_DATA_DIR DATABASE_URL NPQ_SECRET_KEY NPQ_BIND NPQ_MAIL_ADDRESS
    NPQ_IMAP_HOST NPQ_IMAP_PORT NPQ_IMAP_USER NPQ_IMAP_PASSWORD NPQ_IMAP_SECURITY NPQ_IMAP_AUTH
    NPQ_SMTP_HOST NPQ_SMTP_PORT NPQ_SMTP_USER NPQ_SMTP_PASSWORD NPQ_SMTP_SECURITY NPQ_SMTP_AUTH
    NPQ_MAIL_MODE SLACK_BOT_TOKEN SLACK_SIGNING_SECRET SLACK_APP_TOKEN NPQ_SLACK_CHANNEL
    NPQ_SLACK_STAFF_GROUP SLACK_API_URL NPQ_EMBEDDINGS_DIR"""


def test_the_names_of_the_interface_are_all_there() -> None:
    names = [name for name, *_ in describe(read_settings({}))]

    assert [name for name in names if name in NAMES.split()] == NAMES.split()


def test_a_site_is_named_without_a_path() -> None:
    assert read_settings({"NPQ_WEB_ORIGINS": "https://a.example http://b.example:81"}).web_origins
    for wrong in ("https://a.example/", "a.example", "*", "https://a.example/chat"):
        with pytest.raises(SettingsError, match="NPQ_WEB_ORIGINS holds"):
            read_settings({"NPQ_WEB_ORIGINS": wrong})


def test_defaults_need_no_environment(tmp_path: Path) -> None:
    settings = read_settings({})

    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.mail_address == "npq@stsn.co.uk"
    assert settings.mail_mode == "draft"
    assert settings.database.startswith("sqlite:///")
    assert settings.database.endswith("/var/npq.sqlite3")


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush\n")

    settings = read_settings({"NPQ_SECRET_KEY_FILE": str(tmp_path / "key")})

    assert settings.secret_key == "hush"


def test_secrets_are_masked_and_meanings_told() -> None:
    rows = {name: row for name, *row in describe(read_settings({"NPQ_SECRET_KEY": "hush"}))}

    assert "hush" not in str(rows)
    assert rows["NPQ_SECRET_KEY"][0] == "********"
    assert all(meaning for _, _, meaning in rows.values())


def test_every_fault_is_told_in_one_message() -> None:
    environment = {
        "NPQ_BIND": "8000",
        "NPQ_IMAP_PORT": "lots",
        "NPQ_MAIL_MODE": "often",
        "NPQ_MAIL_ADDRESS": "nobody",
        "SLACK_API_URL": "slack",
        "NPQ_SECRET_KEY": "a",
        "NPQ_SECRET_KEY_FILE": "/b",
    }

    with pytest.raises(SettingsError) as caught:
        read_settings(environment)

    message = str(caught.value)
    assert message.count("\n") == 6
    assert "NPQ_MAIL_MODE is 'often'; allowed: draft, auto, off" in message
    assert "set twice" in message


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({"NPQ_IMAP_HOST": "mail.example"}, "NPQ_IMAP_USER is missing"),
        ({"NPQ_SMTP_HOST": "mail.example", "NPQ_SMTP_USER": "a"}, "NPQ_SMTP_PASSWORD is missing"),
        ({"NPQ_SMTP_HOST": "mail.example", "NPQ_SMTP_SECURITY": "none"}, "loopback only"),
        ({"SLACK_BOT_TOKEN": "xoxb"}, "SLACK_SIGNING_SECRET"),
        ({"NPQ_SECRET_KEY_FILE": "/nowhere/at/all"}, "cannot be read"),
    ],
)
def test_what_belongs_together_is_asked_for(environment: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        read_settings(environment)


def test_plain_connections_are_allowed_on_loopback() -> None:
    environment = {"NPQ_SMTP_HOST": "127.0.0.1", "NPQ_SMTP_SECURITY": "none"}

    assert read_settings(environment).smtp_security == "none"
