"""How the ear stands: the sentence embedding, and whether its thresholds were calibrated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot import thresholds
from bot.embedding_files import open_encoder
from bot.findings import Finding
from bot.settings import Settings


def examine_ear(settings: Settings) -> Iterator[Finding]:
    """Yield the findings; raises InputError for files that are broken."""
    folder = settings.embeddings_dir
    if folder:
        open_encoder(Path(folder))
    yield Finding("ok", "embedding", f"{folder} is in order" if folder else "off")
    found = thresholds.read(settings.data_dir)
    mode = thresholds.MEANINGS if folder else thresholds.WORDS
    if found is None:
        told = "those to start with; npq-bot calibrate proves better ones"
        yield Finding("note", "thresholds", told)
    elif not found.reviewed_by:
        told = f"{thresholds.NAME} waits for a name in reviewed_by and is not used"
        yield Finding("note", "thresholds", told)
    elif found.mode != mode:
        told = f"{thresholds.NAME} was made for {found.mode}, not {mode}, and is not used"
        yield Finding("note", "thresholds", f"{told}; calibrate again")
    else:
        yield Finding("ok", "thresholds", f"calibrated, reviewed by {found.reviewed_by}")
