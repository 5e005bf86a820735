"""`npq-bot calibrate LABELLED.jsonl`: how sure an answer has to be, channel by channel.

Each line: `{"channel", "text", "subject"?, "intents": [ids]}`. `intents` are those that a right
reply serves; an empty list where nothing should be answered.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor
from pathlib import Path
from typing import Any

from bot.assembly import ear_of
from bot.commands.common import BadLine, Line, add_today, progress, read_lines, today_of
from bot.errors import InputError
from bot.settings import settings_of_the_environment
from bot.text import clean_text
from bot.thresholds import MEANINGS, NAME, WORDS, Calibrated, write
from handlers.caution import STARTING
from handlers.decide import ANSWERED, Decision, decide
from intents.calibration import Observation, Proven, needed, prove
from intents.catalogue import Intent
from intents.ear import Ear

_CHANNELS = tuple(STARTING)
_KEYS = ("channel", "text", "intents")
_MOST_MISSED = 0.3  # of questions asked back, those that offer nothing of what was meant
_MAIL_STRICTER = "a mail cannot be taken back, so --email has to be as strict as the others"


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the sample, the bounds, and where to write."""
    parser.add_argument("labelled", metavar="LABELLED.jsonl", type=Path)
    parser.add_argument("--output", type=Path, help=f"default: {NAME} in the data folder")
    for channel, most in (("web", 0.05), ("slack", 0.05), ("email", 0.02)):
        parser.add_argument(
            f"--{channel}", type=_share, default=most, metavar="SHARE",
            help=f"largest share of wrong answers to allow (default: {most})",
        )  # fmt: skip
    parser.add_argument(
        "--doubt", type=_share, default=0.1, metavar="SHARE",
        help="chance to allow that a bound does not hold (default: 0.1)",
    )  # fmt: skip
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prove the thresholds and write them, or say what is missing."""
    most = {channel: getattr(arguments, channel) for channel in _CHANNELS}
    if most["email"] > min(most.values()):
        raise InputError(f"--email {most['email']}: {_MAIL_STRICTER}")
    settings = settings_of_the_environment()
    ear = ear_of(settings)
    lines = _checked(arguments.labelled, ear.catalogue.intents)
    today = today_of(arguments)
    seen = _look(lines, ear, today)
    found = _prove_all(arguments.labelled, seen, lines, most, arguments.doubt)
    path = arguments.output or settings.data_dir / NAME
    mode = MEANINGS if settings.embeddings_dir else WORDS
    write(
        path, found, mode=mode, doubt=arguments.doubt, sample=arguments.labelled.name, today=today
    )
    for one in found:
        print(
            f"{one.channel}: answers from {one.answer:.3f}, asks back from {one.clarify:.3f};"
            f" {one.wrong} of {one.answered} answers wrong, at most {one.bound:.1%} proven"
        )
    print(f"written to {path}; put your name to reviewed_by when you have read it")
    return 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """A question of the sample whose answer depends on thresholds."""

    score: float
    right: bool
    offered: bool
    """What was meant is among the choices of asking back."""


def _look(lines: Iterable[Line], ear: Ear, today: date) -> dict[str, list[_Seen]]:
    catalogue = ear.catalogue.intents
    seen: dict[str, list[_Seen]] = {}
    ordered = list(lines)
    for line in progress(ordered, total=len(ordered), unit="enquiry"):
        told = line.value
        heard = ear.interpret(
            clean_text(told["text"]),
            subject=clean_text(told["subject"]) if told.get("subject") else None,
            channel=told["channel"],
            today=today,
        )
        about = frozenset(heard.offers)
        for question in heard.questions:
            decision = decide(question, catalogue, about=about)
            if decision.why in ANSWERED:
                seen.setdefault(told["channel"], []).append(_judge(decision, told, catalogue))
    return seen


def _judge(decision: Decision, told: Mapping[str, Any], catalogue: Mapping[str, Intent]) -> _Seen:
    """Readings of one family have nearly the same answer: either is right."""
    families = {catalogue[intent].family for intent in told["intents"]}
    offered = {catalogue[intent].family for intent in decision.choices}
    right = catalogue[decision.intent].family in families
    return _Seen(decision.score, right, bool(offered & families))


def _prove_all(
    path: Path,
    seen: Mapping[str, list[_Seen]],
    lines: Iterable[Line],
    most: Mapping[str, float],
    doubt: float,
) -> tuple[Calibrated, ...]:
    """Return the channels of the sample, or refuse them all."""
    labelled = {c: sum(line.value["channel"] == c for line in lines) for c in _CHANNELS}
    faults: list[str] = []
    found: list[Calibrated] = []
    for channel in (c for c in _CHANNELS if labelled[c]):
        rows = seen.get(channel, [])
        if channel == "email":  # the last: never looser than any other
            least = max((one.answer for one in found), default=0.0)
            rows = [s for s in rows if s.score >= least]
        answers = prove(
            (Observation(s.score, s.right) for s in rows), most_wrong=most[channel], doubt=doubt
        )
        if answers is None:
            faults.append(_missing(path, channel, rows, labelled[channel], most[channel], doubt))
        else:
            found.append(_calibrated(channel, answers, seen[channel], labelled[channel], doubt))
    if faults or not found:
        raise InputError("\n".join(faults) or f"{path}: holds no enquiry")
    return tuple(found)


def _calibrated(
    channel: str, answers: Proven, rows: list[_Seen], labelled: int, doubt: float
) -> Calibrated:
    below = (Observation(s.score, s.offered) for s in rows if s.score < answers.threshold)
    asking = prove(below, most_wrong=_MOST_MISSED, doubt=doubt)
    answer = _rounded_down(answers.threshold)
    clarify = _rounded_down(asking.threshold) if asking else answer
    return Calibrated(
        channel, answer, clarify, labelled, answers.passed, answers.wrong, answers.bound
    )


def _rounded_down(threshold: float) -> float:
    """As it is written: the observations that passed have to pass again."""
    return floor(threshold * 10_000) / 10_000


def _missing(
    path: Path, channel: str, rows: list[_Seen], labelled: int, most: float, doubt: float
) -> str:
    least = needed(most, doubt)
    begin = f"{path}: {channel}: "
    if len(rows) < least:
        share = max(len(rows), 1) / labelled
        return (
            f"{begin}{len(rows)} questions of {labelled} enquiries would be answered; {least}, none"
            f" of them wrong, are the fewest that prove {most:.1%}: label about"
            f" {round(least / share)} enquiries, better twice as many"
        )
    wrong = sum(not s.right for s in rows)
    return (
        f"{begin}{wrong} of {len(rows)} answers are wrong, and not even the surer ones are known to"
        f" have less than {most:.1%}: label more enquiries, or look at what is answered wrongly"
    )


def _checked(path: Path, catalogue: Mapping[str, Intent]) -> tuple[Line, ...]:
    """Return the lines; raises InputError with the fault of every line that has one."""
    faults, good = [], []
    for line in read_lines(path):
        fault = line.fault if isinstance(line, BadLine) else _fault(line.value, catalogue)
        if fault:
            faults.append(f"{path}: line {line.number} {fault}")
        elif isinstance(line, Line):
            good.append(line)
    if faults:
        raise InputError("\n".join(faults))
    return tuple(good)


def _fault(told: Mapping[str, Any], catalogue: Mapping[str, Intent]) -> str:
    for key in _KEYS:
        if key not in told:
            return f"lacks {key!r}; needed are {', '.join(_KEYS)}"
    if told["channel"] not in _CHANNELS:
        return f"has channel {told['channel']!r}; allowed: {', '.join(_CHANNELS)}"
    for key in ("text", "subject"):
        if not isinstance(told.get(key, ""), str):
            return f"has {key} {told[key]!r}; allowed: a text"
    if not isinstance(told["intents"], list):
        return f"has intents {told['intents']!r}; allowed: a list of ids"
    for intent in told["intents"]:
        if intent not in catalogue:
            return f"has intent {intent!r}; allowed: {', '.join(catalogue)}"
    return ""


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 < value < 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no share; allowed: between 0 and 1")
    return value
