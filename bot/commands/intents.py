"""`npq-bot intents evaluate|explain|lint`: how well, and why, the matcher understands."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from pathlib import Path

from bot.commands.common import (
    add_today,
    progress,
    today_of,
)
from bot.errors import InputError
from bot.resources import peak_mb
from bot.settings import settings_of_the_environment

_NEAR = 0.9  # cosine from which two phrasings of different intents are worth a look


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of three actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    evaluate = actions.add_parser("evaluate", help="measure the matcher on any data set")
    evaluate.add_argument("data", metavar="DATA.json", type=Path)
    evaluate.add_argument("--json", action="store_true")
    explain = actions.add_parser("explain", help="why a text was understood as it was")
    explain.add_argument("text", metavar="TEXT")
    add_today(explain)
    actions.add_parser("lint", help="phrasings that two intents share, or nearly share")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    match arguments.action:
        case "evaluate":
            return _evaluate(arguments)
        case "explain":
            return _explain(arguments)
        case _:
            return _lint()


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
    from bot.assembly import ear_of

    ear = ear_of(settings_of_the_environment())
    found = ear.interpret(arguments.text, today=today_of(arguments))
    for question in found.questions:
        print(f'question     "{question.text}"')
        for candidate in question.candidates[:5]:
            print(f"  {candidate.probability:.3f}  {candidate.intent}")
        print(f"  confidence   {question.confidence:.3f}")
        rows = {
            "offers": question.offers,
            "set aside": question.excluded_offers,
            "concepts": sorted(question.concepts),
            "staff gates": question.gates,
            "cohort": [question.cohort] if question.cohort else [],
            "premises": question.premises,
            "unexplained": question.unexplained,
        }
        for name, values in rows.items():
            if values:
                print(f"  {name:<12} {', '.join(values)}")
        for text, intent, cosine in ear.reader.matcher.rank(
            question.text, question.concepts
        ).nearest:
            print(f'  like         {cosine:.2f} {intent}: "{text}"')
    for key, value in found.circumstances.items():
        print(f"told         {key}: {value}")
    for wrong, taken in found.corrected.items():
        print(f"corrected    {wrong} -> {taken}")
    if found.signals:
        print(f"signals      {', '.join(sorted(found.signals))}")
    return 0


def _lint() -> int:
    from bot.assembly import ear_of
    from intents.catalogue import load_catalogue
    from intents.text import words

    ear = ear_of(settings_of_the_environment())
    phrasings = load_catalogue().phrasings
    owners: dict[tuple[str, ...], dict[str, None]] = {}
    for text, intent in phrasings:
        owners.setdefault(words(text), {})[intent] = None
    shared = {forms: list(found) for forms, found in owners.items() if forms and len(found) > 1}
    for forms, found in shared.items():
        print(f'shared by {", ".join(found)}: "{" ".join(forms)}"')
    near: dict[frozenset[tuple[str, str]], float] = {}
    examples = ear.reader.matcher.examples
    for example in progress(examples, total=len(examples), unit="phrasing"):
        for text, intent, cosine in ear.reader.matcher.rank(example.text, example.concepts).nearest:
            if intent != example.intent and cosine >= _NEAR:
                near[frozenset({(example.text, example.intent), (text, intent)})] = cosine
    for pair, cosine in sorted(near.items(), key=lambda item: -item[1]):
        sides = " | ".join(f'{intent}: "{text}"' for text, intent in sorted(pair))
        print(f"{cosine:.2f}  {sides}")
    print(f"{len(phrasings)} phrasings: {len(shared)} shared, {len(near)} nearly shared pairs")
    return 1 if shared else 0
