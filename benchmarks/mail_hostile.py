"""Times the parser on 100 KB of hostile text: each pattern as it is used, and whole mails.

    python benchmarks/mail_hostile.py

Patterns that read lines get them as the parser cuts them (at most 500 characters each), the others
the whole text. Prints the slowest; ends with status 1 when anything takes more than half a second.
"""

from __future__ import annotations

import importlib
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.channels.email.classify import classify
from bot.channels.email.parse import read_mail
from intents.letters import cut_letter, normalise

LIMIT_S = 0.5
SIZE = 100_000
SEEDS = (
    " ", "a", "\n", "> ", "On ", "-", "=?", "(", "<a ", "@", "a@", "a.", "wrote ", "\t \n", "&gt;",
    "=?utf-8?q?a?= ", "From: ", ", ", "[", "a-", "Re: ", "<", "\r\n", "_", "sent from my ", "a,",
    "my pupil called ", "0123456789abcdef", "www.", "://", "x-", "On xxx at yyy\n", "On 1 wrote\n",
    "<div>", "<!--", "&#", "please reply above ", "if urgent ", "=\n", "\u00a0",
)  # fmt: skip
WHOLE = (
    "charsets", "headers", "html_text", "limits", "parse", "phrases", "rules", "signing", "compose",
    "identity",
)  # fmt: skip
BY_LINES = ("letters", "letter_forms", "letter_marks", "letter_courtesies")
# These see a header value or a line of ours, which is cut before.
CAPPED = {"_HEADER_LINE": 64_000, "_FORWARD_SUBJECT": 200, "_NO_REPLY_LOCAL": 320,
          "_ROBOT_LOCAL": 320, "_LIST_LOCAL": 320, "AUTO_REPLY_SUBJECT": 150,
          "AUTO_REPLY_TAG": 150, "BOUNCE_SUBJECT": 150, "_RE": 150}  # fmt: skip


def main() -> int:
    """Time everything and print the slowest."""
    texts = [(seed * (SIZE // len(seed) + 1))[:SIZE] for seed in SEEDS]
    times = [*_patterns(texts), *_mails(texts)]
    times.sort(reverse=True)
    for seconds, what in times[:8]:
        print(f"{seconds:7.3f} s  {what}")
    print(f"{len(times)} timed, the slowest takes {times[0][0]:.3f} s of {LIMIT_S} s")
    return int(times[0][0] > LIMIT_S)


def _patterns(texts: list[str]) -> Iterator[tuple[float, str]]:
    cut = [[line[:500] for line in normalise(text)[0]] for text in texts]
    whole = [[text] for text in texts]
    for package, names, pieces in (
        ("bot.channels.email", WHOLE, whole), ("intents", BY_LINES, cut),
    ):  # fmt: skip
        for name in names:
            module = importlib.import_module(f"{package}.{name}")
            for key, pattern in vars(module).items():
                if isinstance(pattern, re.Pattern):
                    worst = max(_read(pattern, lines, CAPPED.get(key, SIZE)) for lines in pieces)
                    yield worst, f"{name}.{key}"


def _read(pattern: re.Pattern[str] | re.Pattern[bytes], lines: list[str], cap: int) -> float:
    started = time.perf_counter()
    for line in lines:
        if isinstance(pattern.pattern, bytes):
            pattern.search(line[:cap].encode())  # type: ignore[arg-type]
        else:
            pattern.search(line[:cap])  # type: ignore[arg-type]
    return time.perf_counter() - started


def _mails(texts: list[str]) -> Iterator[tuple[float, str]]:
    for text in texts:
        for kind, raw in _forms(text):
            started = time.perf_counter()
            mail = read_mail(raw)
            classify(mail, ("npq@stsn.co.uk",))
            cut_letter(mail.text, mail.subject)
            yield time.perf_counter() - started, f"a mail with {text[:12]!r} as its {kind}"


def _forms(text: str) -> Iterator[tuple[str, bytes]]:
    flat = re.sub(r"[\r\n]+", " ", text)
    head = "From: a@b.example\r\nTo: npq@stsn.co.uk\r\nSubject: x\r\n"
    yield "text", f"{head}\r\n{text}".encode()
    yield "HTML", f"{head}Content-Type: text/html\r\n\r\n{text}".encode()
    yield "sender", f"From: {flat[:60_000]} <a@b.example>\r\nSubject: x\r\n\r\nHi\r\n".encode()
    yield "subject", f"From: a@b.example\r\nSubject: {flat[:60_000]}\r\n\r\nHi\r\n".encode()


if __name__ == "__main__":
    sys.exit(main())
