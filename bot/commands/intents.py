"""`npq-bot intents evaluate|explain|lint`: how well, and why, the matcher understands."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from pathlib import Path

from bot.commands.common import CHANNELS, add_today, progress, today_of
from bot.errors import InputError
from bot.resources import peak_mb
from bot.settings import settings_of_the_environment
from bot.text import clean_text

_LEAST_CONFUSED = 4  # phrasings read as another intent, for the two to be called confusable
_SHOWN = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of three actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    evaluate = actions.add_parser("evaluate", help="measure the matcher on any data set")
    evaluate.add_argument("data", metavar="DATA.json", type=Path)
    evaluate.add_argument("--json", action="store_true")
    explain = actions.add_parser("explain", help="why a text was understood as it was")
    explain.add_argument("text", metavar="TEXT")
    explain.add_argument("--channel", choices=CHANNELS, default="web")
    add_today(explain)
    lint = actions.add_parser("lint", help="phrasings of two intents, intents taken for another")
    lint.add_argument("--quick", action="store_true", help="without the five fits of the latter")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    match arguments.action:
        case "evaluate":
            return _evaluate(arguments)
        case "explain":
            return _explain(arguments)
        case _:
            return _lint(arguments)


def _evaluate(arguments: argparse.Namespace) -> int:
    from bot.assembly import encoder_of
    from intents.evaluate import DataSetError, evaluate, read_data_set

    try:
        data = read_data_set(json.loads(arguments.data.read_bytes().decode("utf-8")))
    except OSError as error:
        raise InputError(f"{arguments.data}: cannot be read: {error.strerror}") from error
    except DataSetError as error:
        raise InputError(f"{arguments.data}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{arguments.data}: is not JSON: {error}") from error
    found = evaluate(
        data.train,
        data.test,
        clock=time.perf_counter,
        rss_mb=peak_mb,
        encoder=encoder_of(settings_of_the_environment()),
        progress=lambda queries: progress(queries, total=len(data.test), unit="query"),
    )
    if arguments.json:
        print(json.dumps(_rounded(found)))
        return 0
    print(f"{len(data.train)} examples, {len(data.test)} queries")
    for name, value in _rounded(found).items():
        print(f"{name:<17}{json.dumps(value)}")
    return 0


def _rounded(found: Mapping[str, object]) -> dict[str, object]:
    return {
        name: _rounded(value) if isinstance(value, Mapping)
        else round(value, 4) if isinstance(value, float) else value
        for name, value in found.items()
    }  # fmt: skip


def _explain(arguments: argparse.Namespace) -> int:
    from bot.assembly import ear_of, limits_of
    from bot.commands.explaining import explain

    settings = settings_of_the_environment()
    limits = limits_of(settings)[arguments.channel]
    for line in explain(
        ear_of(settings),
        clean_text(arguments.text),
        channel=arguments.channel,
        limits=limits,
        today=today_of(arguments),
    ):
        print(line)
    return 0


def _lint(arguments: argparse.Namespace) -> int:
    from intents.catalogue import load_catalogue
    from intents.lint_phrasings import find_duplicates
    from intents.matcher import Example

    phrasings = [Example(text, intent) for text, intent in load_catalogue().phrasings]
    shared = find_duplicates(phrasings)
    for pair in shared:
        sides = f'{pair.intent}: "{pair.text}" | {pair.other_intent}: "{pair.other_text}"'
        print(f"duplicate   {pair.likeness:.0f}  {sides}")
    same = sum(pair.same for pair in shared)
    print(
        f"{len(phrasings)} phrasings: {same} stand under two intents, {len(shared) - same} nearly"
    )
    if not arguments.quick:
        _print_confusable()
    return 1 if same else 0


def _print_confusable() -> None:
    from bot.assembly import ear_of
    from intents.learning import SETTINGS
    from intents.lint_phrasings import find_confusions

    found = find_confusions(
        ear_of(settings_of_the_environment()).reader.matcher.examples,
        settings=SETTINGS,
        least=_LEAST_CONFUSED,
        progress=lambda folds: progress(folds, total=5, unit="fit"),
    )
    for one in found:
        print(f"confusable  {one.intent} read as {one.taken_for}: {one.count} ({one.share:.0%})")
        for text in one.texts[:_SHOWN]:
            print(f'              "{text}"')
    print(f"{len(found)} pairs of intents are confusable")
