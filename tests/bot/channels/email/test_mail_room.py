"""The inbox as a worker runs it: joined from settings, with nothing but an environment."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.background import jobs_of, senders_of
from bot.core import Core
from bot.errors import SettingsError
from bot.settings import read_settings
from bot.worker import work
from tests.mailservers.dovecot import PASSWORD, USER, Dovecot
from tests.mailservers.office import Office, letter, parsed, text_of
from tests.mailservers.sink import Sink

_PATIENCE_S = 60


def environment(dovecot: Dovecot, sink: Sink, folder: Path) -> dict[str, str]:
    """Return what a worker is started with."""
    return {
        "NPQ_DATA_DIR": str(folder), "NPQ_MAIL_MODE": "auto",
        "NPQ_IMAP_HOST": "127.0.0.1", "NPQ_IMAP_PORT": str(dovecot.port), "NPQ_IMAP_USER": USER,
        "NPQ_IMAP_PASSWORD": PASSWORD, "NPQ_IMAP_SECURITY": "none",
        "NPQ_SMTP_HOST": "127.0.0.1", "NPQ_SMTP_PORT": str(sink.port),
        "NPQ_SMTP_SECURITY": "none",
    }  # fmt: skip


def test_a_worker_answers_mail_that_comes_in_while_it_runs(
    engine: Engine, core: Core, dovecot: Dovecot, sink: Sink, tmp_path: Path
) -> None:
    settings = read_settings(environment(dovecot, sink, tmp_path))
    jobs = [job for job in jobs_of(settings, lambda: core) if job.name == "mail"]
    stop, answered = threading.Event(), threading.Event()
    sink.on_data = lambda _: answered.set()
    worker = threading.Thread(target=work, args=(engine, jobs, senders_of(settings, engine), stop))
    worker.start()
    try:
        office = Office(engine, core, dovecot.port, sink.port)
        office.arrive(letter("How long does the NPQH take?"))

        assert answered.wait(_PATIENCE_S)
    finally:
        stop.set()
        worker.join()

    (mail,) = map(parsed, sink.mails)
    assert "18 months" in text_of(mail)


def test_without_servers_there_is_nothing_to_read_and_nothing_to_send(engine: Engine) -> None:
    settings = read_settings({})

    assert "mail" not in {job.name for job in jobs_of(settings, lambda: pytest.fail("loaded"))}
    assert {"email", "drafts"} & set(senders_of(settings, engine)) == set()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"NPQ_IMAP_AUTH": "microsoft"}, "NPQ_MICROSOFT_TENANT"),
        ({"NPQ_SMTP_AUTH": "google"}, "NPQ_SMTP_PASSWORD"),
        ({"NPQ_MAIL_SECRET_EXPIRES": "soon"}, "YYYY-MM-DD"),
        ({"NPQ_IMAP_SECURITY": "none", "NPQ_IMAP_HOST": "mail.example"}, "loopback"),
    ],
)
def test_settings_that_do_not_fit_are_named(
    dovecot: Dovecot, sink: Sink, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        read_settings({**environment(dovecot, sink, tmp_path), **changes})
