"""Queries on cases: what staff work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.storage.tables import cases

NEW = "new"
_MAX_QUESTION = 20_000  # characters; a case that grows without end helps nobody


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One line of the list of open cases."""

    reference: str
    """As the enquirer knows it."""
    reason: str
    """Stable code of why it came to staff."""
    question: str
    """The enquirer's words; several questions stand on lines of their own."""
    urgent: bool
    """To be seen before anything else."""
    contact: str | None
    """Where to answer; None where the enquirer left nothing."""
    opened_at: datetime
    """Aware, UTC."""


def open_or_extend(
    connection: Connection,
    conversation: str,
    *,
    new_reference: Callable[[], str],
    reason: str,
    question: str,
    draft: str,
    urgent: bool,
    contact: str | None,
    at: datetime,
) -> str:
    """Add to the conversation's case that nobody has taken up yet, else open one.

    Returns its reference: an enquirer who asks on keeps one reference, and staff see one case.
    """
    row = connection.execute(
        select(cases)
        .where(cases.c.conversation_id == conversation, cases.c.state == NEW)
        .with_for_update()
    ).first()
    if row is None:
        reference = _unused(connection, new_reference)
        connection.execute(
            insert(cases).values(
                conversation_id=conversation, reference=reference, state=NEW, reason=reason,
                question=question[:_MAX_QUESTION], draft=draft, urgent=urgent, contact=contact,
                version=1, opened_at=at, updated_at=at,
            )
        )  # fmt: skip
        return reference
    connection.execute(
        update(cases)
        .where(cases.c.id == row.id)
        .values(
            question=f"{row.question}\n{question}"[:_MAX_QUESTION],
            draft=draft,
            urgent=row.urgent or urgent,
            contact=contact or row.contact,
            version=row.version + 1,
            updated_at=at,
        )
    )
    return str(row.reference)


def contact(connection: Connection, conversation: str, reference: str) -> str | None:
    """Return the address left with a case; None: none, or no such case."""
    query = select(cases.c.contact).where(_is(conversation, reference))
    return connection.execute(query).scalar_one_or_none()


def set_contact(
    connection: Connection, conversation: str, reference: str, address: str, at: datetime
) -> bool:
    """Note the address of a case; False when the conversation has no such case."""
    change = (
        update(cases)
        .where(_is(conversation, reference))
        .values(contact=address, version=cases.c.version + 1, updated_at=at)
    )
    return connection.execute(change).rowcount == 1


def open_cases(connection: Connection, limit: int = 200) -> tuple[OpenCase, ...]:
    """Return the cases that nobody has closed, urgent ones first, then the oldest."""
    query = (
        select(
            cases.c.reference, cases.c.reason, cases.c.question, cases.c.urgent,
            cases.c.contact, cases.c.opened_at,
        )
        .where(cases.c.state == NEW)
        .order_by(cases.c.urgent.desc(), cases.c.opened_at)
        .limit(limit)
    )  # fmt: skip
    return tuple(OpenCase(*row) for row in connection.execute(query))


def _is(conversation: str, reference: str) -> ColumnElement[bool]:
    return (cases.c.conversation_id == conversation) & (cases.c.reference == reference)


def _unused(connection: Connection, new_reference: Callable[[], str]) -> str:
    while True:
        reference = new_reference()
        taken = select(cases.c.id).where(cases.c.reference == reference)
        if connection.execute(taken).first() is None:
            return reference
