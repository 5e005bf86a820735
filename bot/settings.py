"""Every setting, read once from the environment into one frozen object.

A value may also stand in a file that `<NAME>_FILE` names (as container secrets do). Only `cli`
and `app` read settings; everything else is handed the values that it needs.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from bot.errors import SettingsError
from bot.setting_kinds import (
    Security,
    as_bind,
    as_day,
    as_few,
    as_https,
    as_mail_address,
    as_optional_address,
    as_origins,
    as_port,
    one_of,
)


def _setting(
    name: str,
    meaning: str,
    default: str = "",
    parse: Callable[[str], object] = str,
    *,
    secret: bool = False,
) -> Any:  # dataclasses.field is typed as returning the field's own type
    about = {"name": name, "meaning": meaning, "default": default, "parse": parse, "secret": secret}
    return field(metadata=about)


_SECURITY = one_of("tls", "starttls", "none")
_AUTH = one_of("password", "microsoft", "google")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; absent texts are empty."""

    data_dir: Path = _setting(
        "NPQ_DATA_DIR", "folder of the embedded database, caches and attachments", "./var", Path
    )
    database_url: str = _setting(
        "DATABASE_URL",
        "SQLAlchemy address, postgresql+psycopg://... for PostgreSQL; empty: SQLite in the data"
        " folder",
        secret=True,
    )
    secret_key: str = _setting(
        "NPQ_SECRET_KEY",
        "signs sessions, tokens and Message-IDs; empty: made once in the data folder",
        secret=True,
    )
    bind: str = _setting("NPQ_BIND", "address and port of serve", "127.0.0.1:8000", as_bind)
    web_origins: tuple[str, ...] = _setting(
        "NPQ_WEB_ORIGINS",
        "sites that may show the chat in their pages and call the API from a browser, for example"
        " https://www.stsn.co.uk; several with spaces between them",
        "",
        as_origins,
    )
    proxies: int = _setting(
        "NPQ_PROXIES",
        "how many web servers stand in front, so that the last so many addresses of"
        " X-Forwarded-For are theirs; 0: believe none",
        "0",
        as_few,
    )
    public_url: str = _setting(
        "NPQ_PUBLIC_URL",
        "address under which colleagues open the desk, for links; empty: http:// and NPQ_BIND",
        "",
        as_optional_address,
    )
    mail_address: str = _setting(
        "NPQ_MAIL_ADDRESS", "the shared mailbox's own address", "npq@stsn.co.uk", as_mail_address
    )
    imap_host: str = _setting("NPQ_IMAP_HOST", "server of incoming mail; empty: mail is off")
    imap_port: int = _setting("NPQ_IMAP_PORT", "its port", "993", as_port)
    imap_user: str = _setting("NPQ_IMAP_USER", "sign-in name for incoming mail")
    imap_password: str = _setting("NPQ_IMAP_PASSWORD", "its password or client secret", secret=True)
    imap_security: Security = _setting(
        "NPQ_IMAP_SECURITY", "tls, starttls, or none (on loopback only)", "tls", _SECURITY
    )
    imap_auth: str = _setting("NPQ_IMAP_AUTH", "password, microsoft or google", "password", _AUTH)
    smtp_host: str = _setting("NPQ_SMTP_HOST", "server of outgoing mail; empty: nothing is sent")
    smtp_port: int = _setting("NPQ_SMTP_PORT", "its port", "587", as_port)
    smtp_user: str = _setting("NPQ_SMTP_USER", "sign-in name for outgoing mail")
    smtp_password: str = _setting("NPQ_SMTP_PASSWORD", "its password or client secret", secret=True)
    smtp_security: Security = _setting(
        "NPQ_SMTP_SECURITY", "tls, starttls, or none (on loopback only)", "starttls", _SECURITY
    )
    smtp_auth: str = _setting("NPQ_SMTP_AUTH", "password, microsoft or google", "password", _AUTH)
    mail_mode: Literal["draft", "auto", "off"] = _setting(
        "NPQ_MAIL_MODE",
        "draft, auto or off, for topics that have not been set",
        "draft",
        one_of("draft", "auto", "off"),
    )
    mail_answered_folder: str = _setting(
        "NPQ_MAIL_ANSWERED_FOLDER",
        "folder that answered mails are moved to; empty: they stay in the inbox",
    )
    mail_ignored_folder: str = _setting(
        "NPQ_MAIL_IGNORED_FOLDER",
        "folder that machines' mails are moved to; empty: they stay in the inbox",
    )
    microsoft_tenant: str = _setting(
        "NPQ_MICROSOFT_TENANT", "directory (tenant) id, for NPQ_IMAP_AUTH=microsoft"
    )
    microsoft_client: str = _setting("NPQ_MICROSOFT_CLIENT", "application (client) id, likewise")
    mail_secret_expires: date | None = _setting(
        "NPQ_MAIL_SECRET_EXPIRES",
        "day on which the client secret ends; doctor counts the days",
        parse=as_day,
    )
    slack_bot_token: str = _setting(
        "SLACK_BOT_TOKEN", "the app's bot token; empty: Slack is off", secret=True
    )
    slack_signing_secret: str = _setting(
        "SLACK_SIGNING_SECRET", "proves that an event comes from Slack", secret=True
    )
    slack_app_token: str = _setting("SLACK_APP_TOKEN", "for Socket Mode", secret=True)
    slack_channel: str = _setting(
        "NPQ_SLACK_CHANNEL", "id of the channel of the case cards, C...; empty: no cards"
    )
    slack_staff_group: str = _setting(
        "NPQ_SLACK_STAFF_GROUP",
        "id of the user group whose members may act on cases, S...; empty: nobody may",
    )
    slack_api_url: str = _setting(
        "SLACK_API_URL", "address of Slack's web API", "https://slack.com/api/", as_https
    )
    embeddings_dir: str = _setting(
        "NPQ_EMBEDDINGS_DIR", "folder of a local language embedding; empty: off"
    )

    @property
    def database(self) -> str:
        """The database's address; where none is set, a file in the data folder."""
        path = (self.data_dir / "npq.sqlite3").absolute()
        return self.database_url or f"sqlite:///{path}"

    @property
    def public_address(self) -> str:
        """Where colleagues open the desk, without a slash at the end."""
        return self.public_url or f"http://{self.bind}"

    @property
    def host(self) -> str:
        """Address that `serve` listens on."""
        return self.bind.rpartition(":")[0]

    @property
    def port(self) -> int:
        """Port that `serve` listens on."""
        return int(self.bind.rpartition(":")[2])


def use_one_thread() -> None:
    """Keep linear algebra to one thread unless the environment says otherwise.

    Has to be called before numpy is loaded. Matrices here are small: on two cores shared with
    others, two threads that wait for each other took 4.6 times the processor's time of one.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def settings_of_the_environment() -> Settings:
    """Return the settings that this process was started with."""
    return read_settings(os.environ)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment.

    Raises SettingsError with one line for each bad or missing value, all in one message.
    """
    faults: list[str] = []
    values: dict[str, object] = {}
    for spec in fields(Settings):
        about = spec.metadata
        try:
            text = _text(environment, about["name"]) or about["default"]
            values[spec.name] = about["parse"](text)
        except (ValueError, OSError) as error:
            faults.append(f"{about['name']} {error}")
    if not faults:
        settings = Settings(**values)  # type: ignore[arg-type]  # parsed by the field's own parser
        faults = list(_missing(settings))
        if not faults:
            return settings
    raise SettingsError("settings:\n  " + "\n  ".join(faults))


def _text(environment: Mapping[str, str], name: str) -> str:
    direct = environment.get(name, "").strip()
    path = environment.get(f"{name}_FILE", "").strip()
    if not path:
        return direct
    if direct:
        raise ValueError(f"is set twice, as {name} and as {name}_FILE; keep one")
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot be read from {name}_FILE={path}: {error}") from error


def _missing(settings: Settings) -> tuple[str, ...]:
    faults: list[str] = []
    for kind, host, user, password, security, auth in (
        ("IMAP", settings.imap_host, settings.imap_user, settings.imap_password,
         settings.imap_security, settings.imap_auth),
        ("SMTP", settings.smtp_host, settings.smtp_user, settings.smtp_password,
         settings.smtp_security, settings.smtp_auth),
    ):  # fmt: skip
        if not host:
            continue
        if kind == "IMAP" and not user:
            faults.append("NPQ_IMAP_USER is missing; it is needed with NPQ_IMAP_HOST")
        if user and not password and auth == "password":
            faults.append(f"NPQ_{kind}_PASSWORD is missing; it is needed with NPQ_{kind}_USER")
        if auth == "microsoft" and not (settings.microsoft_tenant and settings.microsoft_client):
            faults.append(
                "NPQ_MICROSOFT_TENANT or NPQ_MICROSOFT_CLIENT is missing;"
                f" both are needed with NPQ_{kind}_AUTH=microsoft"
            )
        if auth != "password" and not password:
            faults.append(
                f"NPQ_{kind}_PASSWORD is missing; with NPQ_{kind}_AUTH={auth} it holds the client"
                " secret or the service account's key"
            )
        if security == "none" and not _is_loopback(host):
            faults.append(
                f"NPQ_{kind}_SECURITY is 'none' for the host {host!r};"
                " allowed there: tls, starttls (none is for loopback only)"
            )
    if settings.slack_bot_token and not (settings.slack_signing_secret or settings.slack_app_token):
        faults.append(
            "SLACK_SIGNING_SECRET (events) or SLACK_APP_TOKEN (Socket Mode) is missing;"
            " one is needed with SLACK_BOT_TOKEN"
        )
    return tuple(faults)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def describe(settings: Settings) -> tuple[tuple[str, str, str, str], ...]:
    """Return (name, value, default, meaning) of every setting; secrets are masked."""
    rows = []
    for spec in fields(settings):
        about = spec.metadata
        found = getattr(settings, spec.name)
        value = "" if found is None else str(found)
        shown = "********" if about["secret"] and value else value
        rows.append((about["name"], shown, about["default"], about["meaning"]))
    return tuple(rows)
