"""`npq-bot doctor`: how everything that the desk needs stands."""

from __future__ import annotations

import argparse

from bot.commands.common import add_today, today_of
from bot.doctor import examine
from bot.mail_doctor import examine_mail
from bot.settings import settings_of_the_environment


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the matter to look at, if only one, and the day."""
    parser.add_argument(
        "matter", nargs="?", choices=["mail"], help="look at the mail servers alone"
    )
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each finding; 1 when there is a fault."""
    look = examine_mail if arguments.matter == "mail" else examine
    findings = list(look(settings_of_the_environment(), today_of(arguments)))
    for finding in findings:
        print(f"{finding.state:<6}{finding.subject}: {finding.message}")
    return 1 if any(finding.state == "FAULT" for finding in findings) else 0
