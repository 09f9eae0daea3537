"""A draft that was changed after some of its posts went out: the split that leaves those as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer.desk.review import reviewed
from composer.model import Numbering

if TYPE_CHECKING:
    from composer.desk.desk import Desk
    from composer.desk.review import Review, Wishes
    from composer.model import Draft, Thread
    from composer.networks import Account
    from composer.queue import Entry
    from composer.thread.sequel import Said


def look_on(desk: Desk, plain: Review, account: Account, wishes: Wishes, entry: Entry) -> Review:
    """The thread of a draft with its findings, beginning with the posts of `entry` that are out wherever it can.

    Where posts say how many there are it has just as many. `plain`, which is split as if nothing were out, comes back
    where it will do, and where the draft no longer begins with what is out. Raises CountError where only the number
    cannot be kept.
    """
    from composer.thread import BeginningError, CountError, Mode

    said = tuple((post.text, tuple(each.alt for each in post.attachments)) for post in entry.posts[: entry.sent])
    named = plain.thread.style.numbering in (Numbering.SLASH, Numbering.PARENTHESES)
    total = len(entry.posts) if named else max(len(plain.thread.posts), len(said) + 1)
    if not said or (len(plain.thread.posts) == total and _begins(plain.thread, said)):
        return plain
    trouble: CountError | None = None
    for mode in dict.fromkeys((wishes.mode, *map(str, Mode))):
        try:
            return _continued(desk, plain.thread.draft, account, replace(wishes, mode=mode), said, total)
        except BeginningError:
            continue
        except CountError as error:
            trouble = trouble or error
    if trouble:
        raise trouble
    return plain


def _continued(
    desk: Desk, draft: Draft, account: Account, wishes: Wishes, said: tuple[Said, ...], total: int
) -> Review:
    from composer.thread import continued

    limit, style, cues = desk.limit_of(account), wishes.style(draft, desk.settings), desk.palette().cues

    def cut(uncued: frozenset[int]) -> Thread:
        return continued(draft, said, total, network=limit, style=style, mode=wishes.mode, uncued=uncued, cues=cues)

    return reviewed(cut, style, desk.lint_options(draft))


def _begins(thread: Thread, said: tuple[Said, ...]) -> bool:
    found = ((post.text, tuple(media.alt for media in post.media)) for post in thread.posts[: len(said)])
    return tuple(found) == said
