"""An entry against its draft as it is now: what would change, and the change itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.desk.changes import Change, changes
from composer.desk.review import Wishes
from composer.model import ComposerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.desk.desk import Desk
    from composer.desk.outbox import Outbox
    from composer.desk.review import Review
    from composer.networks import Account
    from composer.queue import Entry


@dataclass(frozen=True, slots=True)
class Redraft:
    """What an entry would say if it took its draft as it is now."""

    entry: Entry
    account: Account
    review: Review
    changes: tuple[Change, ...]

    @property
    def before(self) -> tuple[str, ...]:
        """The posts as they are queued."""
        return tuple(post.text for post in self.entry.posts)

    @property
    def after(self) -> tuple[str, ...]:
        """The posts as the draft makes them now."""
        return tuple(post.text for post in self.review.thread.posts)

    @property
    def private(self) -> bool:
        """Whether the draft is marked private by now."""
        return self.review.thread.draft.private


def redraft(desk: Desk, entry: Entry) -> Redraft:
    """Read the draft of an entry anew. Raises ComposerError where it is gone, or must not go out as it is."""
    if entry.draft is None or not entry.draft.exists():
        was = f"its draft {entry.draft} is gone" if entry.draft else "it did not come from a file"
        raise ComposerError(f"Entry {entry.id} cannot take changes: {was}. Cancel it, then queue another draft.")
    draft = desk.open(entry.draft)
    if hindrances := desk.hindrances(draft):
        raise ComposerError(f"{entry.draft.name} stays here. {' '.join(hindrances)} Nothing was changed.")
    account = desk.account(entry.account)
    review = desk.look_on(desk.look_for(draft, account, Wishes()), account, Wishes(), entry)
    if stops := review.stops({}):
        codes = ", ".join(dict.fromkeys(stop.code for stop in stops))
        raise ComposerError(
            f"{entry.draft.name} has findings that stop it: {codes}. Mend it, or accept them with "
            f"`thread edit {entry.id} --accept {stops[0].code} --because REASON`. Nothing was changed."
        )
    texts = [post.text for post in entry.posts], [post.text for post in review.thread.posts]
    return Redraft(entry, account, review, tuple(changes(*texts)))


def take(outbox: Outbox, found: Redraft, tell: Callable[[str], None]) -> Entry:
    """Put what the draft says now in place of what is not out; in sight again where nothing of it reads as heat."""
    from composer.desk.cooling import heat

    edited = outbox.edit(found.entry.id, found.review, found.account, accepted={}, tell=tell)
    if edited.cool_until is not None and not heat(found.review, {}):
        outbox.store.calm(edited.id)
    return outbox.store.get(edited.id)
