"""The servers that mail tests talk to: started once a session, emptied for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.channels.email.account import Account
from bot.core import Core
from tests.mailservers.dovecot import PASSWORD, USER, Dovecot, running_dovecot
from tests.mailservers.office import Office
from tests.mailservers.sink import Sink, running_sink
from tests.mailservers.tokens import TokenServer, running_token_server


@pytest.fixture(scope="session")
def token_server() -> Iterator[TokenServer]:
    """Gives tokens out and tells Dovecot which are good."""
    with running_token_server(USER) as server:
        yield server


@pytest.fixture(scope="session")
def running(token_server: TokenServer) -> Iterator[Dovecot]:
    """A real Dovecot."""
    with running_dovecot(token_server.port) as server:
        yield server


@pytest.fixture
def dovecot(running: Dovecot) -> Dovecot:
    """The same, without any mail in it."""
    running.empty()
    return running


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Takes in what we send."""
    with running_sink() as server:
        yield server


@pytest.fixture
def inbox(dovecot: Dovecot) -> Account:
    """Our identity at Dovecot."""
    return imap_account(dovecot.port)


def imap_account(port: int) -> Account:
    """Return our identity at a Dovecot, or at a proxy before it."""
    return Account("127.0.0.1", port, USER, "none", lambda: PASSWORD)


def smtp_account(port: int) -> Account:
    """Return our identity at a sink, which wants none."""
    return Account("127.0.0.1", port, "", "none", lambda: "")


@pytest.fixture
def office(engine: Engine, core: Core, dovecot: Dovecot, sink: Sink) -> Office:
    """An inbox that answers by itself."""
    return Office(engine, core, dovecot.port, sink.port)


@pytest.fixture
def drafting(engine: Engine, core: Core, dovecot: Dovecot, sink: Sink) -> Office:
    """An inbox that only drafts."""
    return Office(engine, core, dovecot.port, sink.port, mode="draft")
