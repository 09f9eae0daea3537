"""What a thread asks of its network, refused before anything is queued where the network cannot do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.draft import with_options
from composer.model import ComposerError

if TYPE_CHECKING:
    from composer.model import Post, Thread
    from composer.networks import Account


def asked_of(account: Account, thread: Thread, visibility: str = "") -> tuple[Post, ...]:
    """The posts with what is asked for them. Raises ComposerError with the network's objection.

    For an account that a person posts from there is none: the person can do what the network's page can.
    """
    from composer.networks import able_of
    from composer.networks.capabilities import objection_to

    posts, draft = with_options(thread), thread.draft
    if account.by_hand:
        return posts
    able = able_of(account)
    why = objection_to(able, posts, reply=bool(draft.reply_to), visibility=visibility or draft.visibility)
    if why:
        raise ComposerError(f"{why} Nothing was queued.")
    return posts
