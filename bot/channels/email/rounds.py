"""One round through the mailbox: sent mail, new mail, keywords, filing.

Sent mail comes first, so that nobody is answered whom a colleague has answered already. Every step
may be cut off anywhere: the next round finds what is missing and does that alone.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.channels.email import sent_folder
from bot.channels.email.answering import House
from bot.channels.email.arrival import ANSWERED_BY_HAND, DELETED_BY_HAND, Arrived
from bot.channels.email.imap import INBOX, Fetched, FolderState, Mailbox
from bot.channels.mail_in import MailIn
from bot.clock import utc_now
from bot.core import log_failure
from bot.storage import mailboxes, reading, sent_mails
from bot.storage.mailboxes import Folder, PlaceFate
from bot.storage.tables import deliveries
from bot.storage.tables import sent_mails as sent_table

logger = logging.getLogger(__name__)

KEYWORDS: Mapping[PlaceFate, str] = {
    PlaceFate.ANSWERED: "$NpqAnswered",
    PlaceFate.DRAFT: "$NpqDraft",
    PlaceFate.STAFF: "$NpqStaff",
    PlaceFate.IGNORED: "$NpqIgnored",
}
"""How colleagues see in their own mail program what the desk did with a mail."""
GIVE_UP_AFTER = 3
"""Rounds in which a mail may fail through a fault of ours; then it is parked for staff."""
_LOOK_BACK = timedelta(hours=96)
"""At the first look at sent mail: whatever waits unanswered in the inbox is not much older."""
_AT_ONCE = 200
_MOST_GONE = 10_000
_FILED = sent_table.c.message_id.in_(
    deliveries.select()
    .with_only_columns(deliveries.c.receipt)
    .where(deliveries.c.channel == "email", deliveries.c.state == "sent")
)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where mails go when they have been dealt with; empty: they stay in the inbox."""

    answered: str = ""
    ignored: str = ""


class MailRounds:
    """Goes through a mailbox. Any number may do so at once; each mail is dealt with once."""

    def __init__(
        self,
        engine: Engine,
        mail_in: MailIn,
        house: House,
        folders: Folders = Folders(),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Join the parts."""
        self._engine = engine
        self._mail_in = mail_in
        self._house = house
        self._folders = folders
        self._clock = clock

    def once(
        self,
        box: Mailbox,
        progress: Callable[[Sequence[int]], Iterable[int]] = lambda uids: uids,
    ) -> Counter[str]:
        """Do one round and count what became of the new mails.

        `progress` is handed the UIDs of the new mails and yields them one by one. Raises
        MailServerError or an SQLAlchemyError when there is no going on; nothing is lost then.
        """
        sent = box.special("\\Sent")
        if sent is not None:
            self._read_sent(box, sent)
        counts = self._read_inbox(box, progress)
        if sent is not None:
            self._file_sent(box, sent)
        self._clear_drafts(box)
        return counts

    def _read_sent(self, box: Mailbox, name: str) -> None:
        state = box.select(name)
        folder, uids = self._new_uids(box, name, state)
        if folder.new or folder.renumbered:
            lately = set(box.uids_since(self._clock() - _LOOK_BACK))
            uids = [uid for uid in uids if uid in lately]
        for batch in _batches(uids):
            for mail in box.fetch(batch):
                sent_folder.take_sent(
                    self._engine, self._house, mail.raw, mail.size, mail.arrived_at
                )
        self._advance(folder, max([state.uidnext - 1, *uids]))

    def _read_inbox(
        self, box: Mailbox, progress: Callable[[Sequence[int]], Iterable[int]]
    ) -> Counter[str]:
        state = box.select(INBOX)
        folder, uids = self._new_uids(box, INBOX, state)
        counts: Counter[str] = Counter()
        with reading(self._engine) as connection:
            again = mailboxes.waiting_uids(connection, folder)
        todo = [*(uid for uid in again if uid <= folder.last_uid), *uids]
        steps = iter(progress(todo))
        for batch in _batches(todo):
            for mail in box.fetch(batch):
                counts[self._take(folder, mail)] += 1
                next(steps, None)
            with self._engine.begin() as connection:
                mailboxes.read_up_to(connection, folder, max(batch))
            self._show(box, folder)
        for _ in steps:
            pass  # mails that went away while they were being fetched
        self._account_for_gone(folder, max([state.uidnext - 1, *uids]))
        self._show(box, folder)
        return counts

    def _new_uids(self, box: Mailbox, name: str, state: FolderState) -> tuple[Folder, list[int]]:
        with self._engine.begin() as connection:
            folder = mailboxes.open_folder(
                connection, self._house.address, name, state.uidvalidity, self._clock()
            )
        if folder.renumbered:
            logger.warning("mailbox was numbered anew", extra={"folder": name})
        return folder, box.uids_above(folder.last_uid)

    def _take(self, folder: Folder, mail: Fetched) -> str:
        arrived = Arrived(
            mail.raw, mail.size, mail.arrived_at, folder, mail.uid, handled=_by_hand(mail)
        )
        try:
            taken = self._mail_in.take(arrived, self._clock())
        except DBAPIError as error:
            if _is_the_database(error):
                raise
            return self._failed(folder, arrived, error)
        except Exception as error:  # a fault of ours in one mail must not stop the others
            return self._failed(folder, arrived, error)
        return "repeated" if taken.repeated else taken.shown.value

    def _failed(self, folder: Folder, arrived: Arrived, error: Exception) -> str:
        log_failure("mail could not be dealt with", error)
        with self._engine.begin() as connection:
            attempts = mailboxes.try_again(connection, folder, arrived.uid)
        if attempts < GIVE_UP_AFTER:
            return "failed"
        self._mail_in.park(arrived, "e.fault", self._clock())
        return "parked"

    def _account_for_gone(self, folder: Folder, newest: int) -> None:
        """Note UIDs that nobody has any more; before the first look they are no matter."""
        if folder.last_uid == 0 or newest - folder.last_uid > _MOST_GONE:
            self._advance(folder, newest)
            return
        with self._engine.begin() as connection:
            gone = mailboxes.note_gone(connection, folder, newest, self._clock())
            mailboxes.read_up_to(connection, folder, newest)
        if gone:
            logger.info("mails gone before they were read", extra={"count": gone})

    def _show(self, box: Mailbox, folder: Folder) -> None:
        """Let mails show what became of them; where a server keeps no keywords, nothing does."""
        with reading(self._engine) as connection:
            unshown = mailboxes.unshown(connection, folder)
        for fate, uids in unshown.items():
            shown = PlaceFate(fate)
            if shown in KEYWORDS:
                box.mark(uids, KEYWORDS[shown])
            target = {
                PlaceFate.ANSWERED: self._folders.answered,
                PlaceFate.IGNORED: self._folders.ignored,
            }.get(shown)
            if target:
                box.move(uids, target)
            with self._engine.begin() as connection:
                mailboxes.shown(connection, folder, uids, self._clock())

    def _file_sent(self, box: Mailbox, name: str) -> None:
        """Put what we sent into the folder of sent mail, unless the server has done so."""
        with reading(self._engine) as connection:
            waiting = sent_mails.unfiled(connection, _FILED)
        if not waiting:
            return
        box.select(name)
        for mail in waiting:
            if mail.raw is not None and not box.find(mail.message_id):
                box.append(name, mail.raw, "\\Seen")
            with self._engine.begin() as connection:
                sent_mails.filed(connection, mail.message_id, self._clock())

    def _clear_drafts(self, box: Mailbox) -> None:
        """Take drafts away whose question has been answered, so that nobody sends them too."""
        with reading(self._engine) as connection:
            leftovers = sent_mails.leftover_drafts(connection)
        drafts = box.special("\\Drafts") if leftovers else None
        if drafts is None:
            return
        box.select(drafts)
        for mail in leftovers:
            if not box.remove(box.find(mail.message_id)):
                logger.info("draft left behind", extra={"mail": mail.id})
            with self._engine.begin() as connection:
                sent_mails.taken_away(connection, mail.message_id)

    def _advance(self, folder: Folder, uid: int) -> None:
        with self._engine.begin() as connection:
            mailboxes.read_up_to(connection, folder, uid)


def _batches(uids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (uids[at : at + _AT_ONCE] for at in range(0, len(uids), _AT_ONCE))


def _by_hand(mail: Fetched) -> str:
    """Tell what a colleague's mail program has marked the mail with, if that settles it."""
    if "\\answered" in mail.flags:
        return ANSWERED_BY_HAND
    return DELETED_BY_HAND if "\\deleted" in mail.flags else ""


def _is_the_database(error: DBAPIError) -> bool:
    """Tell a database that cannot be used from a value that it does not take."""
    return type(error).__name__ in ("OperationalError", "InterfaceError", "InternalError")
