"""Who staff are: by name, with the address and the Slack id under which they are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import InputError
from bot.storage import audit
from bot.storage.rows import insert_new
from bot.storage.tables import colleagues

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,30}")
_MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of staff."""

    id: int
    """Number."""
    name: str
    """As it stands in histories; unique."""
    address: str | None
    """Mail address; unique."""
    slack_id: str | None
    """Slack's id of the person; unique."""
    active: bool
    """May sign in and act."""


def add(
    connection: Connection,
    name: str,
    at: datetime,
    *,
    address: str | None = None,
    slack_id: str | None = None,
    by: str = "terminal",
) -> Colleague:
    """Add a colleague, or bring one back who was removed, with what is given.

    Raises InputError for a name, address or id that cannot be, or that another colleague has.
    """
    clean = " ".join(name.split())
    if not clean or len(clean) > _MAX_NAME:
        raise InputError(f"{name!r} is no name; allowed: 1 to {_MAX_NAME} characters")
    if slack_id is not None and not _SLACK_ID.fullmatch(slack_id):
        raise InputError(f"{slack_id!r} is no Slack id; allowed: for example U012AB3CD")
    if address is not None and ("@" not in address or any(c.isspace() for c in address)):
        raise InputError(f"{address!r} is no mail address; allowed: name@school.example")
    known = address.lower() if address else None
    insert_new(connection, colleagues, ("name",), name=clean, active=True, created_at=at)
    given = {"active": True, "address": known, "slack_id": slack_id}
    try:
        with connection.begin_nested():
            connection.execute(
                update(colleagues)
                .where(colleagues.c.name == clean)
                .values({key: value for key, value in given.items() if value is not None})
            )
    except IntegrityError:
        raise InputError(f"{address or slack_id} belongs to another colleague") from None
    audit.write(connection, by, "colleague.added", clean[:64], at)
    found = named(connection, clean)
    assert found is not None  # it has just been written
    return found


def remove(connection: Connection, name: str, at: datetime, by: str = "terminal") -> None:
    """Take a colleague's right to sign in; what they did stays in the histories."""
    found = named(connection, name)
    if found is None:
        raise InputError(f"{name!r} is no colleague; npq-bot staff list shows them")
    connection.execute(update(colleagues).where(colleagues.c.id == found.id).values(active=False))
    audit.write(connection, by, "colleague.removed", found.name[:64], at)


def named(connection: Connection, name: str) -> Colleague | None:
    """Return the colleague of a name or mail address; None: there is none."""
    clean = " ".join(name.split())
    return _one(connection, or_(colleagues.c.name == clean, colleagues.c.address == clean.lower()))


def with_id(connection: Connection, number: int) -> Colleague | None:
    """Return the colleague of a number; None: there is none."""
    return _one(connection, colleagues.c.id == number)


def on_slack(connection: Connection, slack_id: str) -> Colleague | None:
    """Return the colleague of a Slack id; None: there is none."""
    return _one(connection, colleagues.c.slack_id == slack_id)


def everybody(connection: Connection) -> tuple[Colleague, ...]:
    """Return all colleagues, active or not, by name."""
    return tuple(Colleague(*row) for row in connection.execute(_ALL.order_by(colleagues.c.name)))


_ALL = select(
    colleagues.c.id, colleagues.c.name, colleagues.c.address, colleagues.c.slack_id,
    colleagues.c.active,
)  # fmt: skip


def _one(connection: Connection, condition: ColumnElement[bool]) -> Colleague | None:
    row = connection.execute(_ALL.where(condition)).first()
    return Colleague(*row) if row is not None else None
