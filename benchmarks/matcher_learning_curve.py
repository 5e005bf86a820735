"""Do more phrasings still help? The desk, learned from ever more of them, on enquiries by others.

    python benchmarks/matcher_learning_curve.py [CASES.jsonl ...]

Each intent keeps at most so many phrasings, spread evenly over those that it has; the ear is made
anew and holds the enquiries of the tests' corpus, or those of files in the same form. Where a
doubling brings less than a point of coverage, structure has to bring the rest.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from intents.catalogue import Catalogue, load_catalogue
from intents.ear import Ear
from intents.learning import fit
from intents.lexicon import Lexicon
from intents.offers import OfferFinder
from knowledge import load_knowledge
from tests.corpus import scoring

STEPS = (5, 10, 20, 40, 80, 160, 320, 640)
TODAY = date(2026, 11, 24)
SHOWN = ("coverage", "wrong", "over", "staff", "junk")


def main(paths: Sequence[str]) -> None:
    """Print a row for each number of phrasings."""
    knowledge = load_knowledge()
    lexicon, finder = Lexicon(), OfferFinder(knowledge.vocabulary())
    whole = load_catalogue()
    cases = [case for path in paths for case in scoring.read(Path(path))] or scoring.load()
    largest = max(map(len, _by_intent(whole).values()))
    head = "".join(f"{name:>10}" for name in SHOWN)
    print(f"{'an intent':>9}{'in all':>8}{'fit s':>8}{head}")
    for most in (*(step for step in STEPS if step < largest), largest):
        catalogue = _thinned(whole, most)
        begin = time.process_time()
        matcher = fit(catalogue, lexicon, finder)
        took = time.process_time() - begin
        ear = Ear.make(catalogue, matcher, lexicon, finder)
        shares = scoring.summary(scoring.run(cases, ear, knowledge, TODAY))
        row = "".join(f"{shares[name]:10.1%}" for name in SHOWN)
        print(f"{most:9}{len(catalogue.phrasings):8}{took:8.2f}{row}", flush=True)


def _by_intent(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text, intent in catalogue.phrasings:
        found.setdefault(intent, []).append(text)
    return found


def _thinned(catalogue: Catalogue, most: int) -> Catalogue:
    kept = tuple(
        (texts[at * len(texts) // min(most, len(texts))], intent)
        for intent, texts in _by_intent(catalogue).items()
        for at in range(min(most, len(texts)))
    )
    return Catalogue(catalogue.intents, kept)


if __name__ == "__main__":
    main(sys.argv[1:])
