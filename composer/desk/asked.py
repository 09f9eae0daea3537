"""What a thread asks of its network, refused before anything is queued where the network cannot do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.draft import with_options
from composer.model import ComposerError

if TYPE_CHECKING:
    from composer.model import Post, Thread
    from composer.networks import Account


def asked_of(account: Account, thread: Thread) -> tuple[Post, ...]:
    """The posts with what is asked for them. Raises ComposerError with the network's objection.

    For an account that a person posts from there is none: the person can do what the network's page can.
    """
    from composer.networks.capabilities import objection_to

    posts = with_options(thread)
    why = None if account.by_hand else objection_to(account.network, posts, reply=bool(thread.draft.reply_to))
    if why:
        raise ComposerError(f"{why} Nothing was queued.")
    return posts
