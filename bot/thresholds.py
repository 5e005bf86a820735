"""The file of calibrated thresholds: written by `calibrate`, read by a colleague, then used.

It lies in the data folder. Until somebody has put their name to `reviewed_by` the desk keeps the
thresholds that it starts with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import InputError
from handlers.caution import STARTING
from handlers.decide import Thresholds

NAME = "thresholds.toml"
WORDS, MEANINGS = "words", "meanings"
_MODES = (WORDS, MEANINGS)
_TOP = frozenset({"reviewed_by", "mode", *STARTING})
_KEYS = frozenset({"answer", "clarify", "labelled", "answered", "wrong", "bound"})


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What was proven for one channel."""

    channel: str
    """web, email or slack."""
    answer: float
    """Least score at which a question is answered."""
    clarify: float
    """Least score at which it is asked back."""
    labelled: int
    """Enquiries of the channel in the sample."""
    answered: int
    """Questions of them with a score of at least `answer`."""
    wrong: int
    """Of those, answered with what was not asked for."""
    bound: float
    """Share of wrong answers that is not exceeded."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the file says."""

    reviewed_by: str
    """Name of the colleague who looked at it; empty: nobody yet."""
    mode: str
    """`words`, or `meanings` where a sentence embedding was on."""
    limits: Mapping[str, Thresholds]
    """By channel; every channel has some."""


def limits_for(folder: Path, mode: str) -> Mapping[str, Thresholds]:
    """Return the thresholds to use in a mode: the reviewed ones, else those to start with."""
    found = read(folder)
    if found is None or not found.reviewed_by or found.mode != mode:
        return STARTING
    return found.limits


def read(folder: Path) -> Reviewed | None:
    """Return what the file says, None where there is none; InputError names what is wrong."""
    path = folder / NAME
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    _only(path, "", told, _TOP)
    reviewed_by, mode = told.get("reviewed_by", ""), told.get("mode")
    if not isinstance(reviewed_by, str):
        raise InputError(f"{path}: reviewed_by is {reviewed_by!r}; allowed is a name in quotes")
    if mode not in _MODES:
        raise InputError(f"{path}: mode is {mode!r}; allowed are {', '.join(_MODES)}")
    limits = {
        channel: _limits(path, channel, told[channel]) if channel in told else start
        for channel, start in STARTING.items()
    }
    return Reviewed(reviewed_by.strip(), mode, limits)


def _limits(path: Path, channel: str, told: object) -> Thresholds:
    if not isinstance(told, dict):
        raise InputError(f"{path}: {channel} is {told!r}; allowed is a table [{channel}]")
    _only(path, f"{channel}.", told, _KEYS)
    answer, clarify = (_share(path, channel, key, told) for key in ("answer", "clarify"))
    if clarify > answer:
        raise InputError(f"{path}: {channel}.clarify is {clarify}, above answer, {answer}")
    return replace(STARTING[channel], answer=answer, clarify=clarify)


def _share(path: Path, channel: str, key: str, told: Mapping[str, Any]) -> float:  # Any: raw TOML
    value = told.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 1.0:
        raise InputError(f"{path}: {channel}.{key} is {value!r}; allowed is a number from 0 to 1")
    return float(value)


def _only(path: Path, where: str, told: Mapping[str, Any], known: frozenset[str]) -> None:
    for key in sorted(told.keys() - known):
        raise InputError(f"{path}: unknown key {where}{key}; known are {', '.join(sorted(known))}")


def write(
    path: Path, found: tuple[Calibrated, ...], *, mode: str, doubt: float, sample: str, today: date
) -> None:
    """Write the file for somebody to look at; raises InputError where it cannot be written."""
    lines = [
        f"# Thresholds for npq-bot, from {sample!r} on {today.isoformat()}.",
        f"# `bound`: with a confidence of {1.0 - doubt:.0%} no larger share of answers is wrong,",
        "# as long as enquiries are like those of the sample. Read the numbers, put your name to",
        "# reviewed_by, and start the desk again; it uses none of them before.",
        'reviewed_by = ""',
        f'mode = "{mode}"',
    ]
    for channel in found:
        lines += [
            "",
            f"[{channel.channel}]",
            f"answer = {channel.answer:.4f}",
            f"clarify = {channel.clarify:.4f}",
            f"labelled = {channel.labelled}",
            f"answered = {channel.answered}",
            f"wrong = {channel.wrong}",
            f"bound = {channel.bound:.4f}",
        ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
