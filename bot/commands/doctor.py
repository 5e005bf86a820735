"""`npq-bot doctor`: how everything that the desk needs stands."""

from __future__ import annotations

import argparse

from bot.commands.common import add_today, today_of
from bot.doctor import examine
from bot.mail_doctor import examine_mail
from bot.settings import settings_of_the_environment
from bot.slack_doctor import examine_slack


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the matter to look at, if only one, and the day."""
    parser.add_argument(
        "matter", nargs="?", choices=["mail", "slack"], help="look at one channel alone"
    )
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each finding; 1 when there is a fault."""
    settings, today = settings_of_the_environment(), today_of(arguments)
    if arguments.matter == "mail":
        findings = list(examine_mail(settings, today))
    elif arguments.matter == "slack":
        findings = list(examine_slack(settings))
    else:
        findings = list(examine(settings, today))
    for finding in findings:
        print(f"{finding.state:<6}{finding.subject}: {finding.message}")
    return 1 if any(finding.state == "FAULT" for finding in findings) else 0
