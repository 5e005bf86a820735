"""Finds everything that the database holds of one enquirer, by the foreign keys of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    Text,
    and_,
    cast,
    func,
    or_,
    select,
    update,
)

from bot.storage import talks
from bot.storage.tables import cases, conversations, enquirers, metadata, received

ERASED = "[erased]"
"""What stands in other people's words where an erased address stood."""
_AT_ONCE = 500  # values in one statement; SQLite takes some 32,000


@dataclass(frozen=True, slots=True)
class Person:
    """What belongs to one enquirer."""

    enquirers: tuple[int, ...]
    """Numbers, one a channel."""
    conversations: tuple[str, ...]
    """Ids."""
    cases: tuple[int, ...]
    """Numbers."""
    addresses: tuple[str, ...]
    """Small letters: those asked for and those of the enquirers found."""

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.enquirers or self.conversations or self.cases)


def find_person(connection: Connection, address: str) -> Person:
    """Return what belongs to a mail address, an id on a channel, or a case's reference."""
    wanted = address.strip().lower()
    people = select(enquirers.c.id).where(enquirers.c.address == wanted)
    ids = set(connection.execute(people).scalars())
    talks_ = set(
        connection.execute(
            select(conversations.c.id).where(conversations.c.enquirer_id.in_(ids))
        ).scalars()
    )
    theirs = or_(func.lower(cases.c.contact) == wanted, cases.c.reference == address.upper())
    talks_ |= set(connection.execute(select(cases.c.conversation_id).where(theirs)).scalars())
    for chunk in _chunks(sorted(talks_)):
        more = select(conversations.c.enquirer_id).where(conversations.c.id.in_(chunk))
        ids |= {each for each in connection.execute(more).scalars() if each is not None}
    case_ids: list[int] = []
    for chunk in _chunks(sorted(talks_)):
        query = select(cases.c.id).where(cases.c.conversation_id.in_(chunk))
        case_ids += connection.execute(query).scalars()
    names = select(enquirers.c.address).where(enquirers.c.id.in_(ids))
    addresses = {wanted, *connection.execute(names).scalars()}
    return Person(
        tuple(sorted(ids)), tuple(sorted(talks_)), tuple(case_ids), tuple(sorted(addresses))
    )


def rows_of(connection: Connection, person: Person) -> Iterator[tuple[Table, Mapping[str, Any]]]:
    """Yield every row of every table that is this person's; parents before children."""
    for table in metadata.sorted_tables:
        keys = list(table.primary_key)
        seen = set()
        for condition in _theirs(table, person):
            for row in connection.execute(select(table).where(condition).order_by(*keys)):
                values = dict(row._mapping)
                key = tuple(values[column.name] for column in keys)
                if key not in seen:
                    seen.add(key)
                    yield table, values


def delete_rows(connection: Connection, person: Person) -> int:
    """Delete every row of this person's but those of the ledger, which only forget; how many."""
    deleted = 0
    for table in reversed(metadata.sorted_tables):
        if table is received:
            continue
        for condition in _theirs(table, person):
            deleted += connection.execute(table.delete().where(condition)).rowcount
    return deleted


def forget_received(connection: Connection, condition: ColumnElement[bool], moment: object) -> int:
    """Keep lines of the ledger as counters: their identity becomes its hash; how many."""
    rows = connection.execute(
        select(received.c.id, received.c.identity).where(
            condition, received.c.forgotten_at.is_(None)
        )
    ).all()
    for row in rows:
        connection.execute(
            update(received)
            .where(received.c.id == row.id)
            .values(identity=talks.forgotten(row.identity), forgotten_at=moment,
                    conversation_id=None, turn=None)
        )  # fmt: skip
    return len(rows)


def received_of(person: Person) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that find a person's lines of the ledger."""
    for chunk in _chunks(person.conversations):
        yield received.c.conversation_id.in_(chunk)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in what others wrote where an address stands."""

    column: Column[Any]  # of any type
    """Where."""
    row: tuple[Any, ...]  # of any type
    """The primary key of the row."""
    address: str
    """Which."""


def mentions_of(connection: Connection, addresses: tuple[str, ...]) -> tuple[Mention, ...]:
    """Find addresses wherever text or JSON is kept; it reads all of it, so let it hold no lock."""
    found: list[Mention] = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, JSON | String) or column.primary_key:
                continue
            for address in addresses:
                holds = func.lower(cast(column, Text)).contains(address, autoescape=True)
                rows = connection.execute(select(*table.primary_key).where(holds))
                found += [Mention(column, tuple(row), address) for row in rows]
    return tuple(found)


def erase_mentions(connection: Connection, mentions: tuple[Mention, ...]) -> int:
    """Overwrite addresses in the rows that are still there; how many places there were."""
    places = 0
    for mention in mentions:
        table = mention.column.table
        keys = zip(table.primary_key, mention.row, strict=True)
        is_it = and_(*(key == value for key, value in keys))
        row = connection.execute(select(mention.column).where(is_it)).first()
        if row is not None:
            clean = _without(row[0], mention.address)
            connection.execute(update(table).where(is_it).values({mention.column: clean}))
            places += 1
    return places


def _without(value: Any, address: str) -> Any:  # any JSON
    if isinstance(value, str):
        start = value.lower().find(address)
        while start >= 0:
            value = value[:start] + ERASED + value[start + len(address) :]
            start = value.lower().find(address, start + len(ERASED))
        return value
    if isinstance(value, list):
        return [_without(each, address) for each in value]
    if isinstance(value, dict):
        return {_without(name, address): _without(each, address) for name, each in value.items()}
    return value


def _theirs(table: Table, person: Person) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that find a person's rows in a table."""
    own = {enquirers: person.enquirers, conversations: person.conversations, cases: person.cases}
    for parent, ids in own.items():
        columns = [
            column
            for column in table.columns
            if any(key.column.table is parent for key in column.foreign_keys)
        ]
        if table is parent:
            columns = list(table.primary_key)
        for column in columns:
            if table is cases and column.name == "merged_into_id":
                continue  # another person's case that was merged into theirs stays
            if table is conversations and parent is enquirers:
                continue  # these are found already
            for chunk in _chunks(ids):
                yield column.in_(chunk)
    for column in table.columns:
        if column.info.get("person"):
            yield func.lower(column).in_(person.addresses)


def _chunks(values: Any) -> Iterator[Any]:  # a sequence and its parts
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
