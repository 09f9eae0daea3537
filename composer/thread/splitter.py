"""A draft in, a thread out, again and again while it is written: what an edit leaves untouched is not done twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.model import ComposerError, Draft, Numbering, Profile, Span, Style, Thread
from composer.thread import dress, flow, programme, stream
from composer.thread.cues import shipped_cues
from composer.thread.dress import Position
from composer.thread.piece import Piece, pieces, placed, whole
from composer.thread.programme import Costs, Edges, Edit, Programme, Room, Table
from composer.thread.tailor import Tailor
from composer.thread.unity import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from composer.model import Block, Post
    from composer.text import Limit
    from composer.thread.cues import CueSet
    from composer.thread.flow import Passage
    from composer.thread.stream import Step, Stream

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


_COSTS = {Mode.DEFAULT: Costs(), Mode.STRICT: Costs(scrap=3.0), Mode.COMPACT: Costs(post=programme.units(3))}


def style_of(draft: Draft, style: Style | Profile | str | None) -> Style:
    """The style asked for; what is not asked for is the draft's own, else lively with `1/9` at the end."""
    if isinstance(style, Style):
        return style
    try:
        profile = Profile(style) if style else draft.profile or Profile.LIVELY
    except ValueError:
        raise ThreadError(f"There is no style '{style}'. Choose lively (emoji) or plain (words).") from None
    return Style(profile, draft.numbering or Numbering.SLASH)


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


def programme_for(mode: Mode, tailor: Tailor, capacity: tuple[int, ...]) -> Programme:
    """What finds the best cuts where the words of a post may weigh `capacity`."""
    first, last = (tailor.rooms(position, capacity) for position in (Position.FIRST, Position.LAST))
    return Programme(_COSTS[mode], Room(capacity), first, last, MEDIA_PER_POST)


@dataclass(slots=True)
class _Plan:
    """A solved split for numbers of so many digits, kept for the next edit."""

    stream: Stream
    table: Table
    forbidden: Edges = frozenset()
    cuts: list[int] = field(default_factory=lambda: [0])
    pieces: list[Piece | None] = field(default_factory=list)
    """The words between the cuts, counted as they will be sent; None where they are too long."""


@dataclass(frozen=True, slots=True)
class _Made:
    """Posts, the places in the draft that they come from, and what they say; all parallel."""

    posts: tuple[Post, ...] = ()
    spans: tuple[Span, ...] = ()
    pieces: Sequence[Piece] = ()


@dataclass(slots=True)
class _Memory:
    """What a splitter remembers of the draft it saw last."""

    tailor: Tailor
    dense: bool
    passages: dict[int, tuple[Block, Passage]] = field(default_factory=dict)
    plans: dict[int, _Plan] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    pieces: Sequence[Piece] = ()
    """What the posts of `thread` say."""
    uncued: frozenset[int] = frozenset()
    thread: Thread | None = None


class Splitter:
    """Splits the successive states of one draft for one network."""

    def __init__(
        self,
        network: str | Limit = "x",
        style: Style | Profile | str | None = None,
        mode: Mode | str = Mode.DEFAULT,
        cues: CueSet | None = None,
    ) -> None:
        self._limit = resolve(network)
        self._asked = style
        self._cues = cues or shipped_cues()
        try:
            self._mode = Mode(mode)
        except ValueError:
            raise ThreadError(f"There is no mode '{mode}'. Choose default, strict or compact.") from None
        self._memory: _Memory | None = None

    def split(self, draft: Draft | str, previous: Thread | None = None, uncued: Collection[int] = ()) -> Thread:
        """The thread of `draft`; posts that equal those of `previous`, or of the last split, are the same objects.

        `uncued` are the numbers of posts that shall get no suggested cue, such as those with an open
        privacy finding.
        """
        source = read(draft)
        style = style_of(source, self._asked)
        tailor = Tailor.of(source, self._limit, style, self._cues)
        for dense in (False, True):
            memory = self._remembered(tailor, dense=dense)
            made = self._made(source, memory, frozenset(uncued))
            if made is None:
                continue
            former = previous or memory.thread
            posts = _kept(made.posts, former.posts if former else ())
            thread = Thread(posts, made.spans, self._limit.name, self._limit.budgets[0], style, source)
            memory.pieces, memory.uncued, memory.thread = made.pieces, frozenset(uncued), thread
            self._memory = memory
            return thread
        raise ThreadError(
            f"This draft cannot be cut into posts of {self._limit.budgets[0]} characters with the numbering, tag and"
            " cues it asks for. Shorten the event tag, or choose numbering: none."
        )

    def undivided(self, draft: Draft | str) -> Thread:
        """One undecorated post for each stretch between forced breaks, however long."""
        source = read(draft)
        style = style_of(source, self._asked)
        tailor = Tailor.of(source, self._limit, style, self._cues)
        steps = self._steps(source, _Memory(tailor, dense=False))
        fences = [0, *(number for number, step in enumerate(steps) if number and step.fenced), len(steps)]
        found = [whole(steps, first, after - 1) for first, after in pairwise(fences) if first < after]
        posts = tuple(tailor.bare(piece, number, len(found)) for number, piece in enumerate(found, 1))
        spans = tuple(placed(piece, steps[first].origin) for piece, first in zip(found, fences, strict=False))
        return Thread(posts, spans, self._limit.name, self._limit.budgets[0], style, source)

    def _remembered(self, tailor: Tailor, *, dense: bool) -> _Memory:
        if self._memory and (self._memory.tailor, self._memory.dense) == (tailor, dense):
            return self._memory
        return _Memory(tailor, dense)

    def _steps(self, draft: Draft, memory: _Memory) -> tuple[Step, ...]:
        """The steps of a draft; a block that was there before is not looked at again."""
        markers = dress.markers(memory.tailor.style, memory.tailor.cues)
        former, passages = memory.passages, {}

        def make(block: Block) -> Passage:
            known = former.get(id(block))
            if known is None:
                known = (
                    block,
                    flow.passage(block, self._limit, markers=markers, language=draft.language, dense=memory.dense),
                )
            passages[id(block)] = known
            return known[1]

        memory.steps = stream.steps(draft, self._limit.name, make, memory.steps)
        memory.passages = passages
        return memory.steps

    def _made(self, draft: Draft, memory: _Memory, uncued: frozenset[int]) -> _Made | None:
        """Posts with their spans, or None where no split exists."""
        steps = self._steps(draft, memory)
        if not steps:
            return _Made()
        only = self._only(steps, memory.tailor)
        if only:
            return only
        weight = sum(step.passage.weight[0] for step in steps)
        fewest = max(1, weight // self._limit.budgets[0])
        for digits in range(len(str(fewest)), _MOST_DIGITS):
            plan = self._plan(steps, memory, digits)
            memory.plans = {known: one for known, one in memory.plans.items() if abs(known - digits) < 2}
            if plan is None:
                return None
            found = _words(plan)
            if len(found) < 10**digits:
                return self._dressed(plan, found, memory, uncued)
        return None

    def _only(self, steps: Sequence[Step], tailor: Tailor) -> _Made | None:
        """The whole draft as one post, if it fits."""
        if any(step.fenced for step in steps) or sum(len(step.pictures) for step in steps) > MEDIA_PER_POST:
            return None
        if sum(step.passage.weight[0] for step in steps) > self._limit.budgets[0]:
            return None
        piece = whole(steps, 0, len(steps) - 1)
        post = tailor.post(piece, 1, 1, None, ())
        return _Made((post,), (placed(piece, steps[0].origin),), (piece,)) if post else None

    def _plan(self, steps: tuple[Step, ...], memory: _Memory, digits: int) -> _Plan | None:
        """The best split with room for numbers of so many digits."""
        tailor = memory.tailor
        capacity = tailor.capacity(digits)
        if min(capacity) <= 0:
            return None
        terms = Terms(self._limit, tailor.style.profile, capacity, self._mode is Mode.STRICT, tailor.cues)
        solver = programme_for(self._mode, tailor, capacity)
        old = memory.plans.get(digits)
        plan, edit = _begun(old, steps, terms)
        solver.fill(plan.stream.ground, plan.table, plan.forbidden, old.table if old else None, edit)
        while True:
            cuts = solver.cuts(plan.stream.ground, plan.table, plan.forbidden)
            if cuts is None:
                memory.plans.pop(digits, None)
                return None
            over = _recut(plan, cuts, edit, lambda piece, position: tailor.fits(piece, position, digits))
            if not over:
                memory.plans[digits] = plan
                return plan
            edit = Edit(len(plan.stream.ground), 0, 0)
            plan.forbidden |= over
            plan.table = _cut_back(plan.table, min(place for _, place in over))
            solver.fill(plan.stream.ground, plan.table, plan.forbidden)

    def _dressed(self, plan: _Plan, found: Sequence[Piece], memory: _Memory, uncued: frozenset[int]) -> _Made | None:
        """The posts in their dress; one that was there before with the same neighbours is the same object."""
        posts: list[Post] = []
        spans: list[Span] = []
        former = memory.thread if memory.thread and len(memory.thread.posts) == len(found) else None
        last = len(plan.stream.steps) - 1
        for index, piece in enumerate(found):
            number, before = index + 1, posts[-1].cue if posts else None
            step = plan.stream.start(plan.cuts[index])[0] if number < len(plan.cuts) else last
            span = placed(piece, plan.stream.steps[step].origin)
            post = former.posts[index] if former and memory.pieces[index] is piece else None
            beside = former.posts[index - 1].cue if former and index else None
            if post is None or beside != before or (number in uncued) != (number in memory.uncued):
                post = memory.tailor.post(piece, number, len(found), before, uncued)
            if post is None:
                return None
            posts.append(post)
            spans.append(former.spans[index] if former and former.spans[index] == span else span)
        return _Made(tuple(posts), tuple(spans), found)


def _begun(old: _Plan | None, steps: tuple[Step, ...], terms: Terms) -> tuple[_Plan, Edit | None]:
    """A plan laid out, with what an older one can lend it."""
    if old is None:
        return _Plan(stream.build(steps, terms), Table()), None
    laid, edit = stream.rebuild(old.stream, steps, terms)
    table = _cut_back(old.table, edit.kept)
    return _Plan(laid, table, edit.carried(old.forbidden), old.cuts, old.pieces), edit


def _recut(plan: _Plan, cuts: list[int], edit: Edit | None, fits: Callable[[Piece, Position], bool]) -> Edges:
    """Take over new cuts and the words between them; the answer is which posts are too long, counted as a whole.

    What was counted before the `edit` that made the cuts of the plan these is not counted again.
    """
    before, after = edit.shared(plan.cuts, cuts) if edit else (0, 0)
    known, posts = plan.pieces, len(cuts) - 1
    found: list[Piece | None] = known[:before]
    for index in range(before, posts - after):
        said = next(pieces(plan.stream, cuts[index : index + 2], MEDIA_PER_POST))
        last = index == posts - 1
        position = Position.LAST if last else Position.MIDDLE if index else Position.FIRST
        found.append(said if fits(said, position) else None)
    plan.cuts, plan.pieces = cuts, found + known[len(known) - after :]
    return frozenset(edge for edge, said in zip(pairwise(cuts), found, strict=False) if said is None)


def _words(plan: _Plan) -> Sequence[Piece]:
    """What each post says; where one place has more pictures than a post may have, they move on from post to post."""
    media = plan.stream.ground.media
    if media[-1] > MEDIA_PER_POST and any(
        media[end] - media[start] > MEDIA_PER_POST for start, end in pairwise(plan.cuts)
    ):
        return list(pieces(plan.stream, plan.cuts, MEDIA_PER_POST))
    return [said for said in plan.pieces if said]


def _cut_back(table: Table, places: int) -> Table:
    return Table(table.best[:places], table.over[:places], table.back[:places])


def _kept(new: tuple[Post, ...], old: tuple[Post, ...]) -> tuple[Post, ...]:
    """`new`, with the very objects of `old` wherever they are equal."""
    pairs = zip(new, old, strict=False)
    same = [post if former is post or former != post else former for post, former in pairs]
    return (*same, *new[len(same) :])
