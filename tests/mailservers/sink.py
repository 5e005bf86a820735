"""A mail server that takes everything in and answers as it is told: 250, 451, 550, a drop."""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.mailservers.dovecot import free_port

USER = "delegate@stsn.co.uk"
PASSWORD = "password-for-sending"
TOKEN = "token-for-sending"

DROP = "drop after the end of the data"
"""The mail is taken, the line closed without a word: it went out, and nobody says so."""
DROP_UNSENT = "drop before the mail is taken"
"""The line is closed without a word, and the mail is thrown away."""


@dataclass
class Sink:
    """What came in, and what is to be answered."""

    script: deque[str] = field(default_factory=deque)
    """Answers to the next mails, one each; when it is empty, 250."""
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    """(sender, recipients, mail) of what was taken."""
    connections: int = 0
    """How many have connected."""
    on_data: Callable[[bytes], None] | None = None
    """Called with each mail before the answer is given."""
    after_data: Callable[[bytes], None] | None = None
    """Called when the answer has been written to the line."""
    refuse_sender: str = ""
    """Answer to MAIL FROM, where it is to be refused."""
    refuse_recipient: str = ""
    """Answer to RCPT TO, likewise."""
    wants_sign_in: bool = False
    port: int = 0

    @property
    def mails(self) -> list[bytes]:
        """The mails alone."""
        return [raw for _, _, raw in self.taken]

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        """Count a connection."""
        session.host_name = hostname
        self.connections += 1
        return answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or say what the script says."""
        # The library's own check warns about the missing TLS, which loopback needs not.
        if self.wants_sign_in and not session.authenticated:
            return "530 5.7.57 Client not authenticated"
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or say what the script says."""
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer as the script says."""
        raw = bytes(envelope.content or b"")
        answer = self.script.popleft() if self.script else "250 OK"
        if answer in ("250 OK", DROP):
            self.taken.append((str(envelope.mail_from), list(envelope.rcpt_tos), raw))
        if self.on_data is not None:
            self.on_data(raw)
        if answer in (DROP, DROP_UNSENT):
            server.transport.abort()
        elif self.after_data is not None:
            await server.push(answer)
            self.after_data(raw)
            server.transport.abort()
        return answer

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """Let the one good token in."""
        said = base64.b64decode(args[1]).decode()
        good = said == f"user={USER}\1auth=Bearer {TOKEN}\1\1"
        # handled=True would tell the library that we have answered already, and hang the client.
        return AuthResult(success=good, handled=False)


def _let_in(server: SMTP, session: Session, envelope: Envelope, kind: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=good, handled=False)


@contextmanager
def running_sink(*, with_sign_in: bool = False) -> Iterator[Sink]:
    """Serve on a free loopback port until the block ends."""
    sink = Sink()
    options: dict[str, Any] = {}
    if with_sign_in:
        options = {"authenticator": _let_in, "auth_require_tls": False}
        sink.wants_sign_in = True
    sink.port = free_port()  # the library connects to the port that it was given, so not to 0
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
