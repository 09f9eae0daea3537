"""A draft in, a thread out: builds the stream, solves it, dresses the posts and verifies each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.model import BlockKind, ComposerError, Draft, Link, Numbering, Post, Profile, Run, Span, Style, Thread
from composer.thread import cues, dress, flow, stream
from composer.thread.dress import Position
from composer.thread.programme import Costs, Programme, Room

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from composer.model import Block, Media
    from composer.text import Limit
    from composer.thread.flow import Passage
    from composer.thread.stream import Stream

MEDIA_PER_POST = 4
"""Pictures that X, Bluesky and Mastodon alike accept in one post."""
_MOST_DIGITS = 6


class ThreadError(ComposerError):
    """A draft cannot become a thread as asked."""


class Mode(StrEnum):
    """What the splitter minds most."""

    DEFAULT = "default"
    STRICT = "strict"
    """A sentence that fits a post is never cut."""
    COMPACT = "compact"
    """As few posts as can be without tearing phrases apart."""


_COSTS = {Mode.DEFAULT: Costs(), Mode.STRICT: Costs(), Mode.COMPACT: Costs(post=3.0)}


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words of one post: what the cuts leave, before any dress."""

    body: str
    runs: tuple[Run, ...]
    links: tuple[Link, ...]
    code: tuple[tuple[int, int], ...]
    quotes: tuple[tuple[int, int], ...]
    media: tuple[Media, ...]
    span: Span
    cue: str | None
    """As the writer chose it; `none` for none."""
    warning: str
    heading: bool
    """Whether a heading starts it."""
    ends_in_code: bool


def style_of(draft: Draft, style: Style | Profile | str | None) -> Style:
    """The style asked for; what is not asked for is the draft's own, else lively with `1/9` at the end."""
    if isinstance(style, Style):
        return style
    try:
        profile = Profile(style) if style else draft.profile or Profile.LIVELY
    except ValueError:
        raise ThreadError(f"There is no style '{style}'. Choose lively (emoji) or plain (words).") from None
    return Style(profile, draft.numbering or Numbering.SLASH)


class Splitter:
    """Splits the successive states of one draft for one network."""

    def __init__(
        self,
        network: str | Limit = "x",
        style: Style | Profile | str | None = None,
        mode: Mode | str = Mode.DEFAULT,
    ) -> None:
        self._limit = resolve(network)
        self._asked = style
        try:
            self._mode = Mode(mode)
        except ValueError:
            raise ThreadError(f"There is no mode '{mode}'. Choose default, strict or compact.") from None

    def split(self, draft: Draft | str, previous: Thread | None = None, uncued: Collection[int] = ()) -> Thread:
        """The thread of `draft`; posts that equal those of `previous` are the same objects.

        `uncued` are the numbers of posts that shall get no suggested cue, such as those with an open
        privacy finding.
        """
        source = read(draft)
        style = style_of(source, self._asked)
        for dense in (False, True):
            run = _Run(source, self._limit, style, self._mode, frozenset(uncued), dense=dense)
            posts = run.posts()
            if posts is not None:
                return _thread(posts, previous, source, self._limit, style)
        raise ThreadError(
            f"This draft cannot be cut into posts of {self._limit.budgets[0]} characters with the numbering, tag and"
            " cues it asks for. Shorten the event tag, or choose numbering: none."
        )

    def undivided(self, draft: Draft | str) -> Thread:
        """One undecorated post for each stretch between forced breaks, however long."""
        source = read(draft)
        style = style_of(source, self._asked)
        posts = _Run(source, self._limit, style, self._mode, frozenset(), dense=False).sections()
        return _thread(posts, None, source, self._limit, style)


def resolve(network: str | Limit) -> Limit:
    """The limit record of a network given by name or by itself."""
    if isinstance(network, str):
        from composer.text import limit

        return limit(network)
    return network


def read(draft: Draft | str) -> Draft:
    """`draft`, parsed if it is still text."""
    if isinstance(draft, Draft):
        return draft
    from composer.draft import parse

    return parse(draft)


def _thread(
    posts: Sequence[tuple[Post, Span]], previous: Thread | None, draft: Draft, limit: Limit, style: Style
) -> Thread:
    old = previous.posts if previous else ()
    kept = tuple(
        old[index] if index < len(old) and old[index] == post else post for index, (post, _) in enumerate(posts)
    )
    return Thread(kept, tuple(span for _, span in posts), limit.name, limit.budgets[0], style, draft)


class _Run:
    """One full split."""

    def __init__(
        self, draft: Draft, limit: Limit, style: Style, mode: Mode, uncued: frozenset[int], *, dense: bool
    ) -> None:
        self._draft, self._limit, self._style, self._mode, self._uncued = draft, limit, style, mode, uncued
        bullet = dress.sign("list_item", style.profile)

        def make(block: Block) -> Passage:
            return flow.passage(block, limit, bullet=bullet, language=draft.language, dense=dense)

        self._steps = stream.steps(draft, limit.name, make)

    def posts(self) -> list[tuple[Post, Span]] | None:
        """Posts with their spans, or None where no split exists."""
        if not self._steps:
            return []
        only = self._only()
        if only:
            return [only]
        for digits in range(1, _MOST_DIGITS):
            found = self._with_digits(digits)
            if found is None or len(found) < 10**digits:
                return found
        return None

    def sections(self) -> list[tuple[Post, Span]]:
        """One post without any dress for each stretch between forced breaks."""
        fences = [0, *(number for number, step in enumerate(self._steps) if number and step.fenced), len(self._steps)]
        stretches = [(first, after - 1) for first, after in pairwise(fences) if first < after]
        posts = []
        for number, (first, last) in enumerate(stretches, 1):
            media = [
                (picture.media, picture.origin) for step in self._steps[first : last + 1] for picture in step.pictures
            ]
            piece = self._piece((first, 0), (last, len(self._steps[last].passage.prose.text)), media)
            length = self._limit.exact(piece.body)[0]
            posts.append((self._post(piece, number, len(stretches), piece.body, length, 0, None), piece.span))
        return posts

    def _only(self) -> tuple[Post, Span] | None:
        """The whole draft as one undivided post, if it fits."""
        if any(step.fenced for step in self._steps) or sum(len(step.pictures) for step in self._steps) > MEDIA_PER_POST:
            return None
        last = len(self._steps) - 1
        if sum(step.passage.weight[0] for step in self._steps) > self._limit.budgets[0]:
            return None
        piece = self._piece((0, 0), (last, len(self._steps[last].passage.prose.text)), self._all_media())
        return self._dressed(piece, 1, 1, None)

    def _all_media(self) -> tuple[tuple[Media, int], ...]:
        return tuple((picture.media, picture.origin) for step in self._steps for picture in step.pictures)

    def _with_digits(self, digits: int) -> list[tuple[Post, Span]] | None:
        """The best split with room for numbers of so many digits."""
        reserve = self._reserve(digits)
        capacity = tuple(budget - most for budget, most in zip(self._limit.budgets, reserve, strict=True))
        if min(capacity) <= 0:
            return None
        laid = stream.build(self._steps, self._limit, self._style.profile, capacity, strict=self._mode is Mode.STRICT)
        programme = Programme(
            _COSTS[self._mode],
            Room(capacity),
            self._rooms(Position.FIRST, capacity),
            self._rooms(Position.LAST, capacity),
            MEDIA_PER_POST,
        )
        forbidden: frozenset[tuple[int, int]] = frozenset()
        while True:
            solution = programme.solve(laid.ground, forbidden)
            if solution is None:
                return None
            pieces = self._pieces(laid, solution.cuts)
            posts = self._dress_all(pieces)
            over = [edge for edge, post in zip(pairwise(solution.cuts), posts, strict=False) if post is None]
            if not over:
                return [post for post in posts if post is not None]
            forbidden = forbidden.union(over)

    def _reserve(self, digits: int) -> tuple[int, ...]:
        numbers = dress.widest_numbers(self._style.numbering, digits)
        widths = [self._added(f" {number}" if number else "") for number in numbers]
        return tuple(max(measure) for measure in zip(*widths, strict=True))

    def _added(self, text: str) -> tuple[int, ...]:
        """What `text` adds to the length of a post in each measure."""
        alone, longer = self._limit.exact("x"), self._limit.exact(f"x{text}")
        return tuple(after - before for before, after in zip(alone, longer, strict=True))

    def _rooms(self, position: Position, capacity: Sequence[int]) -> tuple[Room, ...]:
        rooms = []
        for trim in dress.trims(position, self._style.profile, self._draft.event):
            frame = dress.frame(self._style, trim, "", cue=None, heading=False, body="", ends_in_code=False)
            dressed = self._added(frame.front + frame.back)
            rooms.append(Room(tuple(most - more for most, more in zip(capacity, dressed, strict=True)), trim.regret))
        return tuple(rooms)

    def _pieces(self, laid: Stream, places: Sequence[int]) -> list[_Piece]:
        """The words and pictures between the cuts; pictures that are too many move to the next post."""
        pieces: list[_Piece] = []
        waiting: tuple[tuple[Media, int], ...] = ()
        for begin, end in pairwise(places):
            start, stop = laid.starts[begin], laid.ends[end]
            media = waiting + tuple(_pictures(laid, start, stop, final=end == places[-1]))
            waiting = media[MEDIA_PER_POST:]
            pieces.append(self._piece(start, stop, media[:MEDIA_PER_POST]))
        while waiting:
            pieces.append(self._piece((0, 0), (0, 0), waiting[:MEDIA_PER_POST]))
            waiting = waiting[MEDIA_PER_POST:]
        return pieces

    def _piece(self, start: tuple[int, int], stop: tuple[int, int], media: Sequence[tuple[Media, int]]) -> _Piece:
        text = ""
        runs: list[Run] = []
        links: list[Link] = []
        code: list[tuple[int, int]] = []
        quotes: list[tuple[int, int]] = []
        spans = [Span(origin + item.span.start, origin + item.span.end) for item, origin in media]
        for number in range(start[0], stop[0] + 1):
            step = self._steps[number]
            prose = step.passage.prose
            low = start[1] if number == start[0] else 0
            high = stop[1] if number == stop[0] else len(prose.text)
            if high <= low:
                continue
            text += stream.BLOCK_GAP if text else ""
            shift = len(text) - low
            text += prose.text[low:high]
            for run in prose.runs:
                first, last = max(low, run.at), min(high, run.at + run.length)
                if first < last:
                    runs.append(Run(first + shift, step.origin + run.source + first - run.at, last - first))
            links += [
                Link(max(low, link.start) + shift, min(high, link.end) + shift, link.target)
                for link in prose.links
                if link.start < high and link.end > low
            ]
            code += _clipped(prose.code, low, high, shift)
            if step.passage.block.kind is BlockKind.QUOTE:
                quotes.append((low + shift, high + shift))
        spans += [Span(run.source, run.source + run.length) for run in runs]
        span = (
            Span(min(s.start for s in spans), max(s.end for s in spans))
            if spans
            else Span(self._steps[start[0]].origin, self._steps[start[0]].origin)
        )
        head = self._steps[start[0]].passage.block
        tail = self._steps[stop[0]].passage.block
        return _Piece(
            text,
            tuple(Run(run.at, run.source - span.start, run.length) for run in runs),
            tuple(links),
            tuple(code),
            tuple(quotes),
            tuple(item for item, _ in media),
            span,
            self._writers_cue(start, stop),
            head.content_warning or self._draft.content_warning,
            head.kind is BlockKind.HEADING and start[1] == 0,
            tail.kind is BlockKind.CODE,
        )

    def _writers_cue(self, start: tuple[int, int], stop: tuple[int, int]) -> str | None:
        first = start[0] if start[1] == 0 else start[0] + 1
        chosen = [step.passage.block.cue for step in self._steps[first : stop[0] + 1] if step.passage.block.cue]
        known = [cue for cue in chosen if cue in cues.all_cues()]
        return known[0] if known else cues.NONE if cues.NONE in chosen else None

    def _dress_all(self, pieces: Sequence[_Piece]) -> list[tuple[Post, Span] | None]:
        posts: list[tuple[Post, Span] | None] = []
        before: str | None = None
        for number, piece in enumerate(pieces, 1):
            dressed = self._dressed(piece, number, len(pieces), before)
            before = dressed[0].cue if dressed else None
            posts.append(dressed)
        return posts

    def _dressed(self, piece: _Piece, number: int, total: int, before: str | None) -> tuple[Post, Span] | None:
        """The post in the fullest dress that fits, or None if its words do not fit in any."""
        position = _position(number, total)
        shown = "" if total == 1 else dress.numbered(self._style.numbering, number, total)
        chosen = cues.all_cues().get(piece.cue) if piece.cue and piece.cue != cues.NONE else None
        for trim in dress.trims(position, self._style.profile, self._draft.event):
            for cue in (chosen,) if chosen else self._suggested(piece, number, total, before):
                frame = dress.frame(
                    self._style,
                    trim,
                    shown,
                    cue=cue,
                    heading=piece.heading and total > 1,
                    body=piece.body,
                    ends_in_code=piece.ends_in_code,
                )
                text = frame.front + piece.body + frame.back
                exact = self._limit.exact(text)
                if all(size <= most for size, most in zip(exact, self._limit.budgets, strict=True)):
                    return self._post(
                        piece, number, total, text, exact[0], len(frame.front), cue.id if cue else None
                    ), piece.span
        return None

    def _suggested(self, piece: _Piece, number: int, total: int, before: str | None) -> tuple[cues.Cue | None, ...]:
        """The cue that the engine would add, if any, then none at all."""
        middle = 1 < number < total
        if not (middle and self._style.cues and piece.cue is None and not piece.heading and number not in self._uncued):
            return (None,)
        if self._draft.language and not self._draft.language.lower().startswith("en"):
            return (None,)
        found = cues.suggest(piece.body)
        return (cues.all_cues()[found], None) if found and found != before else (None,)

    def _post(
        self, piece: _Piece, number: int, total: int, text: str, length: int, shift: int, cue: str | None
    ) -> Post:
        return Post(
            number,
            total,
            text.strip(),
            length,
            piece.body,
            tuple(Run(run.at + shift, run.source, run.length) for run in piece.runs),
            tuple(Link(link.start + shift, link.end + shift, link.target) for link in piece.links),
            tuple((start + shift, end + shift) for start, end in piece.code),
            tuple((start + shift, end + shift) for start, end in piece.quotes),
            piece.media,
            cue,
            piece.warning,
            self._draft.language,
        )


def _position(number: int, total: int) -> Position:
    if total == 1:
        return Position.ONLY
    return Position.FIRST if number == 1 else Position.LAST if number == total else Position.MIDDLE


def _clipped(ranges: Iterable[tuple[int, int]], low: int, high: int, shift: int) -> list[tuple[int, int]]:
    return [(max(low, start) + shift, min(high, end) + shift) for start, end in ranges if start < high and end > low]


def _pictures(
    laid: Stream, start: tuple[int, int], stop: tuple[int, int], *, final: bool
) -> Iterable[tuple[Media, int]]:
    """Pictures of the words between two cuts; one at the very end of a post belongs to it."""
    for number in range(start[0], stop[0] + 1):
        for picture in laid.steps[number].pictures:
            after = number > start[0] or start[1] == 0 or picture.at > start[1]
            before = number < stop[0] or picture.at <= stop[1] or final
            if after and before:
                yield picture.media, picture.origin
