"""Words as a reader sees them: written piece by piece with the way back, joined, and shown as a network can."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.model import Link, Prose, Run
from composer.text.limits import limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from composer.model import Block
    from composer.text import Limit


class Writer:
    """Collects words and where each came from, and gives them as Prose."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._links: list[Link] = []
        self._code: list[tuple[int, int]] = []
        self._gap = False
        self.at = 0
        """How many characters there are so far."""

    def words(self, text: str, source: int | None = None) -> None:
        """Add text; `source` is where the same characters stand in the source, None if nowhere."""
        if self._gap and (not self._parts or self._parts[-1][-1].isspace()):
            kept = text.lstrip(" ")
            source = None if source is None else source + len(text) - len(kept)
            text = kept
        if not text:
            return
        self._gap = False
        if source is not None:
            self._run(source, len(text))
        self._parts.append(text)
        self.at += len(text)

    def _run(self, source: int, length: int) -> None:
        if self._runs:
            last = self._runs[-1]
            if last.at + last.length == self.at and last.source + last.length == source:
                self._runs[-1] = Run(last.at, last.source, last.length + length)
                return
        self._runs.append(Run(self.at, source, length))

    def gap(self) -> None:
        """Something that is not shown stood here: the spaces on its two sides become one."""
        self._gap = True

    def link(self, start: int, target: str) -> None:
        """What was written since `start` leads to `target`."""
        self._links.append(Link(start, self.at, target))

    def code(self, start: int) -> None:
        """What was written since `start` is code."""
        if start < self.at:
            self._code.append((start, self.at))

    def prose(self, *, verbatim: bool = False) -> Prose:
        """All of it, without white space at its ends unless it is `verbatim`."""
        text = "".join(self._parts)
        whole = Prose(text, tuple(self._runs), tuple(self._links), tuple(self._code))
        if verbatim:
            return whole
        start = len(text) - len(text.lstrip())
        return cut(whole, start, max(start, len(text.rstrip())))


def cut(prose: Prose, start: int, end: int) -> Prose:
    """The characters `[start, end)` with what belongs to them; the same object if that is all."""
    if (start, end) == (0, len(prose.text)):
        return prose
    runs = []
    for run in prose.runs:
        low, high = max(run.at, start), min(run.at + run.length, end)
        if low < high:
            runs.append(Run(low - start, run.source + low - run.at, high - low))
    links = [
        Link(max(link.start, start) - start, min(link.end, end) - start, link.target)
        for link in prose.links
        if max(link.start, start) < min(link.end, end)
    ]
    code = [
        (max(low, start) - start, min(high, end) - start)
        for low, high in prose.code
        if max(low, start) < min(high, end)
    ]
    return Prose(prose.text[start:end], tuple(runs), tuple(links), tuple(code))


def joined(parts: Iterable[Prose], separator: str = "\n") -> Prose:
    """Several texts as one, `separator` between them."""
    texts: list[str] = []
    runs: list[Run] = []
    links: list[Link] = []
    code: list[tuple[int, int]] = []
    at = 0
    for part in parts:
        if texts:
            at += len(separator)
        texts.append(part.text)
        runs += [Run(run.at + at, run.source, run.length) for run in part.runs]
        links += [Link(link.start + at, link.end + at, link.target) for link in part.links]
        code += [(start + at, end + at) for start, end in part.code]
        at += len(part.text)
    return Prose(separator.join(texts), tuple(runs), tuple(links), tuple(code))


def render(block: Block, network: str | Limit) -> Prose:
    """The block as readers of the network see it, items on lines of their own, without list markers.

    Where a label can lead somewhere, bare addresses are shown short; where it cannot, its address follows it in
    parentheses. Runs count from the block's first character, an address's own included if it stands right behind its
    label.
    """
    record = limit(network) if isinstance(network, str) else network
    return joined(shown(item.prose, record, block.source) for item in block.items)


def shown(prose: Prose, network: Limit, source: str) -> Prose:
    """One item's prose as readers of the network see it; `source` is the source of its block."""
    if network.labelled:
        from composer.draft.brief import shortened

        return shortened(prose)
    if not prose.links:
        return prose
    pieces: list[Prose] = []
    at = 0
    for link in prose.links:
        pieces.append(cut(prose, at, link.end))
        if prose.text[link.start : link.end] != link.target:
            pieces.append(_address(prose, link, source))
        at = link.end
    pieces.append(cut(prose, at, len(prose.text)))
    return replace(joined(pieces, ""), links=())


def _address(prose: Prose, link: Link, source: str) -> Prose:
    """` (https://...)`, with a run for the address where it stands right behind its label."""
    text = f" ({link.target})"
    behind = max(
        (run.source + min(run.length, link.end - run.at) for run in prose.runs if run.at < link.end), default=0
    )
    found = source.find("](", behind)
    begins = found + 2 + (source[found + 2 : found + 3] == "<")
    if found < 0 or source[behind:found].strip("*_~`") or not source.startswith(link.target, begins):
        return Prose(text)
    return Prose(text, (Run(2, begins, len(link.target)),))
