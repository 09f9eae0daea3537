"""What a draft asks of a network beside its words, and which of its posts carries it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from composer.draft.errors import DraftError
from composer.model import BlockKind, PostOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.model import Draft, Post, Thread

_DURATION = re.compile(r"(\d{1,5}) ?(min|minutes?|h|hours?|d|days?)", re.IGNORECASE)
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60}
_A_DAY = 24 * 60
_SEVERAL = re.compile(r";\s*several\s*$", re.IGNORECASE)
_NO_WORDS = frozenset({BlockKind.BREAK, BlockKind.DIVIDER})
EXAMPLE = "poll: Mornings | Evenings; 24 h"


def poll_of(value: str) -> PostOptions | str:
    """The poll that a directive asks for, open for a day unless it says otherwise; else what is wrong with it.

    `several` behind the last semicolon lets a voter take more than one choice.
    """
    several = _SEVERAL.search(value)
    value = value[: several.start()] if several else value
    choices, semicolon, tail = value.rpartition(";")
    minutes = _A_DAY
    if semicolon:
        duration = _DURATION.fullmatch(tail.strip())
        if duration is None:
            return (
                f"“{tail.strip()}” is no time that a poll can be open; write 30 min, 24 h or 3 d behind the semicolon."
            )
        minutes = int(duration[1]) * _MINUTES[duration[2][0].lower()]
    named = tuple(choice.strip() for choice in (choices if semicolon else value).split("|"))
    if len(named) < 2 or not all(named) or minutes == 0:
        return f"A poll has two or more choices with | between them, such as <!-- {EXAMPLE} -->."
    if len(set(named)) < len(named):
        return "Two choices of the poll are the same."
    return PostOptions(poll=named, poll_minutes=minutes, poll_multiple=several is not None)


def with_options(thread: Thread) -> tuple[Post, ...]:
    """The posts, each with what is asked of the network for it; posts for which nothing is asked are the same objects.

    Who may reply and the community are said once, by the first post. A paid partnership is disclosed on every post,
    since each can be seen alone; so is AI, or on the posts with pictures where there are any. A poll stands below the
    words before it. Raises DraftError for a poll without words, and for two in one post.
    """
    draft = thread.draft
    polls = _polls(thread)
    pictured = any(post.media for post in thread.posts)
    posts = []
    for index, post in enumerate(thread.posts):
        asked = draft.options if index == 0 else replace(draft.options, reply_settings="", community="")
        if pictured and not post.media:
            asked = replace(asked, made_with_ai=False)
        if poll := polls.get(index):
            asked = replace(asked, poll=poll.poll, poll_minutes=poll.poll_minutes, poll_multiple=poll.poll_multiple)
        if any(media.focus for media in post.media):
            asked = replace(asked, focus=tuple(media.focus for media in post.media))
        posts.append(post if asked == post.options else replace(post, options=asked))
    return tuple(posts)


def _polls(thread: Thread) -> dict[int, PostOptions]:
    """Polls by the index of their post."""
    found: dict[int, PostOptions] = {}
    starts = [span.start for span in thread.spans]
    for at, poll in thread.draft.polls:
        anchor = _anchor(thread.draft, at, thread.network)
        if anchor is None:
            continue
        index = max(0, bisect_right(starts, anchor) - 1)
        if index in found:
            raise DraftError(
                f"Post {index + 1} would have two polls, and a post has one. Put `---` between them, or remove one."
            )
        found[index] = poll
    return found


def _anchor(draft: Draft, at: int, network: str) -> int | None:
    """A character that stands in the same post as the poll at `at`; None where the poll is for other networks."""
    before = bisect_right(draft.starts, at) - 1
    if before >= 0 and draft.blocks[before].kind not in _NO_WORDS:
        block, anchor = draft.blocks[before], _end(draft.starts, before, draft)
    elif before + 1 < len(draft.blocks) and draft.blocks[before + 1].kind not in _NO_WORDS:
        block, anchor = draft.blocks[before + 1], draft.starts[before + 1]
    else:
        raise DraftError("A poll has no words to stand below. Write the question before it.")
    return anchor if block.only is None or network in block.only else None


def _end(starts: Sequence[int], index: int, draft: Draft) -> int:
    """The last character of a block."""
    return starts[index] + max(0, len(draft.blocks[index].source) - 1)
