"""Which posts of a thread are no longer what was queued or sent."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of posts that reads otherwise now; numbers count from 1, either side may be empty."""

    before: tuple[int, ...]
    after: tuple[int, ...]


def changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Where two threads differ; posts that read the same are passed over."""
    for kind, low, high, new_low, new_high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(tuple(range(low + 1, high + 1)), tuple(range(new_low + 1, new_high + 1)))
