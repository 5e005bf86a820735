"""The command line: `npq-bot COMMAND`. Each group of commands lives in `bot/commands`.

A command's module is imported only when it is called: one question at the command line has to
be answered within a second, without the web server and the database being loaded for it.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from bot.errors import BotError
from bot.settings import use_one_thread

# Command -> module in bot.commands, one line of help.
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serve", "web chat and API (worker inside unless --no-worker)"),
    "worker": ("worker", "the background worker alone"),
    "ask": ("ask", "one answer, or a dialogue when no text is given"),
    "replay": ("replay", "run stored enquiries through the desk"),
    "eligibility": ("eligibility", "judge circumstances by the published criteria"),
    "intents": ("intents", "evaluate, explain or lint the matcher"),
    "calibrate": ("calibrate", "how sure an answer has to be, from labelled enquiries"),
    "embeddings": ("embeddings", "install the optional sentence embedding"),
    "mail": ("mail", "inspect mails, or deliver them to the desk"),
    "slack": ("slack", "the app's manifest for Slack; what colleagues proposed there"),
    "knowledge": ("knowledge", "check, verify, stale or coverage of the facts"),
    "cases": ("cases", "list, show and work on what was handed to staff"),
    "staff": ("staff", "add, list or remove colleagues; sign-in links"),
    "choices": ("choices", "settings that staff change while the desk runs"),
    "person": ("person", "export or erase what is kept of one enquirer"),
    "purge": ("purge", "forget now what has been kept long enough"),
    "doctor": ("doctor", "check that everything the desk needs is in order"),
    "db": ("db", "bring the database up to date"),
    "settings": ("settings", "every setting with its meaning, value and default"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 1 for findings, 2 for bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = _parser()
    if not arguments:
        parser.print_help()
        return 0
    command = arguments[0]
    if command not in COMMANDS:
        parser.parse_args(arguments[:1])  # prints help or the version, or says what is allowed
        return 2
    use_one_thread()
    module = importlib.import_module(f"bot.commands.{COMMANDS[command][0]}")
    own = argparse.ArgumentParser(prog=f"npq-bot {command}", description=COMMANDS[command][1])
    module.configure(own)
    try:
        return int(module.run(own.parse_args(arguments[1:])))
    except BotError as error:
        print(f"npq-bot {command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of the pipe (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:<12} {text}" for name, (_, text) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="npq-bot",
        description="The NPQ enquiry desk.",
        epilog=f"commands:\n{lines}\n\n`npq-bot COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", metavar="COMMAND", choices=list(COMMANDS))
    return parser
