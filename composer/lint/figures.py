"""What each rule has reached, as the bench last recorded it in `figures.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.lint.record import Bar

_FEW = 10
"""Cases below which a share says nothing, for or against a rule."""

FILE = Path(__file__).parent / "figures.json"


@dataclass(frozen=True, slots=True)
class Ordinary:
    """How often a rule spoke up in posts of ordinary people, rightly or not."""

    posts: int
    warned: int
    told: int
    """Findings that were no more than an info."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How a rule did where somebody had said before what should be found."""

    on: str
    """Which posts, and whether anybody had read them."""
    of: str
    """What was to be found in them and which rules' findings count; empty where `on` says it."""
    right: int
    reported: int
    found: int
    wanted: int
    """Zero where only what was reported could be judged."""
    unseen: bool
    """Whether nobody had read the misses and widened the rule since."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured of one rule."""

    ordinary: Ordinary | None
    samples: tuple[Sample, ...]

    def misses(self, bar: Bar) -> tuple[str, ...]:
        """Where the rule stays below its bar, in words; of its samples the unseen ones decide, if there are any."""
        return tuple(self._misses(bar))

    def _misses(self, bar: Bar) -> Iterator[str]:
        if self.ordinary and bar.warned is not None and self.ordinary.warned > bar.warned * self.ordinary.posts:
            yield f"{_share(self.ordinary.warned, self.ordinary.posts)} of ordinary posts"
        deciding = [s for s in self.samples if s.unseen] or list(self.samples)
        reported, right = sum(s.reported for s in deciding), sum(s.right for s in deciding)
        wanted, found = sum(s.wanted for s in deciding), sum(s.found for s in deciding)
        if bar.precision is not None and reported >= _FEW and right / reported < bar.precision:
            yield f"precision {right / reported:.2f}"
        if bar.recall is not None and wanted >= _FEW and found / wanted < bar.recall:
            yield f"recall {found / wanted:.2f}"


@cache
def recorded() -> dict[str, Figures]:
    """The figures of every rule that was measured, by code."""
    return {code: _read(row) for code, row in json.loads(FILE.read_text("utf-8")).items()}


def _read(row: dict[str, Any]) -> Figures:
    ordinary = row.get("ordinary")
    return Figures(Ordinary(**ordinary) if ordinary else None, tuple(Sample(**one) for one in row["samples"]))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}"
