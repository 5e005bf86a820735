"""What a look at one thing that the desk needs has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands."""

    state: Literal["ok", "note", "FAULT"]
    """note: works, but somebody should know. FAULT: the desk cannot do its work like this."""
    subject: str
    """What was looked at."""
    message: str
    """What was found, and what to do."""
