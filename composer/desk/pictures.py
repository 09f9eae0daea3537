"""The pictures and films of a thread, read from beside the draft and made ready for where they go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from composer.model import ComposerError

if TYPE_CHECKING:
    from composer.model import Thread
    from composer.networks import Account

_LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is read at all; the queue keeps it whole, and few networks take more."""


class Pictures(NamedTuple):
    """What is queued with a thread."""

    content: dict[str, bytes]
    """By the name that the draft gives each."""
    notes: tuple[str, ...]
    """What was done to them, in sentences for the writer."""


def pictures_of(thread: Thread, account: Account | None = None) -> Pictures:
    """Every picture of the thread, ready for its network, or for the server that an account is on.

    Raises ComposerError where one of them cannot go there.
    """
    names = dict.fromkeys(media.path for post in thread.posts for media in post.media)
    if not names:
        return Pictures({}, ())

    from composer.networks import able_of, media_limit_of
    from composer.networks.media import objection_to_all, prepare

    able = able_of(account) if account and account.charged else None
    limit = able.media if able else media_limit_of(thread.network)
    if limit is None:
        raise ComposerError(f"Posts on {thread.network} have no pictures. Nothing was queued; take them out.")
    folder = thread.draft.path.parent if thread.draft.path else Path()
    ready = {name: prepare(Path(name).name, _read(folder / name, name), limit) for name in names}
    content = {name: prepared.content for name, prepared in ready.items()}
    for post in thread.posts:
        if refused := objection_to_all([content[media.path] for media in post.media], limit):
            raise ComposerError(f"Post {post.number}: {refused} Nothing was queued.")
    return Pictures(content, tuple(note for prepared in ready.values() for note in prepared.notes))


def _read(file: Path, name: str) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise ComposerError(
                f"{name} is larger than the 256 MB that can be sent from here ({file}). Nothing was queued; make it "
                "smaller."
            )
        return file.read_bytes()
    except OSError as error:
        raise ComposerError(
            f"The picture {name} could not be read ({error.strerror}: {file}). Nothing was queued; put the file "
            "there, or take it out of the draft."
        ) from error
