"""One draft on every network that it goes to: beside each other where there is room, else one after the other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from composer.desk.changes import changes
from composer.model import ComposerError
from composer.tui.bars import Bar, Hints
from composer.tui.keys import Scope, bindings
from composer.tui.ours import BREAKPOINTS, WIDE, Keyed
from composer.tui.preview import Preview
from composer.tui.signs import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from composer.desk import Desk
    from composer.desk.session import Session
    from composer.model import Thread
    from composer.networks import Account
    from composer.text import Limit
    from composer.tui.compose import Compose

_NARROWEST = 36
"""Columns in which a post can still be read."""


@dataclass(frozen=True, slots=True)
class Side:
    """The thread for one network."""

    accounts: tuple[str, ...]
    thread: Thread
    differ: frozenset[int]
    """Numbers of the posts that read otherwise than on the first network."""


class Networks(Keyed, Screen[None]):
    """The threads of a draft; tab goes from one to the next, the arrows scroll."""

    BINDINGS = bindings(Scope.NETWORKS)
    SCOPES = (Scope.NETWORKS,)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, name: str, sides: Sequence[Side]) -> None:
        super().__init__()
        self._file = name
        self._sides = tuple(sides)
        self._here = 0

    def compose(self) -> ComposeResult:
        """A column for each network."""
        yield Bar()
        with Horizontal(id="sides"):
            for side in self._sides:
                with Vertical(classes="side"):
                    yield Static(_heading(side, self._sides[0]), classes="heading")
                    yield Column()
        yield Hints(Scope.NETWORKS)

    def on_mount(self) -> None:
        """The threads."""
        for column, side in zip(self.query(Column), self._sides, strict=True):
            column.here = -1
            column.differ(side.differ)
            column.show(side.thread.posts, side.thread.maximum)
        self._arrange()

    def on_resize(self) -> None:
        """As many beside each other as there is room for."""
        self._arrange()

    def action_other(self, step: int) -> None:
        """To the next network, or to the one before."""
        self._here = (self._here + step) % len(self._sides)
        self._arrange()

    def action_leave(self) -> None:
        """Back to the draft."""
        self.dismiss(None)

    def _arrange(self) -> None:
        """Show the column that is looked at, and as many after it as can be read beside it."""
        room = max(1, self.size.width // _NARROWEST) if self.size.width >= WIDE else 1
        first = min(self._here, max(0, len(self._sides) - room))
        for index, (box, column) in enumerate(zip(self.query(".side"), self.query(Column), strict=True)):
            box.display = first <= index < first + room
            box.set_class(index == self._here, "-here")
            column.dress(framed=self.size.width >= WIDE)
        self.query(Column)[self._here].focus()
        counts = tuple(f"{_named(side)} {len(side.thread.posts)}" for side in self._sides)
        self.query_one(Bar).say(
            Content.assemble((self._file, "b"), f"  {self._here + 1} of {len(self._sides)}"), counts
        )


class Column(Preview, can_focus=True):
    """The posts for one network."""


def _heading(side: Side, first: Side) -> Content:
    """Which network, for whom, how many posts, and what is not as on the first."""
    many = len(side.thread.posts)
    posts = f"{many} post{'' if many == 1 else 's'} of up to {side.thread.maximum}"
    differ = "" if side is first else f"\n{_otherwise(side, first)}"
    return Content.assemble((_named(side), "b $accent"), f"  {posts}{differ}", (f"\n{', '.join(side.accounts)}", QUIET))


def _otherwise(side: Side, first: Side) -> str:
    if not side.differ and len(side.thread.posts) == len(first.thread.posts):
        return f"the same posts as on {_named(first)}"
    numbers = ", ".join(map(str, sorted(side.differ)))
    if not numbers:
        return f"without some posts of {_named(first)}"
    return f"≠ {_named(first)}: post{'' if len(side.differ) == 1 else 's'} {numbers}"


def _named(side: Side) -> str:
    return side.thread.network.title()


def sides(desk: Desk, session: Session, accounts: Sequence[Account]) -> tuple[Side, ...]:
    """The thread for each network of these accounts, the first one being what the others are compared with."""
    groups: dict[Limit, list[Account]] = {}
    for account in accounts:
        groups.setdefault(desk.limit_of(account), []).append(account)
    threads = [(session.review(group[0]).thread, group) for group in groups.values()]
    first = [post.body for post in threads[0][0].posts]
    found = []
    for thread, group in threads:
        differ = {n for change in changes(first, [post.body for post in thread.posts]) for n in change.after}
        found.append(Side(tuple(account.name for account in group), thread, frozenset(differ)))
    return tuple(found)


async def show_networks(screen: Compose) -> None:
    """Split the draft for every network that it goes to, beside the keys, and show that."""
    session, desk = screen.session, screen.app.desk
    try:
        accounts = desk.accounts("", session.draft)
        found = await asyncio.to_thread(sides, desk, session, accounts)
    except ComposerError as error:
        screen.app.tell(str(error))
        return
    if len(found) < 2:
        names = ", ".join(account.name for account in accounts)
        screen.app.tell(
            f"This draft goes to one network ({names}). Name more in its front matter, such as "
            "`to: [x-by-hand, bluesky-by-hand]`, to see their threads beside each other."
        )
        return
    await screen.app.push_screen(Networks(session.path.name, found))
