"""How a message repeats what a network says: its words on one line, its times as people say them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

_QUOTED = 300
"""How many characters of a network's own words a message repeats."""


def quoted(words: object) -> str:
    """A network's own words on one line, ending in a stop; empty where it said nothing, or no words."""
    if not isinstance(words, str):
        return ""
    clean = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in words)).strip()[:_QUOTED]
    return clean if not clean or clean.endswith((".", "!", "?")) else f"{clean}."


def spoken(wait: timedelta) -> str:
    """How long to wait: in seconds below two minutes, else in whole minutes, rounded up."""
    seconds = round(wait.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} min"
