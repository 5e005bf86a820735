"""Looks at a mailbox and at what the desk has stored of it; a mail to ask, an answer by hand."""

from __future__ import annotations

from sqlalchemy import Engine, Table, select

from bot.storage import reading
from bot.storage.tables import mail_places, received
from tests.mailservers.office import Office

FOUR = (
    "Dear team,\r\n\r\nI have some questions on the NPQH. How long does the NPQH take? How is the"
    " NPQH assessed? Who is the NPQH for? And what does the NPQH cost in pounds?\r\n\r\n"
    "Kind regards\r\nSam Patel"
)


def by_hand(office: Office, text: str, to: str = "<one@school.example>") -> None:
    """Answer with a mail program: it lies in the folder of sent mail."""
    raw = (
        f"From: npq@stsn.co.uk\r\nTo: sam@school.example\r\nSubject: Re: NPQH\r\n"
        f"Message-ID: <{abs(hash(text))}@outlook.example>\r\nIn-Reply-To: {to}\r\n"
        f"References: {to}\r\n\r\n{text}\r\n"
    ).encode()
    with office.colleague() as box:
        box.append(raw, "Sent Items", dt=office.now)


def fates(engine: Engine) -> dict[int, str]:
    """Return what became of every UID."""
    with reading(engine) as connection:
        rows = connection.execute(select(mail_places.c.uid, mail_places.c.fate))
        return {row.uid: row.fate for row in rows}


def reason(engine: Engine) -> str:
    """Return the reason of the one mail."""
    with reading(engine) as connection:
        return str(connection.execute(select(received.c.reason)).scalar_one())


def count(engine: Engine, table: Table) -> int:
    """Count rows."""
    with reading(engine) as connection:
        return len(connection.execute(select(table)).all())
