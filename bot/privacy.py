"""What one enquirer may ask for: everything that is kept of them, and that it is erased."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.errors import InputError, StorageError
from bot.storage import audit, reading, writing
from bot.storage.people import (
    Person,
    delete_rows,
    erase_mentions,
    find_person,
    forget_received,
    mentions_of,
    received_of,
    rows_of,
)
from bot.storage.shred import shred


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds."""

    rows: Counter[str]
    """How many rows of which table."""
    mails: int
    """How many mails, each a file of its own."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did."""

    rows: int
    """Rows deleted, those that went with them not counted."""
    counted: int
    """Lines of the ledger that stay as counters, without anything that tells whose they were."""
    mentions: int
    """Places in other people's words where the address stood."""


def export_person(engine: Engine, address: str, folder: Path, now: datetime) -> Exported:
    """Write `person.json` and every mail as it came in into a folder of this person's own.

    `address` is a mail address, an id on a channel (Slack), or the reference of a case. Raises
    InputError when nothing is kept under it, or the folder cannot be written.
    """
    with reading(engine) as connection:
        person = _known(find_person(connection, address), address)
        rows = [(table.name, values) for table, values in rows_of(connection, person)]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tables: dict[str, list[dict[str, Any]]] = {}
        mails = 0
        for table, values in rows:
            kept = tables.setdefault(table, [])
            line = {}
            for name, value in values.items():
                if isinstance(value, bytes):
                    mails += 1
                    file = folder / "mails" / f"{table}-{len(kept) + 1:04}.eml"
                    file.parent.mkdir(exist_ok=True, mode=0o700)
                    file.write_bytes(value)
                    line[name] = f"mails/{file.name}"
                else:
                    line[name] = value.isoformat() if isinstance(value, datetime) else value
            kept.append(line)
        document = {"address": address, "made_at": now.isoformat(), "kept": tables}
        text = json.dumps(document, ensure_ascii=False, indent=2)
        (folder / "person.json").write_text(text + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    return Exported(Counter(name for name, _ in rows), mails)


def erase_person(engine: Engine, address: str, by: str, now: datetime) -> Erased:
    """Erase everything that is kept of a person, pending deliveries included.

    The ledger's lines stay as counters. Afterwards the database's file is rewritten, so that
    nothing is left in its free pages or its log. Raises InputError when nothing is kept.
    """
    with reading(engine) as connection:
        addresses = _known(find_person(connection, address), address).addresses
        mentions = mentions_of(connection, addresses)
    with writing(engine) as connection:
        person = _known(find_person(connection, address), address)
        counted = sum(forget_received(connection, each, now) for each in received_of(person))
        rows = delete_rows(connection, person)
        places = erase_mentions(connection, mentions)
        audit.write(connection, by, "person.erased", f"{rows} rows", now)
    try:
        shred(engine)
    except StorageError as error:
        raise StorageError(f"Erased, but {error}") from error
    return Erased(rows, counted, places)


def _known(person: Person, address: str) -> Person:
    if not person:
        raise InputError(
            f"nothing is kept under {address!r}; allowed: a mail address, a Slack id, or the"
            " reference of a case"
        )
    return person
