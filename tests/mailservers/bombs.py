"""Mails made to bring a parser down: by number, by depth, by length, by lies."""

from __future__ import annotations

from collections.abc import Iterator

_HEAD = b"From: %s@bombs.example\r\nTo: npq@stsn.co.uk\r\nSubject: %s\r\nMIME-Version: 1.0\r\n"


def hostile_mails() -> Iterator[tuple[str, bytes]]:
    """Yield each bomb with its name."""
    yield (
        "10,000 parts",
        _head("parts")
        + (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 10_000
            + b"--b--\r\n"
        ),
    )
    yield "1,000 nested parts", _head("nested") + _nested_parts(1_000)
    yield (
        "1,000 nested mails",
        _head("mails") + (b"Content-Type: message/rfc822\r\n\r\n" * 1_000 + b"\r\nx\r\n"),
    )
    words = b"\r\n ".join([b"=?utf-8?q?a?="] * 70_000)
    yield "1 MB of encoded words", _head("words", words) + b"\r\nHow long is it?\r\n"
    comments = b"(" * 2_000 + b")" * 2_000
    yield (
        "nested comments",
        (
            b"From: a " + comments + b" <comments@bombs.example>\r\nTo: npq@stsn.co.uk\r\n"
            b"Subject: x\r\n\r\nHow long is it?\r\n"
        ),
    )
    yield (
        "25 MB attached",
        _head("attached")
        + (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHow long is it?\r\n"
            b"--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + (b"QUJD" * 19 + b"\r\n") * 330_000
            + b"--b--\r\n"
        ),
    )
    yield (
        "9 MB attached",
        _head("large")
        + (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHow long is the NPQH?\r\n"
            b"--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + (b"QUJD" * 19 + b"\r\n") * 115_000
            + b"--b--\r\n"
        ),
    )
    for charset in ("x-nope", "zlib_codec", "idna", "utf-7", "utf-16", "a" * 5_000, "\u00e9"):
        yield (
            f"charset {charset[:9]}",
            _head("charset")
            + (f"Content-Type: text/plain; charset={charset}\r\n\r\nHow long is it?\r\n".encode()),
        )
    yield (
        "broken base64",
        _head("base64")
        + (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!=A==\r\n"),
    )
    yield (
        "uuencode",
        _head("uu")
        + (b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n\xff\xff\r\nend\r\n"),
    )
    yield "600 header lines", _head("lines") + b"X-Y: z\r\n" * 600 + b"\r\nHow long is it?\r\n"
    yield (
        "deep HTML",
        _head("html")
        + (b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000 + b"How long is it?\r\n"),
    )
    yield (
        "two boundaries that are one",
        _head("boundary")
        + (b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\nx\r\n----\r\n"),
    )
    yield "no header at all", b"\r\n\r\nHow long is it?\r\n"


def _head(name: str, subject: bytes = b"NPQH") -> bytes:
    return _HEAD % (name.encode(), subject)


def _nested_parts(depth: int) -> bytes:
    out = b""
    for level in range(depth):
        out += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    return out + b"\r\nx\r\n"
