"""The three things a caller asks of this room: split a draft, look at a text as one post, list a draft's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.model import Numbering, Profile, Style
from composer.thread import dress, flow
from composer.thread.cues import shipped_cues
from composer.thread.splitter import Mode, Splitter, read, resolve, style_of
from composer.thread.tailor import worn

if TYPE_CHECKING:
    from collections.abc import Collection

    from composer.model import Draft, Thread
    from composer.text import Limit
    from composer.thread.cues import CueSet


def split(
    draft: Draft | str,
    *,
    network: str | Limit = "x",
    style: Style | Profile | str | None = None,
    mode: Mode | str = Mode.DEFAULT,
    previous: Thread | None = None,
    uncued: Collection[int] = (),
    cues: CueSet | None = None,
) -> Thread:
    """The best thread of `draft` for `network`.

    Without a style the draft's own holds, else lively with `1/9` at the end. Posts that equal those of
    `previous` are the same objects. `uncued` are numbers of posts that shall get no suggested cue.
    `cues` are those that posts may wear, the built-in ones if not given.
    """
    return Splitter(network, style, mode, cues).split(draft, previous, uncued)


def rendered(
    draft: Draft | str,
    network: str | Limit = "x",
    *,
    style: Style | Profile | str | None = None,
    cues: CueSet | None = None,
) -> str:
    """The words that a thread of `draft` must contain; whitespace aside the bodies of its posts, joined."""
    source, limit = read(draft), resolve(network)
    markers = dress.markers(worn(source, style_of(source, style)), (cues or shipped_cues()).speaking(source.language))
    texts = (
        flow.words(block, limit, markers, source.language).text
        for block in source.blocks
        if flow.is_posted(block, limit.name)
    )
    return "\n\n".join(text for text in texts if text.strip())


def single(text: Draft | str, *, network: str | Limit = "x") -> Thread:
    """`text` as undecorated posts, one for each stretch between forced breaks, however long they are."""
    return Splitter(network, Style(Profile.PLAIN, Numbering.NONE, cues=False)).undivided(text)
