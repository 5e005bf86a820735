"""References that people can read out on the telephone: K7Q-2M4."""

from __future__ import annotations

import re
import secrets

# No vowels (no words by chance), no 0 1 5 8 B I L O S U V: 22^6 makes 113 million.
ALPHABET = "234679CDFGHJKMNPQRTWXZ"
PATTERN = re.compile(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}")


def new_reference() -> str:
    """Return a reference that cannot be guessed from others."""
    letters = [secrets.choice(ALPHABET) for _ in range(6)]
    return "".join(letters[:3]) + "-" + "".join(letters[3:])
