"""Posting by hand: what is next, with everything a person needs to post it, and what they say became of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from composer.model import ComposerError, Receipt
from composer.networks.handover import address_objection, share_link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from composer.model import Post
    from composer.queue import Attachment, Entry, EntryPost, Store

_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "video/mp4": ".mp4"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture to add by hand."""

    file: Path
    """As it is to be uploaded: what was queued, without its hidden data."""
    alt: str


@dataclass(frozen=True, slots=True)
class Step:
    """The next post of an entry that a person posts."""

    number: int
    total: int
    text: str
    link: str
    """The network's own page for writing, with the words in it."""
    answers: str
    """Address of the post that this one replies to; empty where it begins the thread, or where nobody wrote it down."""
    pictures: tuple[Shown, ...]
    content_warning: str
    by_yourself: tuple[str, ...] = ()
    """What no address can carry and the person has to set on the page, each a sentence."""


def is_by_hand(entry: Entry) -> bool:
    """Whether the account of an entry is one whose posts a person carries over."""
    from composer.networks import is_by_hand

    return is_by_hand(entry.account)


def take(store: Store, typed: str) -> Entry:
    """The entry that a person begins or goes on to post by hand; from here on no worker sends anything of it.

    Raises ComposerError where its state does not allow that, saying what does.
    """
    entry = store.get(store.resolve(typed))
    if entry.state in ("queued", "publishing") and not entry.unknown:
        entry = store.hold(entry.id, reason="handed over to be posted by hand")
    if entry.unknown:
        raise ComposerError(
            f"Post {entry.unknown.number} of entry {entry.id} may be out or not. Look at your account, then say so: "
            f"`thread settle {entry.id} --there URL` or `--not-there`; after that the rest can be handed over."
        )
    if entry.state in ("held", "attention", "failed", "published"):
        return entry
    raise ComposerError(
        f"Entry {entry.id} is {entry.state}, so it cannot be posted by hand as it is. "
        f"`thread queue show {entry.id}` tells its story."
    )


def give_back(store: Store, entry: Entry, before: Entry) -> Entry:
    """Let an entry wait for its time again, if it did before it was taken and somebody stopped in the middle."""
    if before.state == "queued" and entry.state == "held":
        return store.release(entry.id, reason="to be gone on with later")
    return entry


def next_step(store: Store, entry: Entry, folder: Path) -> Step | None:
    """What a person posts next; None where everything is out. Its pictures are laid out in `folder`."""
    post = next((post for post in entry.posts if post.receipt is None), None)
    if post is None:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    parent = entry.posts[post.number - 2].receipt if post.number > 1 else entry.reply_to
    pictures = tuple(
        Shown(_laid_out(store, each, folder / f"{post.number}-{place}-{Path(each.name).stem}"), each.alt)
        for place, each in enumerate(post.attachments, 1)
    )
    return Step(
        number=post.number,
        total=len(entry.posts),
        text=post.text,
        link=share_link(entry.network, post.text, parent),
        answers=parent.url if parent else "",
        pictures=pictures,
        content_warning=post.content_warning,
        by_yourself=by_yourself(post, len(pictures), entry.visibility if post.number == 1 else ""),
    )


def by_yourself(post: EntryPost | Post, pictures: int, visibility: str) -> tuple[str, ...]:
    """What of a post the network's page cannot be told by its address, as sentences for the person who posts it."""
    options = post.options
    written = not post.content_warning or post.text.startswith("CW: ")
    said = [] if written else [f"Mark it with the content warning “{post.content_warning}”."]
    if options.poll:
        kind = "a poll with several choices a voter" if options.poll_multiple else "a poll"
        said.append(f"Add {kind}, open for {_spoken(options.poll_minutes)}: {' | '.join(options.poll)}.")
    if options.reply_settings:
        said.append(f"Set who can reply: {options.reply_settings}.")
    if options.community:
        said.append(f"Post it in the community {options.community}.")
    marks = (("paid_partnership", "a paid partnership"), ("made_with_ai", "made with AI"))
    said += [f"Mark it as {words}." for name, words in marks if getattr(options, name)]
    if visibility:
        said.append(f"Set who can see it: {visibility}.")
    if pictures:
        said.append(f"Add its {'picture' if pictures == 1 else f'{pictures} pictures'}, with the alt text.")
    return tuple(said)


def _spoken(minutes: int) -> str:
    for unit, name in ((1440, "day"), (60, "hour")):
        if minutes % unit == 0:
            many = minutes // unit
            return f"{many} {name}{'' if many == 1 else 's'}"
    return f"{minutes} minutes"


def notice(posts: Sequence[Post], visibility: str) -> str:
    """What a person will have to set by hand, said when a thread is queued; empty where words are all there is."""
    numbered = [
        f"Post {post.number}: {' '.join(said)}"
        for post in posts
        if (said := by_yourself(post, len(post.media), visibility if post.number == 1 else ""))
    ]
    return f"The network's page cannot be told these; `thread hand over` reminds you: {' '.join(numbered)}" * bool(
        numbered
    )


def posted(store: Store, entry: Entry, number: int, address: str, now: datetime) -> Entry:
    """Write down that a post is out, at `address` if the person says where. Raises ComposerError for no address."""
    objection = address_objection(entry.network, address) if address else None
    if objection:
        raise ComposerError(f"{objection} Nothing was written down.")
    remote_id = address.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return store.posted(entry.id, number, Receipt(remote_id, address, now))


def _laid_out(store: Store, attachment: Attachment, stem: Path) -> Path:
    """The picture as a file that can be picked in a browser."""
    file = stem.with_name(stem.name + _SUFFIXES.get(attachment.type, ""))
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_bytes(store.media(attachment.digest))
    except OSError as error:
        raise ComposerError(
            f"The picture {attachment.name} could not be laid out at {file}: {error.strerror}."
        ) from error
    return file
