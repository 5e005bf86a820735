"""Which model files are trusted: those with these hashes, whoever hands them over.

Weights decide what the desk does, and nobody can read them; so the hash of the one model that was
measured is pinned, and where a copy of it comes from does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from intents.embeddings.errors import ModelError


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """SHA-256 of the two files of a model, in hexadecimal."""

    weights: str
    """Of `model.safetensors`."""
    vocabulary: str
    """Of `vocab.txt`."""


# sentence-transformers/all-MiniLM-L6-v2, Apache-2.0; the vocabulary is that of BERT, uncased.
MINILM = Fingerprints(
    weights="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    vocabulary="07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
)


def check(
    weights: bytes | memoryview, vocabulary: bytes | memoryview, trusted: Fingerprints = MINILM
) -> None:
    """Raise ModelError unless both files are the trusted ones, byte by byte."""
    for name, content, wanted in (
        ("model.safetensors", weights, trusted.weights),
        ("vocab.txt", vocabulary, trusted.vocabulary),
    ):
        found = sha256(content).hexdigest()
        if found != wanted:
            raise ModelError(f"{name} has sha256 {found}; trusted is {wanted} alone")
