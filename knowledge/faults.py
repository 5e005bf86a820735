"""What is wrong with a data file, in words that a colleague can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one data file."""

    file: str
    """Name of the file, "npqel.toml"."""
    message: str
    """What is wrong, and what to do about it."""
    line: int | None = None
    """Line of the data file; None where the fault has none."""
    entry: str = ""
    """Id of the entry, or its place ("fact 3") when it has no id; empty for the whole file."""
    key: str = ""
    """The key at fault; empty for the whole entry."""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        parts = [place, self.entry, f'key "{self.key}"' if self.key else ""]
        return ", ".join(part for part in parts if part) + f": {self.message}"


class KnowledgeError(Exception):
    """The data files cannot be used; `faults` holds every fault of every file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        heading = f"{count} {'fault' if count == 1 else 'faults'} in the knowledge data:"
        super().__init__("\n".join([heading, *(f"- {fault}" for fault in self.faults)]))
