"""Joins the parts: the one place, beside the commands, that knows them all.

What it needs is handed in or has a real default, so that tests can join parts of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import handlers
import intents
from bot.core import Core
from bot.data_folder import FolderCache
from bot.embedding_files import open_encoder
from bot.errors import DataError
from bot.settings import Settings
from bot.thresholds import MEANINGS, WORDS, limits_for
from handlers.caution import STARTING
from handlers.decide import DEFAULTS, Thresholds
from intents.data_files import CatalogueError
from intents.ear import Ear
from intents.embeddings import Encoder
from knowledge import Knowledge, KnowledgeError, load_knowledge


def load_core(
    cache_folder: Path | None,
    encoder: Encoder | None = None,
    limits: Mapping[str, Thresholds] = STARTING,
) -> Core:
    """Load facts, catalogue and wording; the fit comes from the cache folder where it can.

    `limits` are the thresholds of each channel.

    Raises DataError with every fault of every data file.
    """
    knowledge = _knowledge()
    ear = load_ear(cache_folder, knowledge, encoder)
    return Core(
        knowledge=knowledge,
        interpret=lambda text, subject, channel, context, today: ear.interpret(
            text,
            subject=subject,
            channel=channel,
            context=handlers.talk_context(context),
            today=today,
        ),
        respond=lambda interpretation, channel, context, today: handlers.respond(
            interpretation,
            context,
            knowledge,
            today,
            catalogue=ear.catalogue.intents,
            limits=limits.get(channel, DEFAULTS),
        ),
        render=lambda reply, channel, reference: handlers.render(
            reply, channel=channel, reference=reference
        ),
    )


def load_ear(
    cache_folder: Path | None,
    knowledge: Knowledge | None = None,
    encoder: Encoder | None = None,
) -> Ear:
    """Load the ear alone; raises DataError as `load_core` does."""
    known = knowledge or _knowledge()
    fits, vectors = (
        (FolderCache(cache_folder), FolderCache(cache_folder, "vectors"))
        if cache_folder is not None
        else (None, None)
    )
    try:
        return intents.load_ear(known.vocabulary(), fits, encoder=encoder, vectors=vectors)
    except CatalogueError as error:
        raise DataError(str(error)) from error


def core_of(settings: Settings) -> Core:
    """Load the core with the fit cached in the data folder."""
    return load_core(settings.data_dir / "cache", encoder_of(settings), limits_of(settings))


def ear_of(settings: Settings) -> Ear:
    """Load the ear alone with the fit cached in the data folder."""
    return load_ear(settings.data_dir / "cache", encoder=encoder_of(settings))


def limits_of(settings: Settings) -> Mapping[str, Thresholds]:
    """Return the thresholds of each channel: the reviewed ones of a calibration, else our own."""
    return limits_for(settings.data_dir, MEANINGS if settings.embeddings_dir else WORDS)


def encoder_of(settings: Settings) -> Encoder | None:
    """Open the sentence embedding that the settings name; None where they name none."""
    return open_encoder(Path(settings.embeddings_dir)) if settings.embeddings_dir else None


def _knowledge() -> Knowledge:
    try:
        return load_knowledge()
    except KnowledgeError as error:
        raise DataError(str(error)) from error
