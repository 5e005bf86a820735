"""Our matcher beside scikit-learn's TF-IDF and logistic regression, on any labelled sets.

    python benchmarks/matcher_vs_sklearn.py SET.json ...

A set is {"train": [[text, intent]], "test": [[text, intent or null]]}. Both sides run in processes
of their own with one thread of linear algebra, so times and memory compare. scikit-learn is no
dependency of ours: install it beside for the run. Ratios are ours to theirs.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SHARES = ("accuracy", "auroc", "oos_recall_at_90", "coverage_at_5", "joint")
COSTS = ("fit_s", "p50_ms", "p95_ms", "rss_mb", "import_s")


def main(paths: Sequence[str]) -> None:
    """Print a table for each set; every side is measured in a fresh process."""
    if not paths:
        sys.exit(__doc__)
    for path in paths:
        ours, theirs = (_in_fresh_process(side, path) for side in ("ours", "theirs"))
        print(f"\n{Path(path).stem}\n{'':22}{'ours':>10}{'sklearn':>10}{'ratio':>8}")
        for name in (*SHARES, "noisy accuracy", "noisy joint", *COSTS):
            _print_row(name, ours[name], theirs[name])


def _print_row(name: str, ours: float | None, theirs: float | None) -> None:
    if ours is None or theirs is None:
        print(f"{name:22}{'-':>10}{'-':>10}{'-':>8}")
        return
    factor = 1.0 if name in COSTS else 100.0
    ratio = f"{ours / theirs:8.2f}" if theirs else f"{'-':>8}"
    print(f"{name:22}{factor * ours:10.2f}{factor * theirs:10.2f}{ratio}")


def _in_fresh_process(side: str, path: str) -> dict[str, Any]:  # figures as JSON gives them
    told = subprocess.run(
        [sys.executable, __file__, "--measure", side, path],
        env={**os.environ, **ONE_THREAD},
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, Any] = json.loads(told.stdout)
    return figures


def measure(side: str, path: str) -> dict[str, object]:
    """Measure one side on one set in this process."""
    begin = time.perf_counter()
    measured = _ours if side == "ours" else _theirs
    figures = measured(json.loads(Path(path).read_text(encoding="utf-8")), begin)
    noisy = figures.pop("noisy")
    assert isinstance(noisy, dict)
    return {**figures, "noisy accuracy": noisy["accuracy"], "noisy joint": noisy["joint"]}


def _ours(told: object, begin: float) -> dict[str, object]:
    from intents.evaluate import evaluate, read_data_set

    import_s = time.perf_counter() - begin
    data = read_data_set(told)
    figures = evaluate(data.train, data.test, clock=time.perf_counter, rss_mb=_rss_mb)
    return {**figures, "import_s": import_s}


def _theirs(told: object, begin: float) -> dict[str, object]:
    """Word 1-2-grams and character 2-4-grams, C=10: the best usual settings here."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    import_s = time.perf_counter() - begin
    from intents.evaluate import Outcome, misspell, read_data_set

    data = read_data_set(told)
    pipeline = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[a-z0-9']+"),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
        ),
        LogisticRegression(C=10.0, max_iter=2000),
    )
    begin = time.perf_counter()
    pipeline.fit([text for text, _ in data.train], [intent for _, intent in data.train])
    fit_s = time.perf_counter() - begin
    intents = list(pipeline.classes_)

    def run(queries: Sequence[tuple[str, str | None]]) -> tuple[Outcome, list[float]]:
        confidence, right, times = [], [], []
        for text, intent in queries:
            begin = time.perf_counter()
            chances = pipeline.predict_proba([text])[0]
            times.append((time.perf_counter() - begin) * 1000.0)
            best = int(chances.argmax())
            confidence.append(float(chances[best]))
            right.append(intents[best] == intent)
        inside = [intent is not None for _, intent in queries]
        return Outcome(np.array(confidence), np.array(right), np.array(inside)), times

    rng = random.Random(0)
    clean, times = run(data.test)
    noisy, _ = run([(misspell(text, rng), intent) for text, intent in data.test])
    shares: dict[str, Callable[[], float | None]] = {name: getattr(clean, name) for name in SHARES}
    return {
        **{name: share() for name, share in shares.items()},
        "fit_s": fit_s,
        "p50_ms": float(np.percentile(times, 50)),
        "p95_ms": float(np.percentile(times, 95)),
        "rss_mb": _rss_mb(),
        "noisy": {"accuracy": noisy.accuracy(), "joint": noisy.joint()},
        "import_s": import_s,
    }


def _rss_mb() -> float:
    import resource  # not on Windows, where this benchmark does not run

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(*sys.argv[2:])))
    else:
        main(sys.argv[1:])
