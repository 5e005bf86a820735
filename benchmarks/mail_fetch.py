"""Mails a second from a real mailbox to a stored decision, beside a bare fetch of the same mailbox.

    python benchmarks/mail_fetch.py [MAILS]

The bare fetch is imap-tools' own `fetch`, which parses every mail, and the text of each; ours
stores the bytes, decides, words the draft and sets keywords. The mails are as schools send them:
plain text and HTML, a logo of 30 KB, every tenth with a document of 300 KB. Prints the ratio of
the two (goal: at least 0.3) and the memory after a tenth and at the end (goal: no growth). Needs
Dovecot, as the tests do.

The goal is not reached: 0.10 (74 and 768 mails a second, 10,000 mails; memory 995 MB after a tenth,
most of it the mails that were delivered, and 997 at the end). A shared mailbox gets some dozens of
mails a day.
"""

from __future__ import annotations

import email.policy
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
sys.path.insert(0, str(Path(__file__).parent.parent))

import imap_tools

from bot.assembly import core_of
from bot.commands.common import progress
from bot.settings import settings_of_the_environment
from bot.storage import open_database, upgrade
from tests.mailservers.dovecot import PASSWORD, USER, running_dovecot
from tests.mailservers.office import Office
from tests.mailservers.tokens import running_token_server

GOAL = 0.3
QUESTIONS = (
    "How long does the NPQH take?",
    "How is the NPQSL assessed, and who is it for?",
    "Is the NPQEYL funded? What does it cost in pounds?",
    "I became a head in September 2025 and I am doing my NPQH. Can I get the coaching?",
    "We are closed until Monday and will answer your message on our return.",
)


def main() -> int:
    """Fill a mailbox, read it twice, print the ratio."""
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    core = core_of(settings_of_the_environment())
    with (
        tempfile.TemporaryDirectory() as folder,
        running_token_server(USER) as tokens,
        running_dovecot(tokens.port) as server,
    ):
        engine = open_database(f"sqlite:///{folder}/npq.sqlite3")
        upgrade(engine)
        office = Office(engine, core, server.port, 0, mode="draft")
        office.arrive(*(_letter(n) for n in range(mails)))
        bare = _bare(server.port)
        ours = _ours(office, mails)
    print(f"bare fetch {mails / bare:8.0f} mails a second")
    print(f"our desk   {mails / ours:8.0f} mails a second")
    print(f"ratio      {bare / ours:8.2f} (goal: at least {GOAL})")
    return int(bare / ours < GOAL)


def _letter(number: int) -> bytes:
    """A mail as they come from schools: both kinds of text, a logo, every tenth with a document."""
    text = (
        f"Dear team,\n\nI am number {number}. {QUESTIONS[number % len(QUESTIONS)]}\n\n"
        "Kind regards\nSam Patel"
    )
    mail = EmailMessage()
    mail["From"] = f"Sam Patel <s{number}@x{number}.example>"
    mail["To"] = USER
    mail["Subject"] = "NPQ"
    mail["Message-ID"] = f"<{number}@x.example>"
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p><img src='cid:logo'>", subtype="html")
    html = mail.get_payload()[1]  # type: ignore[index]  # the part just added
    html.add_related(bytes(range(256)) * 120, "image", "png", cid="<logo>")  # type: ignore[union-attr]
    if number % 10 == 0:
        mail.add_attachment(bytes(range(256)) * 1200, "application", "pdf", filename="x.pdf")
    return mail.as_bytes(policy=email.policy.SMTP)


def _bare(port: int) -> float:
    """Fetch as imap-tools' own documentation does, and look at what a mail says."""
    started = time.perf_counter()
    with imap_tools.MailBoxUnencrypted("127.0.0.1", port).login(USER, PASSWORD) as box:
        for mail in box.fetch(mark_seen=False):
            assert mail.subject
            assert mail.text
    return time.perf_counter() - started


def _ours(office: Office, mails: int) -> float:
    early: list[int] = []

    def watched(uids: Sequence[int]) -> Iterator[int]:
        for n, uid in enumerate(progress(uids, total=len(uids), unit="mail")):
            if n == mails // 10:
                early.append(_peak_mb())
            yield uid

    started = time.perf_counter()
    with office.opened() as box:
        counts = office.rounds.once(box, watched)
    took = time.perf_counter() - started
    print(f"{dict(counts)}; {early[0]} MB after a tenth, {_peak_mb()} MB at the end")
    return took


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    print(datetime.now(UTC).date(), f"Python {sys.version.split()[0]}")
    sys.exit(main())
