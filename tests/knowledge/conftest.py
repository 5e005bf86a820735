"""A small invented knowledge, whole and sound, for tests to break; and the real one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import Knowledge, load_knowledge

OFFERS = """
[[offer]]
id = "NPQZ"
name = "NPQZ"
short_name = "NPQZ"
long_name = "NPQ for Zoology (NPQZ)"
kind = "npq"
prefix = "npqz"
nicknames = ["npqz", "npq z", "zoo one"]

[[offer]]
id = "KEEP"
name = "KEEP"
short_name = "KEEP"
long_name = "Keepers' Support (KEEP)"
kind = "support"
prefix = "keep"
nicknames = ["keep", "keepers' support"]
"""

COHORTS = """
[[cohort]]
id = "spring_2030"
label = "Spring 2030"
"""

TOPICS = """
[[topic]]
id = "duration"
label = "How long it lasts"
asked_of = ["npq", "support"]

[[topic]]
id = "cost"
label = "What it costs"
asked_of = ["npq"]
"""

FACTS = """
offer = "NPQZ"
review_by = 2031-01-31

[[fact]]
id = "npqz.duration"
topic = "duration"
statement = "NPQZ lasts for seven weeks."
value = 7
unit = "weeks"
section = "NPQZ - Zoology > Length"
line = 5
quote = "It takes 7 weeks"

[[fact]]
id = "npqz.cost"
topic = "cost"
statement = "For Spring 2030, NPQZ was free for keepers."
cohort = "spring_2030"
section = "NPQZ - Zoology"
line = 7
also_lines = [8]
quote = "free for keepers"
"""

NOT_KNOWN = """
[[not_known]]
topic = "duration"
offers = ["support"]
reason = "The page does not say how long it lasts."
"""

PAGE = """Zoo school

NPQZ - Zoology
Length
It takes 7\u00a0weeks in all.

The course is free for keepers\u2019 families, and free for keepers.
See the tab for Spring 2030.
"""

WHOLE = {
    "offers.toml": OFFERS,
    "cohorts.toml": COHORTS,
    "topics.toml": TOPICS,
    "npqz.toml": FACTS,
    "not_known.toml": NOT_KNOWN,
    "page.toml": "",
}


@pytest.fixture
def write_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes the sound files with those named (without `.toml`) replaced or added."""

    def write(**changed: str) -> Path:
        for name, text in (WHOLE | {f"{key}.toml": text for key, text in changed.items()}).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def zoo(write_folder: Callable[..., Path]) -> Knowledge:
    """The invented knowledge."""
    return load_knowledge(write_folder())


@pytest.fixture
def zoo_facts() -> str:
    """The text of its one file of facts."""
    return FACTS


@pytest.fixture
def zoo_offers() -> str:
    """The text of its offers."""
    return OFFERS


@pytest.fixture
def zoo_page() -> str:
    """The invented page that bears it out."""
    return PAGE


@pytest.fixture(scope="session")
def real() -> Knowledge:
    """The knowledge that the package comes with."""
    return load_knowledge()
