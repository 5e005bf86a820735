"""Who may be answered: machines never, people never dropped, doubt to staff."""

from __future__ import annotations

import pytest

from bot.channels.email.classify import REASONS, Disposition, History, classify
from bot.channels.email.parse import read_mail

OWN = ("npq@hub.example",)


def a_mail(*lines: str, text: str = "When does the course start?", sender: str = "") -> bytes:
    head = [
        f"From: {sender or 'Sam Poole <sam@school.example>'}",
        "To: npq@hub.example",
        "Message-ID: <a@school.example>",
    ]
    if not any(line.startswith("Subject:") for line in lines):
        head.append("Subject: Course dates")
    return "\r\n".join([*lines, *head, "", text]).encode()


def judged(*lines: str, text: str = "When does it start?", sender: str = "") -> Disposition:
    return classify(read_mail(a_mail(*lines, text=text, sender=sender)))


PEOPLE = [
    "Auto-Submitted: no",
    "Auto-Submitted: No (a person wrote this)",
    "Auto-Submitted: no; by=hand",
    "Auto-Submitted:",
    "X-Auto-Response-Suppress: None",
    "X-Auto-Response-Suppress: DR, RN, NRN",
    "X-Autoreply: no",
    "Precedence: normal",
    "Precedence: first-class",
    "Return-Path: <sam@school.example>",
    "Return-Path: <SRS0=x=y=school.example=sam@relay.example>",
    "X-Loop: somebody@else.example",
    "Subject: Re: Automatic reply: dates",
    "Subject: Out of office days and study leave - how many?",
    "Subject: My application was returned to me",
    "Subject: Delivery of the course in Kent",
    "Subject: Undelivered promises of my school",
    "Subject: Away days",
    "Reply-To: sam@school.example",
    "Reply-To: Sam <sam@mail.school.example>",
    "Authentication-Results: mx.hub.example; dmarc=pass; spf=fail; dkim=pass",
    "Sender: secretary@school.example",
]


@pytest.mark.parametrize("line", [line for line in PEOPLE if "Undelivered promises" not in line])
def test_people_are_answered(line: str) -> None:
    assert judged(line) == Disposition("process", "p.person")


@pytest.mark.parametrize("line", PEOPLE)
def test_people_are_never_dropped(line: str) -> None:
    assert judged(line).kind in ("process", "hold")


@pytest.mark.parametrize(
    "sender",
    [
        "Sarah Bounce <s.bounce@school.example>",
        "Norah Reply <n.reply@school.example>",
        "Robert Noreplyson <noreplyson@school.example>",
        "Post Master <p.master@school.example>",
        "Daemon Mailer <d.mailer@school.example>",
        "Nobody Knows <nobody.knows@school.example>",
        '"Owner, Olivia" <owner@nursery.example>',
        "auto.repair.tutor@college.example",
    ],
)
def test_people_with_a_machine_sounding_name_are_answered(sender: str) -> None:
    assert judged(sender=sender).kind == "process"


PEOPLES_TEXTS = [
    "I got an out of office from your colleague until Friday. Who can help me?",
    "I am on maternity leave until May. May I take part when I return?",
    "My form was returned as undeliverable. Where do I send it?",
    "Please click here to see our school: https://school.example. Is it free?",
    "I'm away from the office on course days, will my school get cover?",
    "Does the funding cover a teacher who is on sick leave?",
]


@pytest.mark.parametrize("text", PEOPLES_TEXTS)
def test_people_who_write_about_absence_and_bounces_are_answered(text: str) -> None:
    assert judged(text=text).kind == "process"


MACHINES = [
    ("Return-Path: <>", "n.null_return_path"),
    ("Return-Path: <MAILER-DAEMON>", "n.null_return_path"),
    ("Auto-Submitted: auto-generated", "n.auto_submitted"),
    ("Auto-Submitted: AUTO-GENERATED (failure)", "n.auto_submitted"),
    ("Auto-Submitted: (a comment) auto-notified", "n.auto_submitted"),
    ('Auto-Submitted: auto-replied; owner-email="a@b.example"', "n.auto_replied"),
    ("Precedence: Auto_Reply", "n.auto_replied"),
    ("Precedence: Bulk", "n.list_mail"),
    ("X-Precedence: junk", "n.list_mail"),
    ("List-Id: Heads <heads.lists.example>", "n.list_mail"),
    ("List-Unsubscribe: <https://a.example>", "n.list_mail"),
    ("X-BeenThere: heads@lists.example", "n.list_mail"),
    ("Feedback-ID: 1:2:3:mailer", "n.list_mail"),
    ("X-Autoreply: yes", "n.automatic_header"),
    ("X-Autorespond: dates", "n.automatic_header"),
    ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "n.automatic_header"),
    ("X-Failed-Recipients: a@b.example", "n.report"),
    ("Content-Type: multipart/report; boundary=x", "n.report"),
    ("Sender: mailer-daemon@mx.example", "n.robot_address"),
]


@pytest.mark.parametrize(("line", "reason"), MACHINES)
def test_machines_end_here_with_a_reason(line: str, reason: str) -> None:
    found = judged(line)

    assert found.reason == reason
    assert found.kind in ("ignore", "bounce", "auto_reply")


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON <>",
        "<mailer-daemon@mx.example>",
        "post_master@mx.example",
        "heads-bounces@lists.example",
        "bounce+17@mail.example",
        "Majordomo@lists.example",
        "noreply@service.example",
        "no_reply+4@service.example",
        "service-no-reply@service.example",
        "donotreply@service.example",
        "www-data@host.example",
    ],
)
def test_machines_addresses_end_here(sender: str) -> None:
    assert judged(sender=sender).kind in ("ignore", "bounce", "auto_reply")


FOR_STAFF = [
    (("X-Auto-Response-Suppress: All",), {}, "h.suppress"),
    (("X-Auto-Response-Suppress: OOF, AutoReply",), {}, "h.suppress"),
    (("X-MS-Exchange-Inbox-Rules-Loop: office@school.example",), {}, "h.inbox_rule"),
    (("Return-Path: <bounces+12@mailer.example>",), {}, "h.bounce_path"),
    ((), {"sender": "nursery-owner@post.example"}, "h.list_address"),
    ((), {"sender": "a@b.example, c@d.example"}, "h.sender"),
    ((), {"sender": "group: a@b.example;"}, "h.sender"),
    ((), {"sender": "somebody here"}, "h.sender"),
    (("Reply-To: x@other.example",), {}, "h.reply_to"),
    (("Subject: Automatic reply: dates",), {}, "h.auto_subject"),
    (("Subject: =?utf-8?q?Abwesenheitsnotiz?=",), {}, "h.auto_subject"),
    (("Subject: dates [Auto-Reply]",), {}, "h.auto_subject"),
    (("Subject: Undeliverable: dates",), {}, "h.bounce_subject"),
    (("Subject: Read: dates",), {}, "h.bounce_subject"),
    ((), {"text": "This is the mail system at host mx.example."}, "h.bounce_text"),
    ((), {"text": "To deliver your mail, click here to confirm your email address once, then it "
                  "will be delivered."}, "h.challenge_text"),
    ((), {"text": "We are closed until Monday and will reply on our return."}, "h.absence_text"),
    ((), {"text": "Please do not reply to this email."}, "h.absence_text"),
    (("Content-Type: application/pkcs7-mime; smime-type=enveloped-data",), {}, "h.encrypted"),
    (("Authentication-Results: mx.hub.example; dmarc=fail",), {}, "h.authentication"),
    ((), {"text": " \r\n "}, "h.no_text"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "more", "reason"), FOR_STAFF)
def test_doubt_goes_to_staff(lines: tuple[str, ...], more: dict[str, str], reason: str) -> None:
    assert judged(*lines, **more) == Disposition("hold", reason)


def test_human_quoting_a_machine_is_answered() -> None:
    text = "Whom may I ask?\r\n\r\nOn 1/9/2024 10:00, A <a@b.example> wrote:\r\n> " + (
        "This is an automated message. Please do not reply to this email."
    )

    assert judged(text=text).kind == "process"


def test_a_list_that_is_our_mailbox_is_no_list() -> None:
    mail = read_mail(a_mail("List-Id: <npq.hub.example>", "Precedence: list"))

    assert classify(mail).kind == "ignore"
    assert classify(mail, OWN).kind == "process"


def test_own_mail_is_never_an_enquiry() -> None:
    mail = read_mail(a_mail(sender="NPQ <NPQ+case7@hub.example>"))

    assert classify(mail, OWN).reason == "n.own_mail"
    assert classify(read_mail(a_mail("X-Loop: token")), loop_token="token").reason == "n.own_mail"
    marked = classify(read_mail(a_mail()), own_message_id=lambda message_id: "a@" in message_id)
    assert marked.reason == "n.own_mail"


def test_bcc_is_held_when_our_address_is_known() -> None:
    mail = read_mail(a_mail())

    assert classify(mail, ("other@hub.example",)).reason == "h.not_addressed"
    delivered = read_mail(a_mail("Delivered-To: other@hub.example"))
    assert classify(delivered, ("other@hub.example",)).kind == "process"


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        (History(to_address_24h=3), "h.rate"),
        (History(same_subject_24h=1), "h.rate"),
        (History(to_domain_1h=10), "h.rate"),
        (History(to_all_1h=60), "h.rate"),
        (History(same_body=True), "h.same_body"),
        (History(turns_without_staff=3), "h.turns"),
        (History(to_address_24h=2, to_domain_1h=9, turns_without_staff=2), "p.person"),
    ],
)
def test_history_stops_loops(history: History, reason: str) -> None:
    assert classify(read_mail(a_mail()), history=history).reason == reason


def test_reasons_are_listed() -> None:
    tested = {reason for *_, reason in FOR_STAFF} | {reason for _, reason in MACHINES}

    assert tested < REASONS
