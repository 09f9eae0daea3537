"""A draft as one stream of words for one network: what is posted, in which order, and where it may be cut."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.model import BlockKind, Link, Prose, Run
from composer.thread import cuts
from composer.thread.cuts import Grade
from composer.thread.words import quotation_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from composer.model import Block, Item, Media
    from composer.text import Limit
    from composer.thread.dress import Markers

_LINK_AT_END = re.compile(r"https?://\S+\W*$")
_QUOTED_SPEECH = re.compile(r"[:,]\s[\"“«„「][^\n]{20,}[\"”»“」]\W*$")
_AUTHOR_LINE = re.compile(
    r"\s*\n[ \t]*(?:—|–|―|--)\s?\S[^\n]*$"
    r"|(?<=[.!?…\"”’»]) (?:—|–|―|--)\s?[^\W\d_a-z](?:[^\n.!?]|\.(?=\s[^\W\d_a-z]|,)){0,80}$"
)
"""On a line of its own, or behind the end of a sentence, where nothing but a name follows."""
_QUOTED_ALREADY = "\"“„«「『‘'"


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as it stands in the posts of one network, with the places where it may be cut."""

    block: Block
    prose: Prose
    """NFC, with bullets and quotation marks; runs count from the block's first character."""
    ends: tuple[int, ...]
    """Where a post may end within the block; its own end is not among them."""
    starts: tuple[int, ...]
    """Where the next post begins then: what lies between is white space."""
    grades: tuple[Grade, ...]
    at_ends: tuple[tuple[int, ...], ...]
    """For each measure of the network, the weight of the block up to the end of each cut."""
    at_starts: tuple[tuple[int, ...], ...]
    weight: tuple[int, ...]
    pictures: tuple[tuple[int, Media], ...]
    """Media with the offset in the text that they stand at."""

    @property
    def stands_alone(self) -> bool:
        """Whether it is a quotation or leads to a page, and so deserves a post of its own."""
        text = self.prose.text
        return bool(
            self.block.kind is BlockKind.QUOTE
            or _LINK_AT_END.search(text, max(0, len(text) - 200))
            or _QUOTED_SPEECH.search(text)
        )

    @property
    def announces(self) -> bool:
        """Whether it ends in a colon and so belongs with what follows."""
        return self.prose.text.endswith((":", "："))


def passage(
    block: Block, limit: Limit, *, markers: Markers, language: str = "", dense: bool = False, prose: Prose | None = None
) -> Passage:
    """`block` made ready for the posts of `limit`'s network."""
    if prose is None:
        prose = words(block, limit, markers, language)
    found, weights = _seams(block, prose, limit, language, dense)
    return Passage(
        block,
        prose,
        tuple(cut.end for cut in found),
        tuple(cut.start for cut in found),
        tuple(cut.grade for cut in found),
        tuple(tuple(sums[cut.end] for cut in found) for sums in weights),
        tuple(tuple(sums[cut.start] for cut in found) for sums in weights),
        tuple(sums[-1] for sums in weights),
        tuple((_anchor(prose.runs, media.span.start), media) for media in block.media),
    )


def words(block: Block, network: Limit, markers: Markers, language: str = "") -> Prose:
    """What a reader on `network` sees of `block`, list markers and quotation marks included."""
    from composer.draft.prose import render, shown

    if block.kind is BlockKind.LIST:
        joined = _joined([(_marker(item, markers), shown(item.prose, network, block.source)) for item in block.items])
    elif block.kind is BlockKind.QUOTE:
        joined = _quotation(render(block, network), language)
    else:
        joined = render(block, network)
    return composed(joined)


def _marker(item: Item, markers: Markers) -> str:
    return f"{'  ' * item.depth}{markers.of(item.ordinal)} "


def _joined(parts: Sequence[tuple[str, Prose]]) -> Prose:
    """Lines of prose, each after its marker."""
    text = ""
    runs: list[Run] = []
    links: list[Link] = []
    code: list[tuple[int, int]] = []
    for marker, prose in parts:
        text += ("\n" if text else "") + marker
        at = len(text)
        text += prose.text
        runs += [Run(run.at + at, run.source, run.length) for run in prose.runs]
        links += [Link(link.start + at, link.end + at, link.target) for link in prose.links]
        code += [(start + at, end + at) for start, end in prose.code]
    return Prose(text, tuple(runs), tuple(links), tuple(code))


def _quotation(prose: Prose, language: str) -> Prose:
    """`prose` between quotation marks, unless the writer set some; the author's line stays outside."""
    text = prose.text
    if not text or text[0] in _QUOTED_ALREADY:
        return prose
    author = _AUTHOR_LINE.search(text)
    end = author.start() if author else len(text)
    opening, closing = quotation_marks(language)
    if not end:
        return prose
    marked = opening + text[:end] + closing + text[end:]
    runs: list[Run] = []
    for run in prose.runs:
        inside = max(0, min(run.length, end - run.at))
        if inside:
            runs.append(Run(run.at + 1, run.source, inside))
        if inside < run.length:
            runs.append(Run(run.at + inside + 2, run.source + inside, run.length - inside))
    links = tuple(Link(_shifted(link.start, end), _shifted(link.end, end + 1), link.target) for link in prose.links)
    code = tuple((_shifted(start, end), _shifted(stop, end + 1)) for start, stop in prose.code)
    return Prose(marked, tuple(runs), links, code)


def _shifted(offset: int, end: int) -> int:
    return offset + (1 if offset < end else 2)


def composed(prose: Prose) -> Prose:
    """`prose` in NFC, which is what networks count and store."""
    if unicodedata.is_normalized("NFC", prose.text):
        return prose
    from composer.text.grapheme import graphemes

    moved = [0] * (len(prose.text) + 1)
    same: list[tuple[int, int]] = []
    altered: set[int] = set()
    text = ""
    place = 0
    for grapheme in graphemes(prose.text):
        piece = unicodedata.normalize("NFC", grapheme)
        for offset in range(len(grapheme)):
            moved[place + offset] = len(text) + min(offset, len(piece))
        same.append((place, len(grapheme) if piece == grapheme else 1))
        if piece != grapheme:
            altered.add(place)
        place += len(grapheme)
        text += piece
    moved[place] = len(text)
    return Prose(
        text,
        tuple(_moved_runs(prose.runs, same, altered, moved)),
        tuple(Link(moved[link.start], moved[link.end], link.target) for link in prose.links),
        tuple((moved[start], moved[end]) for start, end in prose.code),
    )


def _moved_runs(
    runs: Sequence[Run], same: Sequence[tuple[int, int]], altered: Collection[int], moved: Sequence[int]
) -> Iterator[Run]:
    """Runs over the stretches that composition left alone, and over the first letter of those that it did not."""
    for run in runs:
        last = Run(0, 0, 0)
        for start, length in same[bisect_left(same, (run.at, 0)) :]:
            if start >= run.at + run.length:
                break
            at, source = moved[start], run.source + start - run.at
            follows = (last.at + last.length, last.source + last.length) == (at, source)
            if follows and start not in altered:
                last = Run(last.at, last.source, last.length + length)
                continue
            if last.length:
                yield last
            last = Run(at, source, length)
        if last.length:
            yield last


def _seams(
    block: Block, prose: Prose, limit: Limit, language: str, dense: bool
) -> tuple[list[cuts.Cut], Sequence[Sequence[int]]]:
    """Places to cut the block's prose, and the running weights of its text."""
    from composer.text.sentences import sentence_ends

    text = prose.text
    weights = limit.weights(text)
    if block.kind in (BlockKind.CODE, BlockKind.TABLE):
        return list(cuts.of_code(text, limit, weights)), weights
    ends = [] if block.kind is BlockKind.HEADING else _sentence_ends(text, language, sentence_ends)
    labels = [(link.start, link.end) for link in prose.links]
    markers = _markers(block, text)
    whole = [*limit.atoms(text), *prose.code, *labels, *markers]
    found = cuts.find(text, limit, weights, ends, whole, dense=dense)
    if markers:
        found = _between_items(found, {end - len(text[start:end].lstrip()) for start, end in markers})
    return found, weights


def _sentence_ends(text: str, language: str, sentence_ends: object) -> list[int]:
    assert callable(sentence_ends)
    if "\n" not in text:
        return list(sentence_ends(text, language))
    ends: list[int] = []
    offset = 0
    for line in text.split("\n"):
        ends += [offset + end for end in sentence_ends(line, language)]
        offset += len(line) + 1
    return ends


_MARKER = re.compile(r"^[ ]*\S+ \S", re.MULTILINE)


def _markers(block: Block, text: str) -> list[tuple[int, int]]:
    """The list markers of `text` with the first character after them."""
    return [match.span() for match in _MARKER.finditer(text)] if block.kind is BlockKind.LIST else []


def _between_items(found: Sequence[cuts.Cut], items: Collection[int]) -> list[cuts.Cut]:
    """Line breaks before an item graded as such, whatever the item before ends with; others as ends of sentences.

    `items` are the offsets of the items' markers.
    """
    breaks = (Grade.LINE, Grade.VERSE)
    return [
        replace(cut, grade=Grade.LINE if cut.start in items else Grade.SENTENCE) if cut.grade in breaks else cut
        for cut in found
    ]


def _anchor(runs: Sequence[Run], source: int) -> int:
    """Where in the text something stands that is at `source` in the block but not in the text."""
    place = bisect_right(runs, source, key=lambda run: run.source)
    if not place:
        return 0
    run = runs[place - 1]
    return run.at + min(run.length, source - run.source)


def is_posted(block: Block, network: str) -> bool:
    """Whether `block` is meant for `network`."""
    return block.only is None or network in block.only


def binds(before: Passage, after: Passage) -> Grade | None:
    """Why two neighbouring blocks belong together, if they do."""
    if before.block.kind is BlockKind.HEADING:
        return Grade.HEADING
    if after.block.kind is BlockKind.PARAGRAPH and cuts.names_author(after.prose.text):
        return Grade.AUTHOR
    return Grade.LEAD if before.announces else None
