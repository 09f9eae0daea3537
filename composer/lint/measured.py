"""What a rule has reached, as its page says it: a short table for each thing that was to be found."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from composer.lint.figures import Sample, recorded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.lint.figures import Ordinary

_UNMEASURED = "Unmeasured: there was nothing to measure it on, and its own examples prove little."


def measured(code: str) -> str:
    """The figures of a rule in Markdown, or that there are none."""
    figures = recorded().get(code)
    if figures is None:
        return _UNMEASURED
    parts = [part for of, samples in _by_kind(figures.samples) for part in _told(of, samples)]
    said = [_of_ordinary(figures.ordinary)] if figures.ordinary else []
    if not any(one.wanted for one in figures.samples):
        said.append("What it misses is unmeasured.")
    return "\n\n".join([*parts, " ".join(said)] if said else parts)


def _by_kind(samples: Sequence[Sample]) -> Iterator[tuple[str, list[Sample]]]:
    for of, some in groupby(sorted(samples, key=lambda one: one.of), lambda one: one.of):
        yield of, list(some)


def _told(of: str, samples: Sequence[Sample]) -> Iterator[str]:
    """What was to be found, then a row for each set of posts: the unread ones, newest first, and the others in one."""
    unread = [one for one in reversed(samples) if one.unseen]
    read = [one for one in samples if not one.unseen]
    rows = [*unread, _together(read)] if len(read) > 1 else [*unread, *read]
    if of:
        yield f"{of[0].upper()}{of[1:]}:"
    recall = any(one.wanted for one in rows)
    head = ("measured on", "precision", *(("recall",) if recall else ()))
    yield _table([head, *(_row(one, recall=recall) for one in rows)])


def _together(samples: Sequence[Sample]) -> Sample:
    return Sample(
        f"{len(samples)} sets, read and learnt from",
        samples[0].of,
        sum(one.right for one in samples),
        sum(one.reported for one in samples),
        sum(one.found for one in samples),
        sum(one.wanted for one in samples),
        unseen=False,
    )


def _row(sample: Sample, *, recall: bool) -> tuple[str, ...]:
    precision = _ratio(sample.right, sample.reported) if sample.reported else "nothing reported"
    found = (_ratio(sample.found, sample.wanted) if sample.wanted else "",) if recall else ()
    return (sample.on, precision, *found)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """A table whose columns stand in line where it is read as text, too."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |" for row in rows]
    return "\n".join([lines[0], f"|{'|'.join('-' * (width + 2) for width in widths)}|", *lines[1:]])


def _of_ordinary(ordinary: Ordinary) -> str:
    told = f" and told about {ordinary.told}" if ordinary.told else ""
    return f"Of {ordinary.posts:,} ordinary posts it warned about {ordinary.warned}{told}."


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part} of {whole})"
