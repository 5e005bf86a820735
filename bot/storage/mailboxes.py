"""Queries on the folders that are read, and on every UID that they gave out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, select, update

from bot.storage.rows import insert_new, put
from bot.storage.tables import mail_places, mailboxes


class PlaceFate(StrEnum):
    """What became of a UID."""

    ANSWERED = "answered"
    DRAFT = "draft"
    STAFF = "staff"
    IGNORED = "ignored"
    GONE = "gone"
    """Moved or deleted by a colleague before the desk could read it."""
    RETRY = "retry"
    """Reading it failed through a fault of ours; it is tried again."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and how far it has been read."""

    id: int
    uidvalidity: int
    last_uid: int
    began_at: datetime
    """When it was seen for the first time."""
    new: bool = False
    """It is seen for the first time now."""
    renumbered: bool = False
    """The server has numbered its mails anew since the last look."""


def open_folder(
    connection: Connection, address: str, folder: str, uidvalidity: int, now: datetime
) -> Folder:
    """Return a folder's row as of now; a new UIDVALIDITY takes the watermark back to 0."""
    made = insert_new(
        connection, mailboxes, ("address", "folder"),
        address=address, folder=folder, uidvalidity=uidvalidity, last_uid=0, began_at=now,
    )  # fmt: skip
    row = connection.execute(
        select(mailboxes)
        .where(mailboxes.c.address == address, mailboxes.c.folder == folder)
        .with_for_update()
    ).one()
    if row.uidvalidity == uidvalidity:
        return Folder(row.id, uidvalidity, row.last_uid, row.began_at, new=made)
    connection.execute(
        update(mailboxes)
        .where(mailboxes.c.id == row.id)
        .values(uidvalidity=uidvalidity, last_uid=0)
    )
    return Folder(row.id, uidvalidity, 0, row.began_at, renumbered=True)


def read_up_to(connection: Connection, folder: Folder, uid: int) -> None:
    """Move the watermark, never back."""
    connection.execute(
        update(mailboxes)
        .where(
            mailboxes.c.id == folder.id,
            mailboxes.c.uidvalidity == folder.uidvalidity,
            mailboxes.c.last_uid < uid,
        )
        .values(last_uid=uid)
    )


def place(
    connection: Connection,
    folder: Folder,
    uid: int,
    fate: PlaceFate,
    mail_id: int | None,
    shown_at: datetime | None = None,
) -> None:
    """Note what became of a UID; what is known of it already is overwritten."""
    put(
        connection, mail_places, ("mailbox_id", "uidvalidity", "uid"),
        mailbox_id=folder.id, uidvalidity=folder.uidvalidity, uid=uid, mail_id=mail_id, fate=fate,
        attempts=0, shown_at=shown_at,
    )  # fmt: skip


def note_gone(connection: Connection, folder: Folder, up_to: int, now: datetime) -> int:
    """Note UIDs above the watermark that the server gave out and nobody has dealt with.

    Returns how many: mails that colleagues took out of the folder before they were read.
    """
    query = select(mail_places.c.uid).where(*_in(folder), mail_places.c.uid > folder.last_uid)
    known = frozenset(connection.execute(query).scalars())
    gone = [uid for uid in range(folder.last_uid + 1, up_to + 1) if uid not in known]
    return sum(
        insert_new(
            connection, mail_places, ("mailbox_id", "uidvalidity", "uid"),
            mailbox_id=folder.id, uidvalidity=folder.uidvalidity, uid=uid, fate=PlaceFate.GONE,
            attempts=0, shown_at=now,
        )
        for uid in gone
    )  # fmt: skip


def try_again(connection: Connection, folder: Folder, uid: int) -> int:
    """Note that a UID could not be dealt with; how often that has happened now."""
    insert_new(
        connection, mail_places, ("mailbox_id", "uidvalidity", "uid"),
        mailbox_id=folder.id, uidvalidity=folder.uidvalidity, uid=uid, fate=PlaceFate.RETRY,
        attempts=0,
    )  # fmt: skip
    change = (
        update(mail_places)
        .where(*_in(folder), mail_places.c.uid == uid)
        .values(attempts=mail_places.c.attempts + 1)
        .returning(mail_places.c.attempts)
    )
    return int(connection.execute(change).scalar_one())


def waiting_uids(connection: Connection, folder: Folder) -> list[int]:
    """Return the UIDs that are to be tried again."""
    query = select(mail_places.c.uid).where(*_in(folder), mail_places.c.fate == PlaceFate.RETRY)
    return sorted(connection.execute(query).scalars())


def unshown(connection: Connection, folder: Folder, most: int = 500) -> dict[str, list[int]]:
    """Return the UIDs whose fate their mail does not show yet, by fate."""
    query = (
        select(mail_places.c.fate, mail_places.c.uid)
        .where(*_in(folder), mail_places.c.shown_at.is_(None),
               mail_places.c.fate != PlaceFate.RETRY)
        .order_by(mail_places.c.uid)
        .limit(most)
    )  # fmt: skip
    found: dict[str, list[int]] = {}
    for fate, uid in connection.execute(query):
        found.setdefault(fate, []).append(uid)
    return found


def shown(connection: Connection, folder: Folder, uids: Collection[int], now: datetime) -> None:
    """Note that mails show their fate, or cannot.

    Workers that note the same mails take the rows in one order; an UPDATE alone takes them in
    whatever order it meets them, and on PostgreSQL two of those end in a deadlock.
    """
    query = (
        select(mail_places.c.uid)
        .where(*_in(folder), mail_places.c.uid.in_(uids), mail_places.c.shown_at.is_(None))
        .order_by(mail_places.c.uid)
        .with_for_update()
    )
    ours = connection.execute(query).scalars().all()
    connection.execute(
        update(mail_places).where(*_in(folder), mail_places.c.uid.in_(ours)).values(shown_at=now)
    )


def _in(folder: Folder) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (mail_places.c.mailbox_id == folder.id, mail_places.c.uidvalidity == folder.uidvalidity)
