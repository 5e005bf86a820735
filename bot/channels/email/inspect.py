"""Tells what would happen to mails in files; sends and stores nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.channels.email.classify import Disposition, classify
from bot.channels.email.model import Mail, MailError
from bot.channels.email.safely import read_mail_safely
from intents.letters import cut_letter

logger = logging.getLogger(__name__)


def inspect_files(
    paths: Iterable[str], own_addresses: tuple[str, ...] = ()
) -> Iterator[dict[str, Any]]:
    """Yield one row a file, in order; a folder stands for all files below it."""
    for path in paths:
        folder = Path(path)
        if folder.is_dir():
            files = (str(each) for each in sorted(folder.rglob("*")) if each.is_file())
            yield from inspect_files(files, own_addresses)
        else:
            yield inspect_path(path, own_addresses)


def inspect_path(path: str, own_addresses: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the row of one file; never raises for what is in it or whether it is there.

    Keys: file (as given), disposition, reason, text (the newest), message_id, thread.
    """
    try:
        raw = Path(path).read_bytes()
    except (OSError, ValueError):
        return _row(path, Disposition("error", "e.unreadable"))
    return {"file": path, **inspect_raw(raw, own_addresses)}


def inspect_raw(raw: bytes, own_addresses: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the row of one raw mail, without its file name."""
    try:
        mail = read_mail_safely(raw)
        row = _row("", classify(mail, own_addresses), mail)
    except MailError as error:
        row = _row("", Disposition("error", error.reason))
    except Exception:  # one bad mail never stops the others; the traceback goes to the log
        logger.exception("mail could not be inspected")
        row = _row("", Disposition("error", "e.crash"))
    del row["file"]
    return row


def _row(path: str, disposition: Disposition, mail: Mail | None = None) -> dict[str, Any]:
    return {
        "file": path,
        "disposition": disposition.kind,
        "reason": disposition.reason,
        "text": cut_letter(mail.text, mail.subject).newest if mail else "",
        "message_id": mail.message_id if mail else None,
        "thread": mail.thread if mail else None,
    }
