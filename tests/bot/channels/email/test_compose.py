"""Outgoing mails: layout, header lines, and no way for a value to begin a line of its own."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest

import handlers
from bot.channels.email.compose import (
    HeaderInjectionError,
    Outgoing,
    greeting_name,
    reply_subject,
    write_mail,
)
from bot.channels.email.layout import REPLY_ABOVE, html, plain
from bot.channels.email.model import Address
from bot.channels.email.parse import read_mail
from bot.channels.email.signing import conversation_of, new_message_id, ours_in
from handlers.model import Citation, Outcome, Part
from intents.letters import cut_letter

CONVERSATION = "0123456789abcdef" * 2
SECRET = "secret of the tests"
ANSWER = Part(
    Outcome.ANSWER,
    "It lasts so long.",
    question="How long is it?",
    citations=(Citation("x.duration", "The page: Delivery", 1, "so long"),),
)
STAFF = Part(Outcome.ESCALATE, "I have passed this on.", question="What does it cost?")
MAIL = Outgoing(
    message_id=new_message_id(SECRET, CONVERSATION, "t0", "stsn.co.uk"),
    sender="npq@stsn.co.uk",
    recipient="sam@school.example",
    subject="Re: a question",
    letter="Hello,\n\n1. How long is it?\nIt lasts so long.\n- one <thing>\n- another",
    written_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    automatic=True,
    answers="<their@id>",
    references=("<oldest@id>", "<their@id>"),
)


def read(raw: bytes) -> EmailMessage:
    """Read a mail as another program would."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_an_automatic_mail_says_so_and_names_what_it_answers() -> None:
    message = read(write_mail(MAIL))

    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-Loop"] == "npq@stsn.co.uk"
    assert message["In-Reply-To"] == "<their@id>"
    assert message["References"].split() == ["<oldest@id>", "<their@id>"]
    assert message["To"] == "sam@school.example"
    assert (message["Cc"], message["Bcc"], message["Reply-To"]) == (None, None, None)


def test_what_a_colleague_sends_is_no_automatic_mail() -> None:
    message = read(write_mail(replace(MAIL, automatic=False)))

    for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop"):
        assert message[name] is None


def test_plain_text_stands_first_and_html_says_the_same() -> None:
    first, second = read(write_mail(MAIL)).iter_parts()

    assert [first.get_content_type(), second.get_content_type()] == ["text/plain", "text/html"]
    assert "It lasts so long." in first.get_content()
    assert "<li>one &lt;thing&gt;</li>" in second.get_content()
    assert "<strong>1. How long is it?</strong>" in second.get_content()
    assert "http" not in second.get_content()


def test_the_same_values_give_the_same_bytes() -> None:
    assert write_mail(MAIL) == write_mail(MAIL)


def test_a_long_subject_and_many_references_survive_the_way() -> None:
    subject = "Re: Frage über NPQH – und eine lange, lange Überschrift, die nicht endet " * 2
    references = tuple(f"<{'x' * 200}{n}@mail.example>" for n in range(60))

    raw = write_mail(replace(MAIL, subject=subject, references=references))
    message = read(raw)

    assert message["Subject"] == subject.strip() or message["Subject"] == subject
    kept = message["References"].split()
    assert (kept[0], kept[-1], len(kept)) == (references[0], references[-1], 30)
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert raw.isascii()


INJECTIONS = [
    "a\r\nBcc: victim@x.example",
    "a\nBcc: victim@x.example",
    "a\rBcc: victim@x.example",
    "a\x0bBcc: victim@x.example",
    "a\x85Bcc: victim@x.example",
    "a\u2028Bcc: victim@x.example",
    "a\x00b",
    "a\r\n\r\n<script>alert(1)</script>",
]


@pytest.mark.parametrize("value", INJECTIONS)
@pytest.mark.parametrize(
    "field", ["subject", "recipient", "sender", "message_id", "answers", "references"]
)
def test_a_value_with_a_line_break_is_refused_on_every_python(field: str, value: str) -> None:
    hostile = replace(MAIL, **{field: (value,) if field == "references" else value})

    with pytest.raises(HeaderInjectionError):
        write_mail(hostile)


@pytest.mark.parametrize(
    "subject",
    [
        b"=?utf-8?q?a=0D=0ABcc:victim=40x.example?=",
        b"=?utf-8?b?YQ0KQmNjOiB2aWN0aW1AeC5leGFtcGxl?=",
        b"=?utf-8?q?a=0ABcc:_victim=40x.example?=",
        b"=?utf-16?b?//5hAA0ACgBCAGMAYwA6AA==?=",
        b"a\r\n =?utf-8?q?=0D=0A=0D=0Abody?=",
    ],
)
def test_line_breaks_hidden_in_encoded_words_never_reach_our_header(subject: bytes) -> None:
    name = subject
    raw = b"From: " + name + b" <sam@school.example>\r\nTo: npq@stsn.co.uk\r\nSubject: " + subject
    incoming = read_mail(raw + b"\r\nMessage-ID: <a@b>\r\n\r\nHow long is it?\r\n")

    letter = handlers.letter(
        [ANSWER], name=greeting_name(incoming.sender), address="npq@stsn.co.uk",
        reference=None, automatic=True,
    )  # fmt: skip
    answer = read(write_mail(replace(MAIL, subject=reply_subject(incoming.subject), letter=letter)))

    assert answer["Bcc"] is None
    assert answer.keys() == read(write_mail(MAIL)).keys()
    assert "victim" not in letter


def test_our_message_ids_can_be_read_by_us_alone() -> None:
    own = new_message_id(SECRET, CONVERSATION, "t0", "stsn.co.uk")

    assert own == new_message_id(SECRET, CONVERSATION, "t0", "stsn.co.uk")
    assert own != new_message_id(SECRET, CONVERSATION, "t1", "stsn.co.uk")
    assert conversation_of(SECRET, own) == CONVERSATION
    assert conversation_of("another secret", own) is None
    assert conversation_of(SECRET, own.replace(".t0.", ".t1.")) is None
    assert conversation_of(SECRET, own.replace("stsn.co.uk", "rewritten.example")) == CONVERSATION
    assert conversation_of(SECRET, "<anything@else>") is None
    assert ours_in(SECRET, f"Reporting-MTA: x\nMessage-ID: {own}\n{own}") == (own,)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Sam Patel", "Sam Patel"),
        ("Siân O'Brien-Jones", "Siân O'Brien-Jones"),
        ("S. Patel", "S. Patel"),
        ("BUY NOW http://x.example", ""),
        ("visit x.example", ""),
        ("Patel, Sam (Head)", ""),
        ("sam@school.example", ""),
        ("one two three four", ""),
        ("", ""),
        ("{{7*7}}", ""),
    ],
)
def test_only_what_is_plainly_a_name_is_greeted(name: str, greeted: str) -> None:
    assert greeting_name(Address(name, "sam@school.example")) == greeted


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Question", "Re: Question"),
        ("Re: RE: AW: Question", "Re: Question"),
        ("Re: re[2]: Question", "Re: Question"),
        ("", "Re: your enquiry"),
        ("cheap pills http://x.example", "Re: your enquiry"),
    ],
)
def test_the_subject_of_a_reply_has_one_re_and_no_link(subject: str, reply: str) -> None:
    assert reply_subject(subject) == reply


def test_answers_come_in_the_asked_order_and_what_was_passed_on_is_named() -> None:
    second = replace(ANSWER, question="How is it assessed?", text="In this way.")

    text = handlers.letter(
        [ANSWER, STAFF, second], name="Sam", address="npq@stsn.co.uk", reference="K7Q-2M4",
        automatic=True,
    )  # fmt: skip

    order = ["Hello Sam,", "1. How long is it?", "3. How is it assessed?", "# Passed to",
             '2. "What does it cost?"', "K7Q-2M4", "sent automatically", "The page: Delivery",
             "npq@stsn.co.uk"]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_a_letter_for_a_colleague_to_send_does_not_claim_to_be_automatic() -> None:
    text = handlers.letter(
        [ANSWER], name="", address="npq@stsn.co.uk", reference=None, automatic=False
    )

    assert text.startswith("Hello,\n")
    assert "automatically" not in text
    assert "1." not in text


def test_neither_links_nor_long_texts_of_the_enquirer_are_passed_on() -> None:
    spam = replace(STAFF, question="Buy at http://evil.example or www.evil.example now " * 9)

    text = handlers.letter(
        [spam, ANSWER], name="", address="npq@stsn.co.uk", reference="K7Q-2M4", automatic=True
    )

    assert "evil" not in text
    assert "…" in text


def test_what_stands_below_our_marker_in_an_answer_is_old() -> None:
    ours = plain(handlers.letter([ANSWER], name="", address="a@b.example", reference=None,
                                 automatic=True))  # fmt: skip

    for quoted in (ours, "\n".join(f"> {line}" for line in ours.splitlines())):
        letter = cut_letter(f"Thank you. And what about funding?\n\n{quoted}")
        assert letter.newest == "Thank you. And what about funding?"
    assert REPLY_ABOVE in html("Hello")


def test_the_day_is_the_only_clock() -> None:
    assert read(write_mail(MAIL))["Date"].datetime.date() == date(2026, 11, 23)
