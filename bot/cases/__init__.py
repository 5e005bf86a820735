"""Cases: what staff work on, from the first question to the last word.

`arrivals` is the enquirer's side, `actions` and `sending` the colleagues', `upkeep` what time
does, `reading` what is shown. Whoever changes a case names the version that they read.
"""

from bot.cases.actions import (
    assign,
    claim,
    close,
    edit,
    join,
    merge,
    not_ours,
    note,
    release,
    reopen,
    save_draft,
    set_contact,
    snooze,
    tag,
    wake,
)
from bot.cases.arrivals import enquirer_id, know_enquirer, leave_contact, open_or_extend, wrote
from bot.cases.model import (
    ASSISTANT,
    ENQUIRER,
    CaseConflict,
    CaseError,
    CaseEvent,
    CaseLine,
    CaseUnknown,
    CaseView,
    NoAddress,
    State,
)
from bot.cases.reading import Counts, Filter, contact, counts, listed, view
from bot.cases.sending import (
    answered_elsewhere,
    approve_and_send,
    finish_sending,
    undelivered,
    undo,
)
from bot.cases.upkeep import keep_up

__all__ = [
    "ASSISTANT",
    "ENQUIRER",
    "CaseConflict",
    "CaseError",
    "CaseEvent",
    "CaseLine",
    "CaseUnknown",
    "CaseView",
    "Counts",
    "Filter",
    "NoAddress",
    "State",
    "answered_elsewhere",
    "approve_and_send",
    "assign",
    "claim",
    "close",
    "contact",
    "counts",
    "edit",
    "enquirer_id",
    "finish_sending",
    "join",
    "keep_up",
    "know_enquirer",
    "leave_contact",
    "listed",
    "merge",
    "not_ours",
    "note",
    "open_or_extend",
    "release",
    "reopen",
    "save_draft",
    "set_contact",
    "snooze",
    "tag",
    "undelivered",
    "undo",
    "view",
    "wake",
    "wrote",
]
