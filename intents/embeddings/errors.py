"""What can be wrong with a model's files."""

from __future__ import annotations


class ModelError(ValueError):
    """The bytes are not the model that they should be; the message says what was found."""
