"""The preview: every post as its reader will see it, drawn row by row so that a key repaints what it changed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from composer.tui.signs import SIGNS
from composer.tui.steady import steady

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.style import Style
    from textual import events

    from composer.model import Media, Post, Severity

_KEPT_POSTS = 2_000
_WORD = re.compile(r" *[^ ]+| +")


@dataclass(frozen=True, slots=True)
class Line:
    """One row inside a post."""

    text: str
    quiet: bool = False
    """Whether it is about the post and not in it."""


class Preview(ScrollView, can_focus=False):
    """A thread, one post at the cursor."""

    DEFAULT_CSS = "Preview { scrollbar-gutter: stable; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"preview--frame", "preview--here", "preview--measure", "preview--over"}

    class Chosen(Message):
        """A post was clicked."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.framed = True
        """Whether posts stand in boxes; narrow windows have a bar at the left instead."""
        self.here = 0
        """Index of the post at the cursor."""
        self._posts: tuple[Post, ...] = ()
        self._shown: tuple[Post, ...] = ()
        self._maximum = 0
        self._weights: Mapping[int, Severity] = {}
        self._otherwise: frozenset[int] = frozenset()
        self._tops: list[int] = [0]
        self._width = 0
        self._wrapped: dict[int, tuple[Post, tuple[Line, ...]]] = {}
        self._drawn: dict[int, tuple[Post, bool, Severity | None, list[Strip]]] = {}

    # What is shown

    def show(self, posts: tuple[Post, ...], maximum: int) -> None:
        """Show a thread; posts that are the same objects as before are not drawn again."""
        if maximum != self._maximum:
            self._maximum = maximum
            self._forget()
            self._shown = ()
        self._posts = posts
        self.here = min(self.here, max(0, len(posts) - 1))
        self._lay_out()

    def mark(self, weights: Mapping[int, Severity]) -> None:
        """Mark the posts, by number, in which something was found, with the heaviest of it."""
        changed = [n for n in {*weights, *self._weights} if weights.get(n) != self._weights.get(n)]
        self._weights = dict(weights)
        for number in changed:
            self._repaint(number - 1, number - 1)

    def differ(self, numbers: frozenset[int]) -> None:
        """Mark the posts, by number, that read otherwise than elsewhere."""
        self._otherwise = numbers
        self._forget()
        self.refresh()

    def go_to(self, index: int) -> None:
        """Mark a post as the one at the cursor and bring it into view."""
        before, self.here = self.here, index
        if before != index:
            self._repaint(before, before)
            self._repaint(index, index)
        if 0 <= index < len(self._tops) - 1:
            top, bottom = self._tops[index : index + 2]
            if top < self.scroll_offset.y or bottom > self.scroll_offset.y + self.size.height:
                above = max(0, self.size.height - (bottom - top)) // 3
                self.scroll_to(y=top - above, animate=False, force=True)

    def dress(self, *, framed: bool) -> None:
        """Put posts in boxes, or give them a bar."""
        if framed != self.framed:
            self.framed = framed
            self._forget()
            self._shown = ()
            self._lay_out()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        y += self.scroll_offset.y
        if y >= self._tops[-1]:
            return Strip.blank(self.size.width, self.rich_style)
        index = bisect_right(self._tops, y) - 1
        rows = self._strips(index)
        at = y - self._tops[index]
        return rows[at] if at < len(rows) else Strip.blank(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        """Another theme: nothing that was drawn holds."""
        super().notify_style_update()
        self._forget()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """Go to the post that was clicked."""
        y = event.y + self.scroll_offset.y
        if y < self._tops[-1]:
            self.post_message(self.Chosen(bisect_right(self._tops, y) - 1))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        resized, self._width = width != self._width, width
        if resized:
            self._forget()
        old, shown = self._tops, self._shown
        self._tops = list(accumulate((self._height(index) for index in range(len(self._posts))), initial=0))
        self._shown = self._posts
        if self._tops[-1] != old[-1] or resized:
            self.virtual_size = Size(width, self._tops[-1])
        if resized or len(shown) != len(self._posts):
            self.refresh()
            return
        top = self.scroll_offset.y
        first = max(0, bisect_right(self._tops, top) - 1)
        last = min(len(self._posts), bisect_left(self._tops, top + self.size.height))
        changed = [
            index
            for index in range(first, last)
            if shown[index] is not self._posts[index] or old[index : index + 2] != self._tops[index : index + 2]
        ]
        if changed:
            self._repaint(changed[0], changed[-1])

    def _repaint(self, first: int, last: int) -> None:
        if not 0 <= first <= last < len(self._tops) - 1:
            return
        top = self.scroll_offset.y
        start, end = max(self._tops[first] - top, 0), min(self._tops[last + 1] - top, self.size.height)
        if start < end:
            self.refresh(Region(0, start, self.size.width, end - start))

    def _height(self, index: int) -> int:
        return len(self._lines(self._posts[index])) + (2 if self.framed else 1)

    def _lines(self, post: Post) -> tuple[Line, ...]:
        """What is in the post, wrapped: its warning, its text, its pictures."""
        known = self._wrapped.get(id(post))
        if known is None or known[0] is not post:
            if len(self._wrapped) >= _KEPT_POSTS:
                self._wrapped.clear()
            known = self._wrapped[id(post)] = (post, tuple(_content(post, self._width - (4 if self.framed else 2))))
        return known[1]

    def _strips(self, index: int) -> list[Strip]:
        post = self._posts[index]
        weight = self._weights.get(post.number)
        here = index == self.here
        known = self._drawn.get(index)
        if known is None or known[0] is not post or known[1:3] != (here, weight):
            draw = self._boxed if self.framed else self._barred
            known = self._drawn[index] = (post, here, weight, draw(post, here, weight))
        return known[3]

    def _forget(self) -> None:
        """Nothing that was drawn holds any more."""
        self._wrapped.clear()
        self._drawn.clear()

    def _boxed(self, post: Post, here: bool, weight: Severity | None) -> list[Strip]:
        frame = self.get_component_rich_style("preview--here" if here else "preview--frame")
        quiet = frame if here else self.get_component_rich_style("preview--measure")
        corners = "┏━┓┃┗┛" if here else "╭─╮│╰╯"
        flat = corners[1]
        inner = self._width - 4
        head = f" {post.number}/{post.total}{self._signs(post, weight)} "
        measure, over = self._measure(post)
        top = [
            Segment(corners[0] + flat, frame),
            Segment(head, quiet),
            Segment(flat * (self._width - 3 - cell_len(head)) + corners[2], frame),
        ]
        foot = [
            Segment(corners[4] + flat * (self._width - 5 - cell_len(measure)) + " ", frame),
            Segment(measure, self.get_component_rich_style("preview--over") if over else quiet),
            Segment(f" {flat}{corners[5]}", frame),
        ]
        side = Segment(corners[3], frame)
        body = [
            Strip([side, Segment(f" {set_cell_size(line.text, inner)} ", self._style_of(line)), side])
            for line in self._lines(post)
        ]
        return [Strip(top), *body, Strip(foot)]

    def _barred(self, post: Post, here: bool, weight: Severity | None) -> list[Strip]:
        bar_style = self.get_component_rich_style("preview--here" if here else "preview--frame")
        quiet = self.get_component_rich_style("preview--measure")
        measure, over = self._measure(post)
        bar = Segment("▌" if here else "│", bar_style)
        inner = self._width - 2
        head = f"{post.number}/{post.total}{self._signs(post, weight)}"
        over_style = self.get_component_rich_style("preview--over") if over else quiet
        room = max(1, inner - cell_len(head) - cell_len(measure))
        body = [
            Strip([bar, Segment(f" {set_cell_size(line.text, inner)}", self._style_of(line))])
            for line in self._lines(post)
        ]
        foot = Strip([Segment("╵", bar_style), Segment(f" {head}{' ' * room}", quiet), Segment(measure, over_style)])
        return [*body, foot]

    def _measure(self, post: Post) -> tuple[str, bool]:
        """`243/280`, and in words by how much a post is over its limit."""
        over = post.length - self._maximum
        said = f"{post.length}/{self._maximum}"
        return (f"▲ {over} over · {said}", True) if over > 0 else (said, False)

    def _signs(self, post: Post, weight: Severity | None) -> str:
        """What was found in the post, and whether it reads otherwise elsewhere."""
        found = f" {SIGNS[weight].mark}" if weight else ""
        return f"{found} ≠" if post.number in self._otherwise else found

    def _style_of(self, line: Line) -> Style:
        return self.get_component_rich_style("preview--measure") if line.quiet else self.rich_style


def wrapped(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` cells, cut between words where that can be."""
    for paragraph in steady(text).split("\n"):
        if cell_len(paragraph) <= width:
            yield paragraph
            continue
        line = ""
        for word in _WORD.findall(paragraph):
            if cell_len(line + word) <= width:
                line += word
                continue
            if line:
                yield line
            *full, line = chop_cells(word.lstrip(" "), width) or [""]
            yield from full
        yield line


def _content(post: Post, width: int) -> Iterator[Line]:
    width = max(8, width)
    if post.content_warning and not post.text.startswith("CW: "):  # else the words say it, for want of a mark
        yield from (Line(line, quiet=True) for line in wrapped(f"content warning: {post.content_warning}", width))
    yield from (Line(line) for line in wrapped(post.text, width))
    for media in post.media:
        yield from (Line(line, quiet=True) for line in wrapped(_pictured(media), width))


def _pictured(media: Media) -> str:
    return f"▣ {media.alt}" if media.alt.strip() else f"▣ {media.path} has no alt text"
