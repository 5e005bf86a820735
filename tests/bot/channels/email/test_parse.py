"""Reading raw mails: bombs, lies and injections cost neither time nor text."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.email.classify import classify
from bot.channels.email.headers import addresses, decoded, moment
from bot.channels.email.html_text import html_to_text
from bot.channels.email.inspect import inspect_raw
from bot.channels.email.model import MailError
from bot.channels.email.parse import read_mail
from bot.channels.email.safely import read_mail_safely

MAILS = Path(__file__).parents[3] / "mail"
HEAD = b"From: Sam <sam@school.example>\nTo: npq@hub.example\nSubject: s\n"


def nested(levels: int) -> bytes:
    parts = [
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(levels)
    ]
    return HEAD + b"".join(parts) + b"\nIs it free?"


def attached(levels: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\n" * levels + b"\nIs it free?"


def flat(parts: int) -> bytes:
    body = b"".join(b"--b\nContent-Type: text/plain\n\nx\n" for _ in range(parts))
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + body + b"--b--\n"


BOMBS = {
    "nested parts": nested(1_000),
    "nested a little too deep": nested(30),
    "nested mails": attached(1_000),
    "10,000 parts": flat(10_000),
    "100,000 parts": flat(100_000),
    "10,000 encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\n" + HEAD + b"\nhi",
    "1,500 encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 1_500 + b"\n" + HEAD + b"\nhi",
    "nested comments": b"From: " + b"(" * 2_000 + b")" * 2_000 + b" a@b.example\n\nhi",
    "quoted comments": b"To: " + b'"(' * 10_000 + b"\n" + HEAD + b"\nhi",
    "many recipients": b"To: " + b"a@b.example, " * 4_000 + b"\n" + HEAD + b"\nhi",
    "10,000 header lines": b"X-A: b\n" * 10_000 + HEAD + b"\nhi",
    "one long header line": b"X-A: " + b"b" * 1_000_000 + b"\n" + HEAD + b"\nhi",
    "folded header": b"X-A: b\n" + b" c\n" * 20_000 + HEAD + b"\nhi",
    "too large": HEAD + b"\n" + b"a" * 10_000_001,
    "ten thousand boundaries": HEAD + b"X: boundary=aaa;\n" * 10_000 + b"\nhi",
    "parameters": HEAD + b"Content-Type: text/plain; " + b"a*0=b; " * 4_000 + b"\n\nhi",
    "continued parameters": HEAD + b"Content-Type: text/plain; "
    + b"".join(b"n*%d*=x; " % i for i in range(4_000)) + b"\n\nhi",
    "html nesting": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 180_000,
    "html quotes": HEAD + b"Content-Type: text/html\n\n" + b"<blockquote>" * 80_000 + b"x",
    "html brackets": HEAD + b"Content-Type: text/html\n\n" + b"<" * 900_000,
    "blanks": HEAD + b"\n" + b" " * 900_000,
    "no line ends": HEAD + b"\n" + b"On " * 300_000,
    "uuencode": HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + b"!" * 99_999,
    "dates": b"Date: " + b"1 " * 20_000 + b"\n" + HEAD + b"\nhi",
    "references": b"References: " + b"<a@b> " * 10_000 + b"\n" + HEAD + b"\nhi",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_held_or_read_in_no_time(name: str) -> None:
    started = time.process_time()
    row = inspect_raw(BOMBS[name])

    assert time.process_time() - started < 2
    assert row["disposition"] in ("hold", "process")


def test_mail_above_the_limits_keeps_its_header_lines() -> None:
    mail = read_mail_safely(BOMBS["too large"])

    assert (mail.excess, mail.text, mail.subject) == ("size", "", "s")
    assert classify(mail).reason == "h.limit"


def test_bounce_above_the_limits_is_still_no_enquiry() -> None:
    assert classify(read_mail(b"Return-Path: <>\n" + BOMBS["too large"])).kind == "bounce"


def test_dear_mail_is_read_in_a_child_and_comes_back_alike() -> None:
    small = (MAILS / "person-reply-outlook.eml").read_bytes()
    large = small + b"\n" * 1_100_000

    here, there = read_mail(large), read_mail_safely(large)

    assert here == there


def test_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(MailError) as caught:
        read_mail_safely(HEAD + b"\n" + b"a" * 1_100_000, timeout_s=0.01)

    assert caught.value.reason == "e.time"


def test_largest_mail_fits_into_the_child() -> None:
    assert read_mail_safely(HEAD + b"\nIs it free?\n" + b"a " * 4_990_000).excess is None


def test_large_attachment_stays_closed() -> None:
    payload = base64.encodebytes(b"PK" * 1_000_000)
    raw = flat(1).removesuffix(b"--b--\n") + (
        b"--b\nContent-Type: application/zip; name=a.zip\n"
        b"Content-Transfer-Encoding: base64\n\n" + payload + b"--b--\n"
    )

    mail = read_mail_safely(raw)

    assert (mail.text, mail.parts[2].filename) == ("x", "a.zip")
    assert mail.parts[2].size > 2_000_000


def test_attached_mail_is_listed_and_not_opened() -> None:
    mail = read_mail((MAILS / "person-attachments.eml").read_bytes())

    kinds = [part.content_type for part in mail.parts]
    assert kinds == ["multipart/mixed", "text/plain", "application/zip", "message/rfc822"]
    assert "attached mail" not in mail.text


def test_line_breaks_hidden_in_a_subject_go() -> None:
    subject = b"Subject: =?utf-8?q?a=0D=0ABcc:_x@y.example=00=1B?=\n"
    raw = subject + b"From: =?utf-8?q?A=0AB?= <a@b.example>\n\nhi"

    mail = read_mail(raw)

    assert mail.subject == "a Bcc: x@y.example"
    assert mail.sender is not None
    assert (mail.sender.name, mail.sender.address) == ("A B", "a@b.example")


def test_subject_is_cut_at_150_characters() -> None:
    assert (
        len(read_mail(b"Subject: " + b"word " * 100 + b"\nFrom: a@b.example\n\nhi").subject) <= 150
    )


@pytest.mark.parametrize(
    "charset",
    [
        "x-nope",
        "zlib_codec",
        "idna",
        "punycode",
        "rot13",
        "hex",
        "unicode_escape",
        "utf-7",
        '"',
        "a" * 999,
    ],
)
def test_charset_lies_keep_the_text(charset: str) -> None:
    head = b"Content-Type: text/plain; charset=%s\n" % charset.encode()

    mail = read_mail(HEAD + head + "\nIst es für Schüler?\x00".encode())

    assert mail.text == "Ist es für Schüler?"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("ks_c_5601-1987", "스티해"),
        ("shift_jis", "あいうえお①"),
        ("gb2312", "你好"),
        ("windows-1252", "it’s £5"),
        ("iso-8859-1", "it’s"),
        ("koi8-r", "привет"),
    ],
)
def test_known_charsets_are_read(charset: str, text: str) -> None:
    codecs = {"ks_c_5601-1987": "cp949", "shift_jis": "cp932", "iso-8859-1": "cp1252"}
    raw = text.encode(codecs.get(charset, charset))

    mail = read_mail(HEAD + b"Content-Type: text/plain; charset=%s\n\n" % charset.encode() + raw)

    assert mail.text == text


def test_eight_bit_header_is_read() -> None:
    mail = read_mail("Subject: Café\nFrom: a@b.example\n\nhi".encode())

    assert mail.subject == "Café"


def test_alternative_prefers_plain_but_not_a_stub() -> None:
    raw = (
        HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nYour program cannot show HTML.\n"
        b"--b\nContent-Type: text/html\n\n<p>Is it free?</p>\n--b--\n"
    )

    assert read_mail(raw).text == "Is it free?"


def test_html_blocks_become_lines_and_quotes_get_marks() -> None:
    html = (
        "<body>One <b>wo</b>rd<div>two</div><ul><li>a<li>b</ul>"
        "<blockquote>old<blockquote>older</blockquote></blockquote><p>end<!-- no --></body>"
    )

    lines = [line for line in html_to_text(html).split("\n") if line.strip(" >")]
    assert lines == ["One word", "two", "- a", "- b", "> old", "> > older", "end"]


def test_text_far_down_in_html_is_found() -> None:
    assert html_to_text("<div>" * 5_000 + "needle") == "needle"


def test_odd_addresses_survive() -> None:
    found = addresses(
        ('"Ellis, Jo" <Jo@School.EXAMPLE>, broken, =?utf-8?q?J=C3=B6?= <j@b.example>',)
    )

    assert [(each.name, each.address) for each in found] == [
        ("Ellis, Jo", "Jo@school.example"),
        ("", "broken"),
        ("Jö", "j@b.example"),
    ]
    assert [each.valid for each in found] == [True, False, True]


@pytest.mark.parametrize(
    "value", ["", "yesterday", "Thu, 99 Foo 2024", "31 Dec 9999 23:59 -2359", "9" * 99]
)
def test_impossible_dates_are_none(value: str) -> None:
    assert moment(value) is None


@pytest.mark.parametrize("value", ["=?utf-8?b?!!!?=", "=?x?q?=FF?=", "=?utf-8?b?YQ?=", "=?=?=?"])
def test_broken_encoded_words_survive(value: str) -> None:
    decoded(value)


SAMPLES = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_mails_are_read(sample: bytes, data: st.DataObject) -> None:
    raw = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
        raw = raw or bytearray(b"x")

    classify(read_mail(bytes(raw)))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    classify(read_mail(HEAD + raw))
    classify(read_mail(raw))
