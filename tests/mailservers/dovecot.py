"""A real Dovecot on a loopback port, with a password and with OAuth 2 tokens.

It needs root for a mail user of its own; the folder is passable for that user, hence not below
pytest's own, which only root may enter.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.debian import need

USER = "npq@stsn.co.uk"
PASSWORD = "password-for-tests"
_STARTED_WITHIN_S = 20

_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
first_valid_uid = 1
mail_location = maildir:{home}/mail/%u
mailbox_list_index = no
mail_max_userip_connections = 100
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
# Without this every wrong password makes the sign-ins after it slow.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    special_use = \\Drafts
    auto = create
  }}
  mailbox "Sent Items" {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Done {{
    auto = create
  }}
}}
"""
_OAUTH2 = """
introspection_url = http://127.0.0.1:{token_port}/introspect
introspection_mode = post
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server."""

    home: Path
    """Its folder."""
    port: int
    """On 127.0.0.1."""

    def raw_mails(self, folder: str = "") -> list[bytes]:
        """Return the mails of a folder as they lie on the disk."""
        place = self._maildir() / (f".{folder}" if folder else "")
        files = [file for part in ("cur", "new") for file in (place / part).glob("*")]
        return [file.read_bytes() for file in sorted(files)]

    def empty(self) -> None:
        """Remove all mail."""
        shutil.rmtree(self._maildir(), ignore_errors=True)

    def renumber(self) -> None:
        """Make the inbox forget its UIDs: it comes back with another UIDVALIDITY."""
        for name in ("dovecot-uidlist", "dovecot-uidvalidity"):
            (self._maildir() / name).unlink(missing_ok=True)
        for index in self._maildir().glob("dovecot.index*"):
            index.unlink()
        for marker in self._maildir().glob("dovecot-uidvalidity.*"):
            marker.unlink()

    def _maildir(self) -> Path:
        return self.home / "mail" / USER


@contextmanager
def running_dovecot(token_port: int) -> Iterator[Dovecot]:
    """Start Dovecot and stop it by its own pid; skips the test where it cannot run."""
    program = need("dovecot", "dovecot-core", "dovecot-imapd")
    if os.geteuid() != 0:
        pytest.skip("Dovecot keeps mail as a user of its own, which only root can arrange")
    home = Path(tempfile.mkdtemp(prefix="npq-dovecot-", dir="/tmp"))
    home.chmod(0o755)
    (home / "mail").mkdir()
    shutil.chown(home / "mail", "mail", "mail")
    port = free_port()
    (home / "dovecot.conf").write_text(_CONFIG.format(home=home, port=port, password=PASSWORD))
    (home / "oauth2.conf").write_text(_OAUTH2.format(token_port=token_port))
    process = subprocess.Popen(
        [program, "-F", "-c", str(home / "dovecot.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _await_greeting(process, port, home)
        yield Dovecot(home, port)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.communicate()
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_greeting(process: subprocess.Popen[bytes], port: int, home: Path) -> None:
    until = time.monotonic() + _STARTED_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            line.settimeout(5)
            if line.recv(200).startswith(b"* OK"):
                return
        time.sleep(0.02)
    log = (home / "dovecot.log").read_text() if (home / "dovecot.log").exists() else ""
    raise RuntimeError(f"Dovecot did not start: {log[-2000:]}")
