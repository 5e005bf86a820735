"""`npq-bot eligibility`: the shared eligibility module by hand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.commands.common import (
    BadLine,
    add_today,
    complain,
    output,
    progress,
    read_lines,
    today_of,
    write_line,
)
from bot.errors import InputError
from knowledge.eligibility import judge_case


def configure(parser: argparse.ArgumentParser) -> None:
    """Take either one case or a file of them."""
    parser.add_argument("--offer", help="NPQSL, NPQH, ..., NPQH-ASO or EHCO")
    parser.add_argument("--question", help="suitability, funding, support or mandatory")
    parser.add_argument("--profile", metavar="JSON", help="what is known of the person")
    parser.add_argument("--batch", metavar="CASES.jsonl", type=Path)
    parser.add_argument("--output", metavar="RESULTS.jsonl", type=Path, help="with --batch")
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Judge one case to standard output, or every case of a file."""
    if arguments.batch is not None:
        return _batch(arguments)
    if None in (arguments.offer, arguments.question, arguments.profile):
        raise InputError("needs --offer, --question and --profile, or --batch with --output")
    try:
        profile = json.loads(arguments.profile)
    except ValueError as error:
        raise InputError(f"--profile is not JSON: {error}") from error
    case = {"offer": arguments.offer, "question": arguments.question, "profile": profile}
    row = judge_case(case, today_of(arguments))
    if "error" in row:
        raise InputError(str(row["error"]))
    del row["id"]
    print(json.dumps(row, indent=2, ensure_ascii=False))
    return 0


def _batch(arguments: argparse.Namespace) -> int:
    if arguments.output is None:
        raise InputError("--batch needs --output RESULTS.jsonl (- for standard output)")
    lines = read_lines(arguments.batch)
    today = today_of(arguments)
    faults = 0
    with output(arguments.output) as file:
        for line in progress(lines, total=len(lines), unit="case"):
            if isinstance(line, BadLine):
                faults += 1
                complain(f"{arguments.batch}, line {line.number}: {line.fault}")
                continue
            row = judge_case(line.value, today)
            if "error" in row:
                faults += 1
                complain(f"{arguments.batch}, line {line.number}: {row['error']}")
            write_line(file, row)
    return 2 if faults else 0
