"""The rest of a thread that is partly out: in just as many posts as those that are out say there are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from composer.model import Post, Span, Thread
from composer.thread import dress, flow, stream
from composer.thread.cues import shipped_cues
from composer.thread.dress import Position
from composer.thread.piece import pieces, placed
from composer.thread.programme import NEVER
from composer.thread.splitter import MEDIA_PER_POST, Mode, ThreadError, programme_for, read, resolve, style_of
from composer.thread.tailor import Tailor
from composer.thread.unity import Terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from composer.model import Draft, Profile, Style
    from composer.text import Limit
    from composer.thread.cues import CueSet
    from composer.thread.piece import Piece
    from composer.thread.programme import Programme
    from composer.thread.stream import Stream

Said = tuple[str, tuple[str, ...]]
"""A post that is out: its text, and the alt text of each of its pictures."""
Edge = tuple[int, int]
"""A post by the places where it begins and ends."""


class CountError(ThreadError):
    """A draft cannot be cut into the number of posts that is asked for; `fewest` and `most` are those it can."""

    def __init__(self, message: str, fewest: int, most: int) -> None:
        super().__init__(message)
        self.fewest = fewest
        self.most = most


class BeginningError(ThreadError):
    """A draft no longer begins with the posts that are out."""


def continued(
    draft: Draft | str,
    out: Sequence[Said],
    total: int,
    *,
    network: str | Limit = "x",
    style: Style | Profile | str | None = None,
    mode: Mode | str = Mode.DEFAULT,
    uncued: Collection[int] = (),
    cues: CueSet | None = None,
) -> Thread:
    """The best thread of `draft` that has `total` posts and begins with those in `out`, word for word.

    Raises BeginningError where the draft does not begin so, CountError where the rest cannot be cut into as many posts
    as are left.
    """
    source, limit = read(draft), resolve(network)
    tailor = Tailor.of(source, limit, style_of(source, style), cues or shipped_cues())
    trouble: CountError | None = None
    for dense in (False, True):
        sequel = _Sequel.of(source, tailor, Mode(mode), total, dense=dense)
        begun = sequel.begun(out) if sequel else None
        if sequel is None or begun is None:
            continue
        try:
            return sequel.thread(source, begun, uncued)
        except CountError as error:
            trouble = error
    raise trouble or BeginningError("The draft no longer begins with the posts that are out.")


@dataclass(frozen=True, slots=True)
class _Begun:
    """The posts that are out, and the places between them."""

    posts: tuple[Post, ...]
    cuts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Sequel:
    """Every place to cut a draft, for a thread of a certain number of posts."""

    tailor: Tailor
    stream: Stream
    programme: Programme
    total: int

    @classmethod
    def of(cls, draft: Draft, tailor: Tailor, mode: Mode, total: int, *, dense: bool) -> _Sequel | None:
        """None where there is nothing to post, no room for words, or one place has pictures for several posts."""
        limit, style = tailor.limit, tailor.style
        marks = dress.markers(style, tailor.cues)
        steps = stream.steps(
            draft,
            limit.name,
            lambda block: flow.passage(block, limit, markers=marks, language=draft.language, dense=dense),
        )
        capacity = tailor.capacity(len(str(total)))
        if not steps or min(capacity) <= 0:
            return None
        laid = stream.build(steps, Terms(limit, style.profile, capacity, mode is Mode.STRICT, tailor.cues))
        if any(after - before > MEDIA_PER_POST for before, after in pairwise(laid.ground.media)):
            return None
        return cls(tailor, laid, programme_for(mode, tailor, capacity), total)

    def begun(self, out: Sequence[Said]) -> _Begun | None:
        """Where the posts that are out leave off; None where the draft begins otherwise."""
        posts: list[Post] = []
        cuts = [0]
        for number, said in enumerate(out, 1):
            found = self._saying(said, cuts[-1], number, posts[-1].cue if posts else None)
            if found is None:
                return None
            posts.append(found[0])
            cuts.append(found[1])
        return _Begun(tuple(posts), tuple(cuts))

    def _saying(self, said: Said, origin: int, number: int, before: str | None) -> tuple[Post, int] | None:
        """The post from `origin` on that says this, and where it ends; it may have lost its cue to a finding."""
        for place in range(origin + 1, len(self.stream.ground)):
            words = self._piece(origin, place)
            if words.body not in said[0]:
                return None
            for uncued in ((), (number,)):
                post = self.tailor.post(words, number, self.total, before, uncued)
                if post and (post.text, tuple(media.alt for media in post.media)) == said:
                    return post, place
        return None

    def thread(self, draft: Draft, begun: _Begun, uncued: Collection[int]) -> Thread:
        """The posts that are out and the best rest; raises CountError where there is none."""
        forbidden: set[Edge] = set()
        while True:
            cuts = [*begun.cuts, *self._rest(begun.cuts[-1], len(begun.posts), forbidden)[1:]]
            over = {edge for number, edge in enumerate(pairwise(cuts), 1) if not self._fits(edge, number, begun)}
            if not over:
                break
            forbidden |= over
        said = [self._piece(*edge) for edge in pairwise(cuts)]
        posts = list(begun.posts)
        for number in range(len(posts) + 1, self.total + 1):
            before = posts[-1].cue if posts else None
            post = self.tailor.post(said[number - 1], number, self.total, before, uncued)
            if post is None:
                raise ThreadError(f"Post {number} does not fit. Shorten that part of the draft.")
            posts.append(post)
        limit, spans = self.tailor.limit, tuple(self._spans(cuts, said))
        return Thread(tuple(posts), spans, limit.name, limit.budgets[0], self.tailor.style, draft)

    def _fits(self, edge: Edge, number: int, begun: _Begun) -> bool:
        if number <= len(begun.posts):
            return True
        position = Position.LAST if number == self.total else Position.MIDDLE if number > 1 else Position.FIRST
        return self.tailor.fits(self._piece(*edge), position, len(str(self.total)))

    def _piece(self, origin: int, place: int) -> Piece:
        return next(pieces(self.stream, (origin, place), MEDIA_PER_POST))

    def _spans(self, cuts: Sequence[int], said: Sequence[Piece]) -> Iterator[Span]:
        for place, words in zip(cuts, said, strict=False):
            yield placed(words, self.stream.steps[self.stream.start(place)[0]].origin)

    def _rest(self, begin: int, sent: int, forbidden: Collection[Edge]) -> list[int]:
        """The cheapest cuts from `begin` to the end that make exactly the posts that are left."""
        left, end = self.total - sent, len(self.stream.ground) - 1
        edges = [
            (origin, place, cost)
            for origin, place, cost in self.programme.edges(self.stream.ground, begin)
            if (origin, place) not in forbidden
        ]
        fewest, most = _reach(edges, end)
        if begin not in fewest or not fewest[begin] <= left <= most[begin]:
            raise self._unreachable(sent, fewest.get(begin, 0), most.get(begin, 0))
        cheapest, ways = {begin: 0}, list[dict[int, int]]()
        for after in range(left - 1, -1, -1):
            costs, way = dict[int, int](), dict[int, int]()
            for origin, place, cost in edges:
                if origin in cheapest and place in fewest and fewest[place] <= after <= most[place]:
                    total = cheapest[origin] + cost
                    if total < costs.get(place, NEVER):
                        costs[place], way[place] = total, origin
            cheapest = costs
            ways.append(way)
        if end not in cheapest:
            raise self._unreachable(sent, fewest[begin], most[begin])
        cuts = [end]
        for way in reversed(ways):
            cuts.append(way[cuts[-1]])
        return cuts[::-1]

    def _unreachable(self, sent: int, fewest: int, most: int) -> CountError:
        reach = f"{sent + fewest} at least" if self.total < sent + fewest else f"{sent + most} at most"
        mend = "Shorten" if self.total < sent + fewest else "Add to"
        return CountError(
            f"The draft cannot be cut into {self.total} posts, {sent} of which are out: it makes {reach}. "
            f"{mend} what comes after those.",
            sent + fewest,
            sent + most,
        )


def _reach(edges: Sequence[tuple[int, int, int]], end: int) -> tuple[dict[int, int], dict[int, int]]:
    """For each place from which the end can be reached, the fewest and the most posts it takes."""
    fewest, most = {end: 0}, {end: 0}
    for origin, place, _ in reversed(edges):
        if place in fewest:
            fewest[origin] = min(fewest.get(origin, NEVER), fewest[place] + 1)
            most[origin] = max(most.get(origin, 0), most[place] + 1)
    return fewest, most
