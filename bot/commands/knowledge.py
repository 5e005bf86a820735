"""`npq-bot knowledge check|verify|stale|coverage`: the facts held against page and calendar."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.common import add_today, today_of
from bot.errors import InputError
from knowledge import EVERY_NPQ, Knowledge, KnowledgeError, load_knowledge
from knowledge.check import Problem, ProblemKind, coverage, gaps, stale, verify

_ADDRESS = ("http://", "https://")


def configure(parser: argparse.ArgumentParser) -> None:
    """Take one of four actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("check", help="the data is sound and settles every topic")
    page = actions.add_parser("verify", help="every quote stands on the page")
    page.add_argument("page", metavar="PAGE", help="file or https:// address")
    add_today(actions.add_parser("stale", help="facts past their review or intake"))
    actions.add_parser("coverage", help="programme by topic: a fact, or not known")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 1 when `check` or `verify` found something to look at."""
    try:
        knowledge = load_knowledge()
    except KnowledgeError as error:
        raise InputError(str(error)) from error
    match arguments.action:
        case "check":
            return _check(knowledge)
        case "verify":
            return _verify(knowledge, arguments.page)
        case "stale":
            rows = stale(knowledge, today_of(arguments))
            for row in rows:
                print(row)
            print(f"{len(rows)} of {len(knowledge.by_id)} facts are out of date")
            return 0
        case _:
            return _coverage(knowledge)


def _check(knowledge: Knowledge) -> int:
    from knowledge.eligibility import RuleError, quotations

    problems = gaps(knowledge)
    for problem in problems:
        print(problem)
    try:
        criteria = len(tuple(quotations()))
    except RuleError as error:
        raise InputError(str(error)) from error
    print(
        f"{len(knowledge.by_id)} facts on {len(knowledge.offers)} offers and {criteria} quotations"
        f" of the eligibility rules: {_so_many(len(problems))}"
    )
    return 1 if problems else 0


def _verify(knowledge: Knowledge, page: str) -> int:
    text, has_lines = _read_page(page)
    problems: list[Problem] = verify(knowledge, text)
    if not has_lines:  # a web page's text has other lines than the stored copy
        problems = [problem for problem in problems if problem.kind is ProblemKind.LOST]
    for problem in problems:
        print(problem)
    hit = len({problem.subject for problem in problems})
    print(f"{len(knowledge.by_id)} facts held against {page}: {_so_many(len(problems))}, {hit} hit")
    return 1 if problems else 0


def _read_page(page: str) -> tuple[str, bool]:
    """Return the page's text, and whether its lines are those that the facts point to."""
    if page.startswith(_ADDRESS):
        from bot.source_watch import download

        return download(page)
    try:
        return Path(page).read_text("utf-8"), True
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{page}: cannot be read: {error}") from error


def _coverage(knowledge: Knowledge) -> int:
    cells = coverage(knowledge)
    for offer in (EVERY_NPQ, *knowledge.offers):
        print(offer)
        for cell in (c for c in cells if c.offer == offer):
            state = ", ".join(cell.fact_ids) or ("not known, staff" if cell.not_known else "HOLE")
            print(f"  {knowledge.topics[cell.topic].label}: {state}")
    facts = sum(bool(cell.fact_ids) for cell in cells)
    unknown = sum(cell.not_known for cell in cells)
    print(f"{len(cells)} fields: {facts} with a fact, {unknown} not known,"
          f" {sum(cell.is_hole for cell in cells)} holes")  # fmt: skip
    return 0


def _so_many(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems or 'no'} problems"
