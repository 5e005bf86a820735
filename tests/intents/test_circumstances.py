"""What people tell of themselves is read as profile keys: tables of sentences beside this file.

`cases` tell exactly what stands beside them, `asked` do so after our question how long; what is
`missed` is not read in full yet, and must at least not be misread.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from intents.model import TalkContext
from tests.ears import TODAY, ear

TABLES = sorted((Path(__file__).parent / "circumstances").glob("*.toml"))
_HOW_LONG = TalkContext(asked_key="months_in_headship")
_each_table = pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)


@_each_table
def test_every_sentence_tells_exactly_what_its_table_says(table: Path) -> None:
    heard = {text: (told, _heard(text, context)) for text, told, context in _cases(table)}

    misread = {text: pair for text, pair in heard.items() if pair[0] != pair[1]}
    assert not misread


@_each_table
def test_what_is_not_yet_read_is_missed_and_never_misread(table: Path) -> None:
    for text, told in tomllib.loads(table.read_text("utf-8")).get("missed", []):
        heard = _heard(text, TalkContext())

        assert heard.items() < told.items(), text


def _cases(table: Path) -> Iterator[tuple[str, Mapping[str, Any], TalkContext]]:
    tables = tomllib.loads(table.read_text("utf-8"))
    yield from ((text, told, TalkContext()) for text, told in tables["cases"])
    yield from ((text, told, _HOW_LONG) for text, told in tables.get("asked", []))


def _heard(text: str, context: TalkContext) -> dict[str, object]:
    channel = "email" if "\n" in text else "web"
    return dict(ear().interpret(text, channel=channel, context=context, today=TODAY).circumstances)


def test_what_is_asked_at_large_never_overrides_what_is_told_of_oneself() -> None:
    text = "I teach in a free school in Hull. Are independent schools in Wales funded as well?"

    heard = ear().interpret(text, today=TODAY)

    assert heard.circumstances == {"role": "teacher", "setting": "free_school", "in_england": True}
    assert not heard.supposed.keys() & heard.circumstances.keys()
