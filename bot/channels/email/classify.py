"""Decides what may happen to a mail, before anybody asks what it says.

A wrong "ignore" loses a person, a wrong answer starts a loop between two machines. So only what is
certainly a machine ends without staff (codes `n.…`: listed with the reason, never answered); what
merely may be one goes to staff (codes `h.…`). The first rule that holds decides; rules that need
our own addresses or a history are left out when these are not given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bot.channels.email import rules
from bot.channels.email.model import Mail
from intents.letters import cut_letter

Kind = Literal["process", "hold", "ignore", "bounce", "auto_reply", "error"]


@dataclass(frozen=True, slots=True)
class Disposition:
    """What may happen to a mail, and why."""

    kind: Kind
    """process: may be answered. hold: to staff. The others: nothing is sent, only listed."""
    reason: str
    """Stable code of the rule that decided; `p.person` for process."""


@dataclass(frozen=True, slots=True)
class History:
    """What was sent and received before; counts of automatic mails only."""

    to_address_24h: int = 0
    """Sent to this address within 24 hours."""
    same_subject_24h: int = 0
    """Of these, with the same subject."""
    to_domain_1h: int = 0
    """Sent to this domain within an hour."""
    to_all_1h: int = 0
    """Sent to anybody within an hour."""
    same_body: bool = False
    """An earlier mail of the thread had the same words: machines repeat themselves."""
    turns_without_staff: int = 0
    """Automatic answers in this thread since staff last wrote."""


@dataclass(frozen=True, slots=True)
class _View:
    """A mail with what is known about ourselves."""

    mail: Mail
    newest: str
    own: frozenset[str]
    lists: frozenset[str]
    tokens: frozenset[str]
    own_id: Callable[[str], bool] | None
    history: History


_Rule = tuple[str, Kind, Callable[[_View], bool]]

MAX_TO_ADDRESS = 3
MAX_SAME_SUBJECT = 1
MAX_TO_DOMAIN = 10
MAX_TO_ALL = 60
MAX_TURNS = 3

# Of what is certain, the most telling comes first, so that the list of ignored mails is plain to
# read; then what staff should see, from headers over words to history.
_RULES: tuple[_Rule, ...] = (
    ("n.report", "bounce", lambda v: rules.report(v.mail)),
    ("n.auto_replied", "auto_reply", lambda v: _replied(v.mail)),
    ("n.null_return_path", "bounce", lambda v: rules.null_return_path(v.mail)),
    ("n.robot_address", "bounce", lambda v: rules.robot_address(v.mail)),
    ("h.form_lead", "hold", lambda v: rules.form_lead(v.mail)),
    ("n.no_reply", "ignore", lambda v: rules.no_reply(v.mail)),
    ("n.own_mail", "ignore", lambda v: _ours(v)),
    ("n.auto_submitted", "ignore", lambda v: bool(rules.auto_submitted(v.mail))),
    ("n.automatic_header", "auto_reply", lambda v: rules.automatic_header(v.mail)),
    ("n.list_mail", "ignore", lambda v: rules.list_mail(v.mail, v.lists)),
    ("h.report_part", "hold", lambda v: rules.report_part(v.mail)),
    ("h.bounce_path", "hold", lambda v: rules.bounce_path(v.mail)),
    ("h.list_address", "hold", lambda v: rules.list_address(v.mail)),
    ("h.suppress", "hold", lambda v: rules.suppressed(v.mail)),
    ("h.inbox_rule", "hold", lambda v: rules.inbox_rule(v.mail)),
    ("h.sender", "hold", lambda v: rules.bad_sender(v.mail)),
    ("h.reply_to", "hold", lambda v: rules.other_reply_to(v.mail)),
    ("h.auto_subject", "hold", lambda v: rules.auto_subject(v.mail)),
    ("h.bounce_subject", "hold", lambda v: rules.bounce_subject(v.mail)),
    ("h.bounce_text", "hold", lambda v: rules.bounce_text(v.newest)),
    ("h.challenge_text", "hold", lambda v: rules.challenge_text(v.newest)),
    ("h.absence_text", "hold", lambda v: rules.absence_text(v.newest)),
    ("h.not_addressed", "hold", lambda v: bool(v.own) and rules.not_addressed(v.mail, v.own)),
    ("h.rate", "hold", lambda v: _too_many(v.history)),
    ("h.same_body", "hold", lambda v: v.history.same_body),
    ("h.turns", "hold", lambda v: v.history.turns_without_staff >= MAX_TURNS),
    ("h.encrypted", "hold", lambda v: rules.encrypted(v.mail)),
    ("h.calendar", "hold", lambda v: rules.calendar(v.mail)),
    ("h.authentication", "hold", lambda v: rules.failed_checks(v.mail)),
    ("h.no_text", "hold", lambda v: not v.mail.text.strip()),
)
REASONS = frozenset({code for code, _, _ in _RULES} | {"p.person", "h.no_headers", "h.limit"})


def classify(
    mail: Mail,
    own_addresses: Iterable[str] = (),
    *,
    loop_token: str = "",
    own_message_id: Callable[[str], bool] | None = None,
    history: History | None = None,
    newest: str | None = None,
) -> Disposition:
    """Return the disposition of a mail. Source of the rules: RFC 3834, 5230 and the named bugs.

    `own_message_id` says whether we made this Message-ID; `loop_token` is our own X-Loop value;
    `newest` is the newest text where the caller has cut it already.
    """
    own = frozenset(address.strip().lower() for address in own_addresses)
    view = _View(
        mail=mail,
        newest=cut_letter(mail.text, mail.subject).newest if newest is None else newest,
        own=own,
        lists=frozenset({address.replace("@", ".") for address in own}),
        tokens=own | ({loop_token.lower()} if loop_token else set()),
        own_id=own_message_id,
        history=history or History(),
    )
    if mail.bare:
        return Disposition("hold", "h.no_headers")
    for code, kind, holds in _RULES:
        if holds(view) and not (mail.excess and code == "h.no_text"):
            return Disposition(_refined(kind, mail) if code.startswith("n.") else kind, code)
    return Disposition("hold", "h.limit") if mail.excess else Disposition("process", "p.person")


def _refined(kind: Kind, mail: Mail) -> Kind:
    """Say what a machine's mail is, by what it calls itself; it is not answered in any case."""
    if kind == "bounce" and not rules.report(mail):
        if (_replied(mail) or rules.auto_subject(mail)) and not rules.bounce_subject(mail):
            return "auto_reply"
        if rules.list_mail(mail, frozenset()) and not rules.bounce_subject(mail):
            return "ignore"
    if kind in ("ignore", "auto_reply") and rules.bounce_subject(mail):
        return "bounce"
    if kind == "ignore" and rules.auto_subject(mail):
        return "auto_reply"
    return kind


def _replied(mail: Mail) -> bool:
    return rules.auto_submitted(mail).startswith("auto-repl") or bool(
        rules.precedence(mail) & {"auto_reply", "auto-reply", "auto_replied"}
    )


def _ours(view: _View) -> bool:
    mail_id = view.mail.message_id
    if mail_id is not None and view.own_id is not None and view.own_id(mail_id):
        return True
    return rules.from_own(view.mail, view.own) or rules.looped(view.mail, view.tokens)


def _too_many(history: History) -> bool:
    return (
        history.to_address_24h >= MAX_TO_ADDRESS
        or history.same_subject_24h >= MAX_SAME_SUBJECT
        or history.to_domain_1h >= MAX_TO_DOMAIN
        or history.to_all_1h >= MAX_TO_ALL
    )
